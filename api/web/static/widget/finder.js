// FAQs that fit what is being written, shown before it is sent. Choosing one asks its question.
const PAUSE = 250;
const LEAST = 2;
// Who writes that much tells a story; a list of questions would be in the way.
const MOST = 200;

class Finder {
  node;
  #t;
  #find;
  #choose;
  #back;
  #list = h("ul");
  #count = h("p", { class: "hidden", role: "status" });
  #timer = null;
  #asked = 0;
  #looked = "";

  // `find(text)` answers [{question}], `choose(question)` asks it, `back()` returns to the box.
  constructor({ t, find, choose, back }) {
    this.#t = t;
    this.#find = find;
    this.#choose = choose;
    this.#back = back;
    const list = h("div", { class: "found", role: "group", "aria-label": t("found"), hidden: true }, h("p", {}, t("found")), this.#list);
    this.node = h("div", { class: "finder", onkeydown: (event) => this.#key(event) }, list, this.#count);
  }

  get open() {
    return !this.node.firstChild.hidden;
  }

  look(text) {
    if (text === this.#looked) return;
    this.#looked = text;
    clearTimeout(this.#timer);
    this.#asked += 1;
    const n = [...text].length;
    if (n < LEAST || n > MOST) return this.#show([]);
    const asked = this.#asked;
    this.#timer = setTimeout(async () => {
      const found = await this.#find(text).catch(() => null);
      if (asked === this.#asked) this.#show(found ?? []);
    }, PAUSE);
  }

  close() {
    this.look("");
    this.#show([]);
  }

  focusLast() {
    this.#list.lastChild?.firstChild.focus();
  }

  #show(found) {
    const rows = found.map(({ question }) =>
      h("li", {}, h("button", { type: "button", onclick: () => this.#choose(question) }, question)),
    );
    this.#list.replaceChildren(...rows);
    this.node.firstChild.hidden = rows.length === 0;
    this.#count.textContent = rows.length ? this.#t("found_count", { n: rows.length }) : "";
  }

  #key(event) {
    const rows = [...this.#list.querySelectorAll("button")];
    const at = rows.indexOf(event.target);
    const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: rows.length - 1 }[event.key];
    if (to === undefined || at < 0) return;
    event.preventDefault();
    if (to >= rows.length) this.#back();
    else rows[Math.max(0, to)].focus();
  }
}
