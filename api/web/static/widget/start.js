// The page's side: what the script tag says, and Madoguchi("boot" | "identify" | "open" | "close" | "shutdown" | "on" | "off").
const TAG = document.currentScript ?? document.querySelector('script[src*="/widget.js"]');
const THEMES = ["light", "dark"];

function settingsOf(said) {
  const page = document.documentElement.lang || "ja";
  const language = (said.language || page).toLowerCase().startsWith("ja") ? "ja" : "en";
  const { examples } = said;
  return {
    language,
    base: new URL("widget", TAG.src).href,
    key: said.key ?? "",
    position: said.position === "left" ? "left" : "right",
    theme: THEMES.includes(said.theme) ? said.theme : "auto",
    colour: said.color,
    name: said.name || TEXTS[language].name,
    examples: typeof examples === "string" ? examples.split("|") : (examples ?? null),
  };
}

class Api {
  #widget = null;
  #said = { ...TAG.dataset };
  #listeners = new Map();

  get running() {
    return this.#widget !== null;
  }

  // Again with other options: the widget is put up anew, the conversation goes on.
  boot(options = {}) {
    this.#said = { ...this.#said, ...options };
    this.#widget?.remove();
    this.#widget = document.createElement("madoguchi-widget");
    document.body.append(this.#widget);
    this.#widget.begin(settingsOf(this.#said), (name, detail) => this.#emit(name, detail));
    this.#emit("ready");
    if (this.#said.identity) this.identify(this.#said.identity);
  }

  // A failure is told, not thrown: the page may have nothing that would catch it.
  async identify(identity) {
    this.#said.identity = identity;
    await this.#widget?.identify(identity).catch((error) => this.#emit("error", { order: "identify", message: error.message }));
  }

  open(text) {
    this.#widget?.open({ text });
  }

  close() {
    this.#widget?.close();
  }

  // When a customer signs out of the page: the next one at this browser finds nothing.
  shutdown() {
    this.#widget?.forget();
    this.#widget?.remove();
    this.#widget = null;
    delete this.#said.identity;
  }

  on(name, act) {
    this.#listeners.set(name, (this.#listeners.get(name) ?? new Set()).add(act));
  }

  off(name, act) {
    this.#listeners.get(name)?.delete(act);
  }

  #emit(name, detail) {
    for (const act of [...(this.#listeners.get(name) ?? [])]) {
      try {
        act(detail);
      } catch (error) {
        // A mistake of the page's is not to stop the conversation.
        console.error(error);
      }
    }
  }
}

const ORDERS = ["boot", "identify", "open", "close", "shutdown", "on", "off"];

function start() {
  customElements.define("madoguchi-widget", MadoguchiWidget);
  const api = new Api();
  const obey = (order, ...more) => (ORDERS.includes(order) ? api[order](...more) : console.error(`Madoguchi: no order "${order}"`));
  const queue = [...(window.Madoguchi?.q ?? [])].map((call) => [...call]);
  window.Madoguchi = obey;
  // Whoever listens hears of the beginning too.
  for (const call of queue.filter(([order]) => order === "on")) obey(...call);
  if (TAG.dataset.boot !== "manual" && !queue.some(([order]) => order === "boot")) api.boot();
  for (const call of queue.filter(([order]) => order !== "on")) obey(...call);
}

// A page that includes the script twice has one widget all the same.
if (!customElements.get("madoguchi-widget")) {
  if (document.body) start();
  else {
    document.addEventListener("DOMContentLoaded", start);
    // What the page says meanwhile waits in the queue, as with the page's own stub.
    const wait = (...call) => wait.q.push(call);
    wait.q = [];
    window.Madoguchi ??= wait;
  }
}
