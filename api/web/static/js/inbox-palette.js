// The palette: "/" where a line or a word begins in the reply opens canned replies and FAQs. The focus stays in the reply.
import { remember } from "/static/js/inbox-faqs.js";

const SLASH = /(^|[\s\u3000])[/／]([^\s/／]{0,40})$/u;
const WAIT = 120;
let timer;
let asking;

const box = () => document.getElementById("palette");
const options = () => [...box().querySelectorAll("[role=option]")];
const chosen = () => box().querySelector("[aria-selected=true]");
const open = () => box() && !box().hidden;
const isReply = (element) => element?.matches?.("form[data-reply] textarea");

function typed(area) {
  const found = SLASH.exec(area.value.slice(0, area.selectionStart));
  return found && { query: found[2], start: area.selectionStart - found[2].length - 1 };
}

function close(area) {
  clearTimeout(timer);
  asking?.abort();
  if (!box()) return;
  box().hidden = true;
  area?.removeAttribute("aria-activedescendant");
  area?.removeAttribute("aria-controls");
}

async function look(area, query) {
  asking?.abort();
  asking = new AbortController();
  const path = `${area.form.dataset.palette}?q=${encodeURIComponent(query)}`;
  try {
    const answer = await fetch(path, { signal: asking.signal });
    if (!answer.ok || !typed(area)) return close(area);
    box().innerHTML = await answer.text();
  } catch (error) {
    if (error.name !== "AbortError") close(area);
    return;
  }
  box().hidden = false;
  area.setAttribute("aria-controls", "palette");
  const status = document.querySelector("[data-palette-said]");
  const found = options();
  status.textContent = found.length ? status.dataset.found.replace("{n}", found.length) : status.dataset.none;
  if (found.length) mark(area, found[0]);
  else {
    box().textContent = status.dataset.none;
    area.removeAttribute("aria-activedescendant");
  }
}

function mark(area, option) {
  chosen()?.setAttribute("aria-selected", "false");
  option.setAttribute("aria-selected", "true");
  option.scrollIntoView({ block: "nearest" });
  area.setAttribute("aria-activedescendant", option.id);
}

function take(area, option) {
  const { start } = typed(area) ?? { start: area.selectionStart };
  area.setRangeText(option.dataset.answer, start, area.selectionStart, "end");
  if (option.dataset.version) remember(option.dataset.version, option.querySelector("strong").textContent);
  close(area);
  area.focus();
}

// While an IME composes the words still change: the list follows once they stand.
function follow(area) {
  clearTimeout(timer);
  const asked = typed(area);
  if (!asked) return close(area);
  timer = setTimeout(() => look(area, asked.query), WAIT);
}
document.addEventListener("input", (event) => isReply(event.target) && !event.isComposing && follow(event.target));
document.addEventListener("compositionend", (event) => isReply(event.target) && follow(event.target));

// Before everybody else: Enter chooses here and must not do anything besides.
document.addEventListener("keydown", (event) => {
  const area = event.target;
  if (!isReply(area) || !open() || event.isComposing || event.keyCode === 229) return;
  const all = options();
  const place = all.indexOf(chosen());
  if (event.key === "Escape") close(area);
  else if (event.key === "ArrowDown" && all.length) mark(area, all[(place + 1) % all.length]);
  else if (event.key === "ArrowUp" && all.length) mark(area, all[(place - 1 + all.length) % all.length]);
  else if ((event.key === "Enter" || event.key === "Tab") && chosen() && !event.ctrlKey && !event.metaKey) take(area, chosen());
  else return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);

document.addEventListener("mousedown", (event) => {
  const option = event.target.closest?.("#palette [role=option]");
  if (!option) return;
  event.preventDefault();
  take(option.closest("form").elements.text, option);
});
document.addEventListener("focusout", (event) => isReply(event.target) && close(event.target));
