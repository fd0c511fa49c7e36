// Our own messages until the gateway has them. Each keeps its client_id, so sending twice is not saying twice.
const TRIES = 5;

class Outbox {
  items;
  #memory;
  #rest = new Rest();
  #busy = false;
  #post;
  #changed;

  constructor({ memory, post, changed }) {
    this.#memory = memory;
    this.#post = post;
    this.#changed = changed;
    this.items = memory.values.pending ?? [];
  }

  put(what) {
    this.items.push({ client_id: newId(), created_at: new Date().toISOString(), status: "sending", ...what });
    this.#keep();
    this.deliver();
  }

  retry(clientId) {
    const item = this.items.find((one) => one.client_id === clientId);
    if (item) Object.assign(item, { status: "sending", tries: 0 });
    this.#keep();
    this.deliver();
  }

  arrived(clientId) {
    const before = this.items.length;
    this.items = this.items.filter((item) => item.client_id !== clientId);
    if (this.items.length !== before) this.#keep();
  }

  // One at a time, so that they arrive in the order in which they were written.
  async deliver() {
    this.#rest.end();
    this.#changed();
    if (this.#busy) return;
    this.#busy = true;
    for (let item; (item = this.items.find((one) => one.status === "sending")); ) {
      if (navigator.onLine === false) await this.#rest.for(30_000);
      else await this.#send(item);
      this.#changed();
    }
    this.#busy = false;
  }

  async #send(item) {
    try {
      await this.#post(bodyOf(item));
      this.arrived(item.client_id);
    } catch (error) {
      item.tries = (item.tries ?? 0) + 1;
      const refused = error instanceof Refused && error.status < 500 && !error.gone;
      if (refused || item.tries >= TRIES) {
        Object.assign(item, { status: "failed", refused: refused ? error.status : null });
        this.#keep();
      } else if (!error.gone) {
        await this.#rest.for(400 * 2 ** item.tries);
      }
    }
  }

  #keep() {
    this.#memory.keep({ pending: this.items });
  }
}

function bodyOf({ client_id, choice, text, attachments = [] }) {
  if (choice) return { client_id, choice };
  return attachments.length ? { client_id, text, attachments: attachments.map(({ id }) => id) } : { client_id, text };
}

function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
