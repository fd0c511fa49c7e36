// Ask the bot: Enter asks unless an IME is composing; the last ten questions of this tab can be asked again.
const KEY = "madoguchi.asked";
const MOST = 10;
const form = document.querySelector("[data-ask]");
const recent = document.querySelector("[data-recent]");

// Safari ends the composition before the key that ended it; 229 is how it says so.
form.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.isComposing || event.keyCode === 229)) event.preventDefault();
});

const read = () => {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter((one) => typeof one?.q === "string") : [];
  } catch {
    return [];
  }
};

const write = (all) => {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(all));
  } catch {
    // Without storage the page works as before, only without its memory.
  }
};

const link = ({ q, language = "" }) => {
  const item = document.createElement("li");
  const again = document.createElement("a");
  again.href = `/staff/answers/ask?${new URLSearchParams(language ? { q, language } : { q })}`;
  again.textContent = again.title = q;
  item.append(again);
  return item;
};

const show = () => {
  const all = read();
  recent.querySelector("ul").replaceChildren(...all.map(link));
  recent.hidden = all.length === 0;
};

const remember = () => {
  const { question: q, language = "" } = document.getElementById("asked").dataset;
  if (q) write([{ q, language }, ...read().filter((one) => one.q !== q)].slice(0, MOST));
  show();
};

recent.querySelector("[data-forget]").addEventListener("click", () => {
  write([]);
  show();
});
document.addEventListener("htmx:afterSettle", remember);
document.addEventListener("htmx:historyRestore", show);
remember();
