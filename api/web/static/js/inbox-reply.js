// Writing to the customer: send by keyboard, say that one is typing, say what one has read.
import { toEnd } from "/static/js/inbox.js";

const TYPING = 3_000;
const form = () => document.querySelector("form[data-reply]");
const token = () => form().elements.csrf.value;
let said = 0;
let told = -1;

const post = (path, values = {}) =>
  fetch(path, { method: "POST", headers: { "X-CSRF-Token": token() }, body: new URLSearchParams(values) });

document.addEventListener("htmx:afterRequest", (event) => {
  const sent = event.target.closest?.("form[data-reply]");
  if (!sent || !event.detail.successful || event.detail.requestConfig.verb !== "post") return;
  sent.elements.text.value = "";
  sent.elements.files.value = "";
  sent.elements.text.focus();
  document.getElementById("notice").replaceChildren();
  toEnd();
});

document.addEventListener("keydown", (event) => {
  const within = event.target.closest?.("form[data-reply], form.noting");
  const sends = event.key === "Enter" && (event.ctrlKey || event.metaKey);
  if (!within || !sends || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  const button = within.querySelector("button.primary, button");
  if (!button.disabled) within.requestSubmit();
});

document.addEventListener("input", (event) => {
  const writing = event.target.matches?.("form[data-reply] textarea") && event.target.value.trim();
  if (!writing || Date.now() - said < TYPING) return;
  said = Date.now();
  post(form().dataset.typing);
});

// What is on a screen that nobody looks at has not been read.
function read() {
  const thread = document.getElementById("thread");
  const last = Number(thread?.dataset.last ?? 0);
  const seen = document.querySelector("[data-seen]");
  if (document.visibilityState !== "visible" || last <= told) return;
  if (seen) seen.value = last;
  if (!form()) return;
  told = last;
  post(form().dataset.marks, { read: last });
}
document.addEventListener("inbox:thread", read);
document.addEventListener("visibilitychange", read);
document.addEventListener("htmx:afterSettle", ({ detail: { target } }) => target.id === "actions" && read());
read();
