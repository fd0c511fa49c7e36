// Where the customer writes and attaches. Enter sends, except while an IME is composing.
const LONGEST = 4000;

class Composer {
  node;
  tray;
  #t;
  #act;
  #input;
  #note = h("p", { class: "note", role: "status" });
  #choose;
  #finder;
  #searchable = false;
  #waiting = false;

  // `act`: say(text, attachments), typing(), find(text), ask(question), attach(file, told, signal).
  constructor({ t, act }) {
    this.#t = t;
    this.#act = act;
    this.tray = new Tray({ t, upload: act.attach, changed: () => this.#settled(), say: (text, kind) => this.#tell(text, kind) });
    this.#finder = new Finder({
      t,
      find: act.find,
      back: () => this.focus(),
      choose: (question) => {
        this.write("");
        act.say(question, []);
        this.focus();
      },
    });
    this.#input = h("textarea", {
      rows: 1,
      "aria-label": t("input"),
      placeholder: t("placeholder"),
      enterkeyhint: "send",
      oninput: (event) => this.#wrote(event),
      oncompositionend: () => this.#look(),
      onkeydown: (event) => this.#key(event),
      onpaste: (event) => this.#paste(event),
    });
    this.#choose = h("input", { type: "file", accept: MEDIA.join(), multiple: true, hidden: true, onchange: () => this.#chosen() });
    const attach = h(
      "button",
      { type: "button", class: "plain attach", "aria-label": t("attach"), title: t("attach"), onclick: () => this.#choose.click() },
      icon("clip"),
    );
    const send = h("button", { class: "send", "aria-label": t("send"), title: t("send") }, icon("send"));
    this.node = h(
      "form",
      { class: "composer empty", onsubmit: (event) => this.#submit(event) },
      this.#finder.node,
      this.#note,
      this.tray.node,
      h("div", { class: "box" }, attach, this.#choose, this.#input, send),
      h("p", { class: "hint" }, t("hint")),
    );
  }

  // `searchable`: nothing is open between us and the customer, so a new question may be looked up.
  draw(searchable) {
    this.#searchable = searchable;
    if (!searchable) this.#finder.close();
  }

  focus() {
    this.#input.focus({ preventScroll: true });
  }

  write(text) {
    this.#input.value = text;
    this.#fit();
    this.#look();
  }

  // Whether there was something to close.
  closeFinder() {
    const { open } = this.#finder;
    if (open) {
      this.#finder.close();
      this.focus();
    }
    return open;
  }

  #key(event) {
    // Safari ends the composition before this event; its key code still says 229.
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Enter" && !event.shiftKey) this.#submit(event);
    const firstLine = !this.#input.value.slice(0, this.#input.selectionStart).includes("\n");
    if (event.key === "ArrowUp" && this.#finder.open && firstLine) {
      event.preventDefault();
      this.#finder.focusLast();
    }
  }

  #wrote({ isComposing }) {
    this.#waiting = false;
    this.#fit();
    if (this.#input.value) this.#act.typing();
    // Half-composed words are not looked up: the list and the IME's would lie over one another.
    if (!isComposing) this.#look();
  }

  #look() {
    this.#finder.look(this.#searchable ? this.#input.value.trim() : "");
  }

  #paste(event) {
    const files = filesOf(event.clipboardData);
    const { types } = event.clipboardData;
    // A spreadsheet's cells come as text, as markup and as a picture: the text is meant.
    if (!files.length || (types.includes("text/plain") && types.includes("text/html"))) return;
    event.preventDefault();
    this.tray.add(files);
  }

  #chosen() {
    this.tray.add([...this.#choose.files]);
    this.#choose.value = "";
    this.focus();
  }

  #submit(event) {
    event.preventDefault();
    const text = this.#input.value.trim();
    this.#waiting = this.tray.busy;
    if (this.tray.broken) this.#tell(this.#t("files_broken"));
    else if (this.#waiting) this.#tell(this.#t("files_wait"), "good");
    else if ((text || !this.tray.empty) && length(text) <= LONGEST) {
      this.#act.say(text, this.tray.take());
      this.write("");
      this.#tell("");
    }
    this.focus();
  }

  // "Send" was pressed while a file was on its way.
  #settled() {
    if (this.#waiting && !this.tray.busy && !this.tray.broken) this.#submit(new Event("submit"));
    this.#fit();
  }

  #tell(text, kind = "") {
    this.#note.className = `note ${kind}`;
    this.#note.textContent = text;
  }

  #fit() {
    const { value } = this.#input;
    const n = length(value.trim());
    this.node.classList.toggle("empty", n === 0 && this.tray.empty);
    if (n > LONGEST) this.#tell(this.#t("long", { n: n.toLocaleString() }));
    else if (this.tray.empty && this.#input.value) this.#tell("");
    this.#input.style.height = "auto";
    this.#input.style.height = `${this.#input.scrollHeight}px`;
  }
}

// Characters as the gateway counts them, not UTF-16 halves.
function length(text) {
  return text.length <= LONGEST ? text.length : [...text].length;
}
