// The map in an element: mountMap(element, data) with the document's JSON, parsed. Returns {unmount}.
import { gestures } from "./gestures.js";
import { Painter } from "./paint.js";
import { clusterList, make, toolbar, tooltip, zoomButtons } from "./panel.js";
import { Search } from "./search.js";
import { View } from "./view.js";
import { WORDS, firstLanguage } from "./words.js";

export function mountMap(element, data, { language = firstLanguage() } = {}) {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const state = { theme: dark.matches ? "dark" : "light", showNoise: true, found: null, chosen: -1, hover: -1 };
  const view = new View(data);
  const search = new Search(data.points.text);
  const canvas = make("canvas", { tabindex: "0", role: "application", "aria-describedby": "cluster-map-hint" });
  const hint = make("p", { id: "cluster-map-hint", class: "unseen" });
  const painter = new Painter(canvas, data, view);
  const tip = tooltip();
  const stage = make("div", { class: "stage" }, canvas, hint, tip.node);
  let bar, list, words, frame, flight;

  const draw = () => {
    frame ??= requestAnimationFrame(() => {
      frame = undefined;
      painter.draw(state);
    });
  };
  const moved = () => {
    cancelAnimationFrame(flight);
    unpoint();
    draw();
  };
  const unpoint = () => {
    state.hover = -1;
    tip.hide();
    draw();
  };
  const visible = (i) => state.showNoise || data.points.cluster[i] >= 0;
  const pointAt = (i) => {
    state.hover = i;
    if (i < 0) return unpoint();
    tip.show(words, data, i, view.toScreen(data.points.x[i], data.points.y[i]), [view.width, view.height]);
    return draw();
  };
  // A labelled cluster is chosen by a click on its name; a point shows its text.
  const pointed = (place, kind, pressed) => {
    const point = view.at(...place, kind === "mouse" ? 8 : 22, visible);
    const named = pressed && painter.boxes?.find((box) => place[0] >= box.left && place[0] <= box.left + box.width
      && place[1] >= box.top && place[1] <= box.top + box.height);
    if (named) act.choose(named.index);
    else pointAt(point);
  };
  const fly = (target, then = () => {}) => {
    cancelAnimationFrame(flight);
    unpoint();
    const from = { x: view.x, y: view.y, zoom: view.zoom };
    const start = performance.now();
    const step = (now) => {
      const share = calm.matches ? 1 : Math.min(1, Math.max(0, now - start) / 150);
      for (const key of ["x", "y", "zoom"]) view[key] = from[key] + (target[key] - from[key]) * share;
      draw();
      if (share < 1) flight = requestAnimationFrame(step);
      else then();
    };
    flight = requestAnimationFrame(step);
  };
  const act = {
    state,
    search(query) {
      const n = search.run(query);
      state.found = search.found;
      bar.count.value = query.trim() ? words.hits(n, 0) : "";
      unpoint();
    },
    step(direction) {
      const i = search.move(direction);
      if (i === undefined) return;
      bar.count.value = words.hits(search.hits.length, search.at);
      fly({ x: data.points.x[i], y: data.points.y[i], zoom: Math.max(view.zoom, 4) }, () => pointAt(i));
    },
    choose(index) {
      state.chosen = state.chosen === index ? -1 : index;
      list.mark(state.chosen);
      if (state.chosen < 0) return draw();
      const { x, y } = data.clusters[index];
      return fly({ x, y, zoom: Math.max(view.zoom, 3) });
    },
    noise(on) { state.showNoise = on; unpoint(); },
    dark(on) { paintIn(on ? "dark" : "light"); },
    language() { build(words === WORDS.ja ? "en" : "ja"); },
    zoom(factor) { view.zoomBy(factor); moved(); },
    whole() { fly(view.whole()); },
  };
  const paintIn = (theme) => {
    state.theme = theme;
    element.dataset.theme = theme;
    data.palette[theme].forEach((colour, index) => element.style.setProperty(`--colour-${index}`, colour));
    draw();
  };
  const build = (chosen) => {
    words = WORDS[chosen] ?? WORDS.ja;
    const query = bar?.box.value ?? "";
    bar = toolbar(words, data, act);
    list = clusterList(words, data, act);
    bar.box.value = query;
    canvas.setAttribute("aria-label", `${data.title} ${words.map} ${words.counts(data.counts)}`);
    hint.textContent = words.hint;
    const empty = data.counts.points ? [] : [make("p", { class: "empty" }, words.empty)];
    stage.replaceChildren(canvas, hint, zoomButtons(words, act), ...empty, tip.node);
    element.lang = chosen;
    element.replaceChildren(make("h1", {}, data.title), bar.node, make("div", { class: "body" }, stage, list.node));
    list.mark(state.chosen);
    act.search(query);
  };

  element.classList.add("cluster-map");
  build(language);
  paintIn(state.theme);
  const scheme = () => { paintIn(dark.matches ? "dark" : "light"); build(element.lang); };
  dark.addEventListener("change", scheme);
  gestures(canvas, view, { moved, pointed, left: unpoint });
  const size = new ResizeObserver(() => {
    [view.width, view.height] = [Math.max(1, stage.clientWidth), Math.max(1, stage.clientHeight)];
    [canvas.width, canvas.height] = [view.width, view.height].map((side) => Math.round(side * (window.devicePixelRatio || 1)));
    painter.draw(state);
  });
  size.observe(stage);
  return { unmount() { size.disconnect(); dark.removeEventListener("change", scheme); element.replaceChildren(); } };
}
