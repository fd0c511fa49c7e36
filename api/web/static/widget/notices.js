// What the company has to say to this customer unasked: a line under the header, until it is put away.
class Notices {
  node = h("div", { class: "notices", role: "status" });
  #t;
  #act;

  // `act.notices()` answers [{id, text}], or null; `act.noticed(id, what)` says what became of one.
  constructor({ t, act }) {
    this.#t = t;
    this.#act = act;
  }

  // Looked for at every opening: the customer may have been identified meanwhile.
  async begin() {
    const found = (await this.#act.notices().catch(() => null)) ?? [];
    this.node.replaceChildren(...found.map((notice) => this.#line(notice)));
    for (const { id } of found) this.#act.noticed(id, "showing");
  }

  #line({ id, text }) {
    const away = () => {
      line.remove();
      this.#act.noticed(id, "dismissal");
    };
    const line = h(
      "p",
      { class: "line notice" },
      h("span", {}, text),
      h("button", { type: "button", class: "plain", "aria-label": this.#t("notice_away"), title: this.#t("notice_away"), onclick: away }, icon("close", 14)),
    );
    return line;
  }
}
