// Time spent reviewing, in beats of 30 seconds: only while the page is visible, focused and in use.
// A beat carries an id of its own, so sending it again counts once. Without this script nothing is logged.
const BEAT = 30;
const IDLE = 60_000;
const clock = document.querySelector("[data-review-time]");
let seconds = 0;
let touched = Date.now();
let unsent = [];

const used = () =>
  document.visibilityState === "visible" && document.hasFocus() && Date.now() - touched < IDLE;

const send = async (beat) => {
  try {
    const answer = await fetch("/staff/review-time", { method: "POST", body: beat, keepalive: true });
    // What the server refuses will be refused again; only what did not arrive is kept.
    if (answer.status >= 500) unsent.push(beat);
  } catch {
    unsent.push(beat);
  }
};

const beat = () => {
  const whole = Math.floor(seconds);
  if (whole < 1) return;
  seconds -= whole;
  const { about, aboutId, csrf } = clock.dataset;
  const id = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0"));
  const body = new URLSearchParams({ id: id.join(""), about, seconds: Math.min(whole, BEAT), csrf });
  if (aboutId) body.set("about_id", aboutId);
  const due = [...unsent, body];
  unsent = [];
  due.forEach(send);
};

if (clock) {
  for (const event of ["keydown", "pointerdown", "pointermove", "scroll", "input"]) {
    addEventListener(event, () => (touched = Date.now()), { passive: true, capture: true });
  }
  setInterval(() => {
    if (used()) seconds += 1;
    if (seconds >= BEAT) beat();
  }, 1000);
  addEventListener("pagehide", beat);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && beat());
}
