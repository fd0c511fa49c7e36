// The log: one row a message, keyed, so that nothing already read out is read out again.
class Log {
  node;
  #t;
  #language;
  #retry;
  #rows = new Map();
  #speaking = false;

  constructor({ t, language, retry }) {
    this.#t = t;
    this.#language = language;
    this.#retry = retry;
    this.node = h("div", { class: "log", role: "log", "aria-label": t("log"), "aria-live": "off" });
  }

  // Returns the first row that somebody else has just added, or null.
  draw(items) {
    const wanted = [];
    let fresh = null;
    let day = null;
    let author = null;
    for (const [at, item] of items.entries()) {
      const when = new Date(item.created_at);
      const today = when.toDateString();
      if (day !== today) {
        // The first day is named only when it is not today.
        if (day || today !== new Date().toDateString()) wanted.push(this.#day(today, when));
        author = null;
      }
      day = today;
      const key = item.client_id ?? `seq-${item.seq}`;
      const first = speakerOf(item) !== author;
      const last = !items[at + 1] || minuteOf(items[at + 1]) !== minuteOf(item);
      const shape = JSON.stringify([item.seq, item.status, item.refused, first, last]);
      author = speakerOf(item);
      let row = this.#rows.get(key);
      if (!row) {
        row = { node: h("div"), shape: null };
        this.#rows.set(key, row);
        if (item.author !== "customer") fresh ??= row.node;
      }
      if (row.shape !== shape) this.#fill(row.node, item, when, { first, last });
      row.shape = shape;
      wanted.push(row.node);
    }
    this.#place(wanted);
    return this.#speaking ? fresh : null;
  }

  // History is shown silently; what comes after it is read out.
  speak() {
    this.#speaking = true;
    this.node.setAttribute("aria-live", "polite");
  }

  #place(wanted) {
    const keep = new Set(wanted);
    for (const child of [...this.node.children]) if (!keep.has(child)) child.remove();
    wanted.forEach((node, at) => {
      if (this.node.children[at] !== node) this.node.insertBefore(node, this.node.children[at] ?? null);
    });
    for (const [key, row] of this.#rows) if (!keep.has(row.node)) this.#rows.delete(key);
  }

  #fill(node, item, when, { first, last }) {
    const { author, status } = item;
    node.className = ["row", author, first && "first", last && "last", status].filter(Boolean).join(" ");
    node.dataset.seq = item.seq ?? "";
    const time = new Intl.DateTimeFormat(this.#language, { hour: "numeric", minute: "2-digit" }).format(when);
    const whole = new Intl.DateTimeFormat(this.#language, { dateStyle: "medium", timeStyle: "short" }).format(when);
    const meta =
      status === "failed"
        ? this.#failed(item)
        : h("span", {}, status ? this.#t("sending") : h("time", { datetime: item.created_at, title: whole }, time));
    node.replaceChildren(
      h("p", { class: first && author !== "customer" ? "who" : "who hidden" }, ...this.#who(item)),
      h("div", { class: "bubble" }, ...saidIn(item)),
      h("p", { class: "meta" }, meta),
    );
  }

  #who({ author, agent }) {
    if (author === "customer") return [this.#t("you")];
    if (author === "bot") return [icon("window", 14), this.#t("bot")];
    if (author === "system") return [this.#t("system")];
    return [icon("person", 14), agent ? `${agent} (${this.#t("agent")})` : this.#t("agent_unnamed")];
  }

  #failed({ client_id, refused }) {
    const again = h("button", { type: "button", class: "link", onclick: () => this.#retry(client_id) }, this.#t("retry"));
    return h("span", { role: "alert" }, this.#t("failed"), " ", refused === 429 ? this.#t("too_many") : "", " ", again);
  }

  #day(key, when) {
    let row = this.#rows.get(key);
    if (!row) {
      const text = new Intl.DateTimeFormat(this.#language, { month: "long", day: "numeric", weekday: "short" }).format(when);
      row = { node: h("p", { class: "day" }, text) };
      this.#rows.set(key, row);
    }
    return row.node;
  }
}

function speakerOf({ author, agent }) {
  return `${author} ${agent ?? ""}`;
}

// Who spoke, in which minute, and whether it has arrived: rows that share it share one line of time.
function minuteOf(item) {
  return `${speakerOf(item)} ${item.status ?? ""} ${Math.floor(Date.parse(item.created_at) / 60_000)}`;
}
