// Notifications and a sound, for who wants them in this browser: a customer waits, or wrote to this agent.
const KEY = "madoguchi-inbox-alerts";
const button = document.querySelector("[data-alerts]");
let before = null;
let sound = null;

function wanted() {
  try {
    return localStorage.getItem(KEY) === "on";
  } catch {
    return false;
  }
}

function keep(on) {
  try {
    localStorage.setItem(KEY, on ? "on" : "off");
  } catch {
    // Without storage the choice holds for this page.
  }
}

const on = () => button.getAttribute("aria-pressed") === "true";

function draw(value) {
  button.setAttribute("aria-pressed", String(value));
  button.textContent = value ? button.dataset.on : button.dataset.off;
}

// Two short, quiet tones; no file to fetch.
function ring() {
  sound ??= new AudioContext();
  for (const [pitch, after] of [[660, 0], [880, 0.14]]) {
    const tone = sound.createOscillator();
    const volume = sound.createGain();
    const start = sound.currentTime + after;
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0.08, start);
    volume.gain.exponentialRampToValueAtTime(0.001, start + 0.22);
    tone.connect(volume).connect(sound.destination);
    tone.start(start);
    tone.stop(start + 0.24);
  }
}

function notify(text) {
  if (document.hasFocus() || !("Notification" in window) || Notification.permission !== "granted") return;
  // One tag: of several open tabs only one notification stays. No customer's words: screens are seen by others.
  const shown = new Notification(button.dataset.title, { body: text, tag: "madoguchi-inbox" });
  shown.addEventListener("click", () => (window.focus(), shown.close()));
}

if (button) {
  button.hidden = false;
  draw(wanted() && "Notification" in window && Notification.permission === "granted");
  button.addEventListener("click", async () => {
    if (on()) return draw(false), keep(false);
    const allowed = "Notification" in window ? await Notification.requestPermission() : "denied";
    draw(true);
    keep(true);
    if (allowed !== "granted") button.textContent = button.dataset.refused;
    ring();
  });
  document.addEventListener("inbox:told", ({ detail: told }) => {
    const more = before && { waiting: told.waiting > before.waiting, due: told.due > before.due };
    before = told;
    if (!on() || !more || !(more.waiting || more.due)) return;
    ring();
    notify(more.due ? button.dataset.due : button.dataset.waiting);
  });
}
