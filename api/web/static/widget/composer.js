// Where the customer writes. Enter sends, except while an IME is composing.
const LONGEST = 4000;

class Composer {
  node;
  #t;
  #send;
  #input;
  #note;

  constructor({ t, send }) {
    this.#t = t;
    this.#send = send;
    this.#input = h("textarea", {
      rows: 1,
      "aria-label": t("input"),
      placeholder: t("placeholder"),
      enterkeyhint: "send",
      oninput: () => this.#fit(),
      onkeydown: (event) => this.#key(event),
    });
    this.#note = h("p", { class: "note", role: "status" });
    this.node = h(
      "form",
      { class: "composer empty", onsubmit: (event) => this.#submit(event) },
      this.#note,
      h(
        "div",
        { class: "box" },
        this.#input,
        h("button", { class: "send", "aria-label": t("send"), title: t("send") }, icon("send")),
      ),
      h("p", { class: "hint" }, t("hint")),
    );
  }

  focus() {
    this.#input.focus({ preventScroll: true });
  }

  write(text) {
    this.#input.value = text;
    this.#fit();
  }

  #key(event) {
    // Safari ends the composition before this event; its key code still says 229.
    const composing = event.isComposing || event.keyCode === 229;
    if (event.key === "Enter" && !event.shiftKey && !composing) this.#submit(event);
  }

  #submit(event) {
    event.preventDefault();
    const text = this.#input.value.trim();
    if (text && length(text) <= LONGEST) {
      this.#send(text);
      this.write("");
    }
    this.focus();
  }

  #fit() {
    const { value } = this.#input;
    this.node.classList.toggle("empty", !value.trim());
    const n = length(value.trim());
    this.#note.textContent = n > LONGEST ? this.#t("long", { n: n.toLocaleString() }) : "";
    this.#input.style.height = "auto";
    this.#input.style.height = `${this.#input.scrollHeight}px`;
  }
}

// Characters as the gateway counts them, not UTF-16 halves.
function length(text) {
  return text.length <= LONGEST ? text.length : [...text].length;
}
