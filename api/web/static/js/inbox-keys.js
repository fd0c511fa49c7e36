// The keyboard of the inbox: a key presses, opens or focuses what carries it. Never while somebody types or composes.
const FIELDS = "input, textarea, select, [contenteditable]";
const dialog = document.getElementById("keys");

function go(target) {
  if (target.matches("details")) {
    target.open = true;
    target.querySelector("input:not([type=hidden]), button, select, textarea")?.focus();
  } else if (target.matches("textarea")) target.focus();
  else target.click();
}

// The palette opens as it does by typing: a slash where a new line begins.
function slash() {
  const area = document.querySelector("textarea[data-key=r]");
  if (!area) return false;
  area.focus();
  const gap = area.value && !/\s$/.test(area.value) ? "\n" : "";
  area.setRangeText(`${gap}/`, area.value.length, area.value.length, "end");
  area.dispatchEvent(new InputEvent("input", { bubbles: true }));
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest?.("dialog") || event.defaultPrevented) return;
  if (event.target.matches?.(FIELDS)) {
    if (event.key === "Escape" && event.target.closest("#actions")) event.target.blur();
    return;
  }
  const claim = event.target.closest?.("tr")?.querySelector("[data-claim]");
  const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (event.key === "?") dialog.showModal();
  else if (event.key === "c" && claim) claim.click();
  else if (event.key === "/" && document.querySelector("form[data-reply]")) slash();
  else if (target) go(target);
  else return;
  event.preventDefault();
});

for (const button of document.querySelectorAll("[data-keys]")) {
  button.hidden = false;
  button.addEventListener("click", () => dialog.showModal());
}
