// What the other side may know of us: that we type, what has arrived here, what has been read.
const TYPING_EVERY = 3000;
const GATHER = 300;

class Signals {
  #send;
  #shared;
  #typedAt = 0;
  #timer = null;

  // `send(name, body)` posts to the conversation at hand; nobody waits for it.
  constructor({ send, shared }) {
    this.#send = send;
    this.#shared = shared;
  }

  typing() {
    const now = Date.now();
    if (now - this.#typedAt < TYPING_EVERY) return;
    this.#typedAt = now;
    this.#send("typing").catch(() => {});
  }

  // After a message the next letter tells at once again.
  said() {
    this.#typedAt = 0;
  }

  // Marks only grow, and those of one moment go together.
  mark(delivered, read) {
    clearTimeout(this.#timer);
    const [d = 0, r = 0] = this.#shared.values.marked ?? [];
    if (delivered <= d && read <= r) return;
    this.#timer = setTimeout(() => {
      const marks = { delivered: Math.max(d, delivered), read: Math.max(r, read) };
      this.#send("marks", marks).then(
        () => this.#shared.keep({ marked: [marks.delivered, marks.read] }),
        () => {},
      );
    }, GATHER);
  }
}
