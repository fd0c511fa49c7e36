// The week's queue by keyboard (j, k, d, s, z), and mails that follow what is edited. Never while somebody types or composes.
const FIELDS = "input, textarea, select, [contenteditable]";
const cards = () => [...document.querySelectorAll("[data-card].open")];
const here = () => document.activeElement?.closest?.("[data-card].open");

function walk(step) {
  const all = cards();
  const place = all.indexOf(here());
  const next = all[place < 0 ? 0 : Math.max(0, Math.min(place + step, all.length - 1))];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

function press(key) {
  if (key === "j" || key === "k") walk(key === "j" ? 1 : -1);
  else if ("dsz".includes(key)) {
    const act = (here() ?? cards()[0])?.querySelector(`[data-act="${key}"]`);
    if (act) act.open = true;
    act?.querySelector(":is(input:not([type=hidden]), select)")?.focus();
  } else return false;
  return true;
}

// Escape closes the form that is open and goes back to its card.
function leave(from) {
  const act = from.closest?.("[data-act][open]");
  if (!act) return from.blur?.();
  act.open = false;
  act.closest("[data-card]").focus();
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") return leave(event.target);
  if (event.target.matches?.(FIELDS) || event.key.length > 1) return;
  if (press(event.key)) event.preventDefault();
});

for (const form of document.querySelectorAll("[data-mail]")) {
  form.addEventListener("input", () => {
    const { subject, body } = form.elements;
    const words = `subject=${encodeURIComponent(subject.value)}&body=${encodeURIComponent(body.value)}`;
    form.querySelector("[data-mailto]").href = `mailto:${form.dataset.mail}?${words}`;
  });
}
