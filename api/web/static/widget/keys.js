// The keyboard, real and on the screen: Escape, Tab on a phone, and the room a virtual keyboard leaves.
function isPhone() {
  return matchMedia("(max-width: 480px), (max-height: 480px)").matches;
}

function isComposing(event) {
  return event.isComposing || event.keyCode === 229;
}

// On a phone the window covers the page, so the focus stays in it.
function keepFocusIn(node, event) {
  if (event.key !== "Tab" || !isPhone()) return;
  const all = node.querySelectorAll("button:not(:disabled), a, textarea, input, [tabindex='0']");
  const stops = [...all].filter((one) => one.offsetParent);
  const [from, to] = event.shiftKey ? [stops[0], stops.at(-1)] : [stops.at(-1), stops[0]];
  const here = node.getRootNode().activeElement;
  if (here !== from && !(event.shiftKey && here === node)) return;
  event.preventDefault();
  to.focus();
}

function fitKeyboard(root) {
  const view = window.visualViewport;
  if (!view) return;
  root.style.setProperty("--view-height", `${view.height}px`);
  root.style.setProperty("--view-top", `${view.offsetTop}px`);
}
