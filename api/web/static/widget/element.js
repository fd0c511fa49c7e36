// <madoguchi-widget>: the launcher and the window in a shadow root, between the page and the conversation.
const AWAY = 30_000;

class MadoguchiWidget extends HTMLElement {
  #t;
  #conversation;
  #panel;
  #launcher;
  #badge = h("span", { class: "badge", hidden: true });
  #root;
  #own;
  #due = false;
  #leave = new AbortController();
  #away = null;

  // `settings`: language, position, colour, name, examples, base, key.
  begin(settings) {
    const { language, key, base } = settings;
    const place = `madoguchi:${base}:${key}`;
    this.#t = (name, values = {}) =>
      Object.entries(values).reduce((text, [slot, value]) => text.replace(`{${slot}}`, value), TEXTS[language][name]);
    this.#own = new Memory("sessionStorage", place);
    this.#conversation = new Conversation({
      transport: new Transport(base, key),
      shared: new Memory("localStorage", place),
      own: this.#own,
      language,
      changed: () => this.#soon(),
    });
    this.#build(settings);
    this.#hear(place);
    this.#conversation.resume();
    if (this.#own.values.open && !isPhone()) this.open({ focus: false });
  }

  open({ text, focus = true } = {}) {
    this.#panel.node.hidden = false;
    this.#launcher.hidden = true;
    this.#own.keep({ open: true });
    if (text) this.#panel.write(text);
    this.#fitKeyboard();
    this.#panel.toEnd();
    this.#draw();
    if (focus) this.#panel.focus();
  }

  close() {
    if (this.#panel.node.hidden) return;
    const inside = this.shadowRoot.activeElement;
    this.#panel.node.hidden = true;
    this.#launcher.hidden = false;
    this.#own.keep({ open: false });
    this.#draw();
    if (inside) this.#launcher.focus();
  }

  disconnectedCallback() {
    this.#leave.abort();
    this.#conversation?.pause();
  }

  #build({ language, position, colour, name, examples }) {
    const t = this.#t;
    const trying = (work) => async () => {
      this.#panel.tell("");
      // 409: the other side was quicker; the next state event says how it stands.
      await work().catch((error) => error.status !== 409 && this.#panel.tell("trouble"));
      this.#soon();
    };
    const conversation = this.#conversation;
    const act = {
      say: (text) => conversation.outbox.put({ text }),
      choose: ({ label, choice }) => {
        conversation.outbox.put({ text: label, choice });
        this.#panel.focus();
      },
      retry: (clientId) => conversation.outbox.retry(clientId),
      rate: (rating, seq) => trying(() => conversation.rate(rating, seq))(),
      person: trying(() => conversation.askForPerson()),
      cancel: trying(() => conversation.cancelPerson()),
      close: () => this.close(),
    };
    this.#panel = new Panel({ t, language, name, examples, act });
    this.#launcher = h(
      "button",
      { type: "button", class: "launcher", "aria-haspopup": "dialog", onclick: () => this.open() },
      icon("talk", 22),
      h("span", {}, t("launcher")),
      this.#badge,
    );
    this.#root = h("div", { class: `root ${position}`, lang: language }, this.#launcher, this.#panel.node);
    if (colour) paint(this.#root, colour);
    const shadow = this.attachShadow({ mode: "open" });
    dress(shadow);
    shadow.append(this.#root);
  }

  #hear(place) {
    const { signal } = this.#leave;
    const on = (target, name, act) => target?.addEventListener(name, act, { signal });
    // What is typed here is no shortcut of the page.
    for (const name of ["keydown", "keyup", "keypress"]) on(this.#root, name, (event) => event.stopPropagation());
    on(this.#panel.node, "keydown", (event) => this.#key(event));
    on(window, "online", () => this.#conversation.resume());
    on(window, "offline", () => this.#conversation.reconnect());
    on(window, "pagehide", () => this.#conversation.pause());
    on(window, "pageshow", () => this.#conversation.resume());
    on(window, "storage", ({ key }) => key === place && this.#conversation.resume());
    on(document, "visibilitychange", () => this.#look());
    on(window.visualViewport, "resize", () => this.#fitKeyboard());
    on(window.visualViewport, "scroll", () => this.#fitKeyboard());
  }

  // A browser opens few connections to one host: a tab that nobody looks at gives its own back.
  #look() {
    clearTimeout(this.#away);
    if (document.hidden) this.#away = setTimeout(() => this.#conversation.pause(), AWAY);
    else this.#conversation.resume();
  }

  #key(event) {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Escape") this.close();
    if (event.key !== "Tab" || !isPhone()) return;
    // On a phone the window covers the page, so the focus stays in it.
    const stops = [...this.#panel.node.querySelectorAll("button:not(:disabled), a, textarea")].filter((node) => node.offsetParent);
    const [from, to] = event.shiftKey ? [stops[0], stops.at(-1)] : [stops.at(-1), stops[0]];
    if (this.shadowRoot.activeElement === from) {
      event.preventDefault();
      to.focus();
    }
  }

  #fitKeyboard() {
    const view = window.visualViewport;
    if (!view) return;
    this.#root.style.setProperty("--mdg-height", `${view.height}px`);
    this.#root.style.setProperty("--mdg-top", `${view.offsetTop}px`);
  }

  #soon() {
    if (this.#due) return;
    this.#due = true;
    queueMicrotask(() => {
      this.#due = false;
      this.#draw();
    });
  }

  #draw() {
    if (!this.#panel) return;
    const open = !this.#panel.node.hidden;
    this.#panel.draw(this.#conversation);
    if (open && !document.hidden) this.#conversation.markRead();
    const n = open ? 0 : this.#conversation.unread;
    this.#badge.hidden = n === 0;
    this.#badge.textContent = n > 9 ? "9+" : n;
    this.#launcher.setAttribute("aria-label", n ? this.#t("launcher_unread", { n }) : this.#t("launcher_open"));
  }
}

function isPhone() {
  return matchMedia("(max-width: 480px), (max-height: 480px)").matches;
}
