// Try a draft before publishing: the form is sent as it is, a stream says how far the replay is, and the
// result appears in place. Without this script the button's own address does the same on a page of its own.
const eventsOf = async function* (response) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    rest += value.replaceAll("\r\n", "\n");
    for (let end = rest.indexOf("\n\n"); end >= 0; end = rest.indexOf("\n\n")) {
      const lines = rest.slice(0, end).split("\n");
      rest = rest.slice(end + 2);
      const field = (name) => lines.find((line) => line.startsWith(`${name}:`))?.slice(name.length + 1).trim();
      if (field("data")) yield { name: field("event"), data: JSON.parse(field("data")) };
    }
  }
};

const noticeOf = (response) =>
  (response.headers.get("X-Notice") ?? "").replace(/\\u([0-9a-f]{4})/g, (_, code) =>
    String.fromCharCode(parseInt(code, 16)),
  );

const say = (panel, text) => {
  const box = Object.assign(document.createElement("div"), { className: "notice wrong", textContent: text });
  panel.querySelector("[data-result]").replaceChildren(box);
};

const show = async (panel, id) => {
  const found = await fetch(`/staff/replays/${id}`, { headers: { "HX-Request": "true" } });
  if (!found.ok) throw new Error(found.statusText);
  panel.querySelector("[data-result]").innerHTML = await found.text();
};

const replay = async (panel, form) => {
  const button = panel.querySelector("[data-start]");
  const progress = panel.querySelector("[data-progress]");
  const said = panel.querySelector("[data-said]");
  button.disabled = true;
  progress.hidden = false;
  progress.firstElementChild.removeAttribute("value");
  try {
    const headers = { "HX-Request": "true" };
    const response = await fetch(panel.dataset.replay, { method: "POST", headers, body: new FormData(form) });
    if (!response.ok) throw new Error(noticeOf(response));
    for await (const { name, data } of eventsOf(response)) {
      if (name === "progress") {
        progress.firstElementChild.value = data.done / data.every;
        const numbers = { done: data.done.toLocaleString(), every: data.every.toLocaleString() };
        said.textContent = said.dataset.pattern.replace(/\((done|every)\)/g, (_, key) => numbers[key]);
      } else if (name === "done") {
        await show(panel, data.id);
      } else {
        say(panel, data.sentence);
      }
    }
  } catch (error) {
    say(panel, error instanceof TypeError || !error.message ? panel.dataset.failed : error.message);
  }
  progress.hidden = true;
  button.disabled = false;
};

for (const panel of document.querySelectorAll("[data-replay]")) {
  panel.querySelector("[data-start]").addEventListener("click", (event) => {
    event.preventDefault();
    replay(panel, panel.closest("form"));
  });
}
