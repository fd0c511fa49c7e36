// The inbox stays up to date by itself: the server says that something changed, htmx fetches that part of the page.
const MINUTE = 60_000;
const AGAIN = 5_000;

class InboxLive extends HTMLElement {
  #source;
  #timer;
  #asked = false;

  connectedCallback() {
    this.#listen();
    // "5 minutes ago" grows old too.
    this.#timer = setInterval(() => document.hidden || this.#refresh(), MINUTE);
  }

  #listen() {
    this.#source = new EventSource(this.getAttribute("events"));
    this.#source.addEventListener("changed", (event) => {
      const told = JSON.parse(event.data);
      this.#count(told.waiting + told.due);
      document.dispatchEvent(new CustomEvent("inbox:told", { detail: told }));
      this.#refresh();
    });
    this.#source.addEventListener("typing", (event) => sayWhoTypes(JSON.parse(event.data)));
    this.#source.addEventListener("error", () => this.#source.readyState === EventSource.CLOSED && this.#refused());
  }

  // The browser gives up when it is refused. Signed out: say so, and keep what is being written.
  async #refused() {
    const stop = new AbortController();
    const status = await fetch(this.getAttribute("events"), { signal: stop.signal }).then((answer) => answer.status, () => 0);
    stop.abort();
    if (status !== 401) return void (this.isConnected && setTimeout(() => this.#listen(), AGAIN));
    const box = Object.assign(document.createElement("div"), { className: "notice wrong", textContent: this.dataset.signedOut });
    box.setAttribute("role", "alert");
    document.getElementById("notice").replaceChildren(box);
    clearInterval(this.#timer);
  }

  disconnectedCallback() {
    this.#source.close();
    clearInterval(this.#timer);
  }

  #count(needing) {
    const title = document.title.replace(/^\(\d+\) /, "");
    document.title = needing ? `(${needing}) ${title}` : title;
  }

  // One request at a time; what changes meanwhile is one more.
  async #refresh() {
    if (this.busy) return void (this.#asked = true);
    this.busy = true;
    try {
      do {
        this.#asked = false;
        await this.#fetch(this.getAttribute("part"));
        if (stale()) await keepingWords(() => this.#fetch("#actions"));
      } while (this.#asked);
    } finally {
      this.busy = false;
    }
  }

  #fetch(part) {
    return htmx.ajax("GET", location.pathname + location.search, { source: this, target: part, select: part, swap: "outerHTML" });
  }
}

// What is being written outlasts new forms, and so does the place in it.
async function keepingWords(renew) {
  const areas = () => [...document.querySelectorAll("#actions textarea")];
  const nameOf = (area) => `${area.form.getAttribute("action")} ${area.name}`;
  const words = new Map(areas().map((area) => [nameOf(area), area.value]));
  const [at, caret] = [document.activeElement, document.activeElement?.selectionStart];
  const focused = at?.matches?.("#actions textarea") ? nameOf(at) : null;
  await renew();
  for (const area of areas()) {
    area.value = words.get(nameOf(area)) || area.value;
    if (nameOf(area) !== focused) continue;
    area.focus();
    area.setSelectionRange(caret, caret);
  }
}

// The forms are fetched anew only when somebody claimed, snoozed, passed on or resolved.
function stale() {
  const [thread, actions] = ["#thread", "#actions"].map((id) => document.querySelector(id));
  return Boolean(thread && actions && thread.dataset.state !== actions.dataset.state);
}

function sayWhoTypes({ customer, agent }) {
  const line = document.getElementById("typing");
  if (!line) return;
  line.textContent = customer ? line.dataset.customer : agent ? line.dataset.agent.replace("{name}", agent) : "";
}

export const toEnd = () => {
  const thread = document.querySelector("#thread");
  if (thread) thread.scrollTop = thread.scrollHeight;
};
let atEnd = true;
let place = 0;
document.addEventListener("htmx:beforeSwap", ({ detail: { target } }) => {
  if (target.id !== "thread") return;
  atEnd = target.scrollHeight - target.scrollTop - target.clientHeight < 40;
  place = target.scrollTop;
});
document.addEventListener("htmx:afterSettle", ({ detail: { target } }) => {
  const thread = document.querySelector("#thread");
  if (!thread || target.id !== "thread") return;
  if (atEnd) toEnd();
  else thread.scrollTop = place;
  document.dispatchEvent(new CustomEvent("inbox:thread"));
});

// Modules run after htmx, which is deferred before them.
customElements.define("inbox-live", InboxLive);
toEnd();
