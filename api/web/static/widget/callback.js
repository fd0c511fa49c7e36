// Outside business hours: where we can reach a customer who waits for a person.
class Callback {
  node = h("div", { class: "callback" });
  #t;
  #leave;
  #shown = false;

  // `leave({email, phone, note})` keeps the contact.
  constructor({ t, leave }) {
    this.#t = t;
    this.#leave = leave;
  }

  draw({ state, asks, loaded }) {
    // What was left is confirmed in the log.
    const shown = loaded && state.hand_off === "waiting" && state.hours?.open === false && !asks.leftContact;
    if (shown === this.#shown) return;
    this.#shown = shown;
    this.node.replaceChildren(...(shown ? [this.#form(asks.email)] : []));
  }

  #form(known) {
    const field = (name, props) =>
      h("label", {}, h("span", {}, this.#t(`callback_${name}`)), h("input", { name, ...props, "aria-describedby": "callback-told" }));
    const email = field("email", { type: "email", autocomplete: "email", value: known });
    const phone = field("phone", { type: "tel", autocomplete: "tel", maxlength: 60 });
    const note = field("note", { maxlength: 1000 });
    const told = h("p", { class: "told", id: "callback-told", role: "alert" });
    const send = h("button", { class: "main" }, this.#t("callback_send"));
    let busy = false;
    const onsubmit = async (event) => {
      event.preventDefault();
      if (busy) return;
      const fields = { email, phone, note };
      const said = Object.entries(fields).map(([name, { lastChild }]) => [name, lastChild.value.trim()]);
      const contact = Object.fromEntries(said.filter(([, text]) => text));
      const wrong = wrongIn(contact, email.lastChild);
      told.textContent = wrong ? this.#t(wrong) : "";
      if (wrong) return email.lastChild.focus();
      busy = true;
      await this.#leave(contact).catch((error) => {
        told.textContent = wordsOf(error) ?? this.#t("trouble");
      });
      busy = false;
    };
    const attributes = { class: "card", novalidate: true, "aria-label": this.#t("callback"), onsubmit };
    return h("form", attributes, h("p", {}, this.#t("callback")), email, phone, note, told, send);
  }
}

function wrongIn({ email, phone }, field) {
  if (!email && !phone) return "callback_empty";
  return email && !field.checkValidity() ? "email_wrong" : null;
}
