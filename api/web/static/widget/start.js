// Reads the script tag, puts the element on the page and offers `Madoguchi("open" | "close")`.
const TAG = document.currentScript;

function settingsOf({ src, dataset }) {
  const page = document.documentElement.lang || "ja";
  const language = (dataset.language || page).toLowerCase().startsWith("ja") ? "ja" : "en";
  const texts = TEXTS[language];
  return {
    language,
    base: new URL("widget", src).href,
    key: dataset.key ?? "",
    position: dataset.position === "left" ? "left" : "right",
    colour: dataset.color,
    name: dataset.name || texts.name,
    examples: dataset.examples?.split("|") ?? [texts.example_1, texts.example_2, texts.example_3],
  };
}

function start() {
  customElements.define("madoguchi-widget", MadoguchiWidget);
  const widget = document.createElement("madoguchi-widget");
  document.body.append(widget);
  widget.begin(settingsOf(TAG));
  const orders = {
    open: (text) => widget.open({ text }),
    close: () => widget.close(),
  };
  window.Madoguchi = (order, text) => orders[order]?.(text);
}

// A page that includes the script twice has one widget all the same.
if (!customElements.get("madoguchi-widget")) {
  if (document.body) start();
  else document.addEventListener("DOMContentLoaded", start);
}
