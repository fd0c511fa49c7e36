// Answering with an FAQ or a canned reply: what is chosen goes into the reply; of an FAQ the reply remembers it.
const reply = () => document.querySelector("form[data-reply]");
const options = () => [...document.querySelectorAll("#faqs [data-version]")];

function take(option) {
  const { text } = reply().elements;
  // What was written already stays: the answer follows it.
  text.value = [text.value.trim(), option.dataset.answer].filter(Boolean).join("\n\n");
  if (option.dataset.version) remember(option.dataset.version, option.querySelector("strong").textContent);
  text.focus();
  text.setSelectionRange(text.value.length, text.value.length);
}

export function remember(version, question) {
  const form = reply();
  const taken = form.querySelector("[data-taken]");
  form.elements.version_id.value = version;
  taken.querySelector("strong").textContent = question;
  taken.hidden = !version;
}

document.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const option = event.target.closest?.("#faqs [data-version], #suggested [data-version], [data-canned]");
  const forget = event.target.closest?.("[data-forget]");
  if (!reply() || !(option || forget)) return;
  event.preventDefault();
  if (option) return take(option);
  remember("", "");
  reply().elements.text.focus();
});

document.addEventListener("keydown", (event) => {
  const within = event.target.closest?.("[data-answer-with]");
  if (!within || event.isComposing || event.keyCode === 229) return;
  const all = options();
  const place = all.indexOf(event.target);
  const search = within.querySelector("input[type=search]");
  if (event.key === "ArrowDown" && all.length) all[Math.min(place + 1, all.length - 1)].focus();
  else if (event.key === "ArrowUp" && place >= 0) (all[place - 1] ?? search).focus();
  else if (event.key === "Escape") reply()?.elements.text.focus();
  else return;
  event.preventDefault();
});

// Opened by hand, the search is the next thing one needs.
document.addEventListener("toggle", ({ target }) => {
  if (target.matches?.("[data-answer-with][open]")) target.querySelector("input[type=search]").focus();
}, true);

document.addEventListener("htmx:afterRequest", (event) => {
  const sent = event.detail.requestConfig.verb === "post" && event.target.matches?.("form[data-reply]");
  if (event.detail.successful && sent) remember("", "");
});
