// The tray above the box: files on their way to the gateway, until the message that takes them along.
class Tray {
  node;
  #t;
  #upload;
  #changed;
  #say;
  #items = [];
  #list = h("ul", { class: "files" });

  // `upload(file, told, signal)` answers what the gateway calls the file; `say(text)` tells the customer.
  constructor({ t, upload, changed, say }) {
    this.#t = t;
    this.#upload = upload;
    this.#changed = changed;
    this.#say = say;
    this.node = h("div", { class: "tray", role: "group", "aria-label": t("files"), hidden: true }, this.#list);
  }

  get empty() {
    return this.#items.length === 0;
  }

  get busy() {
    return this.#items.some((item) => item.stop);
  }

  get broken() {
    return this.#items.some((item) => item.error);
  }

  add(files) {
    this.#say("");
    for (const file of files) {
      const wrong = this.#wrong(file);
      if (wrong) {
        this.#say(this.#t(wrong, { name: file.name, n: MOST_FILES }));
        continue;
      }
      const item = { file, node: h("li"), preview: isPicture(file) ? URL.createObjectURL(file) : null };
      this.#items.push(item);
      this.#list.append(item.node);
      this.#send(item);
    }
    this.#draw();
  }

  // Gives what is ready to the message and empties the tray.
  take() {
    const taken = this.#items.map((item) => item.made);
    for (const item of [...this.#items]) this.#remove(item);
    return taken;
  }

  #wrong(file) {
    if (!MEDIA.includes(file.type)) return "file_type";
    if (file.size > LARGEST) return "file_large";
    if (file.size === 0) return "file_empty";
    return this.#items.length >= MOST_FILES ? "file_many" : null;
  }

  async #send(item) {
    item.stop = new AbortController();
    item.error = null;
    item.share = 0;
    this.#fill(item);
    const told = (share) => {
      item.share = share;
      const bar = item.node.querySelector("progress");
      if (bar) bar.value = share;
    };
    try {
      item.made = await this.#upload(item.file, told, item.stop.signal);
      this.#say(this.#t("file_ready", { name: item.file.name }), "good");
    } catch (error) {
      const words = wordsOf(error);
      item.error = words ?? this.#t("file_failed");
      item.again = !words;
      this.#say(`${item.file.name}: ${item.error}`);
    }
    item.stop = null;
    if (!this.#items.includes(item)) return;
    this.#fill(item);
    this.#changed();
  }

  #fill(item) {
    const { file, preview, error, stop } = item;
    const named = { name: file.name };
    const picture = h("img", { src: preview, alt: "", onerror: () => picture.replaceWith(icon("file")) });
    const again = h("button", { type: "button", class: "link", onclick: () => this.#send(item) }, this.#t("retry"));
    const held = item.node.getRootNode().activeElement;
    const focused = held && item.node.contains(held);
    item.node.className = error ? "broken" : "";
    item.node.replaceChildren(
      preview ? picture : icon("file"),
      h("span", { class: "filename" }, file.name),
      stop
        ? h("progress", { max: 1, value: item.share, "aria-label": this.#t("file_sending", named) })
        : h("span", { class: "size" }, error ?? sizeOf(file.size)),
      ...(error && item.again ? [again] : []),
      h(
        "button",
        {
          type: "button",
          class: "drop",
          "aria-label": this.#t("file_remove", named),
          onclick: () => this.#remove(item),
        },
        icon("close", 16),
      ),
    );
    if (focused) item.node.lastChild.focus();
  }

  #remove(item) {
    item.stop?.abort();
    if (item.preview) URL.revokeObjectURL(item.preview);
    item.node.remove();
    this.#items = this.#items.filter((one) => one !== item);
    this.#draw();
  }

  #draw() {
    this.node.hidden = this.empty;
    this.#changed();
  }
}
