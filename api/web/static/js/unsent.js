// What was typed in a form and not sent is there again when its page is opened anew in this tab: another
// decision on the same page, a reload or a look elsewhere loses nothing.
const fields = (form) => [...form.elements].filter((field) => field.name && field.matches("textarea, input:not([type]), input[type=text]"));
const stored = (key) => {
  try { return JSON.parse(sessionStorage.getItem(key)) ?? {}; } catch { return {}; }
};
const store = (key, typed) => {
  // A browser may refuse to keep anything; then nothing is kept, and nothing else is hindered.
  try {
    if (Object.keys(typed).length) sessionStorage.setItem(key, JSON.stringify(typed));
    else sessionStorage.removeItem(key);
  } catch { /* as before */ }
};

for (const form of document.querySelectorAll("form[data-unsent]")) {
  const key = `madoguchi-unsent-${form.dataset.unsent}`;
  const write = (typed) => {
    for (const field of fields(form)) {
      if (!(field.name in typed) || field.value === typed[field.name]) continue;
      field.value = typed[field.name];
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  };
  form.addEventListener("input", () => {
    store(key, Object.fromEntries(fields(form).filter((field) => field.value !== field.defaultValue).map((field) => [field.name, field.value])));
  });
  form.addEventListener("submit", (event) => {
    // A script may answer it on this page, as the replay does: then nothing was sent. Known once all have heard of it.
    setTimeout(() => event.defaultPrevented || store(key, {}));
  });
  const typed = stored(key);
  if (fields(form).some((field) => field.name in typed && typed[field.name] !== field.value)) {
    write(typed);
    const said = document.createElement("span");
    said.textContent = form.dataset.unsentSaid;
    const undo = document.createElement("button");
    undo.type = "button";
    undo.textContent = form.dataset.unsentUndo;
    const notice = document.createElement("div");
    notice.className = "notice";
    notice.setAttribute("role", "status");
    notice.append(said, undo);
    undo.addEventListener("click", () => {
      write(Object.fromEntries(fields(form).map((field) => [field.name, field.defaultValue])));
      store(key, {});
      notice.remove();
    });
    form.prepend(notice);
  }
}
