// After the stars: what the customer may add to them. Enter makes a new line, so no IME can send by mistake.
class Comment {
  node = h("div", { class: "comment" });
  #t;
  #send;
  #shown = false;

  // `send(comment)` keeps it; it is confirmed in the log.
  constructor({ t, send }) {
    this.#t = t;
    this.#send = send;
  }

  draw(shown) {
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.node.replaceChildren(...(shown ? [this.#form()] : []));
  }

  #form() {
    const words = h("textarea", { name: "comment", rows: 2, maxlength: 1000 });
    const send = h("button", { class: "main" }, this.#t("comment_send"));
    let busy = false;
    const onsubmit = async (event) => {
      event.preventDefault();
      if (busy) return;
      const comment = words.value.trim();
      if (!comment) return words.focus();
      busy = true;
      await this.#send(comment);
      busy = false;
    };
    const label = h("label", {}, h("span", {}, this.#t("comment")), words);
    return h("form", { class: "card", "aria-label": this.#t("comment_label"), onsubmit }, label, send);
  }
}
