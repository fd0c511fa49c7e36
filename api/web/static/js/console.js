// The console's own script: notices for failed actions, and places kept in lists.
// On a phone the rooms are a strip that scrolls: show where one is.
const rooms = document.querySelector(".bar nav");
const room = rooms?.querySelector("[aria-current]");
if (room) rooms.scrollLeft = room.offsetLeft - rooms.offsetLeft - (rooms.clientWidth - room.offsetWidth) / 2;

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
