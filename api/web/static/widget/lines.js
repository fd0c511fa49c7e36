// How it stands, in sentences under the header.
class Lines {
  node = h("div", { class: "lines", role: "status" });
  #t;
  #language;
  #cancel;
  #trouble = "";
  #drawn = "";

  constructor({ t, language, cancel }) {
    this.#t = t;
    this.#language = language;
    this.#cancel = cancel;
  }

  tell(trouble) {
    this.#trouble = trouble;
  }

  draw(conversation) {
    const lines = this.#of(conversation);
    const drawn = JSON.stringify(lines);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    const cancel = () => h("button", { type: "button", class: "link", onclick: this.#cancel }, this.#t("cancel"));
    const line = ([kind, text, more]) => h("p", { class: `line ${kind}` }, h("span", {}, text), more === "cancel" && cancel());
    this.node.replaceChildren(...lines.map(line));
  }

  // [kind, text, what can be done], the weightiest first.
  #of({ id, loaded, link, state, items }) {
    const lines = [];
    const say = (key, values) => lines.push([key, this.#t(key, values)]);
    if (this.#trouble) say(this.#trouble);
    if (navigator.onLine === false) say("offline");
    else if (link === "closed" || link === "lost") say(link);
    else if (id && !loaded) say("loading");
    const away = state.hours?.open === false ? this.#when(state.hours.opens_at) : null;
    if (state.hand_off === "claimed") say("claimed", { name: state.agent ?? "" });
    else if (state.hand_off) lines.push(["waiting", away ?? this.#t("waiting"), "cancel"]);
    else if (state.bot === "starting" && items.length) say("starting");
    else if (away) lines.push(["away", away]);
    return lines;
  }

  #when(opens) {
    if (!opens) return this.#t("away");
    const at = new Date(opens);
    const day = at.toDateString() === new Date().toDateString() ? {} : { month: "long", day: "numeric", weekday: "short" };
    const when = new Intl.DateTimeFormat(this.#language, { ...day, hour: "numeric", minute: "2-digit" }).format(at);
    return this.#t("away_until", { when });
  }
}
