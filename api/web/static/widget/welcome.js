// The first screen: what the bot is, what it can do, where the person is, and questions to begin with.
const SOON = 1500;

class Welcome {
  node;
  #t;
  #say;
  #examples;
  #suggest;
  #asked = false;
  #label = h("p", { id: "begin" });
  #chips = h("div", { class: "chips" });
  #group;

  // `examples`: the site's own, or null; then `suggest()` answers [{question}] and ours stand in for none.
  constructor({ t, examples, suggest, say }) {
    this.#t = t;
    this.#say = say;
    this.#examples = examples;
    this.#suggest = suggest;
    this.#group = h("div", { class: "examples", role: "group", "aria-labelledby": "begin", hidden: true }, this.#label, this.#chips);
    this.node = h(
      "div",
      { class: "welcome" },
      h("p", { class: "hello" }, t("hello")),
      h("p", {}, t("can")),
      h("p", {}, t("where")),
      this.#group,
    );
  }

  draw(begun) {
    this.#group.classList.toggle("past", begun);
  }

  // Asked for when the window is first opened, not on every page that carries the launcher.
  async begin() {
    if (this.#asked) return;
    this.#asked = true;
    if (this.#examples) return this.#show("examples_label", this.#examples);
    const late = new Promise((done) => setTimeout(done, SOON));
    const found = (await Promise.race([this.#suggest().catch(() => null), late])) ?? [];
    if (found.length) this.#show("suggested_label", found.map(({ question }) => question));
    else this.#show("examples_label", [1, 2, 3].map((n) => this.#t(`example_${n}`)));
  }

  #show(label, questions) {
    this.#label.textContent = this.#t(label);
    const chip = (text) => h("button", { type: "button", class: "chip", onclick: () => this.#say(text) }, text);
    this.#chips.replaceChildren(...questions.map(chip));
    this.#group.hidden = false;
  }
}
