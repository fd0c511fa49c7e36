// The console's own script: notices for failed actions, and places kept in lists.
const notice = document.getElementById("notice");

document.addEventListener("htmx:responseError", (event) => {
  const coded = event.detail.xhr.getResponseHeader("X-Notice");
  const text = coded
    ? coded.replace(/\\u([0-9a-f]{4})/g, (_, code) => String.fromCharCode(parseInt(code, 16)))
    : event.detail.xhr.statusText;
  const box = Object.assign(document.createElement("div"), { className: "notice wrong", textContent: text });
  box.setAttribute("role", "alert");
  notice.replaceChildren(box);
});
