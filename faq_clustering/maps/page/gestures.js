// Wheel, drag, pinch and keys move the camera; a resting pointer or a tap asks what is there.
const STEP = 60;

export function gestures(canvas, view, { moved, pointed, left }) {
  const fingers = new Map();
  let travelled = 0;
  const place = (event) => {
    const box = canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };

  canvas.addEventListener("wheel", (event) => {
    event.preventDefault();
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    view.zoomBy(Math.exp((-event.deltaY * lines) / (event.ctrlKey ? 120 : 400)), ...place(event));
    moved();
  }, { passive: false });

  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    fingers.set(event.pointerId, place(event));
    if (fingers.size === 1) travelled = 0;
  });

  canvas.addEventListener("pointermove", (event) => {
    const now = place(event);
    const before = fingers.get(event.pointerId);
    if (!before) return pointed(now, event.pointerType, false);
    const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
    if (other) {
      const spread = (point) => Math.max(8, Math.hypot(point[0] - other[0], point[1] - other[1]));
      view.zoomBy(spread(now) / spread(before), (now[0] + other[0]) / 2, (now[1] + other[1]) / 2);
    }
    const share = other ? 0.5 : 1;
    view.pan((now[0] - before[0]) * share, (now[1] - before[1]) * share);
    travelled += Math.hypot(now[0] - before[0], now[1] - before[1]) + (other ? 99 : 0);
    fingers.set(event.pointerId, now);
    return moved();
  });

  const lifted = (event) => {
    if (fingers.delete(event.pointerId) && event.type === "pointerup" && travelled < 6) pointed(place(event), event.pointerType, true);
  };
  canvas.addEventListener("pointerup", lifted);
  canvas.addEventListener("pointercancel", lifted);
  canvas.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && left());

  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const act = {
      ArrowLeft: () => view.pan(STEP, 0), ArrowRight: () => view.pan(-STEP, 0),
      ArrowUp: () => view.pan(0, STEP), ArrowDown: () => view.pan(0, -STEP),
      "+": () => view.zoomBy(1.3), "=": () => view.zoomBy(1.3), "-": () => view.zoomBy(1 / 1.3),
      0: () => Object.assign(view, view.whole()),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
    moved();
  });
}
