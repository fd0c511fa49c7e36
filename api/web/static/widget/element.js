// <madoguchi-widget>: the launcher and the window in a shadow root, between the page and the conversation.
const AWAY = 30_000;

class MadoguchiWidget extends HTMLElement {
  #t;
  #conversation;
  #session;
  #shared;
  #own;
  #panel;
  #launcher;
  #badge = h("span", { class: "badge", hidden: true });
  #root;
  #emit;
  #unread = 0;
  #due = false;
  #leave = new AbortController();
  #away = null;

  // `settings`: language, position, theme, colour, name, examples, base, key. `emit(name, detail)` tells the page.
  begin(settings, emit) {
    const { language, key, base } = settings;
    const place = `madoguchi:${base}:${key}`;
    this.#emit = emit;
    this.#t = (name, values = {}) =>
      Object.entries(values).reduce((text, [slot, value]) => text.replace(`{${slot}}`, () => value), TEXTS[language][name]);
    this.#own = new Memory("sessionStorage", place);
    this.#shared = new Memory("localStorage", place);
    this.#session = new Session({ transport: new Transport(base, key), shared: this.#shared });
    this.#conversation = new Conversation({
      session: this.#session,
      shared: this.#shared,
      own: this.#own,
      language,
      changed: () => this.#soon(),
      heard: ({ author, agent, text }) => emit("message", { author, agent, text }),
    });
    this.#build(settings);
    this.#hear(place);
    this.#conversation.resume();
    if (this.#own.values.open && !isPhone()) this.open({ focus: false });
  }

  open({ text, focus = true } = {}) {
    const shown = !this.#panel.node.hidden;
    this.#panel.node.hidden = false;
    this.#launcher.hidden = true;
    this.#own.keep({ open: true });
    if (text) this.#panel.write(text);
    fitKeyboard(this.#root);
    this.#draw();
    this.#panel.begin();
    if (focus) this.#panel.focus();
    if (!shown) this.#emit("open");
  }

  close() {
    if (this.#panel.node.hidden) return;
    const inside = this.shadowRoot.activeElement;
    this.#panel.node.hidden = true;
    this.#launcher.hidden = false;
    this.#own.keep({ open: false });
    this.#draw();
    if (inside) this.#launcher.focus();
    this.#emit("close");
  }

  // Who the customer is, in the signed words of the page's own server.
  async identify(identity) {
    const contact = await this.#session.identify(identity);
    this.#conversation.resume();
    this.#emit("identify", contact);
  }

  // Nothing of the customer stays in this browser.
  forget() {
    this.#conversation.pause();
    this.#shared.forget();
    this.#own.forget();
  }

  disconnectedCallback() {
    this.#leave.abort();
    clearTimeout(this.#away);
    this.#conversation?.pause();
  }

  #build({ language, position, theme, colour, name, examples, base }) {
    const t = this.#t;
    const act = actsOf({
      language,
      session: this.#session,
      conversation: this.#conversation,
      panel: () => this.#panel,
      changed: () => this.#soon(),
      close: () => this.close(),
    });
    this.#panel = new Panel({ t, language, name, examples, act, address: (path) => new URL(path, base).href });
    this.#launcher = h(
      "button",
      { type: "button", class: "launcher", "aria-haspopup": "dialog", onclick: () => this.open() },
      icon("talk", 22),
      h("span", {}, t("launcher")),
      this.#badge,
    );
    this.#root = h("div", { class: `root ${position} ${theme}`, lang: language }, this.#launcher, this.#panel.node);
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
    on(window.visualViewport, "resize", () => fitKeyboard(this.#root));
    on(window.visualViewport, "scroll", () => fitKeyboard(this.#root));
  }

  // A browser opens few connections to one host: a tab that nobody looks at gives its own back.
  #look() {
    clearTimeout(this.#away);
    if (document.hidden) this.#away = setTimeout(() => this.#conversation.pause(), AWAY);
    else this.#conversation.resume();
  }

  #key(event) {
    if (isComposing(event)) return;
    if (event.key === "Escape" && !this.#panel.closeTop()) this.close();
    keepFocusIn(this.#panel.node, event);
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
    this.#panel.node.setAttribute("aria-modal", String(isPhone()));
    const held = this.shadowRoot.activeElement;
    this.#panel.draw(this.#conversation);
    // What was pressed may be gone or used up now: the keyboard goes on in the box.
    if (open && held && (held.disabled || !held.isConnected)) this.#panel.focus();
    if (open && !document.hidden) this.#conversation.markRead();
    const n = open ? 0 : this.#conversation.unread;
    this.#badge.hidden = n === 0;
    this.#badge.textContent = n > 9 ? "9+" : n;
    this.#launcher.setAttribute("aria-label", n ? this.#t("launcher_unread", { n }) : this.#t("launcher_open"));
    if (n !== this.#unread) this.#emit("unread", n);
    this.#unread = n;
  }
}
