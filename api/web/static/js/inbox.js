// The inbox stays up to date by itself: the server says that something changed, htmx fetches that part of the page.
const MINUTE = 60_000;

class InboxLive extends HTMLElement {
  #source;
  #timer;
  #asked = false;

  connectedCallback() {
    this.#source = new EventSource(this.getAttribute("events"));
    this.#source.addEventListener("changed", (event) => {
      this.#count(Number(event.data));
      this.#refresh();
    });
    // "5 minutes ago" grows old too.
    this.#timer = setInterval(() => document.hidden || this.#refresh(), MINUTE);
  }

  disconnectedCallback() {
    this.#source.close();
    clearInterval(this.#timer);
  }

  #count(waiting) {
    const title = document.title.replace(/^\(\d+\) /, "");
    document.title = waiting ? `(${waiting}) ${title}` : title;
  }

  // One request at a time; what changes meanwhile is one more.
  async #refresh() {
    if (this.busy) return void (this.#asked = true);
    this.busy = true;
    try {
      do {
        this.#asked = false;
        await this.#fetch(this.getAttribute("part"));
        if (stale()) await this.#fetch("#actions");
      } while (this.#asked);
    } finally {
      this.busy = false;
    }
  }

  #fetch(part) {
    return htmx.ajax("GET", location.pathname + location.search, { source: this, target: part, select: part, swap: "outerHTML" });
  }
}

// The forms are fetched anew only when somebody claimed or resolved: what is being written stays.
function stale() {
  const [thread, actions] = ["#thread", "#actions"].map((id) => document.querySelector(id));
  return Boolean(thread && actions && thread.dataset.state !== actions.dataset.state);
}

const toEnd = () => {
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
});

document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest?.("form[data-reply]");
  if (!form || !event.detail.successful) return;
  form.elements.text.value = "";
  form.elements.text.focus();
  document.getElementById("notice").replaceChildren();
  atEnd = true;
  toEnd();
});

document.addEventListener("keydown", (event) => {
  const form = event.target.closest?.("form[data-reply]");
  const sends = event.key === "Enter" && (event.ctrlKey || event.metaKey);
  if (!form || !sends || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  if (!form.querySelector("button").disabled) form.requestSubmit();
});

// Modules run after htmx, which is deferred before them.
customElements.define("inbox-live", InboxLive);
toEnd();
