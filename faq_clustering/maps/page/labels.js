// Names on the map: the largest clusters first, none over another, more as one zooms in.
const LINE = 12;
const LINES = 2;

// At most two lines that break between words where there are words, and anywhere in Japanese but before 、。 and the like.
export function wrapped(text, width, measure) {
  const pieces = text.match(/[\x21-\x7e\u00c0-\u024f]+\s*|\s+|[^\s][、。，．？！?!」』）)ー々っゃゅょッャュョ]*/gu) ?? [];
  const lines = [""];
  for (const piece of pieces) {
    const line = lines.at(-1) + piece;
    if (!lines.at(-1) || measure(line.trimEnd()) <= width) lines[lines.length - 1] = line;
    else lines.push(piece.trimStart());
  }
  const shown = lines.slice(0, LINES).map((line) => line.trim());
  const cut = lines.length > LINES;
  return shown.map((line, index) => shortened(line, width, measure, cut && index === LINES - 1));
}

function shortened(line, width, measure, cut) {
  if (!cut && measure(line) <= width) return line;
  const signs = [...line];
  while (signs.length && measure(`${signs.join("")}…`) > width) signs.pop();
  return `${signs.join("").trimEnd()}…`;
}

const kept = new WeakMap();

function wrappedOnce(cluster, width, measure) {
  if (kept.get(cluster)?.width !== width) kept.set(cluster, { width, lines: wrapped(cluster.name, width, measure) });
  return kept.get(cluster).lines;
}

// Above the middle of each cluster, so that a small one is seen below its name.
// Boxes {index, lines, left, top, width, height} that fit on the canvas beside those before them.
export function placed(clusters, view, measure) {
  const narrow = view.width < 600;
  const most = (narrow ? 14 : 40) + Math.round(30 * Math.log2(Math.max(1, view.zoom)));
  const width = narrow ? 108 : 156;
  const boxes = [];
  for (let index = 0; index < clusters.length && boxes.length < most; index += 1) {
    const [x, y] = view.toScreen(clusters[index].x, clusters[index].y);
    if (x < 0 || y < 0 || x > view.width || y > view.height) continue;
    const lines = wrappedOnce(clusters[index], width, measure);
    const wide = Math.max(...lines.map(measure)) + 8;
    const high = lines.length * (LINE + 4) + 2;
    const left = Math.max(4, Math.min(view.width - wide - 4, x - wide / 2));
    const box = { index, lines, left, top: y - high - 4, width: wide, height: high };
    if (box.top > 2 && box.top + high < view.height - 2 && !boxes.some((other) => overlap(box, other))) boxes.push(box);
  }
  return boxes;
}

function overlap(one, other) {
  const gap = 6;
  return one.left < other.left + other.width + gap && other.left < one.left + one.width + gap
    && one.top < other.top + other.height + gap && other.top < one.top + one.height + gap;
}

export function labelFont(bold) {
  return `${bold ? 600 : 500} ${LINE}px "Hiragino Sans","Noto Sans JP","Noto Sans CJK JP","Yu Gothic UI",Meiryo,system-ui,sans-serif`;
}
