// What the canvas shows. Points of one colour are one path: 20,000 take a few milliseconds.
import { labelFont, placed } from "./labels.js";

const THEMES = {
  light: { paper: "#fbfaf7", ink: "#1d2428", noise: "#a7a8a4", halo: "#fbfaf7", accent: "#0b6b6b" },
  dark: { paper: "#15191b", ink: "#e9ebe8", noise: "#5d6467", halo: "#15191b", accent: "#6fd6cf" },
};

export class Painter {
  constructor(canvas, data, view) {
    Object.assign(this, { canvas, data, view });
    this.context = canvas.getContext("2d");
    this.byColour = data.palette.light.map(() => []);
    this.noise = [];
    data.points.cluster.forEach((cluster, i) => (cluster < 0 ? this.noise : this.byColour[data.clusters[cluster].colour]).push(i));
  }

  // state: {theme, showNoise, found (mask or null), chosen (cluster or -1), hover (point or -1)}
  draw(state) {
    const { context: pen, view, data } = this;
    const ratio = window.devicePixelRatio || 1;
    const theme = THEMES[state.theme];
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.globalAlpha = 1;
    pen.fillStyle = theme.paper;
    pen.fillRect(0, 0, view.width, view.height);
    const radius = this.radius();
    const lit = (i) => (!state.found || state.found[i]) && (state.chosen < 0 || data.points.cluster[i] === state.chosen);
    const partly = Boolean(state.found) || state.chosen >= 0;
    const groups = this.byColour.map((rows, colour) => [rows, data.palette[state.theme][colour], 0.8, radius]);
    if (state.showNoise) groups.unshift([this.noise, theme.noise, 0.55, radius * 0.8]);
    for (const [rows, colour, alpha, size] of groups) this.dots(rows, colour, partly ? 0.12 : alpha, size, partly ? (i) => !lit(i) : null);
    if (partly) for (const [rows, colour, , size] of groups) this.dots(rows, colour, 1, size * 1.5, lit);
    if (state.hover >= 0) this.ring(state.hover, radius, theme);
    this.names(state, theme);
  }

  radius() {
    const crowd = Math.sqrt(20000 / Math.max(400, this.data.points.x.length));
    return Math.min(6, (0.9 + 0.35 * crowd) * Math.min(1.4, Math.max(1, this.view.width / 900)) * this.view.zoom ** 0.4);
  }

  dots(rows, colour, alpha, radius, wanted) {
    const { context: pen, view } = this;
    const { x, y } = this.data.points;
    pen.fillStyle = colour;
    pen.globalAlpha = alpha;
    pen.beginPath();
    for (const i of rows) {
      if (wanted && !wanted(i)) continue;
      const [left, top] = view.toScreen(x[i], y[i]);
      if (left < -9 || top < -9 || left > view.width + 9 || top > view.height + 9) continue;
      if (radius < 2) pen.rect(left - radius, top - radius, radius * 2, radius * 2);
      else {
        pen.moveTo(left + radius, top);
        pen.arc(left, top, radius, 0, 7);
      }
    }
    pen.fill();
  }

  ring(i, radius, theme) {
    const [left, top] = this.view.toScreen(this.data.points.x[i], this.data.points.y[i]);
    const pen = this.context;
    pen.globalAlpha = 1;
    pen.strokeStyle = theme.accent;
    pen.lineWidth = 2.5;
    pen.beginPath();
    pen.arc(left, top, radius + 4, 0, 7);
    pen.stroke();
  }

  names(state, theme) {
    const pen = this.context;
    pen.font = labelFont(true);
    pen.textBaseline = "top";
    pen.textAlign = "center";
    pen.lineJoin = "round";
    pen.lineWidth = 4;
    pen.strokeStyle = theme.halo;
    pen.fillStyle = theme.ink;
    this.boxes = placed(this.data.clusters, this.view, (text) => pen.measureText(text).width);
    for (const box of this.boxes) {
      pen.globalAlpha = state.found || (state.chosen >= 0 && state.chosen !== box.index) ? 0.45 : 1;
      box.lines.forEach((line, row) => {
        const [left, top] = [box.left + box.width / 2, box.top + 2 + row * 16];
        pen.strokeText(line, left, top);
        pen.fillText(line, left, top);
      });
    }
    pen.globalAlpha = 1;
  }
}
