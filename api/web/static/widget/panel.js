// The open window: who you talk to, how it stands, the log, and where to write.
class Panel {
  node;
  #act;
  #log;
  #next;
  #composer;
  #welcome;
  #menu;
  #lines;
  #notices;
  #scroll;
  #person;
  #newest;
  #lastSent = null;
  #atEnd = true;
  #top = 0;

  constructor({ t, language, name, examples, address, act }) {
    this.#act = act;
    this.#log = new Log({ t, language, retry: act.retry, address });
    this.#next = new Next({ t, act });
    this.#composer = new Composer({ t, act });
    this.#welcome = new Welcome({ t, examples, suggest: act.suggest, say: act.say });
    this.#menu = new Menu({ t, act });
    this.#lines = new Lines({ t, language, cancel: act.cancel });
    this.#notices = new Notices({ t, act });
    this.#person = h("button", { type: "button", class: "person", onclick: act.person }, icon("person", 16), t("person"));
    this.#scroll = h(
      "div",
      { class: "scroll", tabindex: 0, role: "region", "aria-label": t("log"), onscroll: () => this.#scrolled() },
      this.#welcome.node,
      this.#log.node,
      this.#next.node,
    );
    this.#newest = h("button", { type: "button", class: "newest", hidden: true, onclick: () => this.toEnd() }, icon("down", 16), t("newest"));
    this.node = h(
      "section",
      { class: "panel", role: "dialog", "aria-label": name, tabindex: -1, hidden: true },
      h(
        "div",
        { class: "header" },
        h("h2", {}, h("span", { class: "mark" }, icon("window", 18)), h("span", { class: "name" }, name)),
        this.#person,
        this.#menu.node,
        h("button", { type: "button", class: "plain", "aria-label": t("close"), title: t("close"), onclick: act.close }, icon("close")),
      ),
      this.#lines.node,
      this.#notices.node,
      h("div", { class: "middle" }, this.#scroll, this.#newest, h("p", { class: "here", "aria-hidden": "true" }, t("drop_here"))),
      this.#composer.node,
    );
    this.#watch();
  }

  #watch() {
    // Where the customer looks at the end, growing text and arriving keyboards don't hide it.
    const sizes = new ResizeObserver(() => this.#atEnd && this.toEnd());
    sizes.observe(this.#scroll);
    takeDrops(this.node, (files) => this.#composer.tray.add(files));
  }

  // Bring the keyboard up on a phone only when the customer asks for it.
  focus() {
    if (matchMedia("(pointer: coarse)").matches) this.node.focus({ preventScroll: true });
    else this.#composer.focus();
  }

  begin() {
    this.#welcome.begin();
    this.#notices.begin();
    this.toEnd();
  }

  write(text) {
    this.#composer.write(text);
  }

  tell(trouble) {
    this.#lines.tell(trouble);
  }

  // Escape closes what lies on top first. Whether there was anything.
  closeTop() {
    if (this.#composer.closeFinder()) return true;
    const { open } = this.#menu;
    this.#menu.close();
    return open;
  }

  // The first screen is read from its beginning.
  toEnd() {
    if (this.#log.node.firstChild) this.#scroll.scrollTop = this.#scroll.scrollHeight;
  }

  draw(conversation) {
    const { items, loaded, id, state } = conversation;
    const stay = this.#atEnd;
    const fresh = this.#log.draw(items, state.read_by_agent);
    this.#next.draw(conversation);
    this.#welcome.draw(items.length > 0 || Boolean(id && !loaded));
    this.#menu.draw(conversation);
    this.#lines.draw(conversation);
    this.#person.disabled = Boolean(state.hand_off);
    this.#composer.draw(mayAskAnew(conversation));
    const sent = items.findLast((item) => item.status)?.client_id ?? null;
    const said = sent !== null && sent !== this.#lastSent;
    this.#lastSent = sent;
    if (stay || said) this.#settle(fresh);
    else if (fresh && this.#isBelow(fresh)) this.#newest.hidden = false;
    if (loaded || !id) this.#log.speak();
  }

  #isAtEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroll;
    return scrollHeight - scrollTop - clientHeight < 60;
  }

  #isBelow(row) {
    const { scrollTop, clientHeight } = this.#scroll;
    return row.offsetTop > scrollTop + clientHeight - 24;
  }

  // To the end, but never past the beginning of an answer that has just arrived.
  #settle(fresh) {
    this.toEnd();
    if (fresh) this.#scroll.scrollTop = Math.min(this.#scroll.scrollTop, fresh.offsetTop - 12);
    this.#atEnd = this.#isAtEnd();
  }

  // Only who scrolls up has left the end; text that has just grown has not.
  #scrolled() {
    const { scrollTop } = this.#scroll;
    if (this.#isAtEnd()) this.#atEnd = true;
    else if (scrollTop < this.#top) this.#atEnd = false;
    this.#top = scrollTop;
    if (this.#atEnd) this.#newest.hidden = true;
  }
}

// While something is open (a choice, a form's question, a person), what is written is a reply, no new question.
function mayAskAnew({ items, state }) {
  const heard = items.findLast((item) => item.author !== "customer");
  const { act, buttons = [] } = heard?.content ?? {};
  const open = act === "clarification" || buttons.some(({ choice }) => choice.kind === "deny");
  return !open && !state.hand_off && !state.typing && !items.some((item) => item.status);
}
