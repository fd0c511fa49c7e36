// What if: the sum follows the sliders. Without this script the form's button does the same on the server.
const form = document.querySelector("[data-what-if]");

function redraw() {
  const hours = [...form.querySelectorAll("[name=topic]:checked")].reduce((sum, box) => sum + Number(box.dataset.hours), 0);
  const share = (name) => Number(form.elements[name].value) / 100;
  form.querySelector("[data-gain]").textContent = (hours * share("solved") * share("share")).toFixed(1);
  for (const slider of form.querySelectorAll("[type=range]")) slider.nextElementSibling.textContent = `${slider.value} %`;
}

if (form) {
  form.querySelector("[data-without-script]").hidden = true;
  form.addEventListener("input", redraw);
}

// A week in the table opens its terms below.
function open() {
  const target = document.getElementById(location.hash.slice(1));
  if (target?.matches("details")) target.open = true;
}
addEventListener("hashchange", open);
open();
