// The review desk by keyboard: rows of the queue, and the forms of a candidate. Never while somebody types or composes.
const FIELDS = "input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]";
const FORMS = "almsxz";
const dialog = document.getElementById("review-keys");
const rows = () => [...document.querySelectorAll("[data-list] [data-row]")];
const here = () => rows().find((row) => row.closest("tr, li")?.contains(document.activeElement));
const hook = (key) => document.querySelector(`[data-review-key="${CSS.escape(key)}"]`);

// A choice that is made already needs nobody: the focus goes on to what is still to be written.
const chosen = (field) =>
  field.type === "radio" && [...field.form.elements].some((one) => one.name === field.name && one.checked);

const begun = (area) => area.matches("textarea") && !area.value && area.closest("details")?.querySelector("input")?.value;

// A link or a form of one button is pressed; any other form gets the focus: where an answer is missing to a question
// that is there, else at the first that is filled in, unless it says itself where to begin.
function go(target) {
  if (target.matches("a, button")) return target.click();
  if (target.matches("details")) target.open = true;
  const wanted = target.querySelectorAll("input:not([type=hidden], [type=checkbox]), select, textarea");
  if (target.matches("form") && !wanted.length) return target.requestSubmit();
  const seen = [...wanted].filter((field) => field.checkVisibility() && !field.disabled && !chosen(field));
  const first = target.querySelector("[data-review-first]") ?? seen.find(begun) ?? seen.find((field) => field.value) ?? seen[0];
  (first ?? target.querySelector("button"))?.focus();
}

function walk(step, ticking) {
  const all = rows();
  const place = all.indexOf(here());
  if (ticking && place >= 0) tick(all[place], true);
  const next = all[Math.max(0, Math.min(place + step, all.length - 1))];
  if (ticking) tick(next, true);
  next.focus();
}

function tick(row, on) {
  const box = row.closest("tr")?.querySelector("[name=candidate]");
  if (box) box.checked = on ?? !box.checked;
}

// From the queue a candidate opens at the form of the key; what is ticked is rejected together.
function decide(key) {
  if (key === "x" && document.querySelector("[name=candidate]:checked")) {
    document.querySelector(".bulk [name=reason]").focus();
    return;
  }
  location.assign(`${(here() ?? rows()[0]).href}#key-${key}`);
}

function press(key, event) {
  const target = hook(key);
  const search = document.getElementById("q");
  const inQueue = document.querySelector(".queue[data-list]");
  if (key === "?") dialog.showModal();
  else if (key === "/" && search) search.select();
  else if ("jkJK".includes(key) && rows().length) walk(key.toLowerCase() === "j" ? 1 : -1, event.shiftKey);
  else if (key === " " && inQueue && here() && document.activeElement.matches("[data-row]")) tick(here());
  else if (target) go(target);
  else if (FORMS.includes(key) && inQueue) decide(key);
  else return false;
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229 || event.defaultPrevented || event.target.closest?.("dialog")) return;
  const form = event.target.closest?.("form[data-review-key]");
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && form) {
    event.preventDefault();
    form.requestSubmit();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") return event.target.blur?.();
  if (event.target.matches?.(FIELDS) || event.key.length > 1) return;
  if (press(event.key, event)) event.preventDefault();
});

for (const button of document.querySelectorAll("[data-help]")) button.hidden = false;
document.addEventListener("click", (event) => {
  if (event.target.closest?.("[data-help]")) dialog.showModal();
});
document.addEventListener("htmx:afterSettle", () => {
  for (const button of document.querySelectorAll("[data-help]")) button.hidden = false;
});

// #key-l: at this form. #c7 and #q are a row and the search themselves: the browser focuses them.
const [, key] = /^#key-([a-z])$/.exec(location.hash) ?? [];
if (key) {
  history.replaceState(null, "", location.pathname + location.search);
  if (hook(key)) go(hook(key));
}

// Whoever leaves a candidate no longer has it in work; who comes back to the page kept in memory has.
const visit = document.querySelector("[data-visit]");
const token = document.querySelector("[name=csrf]")?.value;
if (visit && token) {
  addEventListener("pagehide", () => {
    const said = new URLSearchParams({ csrf: token, visit: visit.dataset.visit });
    navigator.sendBeacon(`${visit.getAttribute("hx-post")}/end`, said);
  });
  addEventListener("pageshow", (event) => event.persisted && htmx.trigger(visit, "focus"));
}
