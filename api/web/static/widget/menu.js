// The menu in the header: the transcript, as a file or by e-mail.
class Menu {
  node;
  #t;
  #act;
  #button;
  #sheet;
  #told = h("p", { class: "told", role: "status" });
  #form;
  #email;

  constructor({ t, act }) {
    this.#t = t;
    this.#act = act;
    const entry = (name, picture, onclick, more = {}) =>
      h("button", { type: "button", class: "entry", onclick, ...more }, icon(picture, 18), t(name));
    this.#email = h("input", { type: "email", name: "email", required: true, autocomplete: "email", "aria-label": t("email") });
    this.#form = h(
      "form",
      { class: "inline", hidden: true, novalidate: true, onsubmit: (event) => this.#mail(event) },
      this.#email,
      h("button", { class: "main" }, t("email_send")),
    );
    this.#email.placeholder = t("email");
    this.#button = h(
      "button",
      {
        type: "button",
        class: "plain",
        "aria-label": t("menu"),
        title: t("menu"),
        "aria-expanded": "false",
        "aria-controls": "menu",
        onclick: () => (this.open ? this.close() : this.#open()),
      },
      icon("more"),
    );
    this.#sheet = h(
      "div",
      { class: "sheet", id: "menu", hidden: true },
      entry("save", "save", () => this.#save()),
      entry("mail", "mail", () => this.#ask()),
      this.#form,
      this.#told,
    );
    this.node = h("div", { class: "menu", hidden: true, onfocusout: (event) => this.#left(event) }, this.#button, this.#sheet);
  }

  get open() {
    return !this.#sheet.hidden;
  }

  // Without a conversation there is nothing to keep.
  draw({ id, items, asks }) {
    this.node.hidden = !id || items.length === 0;
    if (!this.#email.value) this.#email.value = asks.email;
  }

  close() {
    if (!this.open) return;
    const inside = this.#sheet.contains(this.#sheet.getRootNode().activeElement);
    this.#sheet.hidden = true;
    this.#form.hidden = true;
    this.#tell("");
    this.#button.setAttribute("aria-expanded", "false");
    if (inside) this.#button.focus();
  }

  #open() {
    this.#sheet.hidden = false;
    this.#button.setAttribute("aria-expanded", "true");
    this.#sheet.querySelector("button").focus();
  }

  // Where nothing takes the focus (a click on plain paper), it stays open.
  #left({ relatedTarget }) {
    if (relatedTarget && !this.node.contains(relatedTarget)) this.close();
  }

  #ask() {
    this.#form.hidden = false;
    this.#email.focus();
  }

  async #save() {
    this.#tell("");
    try {
      const url = URL.createObjectURL(await this.#act.transcript());
      h("a", { href: url, download: `${this.#t("save_name")}-${new Date().toISOString().slice(0, 10)}.txt` }).click();
      setTimeout(() => URL.revokeObjectURL(url), 10_000);
      this.#tell("saved");
    } catch {
      this.#tell("trouble");
    }
  }

  async #mail(event) {
    event.preventDefault();
    const email = this.#email.value.trim();
    if (!this.#email.checkValidity()) {
      this.#tell("email_wrong");
      return this.#email.focus();
    }
    this.#tell("sending");
    await this.#act.mailTranscript(email).then(
      () => this.#tell("mailed", { email }),
      (error) => {
        this.#told.textContent = wordsOf(error) ?? this.#t("trouble");
      },
    );
  }

  #tell(key, values) {
    this.#told.textContent = key ? this.#t(key, values) : "";
  }
}
