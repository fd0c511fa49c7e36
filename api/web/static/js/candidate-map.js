// The map of topics: fetched, mounted in the console's language, and from a chosen cluster to its candidate.
import { mountMap } from "/staff/candidates/map/page/map.js";

const place = document.getElementById("map");
const chosen = document.getElementById("chosen");
const { source, language, candidate, failed } = place.dataset;

function told(text) {
  const box = Object.assign(document.createElement("p"), { className: "notice wrong", textContent: text });
  box.setAttribute("role", "alert");
  place.replaceChildren(box);
}

function offer(cluster) {
  chosen.hidden = !cluster;
  if (!cluster) return;
  chosen.querySelector("strong").textContent = cluster.name;
  chosen.querySelector("a").href = candidate + cluster.id;
}

// The list beside the map says which cluster is chosen, be it by its name on the map, by a click or by keyboard.
function pressed(data) {
  const rows = [...place.querySelectorAll(".clusters li button")];
  return data.clusters[rows.findIndex((row) => row.getAttribute("aria-pressed") === "true")];
}

// A click on an inquiry shows its text and the name of its cluster.
function pointedAt(data) {
  const tip = place.querySelector(".tip:not([hidden])");
  const shown = (part) => tip?.querySelector(part)?.textContent ?? "";
  return data.clusters.find((one) => one.name === shown(".of") && one.keywords.join(" · ") === shown(".words"));
}

try {
  const answer = await fetch(source, { headers: { accept: "application/json" } });
  if (!answer.ok) throw new Error(answer.statusText);
  const data = await answer.json();
  mountMap(place, data, { language });
  new MutationObserver(() => offer(pressed(data))).observe(place, { subtree: true, attributeFilter: ["aria-pressed"] });
  place.addEventListener("click", ({ target }) => target.matches("canvas") && offer(pointedAt(data) ?? pressed(data)));
} catch {
  told(failed);
} finally {
  place.removeAttribute("aria-busy");
}
