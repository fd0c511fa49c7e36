// The open window: who you talk to, how it stands, the log, and where to write.
class Panel {
  node;
  #t;
  #act;
  #log;
  #next;
  #composer;
  #scroll;
  #lines = h("div", { class: "lines", role: "status" });
  #first;
  #person;
  #newest;
  #trouble = "";
  #drawn = "";
  #lastSent = null;
  #atEnd = true;

  constructor({ t, language, name, examples, act }) {
    this.#t = t;
    this.#act = act;
    this.#log = new Log({ t, language, retry: act.retry });
    this.#next = new Next({ t, act });
    this.#composer = new Composer({ t, send: act.say });
    this.#person = h("button", { type: "button", class: "person", onclick: act.person }, icon("person", 16), t("person"));
    this.#first = firstScreen(t, examples, act.say);
    this.#scroll = h(
      "div",
      { class: "scroll", tabindex: 0, role: "region", "aria-label": t("log"), onscroll: () => this.#scrolled() },
      this.#first,
      this.#log.node,
      this.#next.node,
    );
    this.#newest = h("button", { type: "button", class: "newest", hidden: true, onclick: () => this.toEnd() }, icon("down", 16), t("newest"));
    this.node = h(
      "section",
      { class: "panel", role: "dialog", "aria-label": name, tabindex: -1, hidden: true },
      h(
        "header",
        {},
        h("h2", {}, h("span", { class: "mark" }, icon("window", 18)), h("span", { class: "name" }, name)),
        this.#person,
        h("button", { type: "button", class: "plain", "aria-label": t("close"), title: t("close"), onclick: act.close }, icon("close")),
      ),
      this.#lines,
      h("div", { class: "middle" }, this.#scroll, this.#newest),
      this.#composer.node,
    );
    this.#watch();
  }

  // Where the customer looks at the end, growing text and arriving keyboards don't hide it.
  #watch() {
    const sizes = new ResizeObserver(() => this.#atEnd && this.toEnd());
    sizes.observe(this.#scroll);
  }

  // Bring the keyboard up on a phone only when the customer asks for it.
  focus() {
    if (matchMedia("(pointer: coarse)").matches) this.node.focus({ preventScroll: true });
    else this.#composer.focus();
  }

  write(text) {
    this.#composer.write(text);
  }

  tell(trouble) {
    this.#trouble = trouble;
  }

  toEnd() {
    this.#scroll.scrollTop = this.#scroll.scrollHeight;
  }

  draw(conversation) {
    const { items, loaded, id } = conversation;
    const stay = this.#atEnd;
    const fresh = this.#log.draw(items);
    this.#next.draw(conversation);
    this.#first.lastChild.hidden = items.length > 0 || Boolean(id && !loaded);
    this.#drawLines(conversation);
    const sent = items.findLast((item) => item.status)?.client_id ?? null;
    const said = sent !== null && sent !== this.#lastSent;
    this.#lastSent = sent;
    if (stay || said) this.#settle(fresh);
    else if (fresh) this.#newest.hidden = false;
    if (loaded || !id) this.#log.speak();
  }

  #drawLines(conversation) {
    const lines = linesOf(conversation, this.#trouble);
    const { hand_off } = conversation.state;
    this.#person.disabled = Boolean(hand_off);
    const drawn = JSON.stringify(lines);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    this.#lines.replaceChildren(
      ...lines.map(([key, values]) =>
        h(
          "p",
          { class: `line ${key}` },
          h("span", {}, this.#t(key, values)),
          key === "waiting" && h("button", { type: "button", class: "link", onclick: this.#act.cancel }, this.#t("cancel")),
        ),
      ),
    );
  }

  #isAtEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroll;
    return scrollHeight - scrollTop - clientHeight < 60;
  }

  // To the end, but never past the beginning of an answer that has just arrived.
  #settle(fresh) {
    this.toEnd();
    if (fresh) this.#scroll.scrollTop = Math.min(this.#scroll.scrollTop, fresh.offsetTop - 12);
    this.#atEnd = this.#isAtEnd();
  }

  #scrolled() {
    this.#atEnd = this.#isAtEnd();
    if (this.#atEnd) this.#newest.hidden = true;
  }
}

// How it stands, in sentences: [key, values], the weightiest first.
function linesOf({ id, loaded, link, state, items }, trouble) {
  const lines = [];
  if (trouble) lines.push([trouble]);
  if (navigator.onLine === false) lines.push(["offline"]);
  else if (link === "closed") lines.push(["closed"]);
  else if (link === "lost") lines.push(["lost"]);
  else if (id && !loaded) lines.push(["loading"]);
  if (state.hand_off === "claimed") lines.push(["claimed", { name: state.agent ?? "" }]);
  else if (state.hand_off) lines.push(["waiting"]);
  else if (state.bot === "starting" && items.length) lines.push(["starting"]);
  return lines;
}

function firstScreen(t, examples, say) {
  const chips = examples.map((text) => h("button", { type: "button", class: "chip", onclick: () => say(text) }, text));
  return h(
    "div",
    { class: "welcome" },
    h("p", { class: "hello" }, t("hello")),
    h("p", {}, t("can")),
    h("p", {}, t("where")),
    h("div", { class: "examples", role: "group", "aria-label": t("examples_label") }, h("p", {}, t("examples_label")), ...chips),
  );
}
