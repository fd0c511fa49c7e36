// What stands around the canvas: search, switches, the list of clusters, the tooltip. Texts go in as text alone.
import { folded } from "./search.js";

export function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children);
  return node;
}

export function toolbar(words, data, act) {
  const count = make("output", { class: "hits", "aria-live": "polite" });
  const box = make("input", {
    type: "search", placeholder: words.search, "aria-label": words.search, autocomplete: "off",
    oninput: (event) => event.isComposing || act.search(box.value),
    // Some engines end a composition without an input event.
    oncompositionend: () => act.search(box.value),
    onkeydown: (event) => {
      if (event.key !== "Enter" || event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      act.step(event.shiftKey ? -1 : 1);
    },
  });
  const button = (sign, label, click) => make("button", { type: "button", "aria-label": label, title: label, onclick: click }, sign);
  const steps = [button("↑", words.previous, () => act.step(-1)), button("↓", words.next, () => act.step(1))];
  const toggle = (label, on, change) => {
    const tick = make("input", { type: "checkbox", onchange: () => change(tick.checked) });
    tick.checked = on;
    return make("label", {}, tick, label);
  };
  const node = make("div", { class: "bar" },
    make("div", { class: "find", role: "search" }, box, count, ...steps),
    make("div", { class: "switches" },
      toggle(words.noise, act.state.showNoise, act.noise),
      toggle(words.dark, act.state.theme === "dark", act.dark),
      make("button", { type: "button", class: "language", onclick: act.language }, words.language)),
    make("p", { class: "counts" }, words.counts(data.counts)));
  return { node, box, count };
}

export function zoomButtons(words, act) {
  const one = (sign, label, click) => make("button", { type: "button", "aria-label": label, title: label, onclick: click }, sign);
  return make("div", { class: "zoom" }, one("+", words.zoomIn, () => act.zoom(1.5)),
    one("−", words.zoomOut, () => act.zoom(1 / 1.5)), one("⤢", words.whole, act.whole));
}

export function clusterList(words, data, act) {
  const keys = data.clusters.map((one) => folded(`${one.name} ${one.keywords.join(" ")}`));
  const rows = data.clusters.map((one, index) => make("li", {},
    make("button", { type: "button", "aria-pressed": "false", onclick: () => act.choose(index) },
      make("span", { class: `dot colour-${one.colour}`, "aria-hidden": "true" }),
      make("span", { class: "name" }, one.name),
      make("span", { class: "size" }, words.size(one.size)))));
  const none = make("p", { class: "none", hidden: true }, words.none);
  const filter = make("input", {
    type: "search", placeholder: words.filter, "aria-label": words.filter, autocomplete: "off",
    oninput: () => {
      const wanted = folded(filter.value).split(" ").filter(Boolean);
      rows.forEach((row, index) => { row.hidden = !wanted.every((word) => keys[index].includes(word)); });
      none.hidden = rows.some((row) => !row.hidden);
    },
  });
  const list = make("ul", {}, ...rows);
  list.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const shown = rows.filter((row) => !row.hidden).map((row) => row.firstChild);
    shown[shown.indexOf(document.activeElement) + step]?.focus();
  });
  const node = make("details", { class: "clusters", open: matchMedia("(min-width: 700px)").matches },
    make("summary", {}, words.clusters), filter, none, list);
  return { node, mark: (chosen) => rows.forEach((row, index) => row.firstChild.setAttribute("aria-pressed", String(index === chosen))) };
}

export function tooltip() {
  const node = make("div", { class: "tip", role: "status", hidden: true });
  return {
    node,
    hide: () => { node.hidden = true; },
    show(words, data, i, [left, top], [width, height]) {
      const cluster = data.clusters[data.points.cluster[i]];
      node.replaceChildren(make("p", { class: "text" }, data.points.text[i]),
        make("p", { class: "of" }, cluster ? cluster.name : words.unassigned),
        ...(cluster?.keywords.length ? [make("p", { class: "words" }, cluster.keywords.join(" · "))] : []),
        make("p", { class: "row" }, words.row(data.points.row[i])));
      node.hidden = false;
      const box = node.getBoundingClientRect();
      node.style.left = `${Math.max(8, Math.min(left + 14, width - box.width - 8))}px`;
      node.style.top = `${top + 14 + box.height > height ? Math.max(8, top - 14 - box.height) : top + 14}px`;
    },
  };
}
