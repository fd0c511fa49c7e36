// The log: one row a message, keyed, so that nothing already read out is read out again.
class Log {
  node;
  #t;
  #language;
  #retry;
  #address;
  #rows = new Map();
  #speaking = false;

  // `address(path)`: where a file of the gateway's is.
  constructor({ t, language, retry, address }) {
    this.#t = t;
    this.#language = language;
    this.#retry = retry;
    this.#address = address;
    this.node = h("div", { class: "log", role: "log", "aria-label": t("log"), "aria-live": "off" });
  }

  // `readTo`: the newest message an agent has read. Returns the first row that somebody else just added, or null.
  draw(items, readTo) {
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
      const read = item.author === "customer" && item.seq <= readTo;
      const shape = JSON.stringify([item.seq, item.status, item.refused, first, last, read]);
      author = speakerOf(item);
      let row = this.#rows.get(key);
      if (!row) {
        row = { node: this.#row(item), shape: null };
        this.#rows.set(key, row);
        if (item.author !== "customer") fresh ??= row.node;
      }
      if (row.shape !== shape) this.#dress(row.node, item, when, { first, last, read });
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

  // What was said stays as it is, so that it is read out once; what changes later is in the line below it.
  #row(item) {
    const said = saidIn(item);
    const files = shownFiles(item.content?.attachments ?? [], this.#address);
    return h(
      "div",
      {},
      h("p", {}, ...this.#who(item)),
      said.length > 0 && h("div", { class: "bubble" }, ...said),
      files.length > 0 && h("div", { class: "attached" }, ...files),
      h("p", { class: "meta", "aria-live": "off" }),
    );
  }

  #dress(node, item, when, { first, last, read }) {
    const { author, status } = item;
    node.className = ["row", author, first && "first", last && "last", status].filter(Boolean).join(" ");
    node.dataset.seq = item.seq ?? "";
    node.firstChild.className = first && author !== "customer" ? "who" : "who hidden";
    node.lastChild.replaceChildren(...(status === "failed" ? [this.#failed(item)] : this.#standing(item, when, read)));
  }

  #standing({ author, status, created_at }, when, read) {
    if (status) return [this.#t("sending")];
    const time = new Intl.DateTimeFormat(this.#language, { hour: "numeric", minute: "2-digit" }).format(when);
    const whole = new Intl.DateTimeFormat(this.#language, { dateStyle: "medium", timeStyle: "short" }).format(when);
    const shown = h("time", { datetime: created_at, title: whole }, time);
    if (author !== "customer") return [shown];
    const sent = [icon("tick", 12), h("span", { class: "hidden" }, this.#t("sent"))];
    return [...(read ? [h("span", { class: "read" }, this.#t("read"))] : sent), " ", shown];
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
