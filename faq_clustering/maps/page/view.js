// The camera: which part of the map is on the canvas, and which point is under a finger.
const CELL = 200;

export class View {
  constructor(data) {
    this.data = data;
    this.reach = data.radius * 1.12;
    this.width = this.height = 1;
    this.x = this.y = 0;
    this.zoom = 1;
    this.cells = new Map();
    const { x, y } = data.points;
    for (let i = 0; i < x.length; i += 1) {
      const key = this.cell(Math.floor(x[i] / CELL), Math.floor(y[i] / CELL));
      if (this.cells.has(key)) this.cells.get(key).push(i);
      else this.cells.set(key, [i]);
    }
  }

  cell(column, row) {
    return column * 4096 + row;
  }

  // Pixels of one unit of the map, down and across: units mean nothing, so the map may be stretched to its stage.
  get scale() {
    return (this.zoom * Math.min(this.height, this.width * 1.6)) / (2 * this.reach);
  }

  get across() {
    return (this.zoom * Math.min(this.width, this.height * 1.6)) / (2 * this.reach);
  }

  toScreen(x, y) {
    return [this.width / 2 + (x - this.x) * this.across, this.height / 2 - (y - this.y) * this.scale];
  }

  toMap(left, top) {
    return [this.x + (left - this.width / 2) / this.across, this.y - (top - this.height / 2) / this.scale];
  }

  pan(left, top) {
    this.x = this.within(this.x - left / this.across);
    this.y = this.within(this.y + top / this.scale);
  }

  within(value) {
    return Math.max(-this.reach, Math.min(this.reach, value));
  }

  // What lies under (left, top) stays there.
  zoomBy(factor, left = this.width / 2, top = this.height / 2) {
    const [x, y] = this.toMap(left, top);
    this.zoom = Math.max(0.8, Math.min(60, this.zoom * factor));
    const [nowX, nowY] = this.toMap(left, top);
    this.x = this.within(this.x + x - nowX);
    this.y = this.within(this.y + y - nowY);
  }

  whole() {
    return { x: 0, y: 0, zoom: 1 };
  }

  // The nearest visible point within `pixels`, or -1.
  at(left, top, pixels, visible) {
    const [x, y] = this.toMap(left, top);
    const reach = Math.min(pixels / Math.min(this.scale, this.across), 3000);
    let best = -1;
    let nearest = pixels * pixels;
    const points = this.data.points;
    for (let c = Math.floor((x - reach) / CELL); c <= Math.floor((x + reach) / CELL); c += 1) {
      for (let r = Math.floor((y - reach) / CELL); r <= Math.floor((y + reach) / CELL); r += 1) {
        for (const i of this.cells.get(this.cell(c, r)) ?? []) {
          const square = ((points.x[i] - x) * this.across) ** 2 + ((points.y[i] - y) * this.scale) ** 2;
          if (square <= nearest && visible(i)) [best, nearest] = [i, square];
        }
      }
    }
    return best;
  }
}
