// Lists by keyboard: j and k walk the rows, Enter opens one, / goes to the search.
const rows = () => [...document.querySelectorAll("[data-list] [data-row]")];
const typing = (element) => element.matches("input, textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  const search = document.querySelector("input[type=search]");
  if (typing(event.target)) {
    if (event.key === "Escape" && event.target === search) search.blur();
    return;
  }
  const all = rows();
  const place = all.indexOf(document.activeElement);
  if (event.key === "/" && search) {
    search.focus();
    search.select();
  } else if (event.key === "j" && all.length) {
    all[Math.min(place + 1, all.length - 1)].focus();
  } else if (event.key === "k" && all.length) {
    all[Math.max(place - 1, 0)].focus();
  } else {
    return;
  }
  event.preventDefault();
});
