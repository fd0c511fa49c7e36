// What is forgotten with a conversation.
const UNKNOWN = { conversation: null, read: 0, rated: null, callback: null, marked: null };

// Who we are to the gateway: a visitor's token, exchanged when it expires and when the page says who its customer is.
class Session {
  #transport;
  #shared;
  #exchanging = null;
  #missing = new Set();

  constructor({ transport, shared }) {
    this.#transport = transport;
    this.#shared = shared;
  }

  // Another tab may have exchanged the token since.
  adopt() {
    this.#transport.token = this.#shared.values.token ?? null;
  }

  // Without a token there is nobody to be told anything.
  get known() {
    return Boolean(this.#shared.values.token);
  }

  call(method, path, body) {
    return this.#renewed(() => this.#transport.call(method, path, body));
  }

  // For what this gateway may lack: null where it does, and it is not asked again.
  async callIfThere(name, method, path, body) {
    if (this.#missing.has(name)) return null;
    try {
      return await this.call(method, path, body);
    } catch (error) {
      if (error.status !== 404 && error.status !== 405) throw error;
      this.#missing.add(name);
      return null;
    }
  }

  upload(path, file, told, signal) {
    return this.#renewed(() => this.#transport.upload(path, file, told, signal));
  }

  blob(path) {
    return this.#renewed(() => this.#transport.blob(path));
  }

  async *events(path, lastId, signal) {
    try {
      yield* this.#transport.events(path, lastId, signal);
    } catch (error) {
      if (!error.expired) throw error;
      await this.#exchange(error);
      yield* this.#transport.events(path, lastId, signal);
    }
  }

  // `identity` is signed by the page's own server. Its conversation may be another than the one at hand.
  async identify(identity) {
    await this.#exchanging?.catch(() => {});
    this.adopt();
    const made = await this.#transport.call("POST", "/session", { identity });
    const { conversation = null } = this.#shared.values;
    const moved = made.conversation_id !== conversation;
    const fresh = { ...UNKNOWN, conversation: made.conversation_id, read: null };
    this.#keep(made, moved ? fresh : {});
    return made.contact;
  }

  async #renewed(work) {
    this.adopt();
    const token = this.#transport.token;
    try {
      return await work();
    } catch (error) {
      if (!error.expired) throw error;
      // While this call was under way, another may have exchanged the token already.
      if (token === this.#transport.token) await this.#exchange(error);
      return work();
    }
  }

  #exchange(cause) {
    this.#exchanging ??= this.#transport
      .call("POST", "/session", {})
      .then((made) => this.#keep(made))
      .catch(() => {
        cause.expired = false;
        throw cause;
      })
      .finally(() => {
        this.#exchanging = null;
      });
    return this.#exchanging;
  }

  #keep(made, changes = {}) {
    this.#shared.keep({ token: made.visitor_token, email: made.contact?.email ?? null, ...changes });
    this.adopt();
  }
}
