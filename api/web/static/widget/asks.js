// What a customer can ask for besides writing: a person, a call back, the transcript; and the rating they give.
class Asks {
  #session;
  #shared;
  #thread;

  // `thread`: path() of the conversation, ensure() that there is one, take(news), changed().
  constructor({ session, shared, thread }) {
    this.#session = session;
    this.#shared = shared;
    this.#thread = thread;
  }

  get rated() {
    return this.#shared.values.rated ?? null;
  }

  get leftContact() {
    return Boolean(this.#shared.values.callback);
  }

  get email() {
    return this.#shared.values.email ?? "";
  }

  async person() {
    await this.#thread.ensure();
    this.#thread.take(await this.#call("POST", "/hand-off", {}));
  }

  async cancelPerson() {
    this.#thread.take((await this.#call("DELETE", "/hand-off")) ?? { hand_off: null, agent: null });
  }

  async rate(rating, seq) {
    await this.#call("POST", "/csat", { rating });
    this.#keep({ rated: { seq, rating } });
  }

  // What goes with the rating.
  async comment(comment) {
    await this.#call("POST", "/csat/comment", { comment });
    this.#keep({ rated: { ...this.rated, commented: true } });
  }

  // `contact`: email or phone, and a note.
  async callBack(contact) {
    await this.#call("POST", "/callback", contact);
    this.#keep({ callback: true });
  }

  // The wish for a person has ended: the next one may leave a contact again.
  forgetContact() {
    if (this.leftContact) this.#shared.keep({ callback: null });
  }

  // `told` hears the share that has arrived.
  async attach(file, told, signal) {
    await this.#thread.ensure();
    return this.#session.upload(`${this.#thread.path()}/attachments`, file, told, signal);
  }

  transcript() {
    return this.#session.blob(`${this.#thread.path()}/transcript?format=txt`);
  }

  async mailTranscript(email) {
    await this.#call("POST", "/transcript", { email });
  }

  #call(method, path, body) {
    return this.#session.call(method, this.#thread.path() + path, body);
  }

  #keep(changes) {
    this.#shared.keep(changes);
    this.#thread.changed();
  }
}
