// One conversation as this browser knows it: what was said, how it stands, and the live link to the gateway.
const LONGEST_WAIT = 30_000;
const QUIET = { typing: false, hand_off: null, agent: null, bot: "ok" };

class Conversation {
  messages = new Map();
  state = QUIET;
  loaded = false;
  link = "up";
  id = null;
  outbox;
  #transport;
  #shared;
  #language;
  #changed;
  #creating = null;
  #run = null;
  #line = null;
  #rest = new Rest();

  constructor({ transport, shared, own, language, changed }) {
    this.#transport = transport;
    this.#shared = shared;
    this.#language = language;
    this.#changed = changed;
    this.outbox = new Outbox({ memory: own, post: (body) => this.#post(body), changed });
    this.adopt();
  }

  // The messages in order, then our own that have not arrived yet.
  get items() {
    const sent = [...this.messages.values()].sort((a, b) => a.seq - b.seq);
    return [...sent, ...this.outbox.items.map((item) => ({ ...item, author: "customer", content: {} }))];
  }

  get unread() {
    const read = this.#shared.values.read ?? 0;
    return [...this.messages.values()].filter((one) => one.seq > read && one.author !== "customer").length;
  }

  get rated() {
    return this.#shared.values.rated ?? null;
  }

  markRead() {
    const newest = Math.max(0, ...this.messages.keys());
    if (newest > (this.#shared.values.read ?? 0)) this.#shared.keep({ read: newest });
  }

  // Every tab of a browser shares one conversation: take up the one that another tab began.
  adopt() {
    const { conversation = null, token = null } = this.#shared.values;
    this.#transport.token = token;
    if (conversation === this.id) return;
    this.id = conversation;
    this.messages.clear();
    this.state = QUIET;
    this.loaded = false;
    this.#run = null;
    this.#line?.abort();
  }

  resume() {
    this.adopt();
    this.#rest.end();
    if (this.id && !this.#run) this.#live();
    this.outbox.deliver();
  }

  pause() {
    this.#run = null;
    this.#line?.abort();
    this.#rest.end();
  }

  // A stream that looks open may be dead: begin it anew.
  reconnect() {
    this.#line?.abort();
    this.#changed();
  }

  async askForPerson() {
    await this.#ensure();
    this.#take(await this.#transport.call("POST", `${this.#path}/hand-off`, {}));
  }

  async cancelPerson() {
    this.#take((await this.#transport.call("DELETE", `${this.#path}/hand-off`)) ?? { hand_off: null, agent: null });
  }

  async rate(rating, seq) {
    await this.#transport.call("POST", `${this.#path}/csat`, { rating });
    this.#shared.keep({ rated: { seq, rating } });
    this.#changed();
  }

  get #path() {
    return `/conversations/${this.id}`;
  }

  // The last message before a gap. The gateway numbers without gaps, so what follows a gap is still to come.
  get #cursor() {
    let seq = 0;
    while (this.messages.has(seq + 1)) seq += 1;
    return seq;
  }

  // A conversation is made when the customer first says something, not when somebody looks at the page.
  #ensure() {
    this.adopt();
    if (this.id) return Promise.resolve();
    const about = { language: this.#language, page_url: location.origin + location.pathname };
    this.#creating ??= this.#transport
      .call("POST", "/conversations", about)
      .then((made) => {
        const token = made.visitor_token ?? this.#transport.token;
        this.#shared.keep({ conversation: made.conversation_id, token, read: 0, rated: null });
        this.adopt();
        this.loaded = true;
        this.#take(made);
        this.#live();
      })
      .catch((error) => {
        throw this.#judged(error);
      })
      .finally(() => {
        this.#creating = null;
      });
    return this.#creating;
  }

  async #post(body) {
    await this.#ensure();
    const id = this.id;
    const message = await this.#transport.call("POST", `${this.#path}/messages`, body).catch((error) => {
      throw this.#judged(error);
    });
    if (id === this.id) this.#take({ messages: [message] });
  }

  // 401: they don't know us; 404: they don't know the conversation. Both mean: begin anew.
  #judged(error) {
    if (error instanceof Refused && (error.status === 401 || error.status === 404)) {
      error.gone = true;
      const token = error.status === 401 ? null : this.#transport.token;
      this.#shared.keep({ conversation: null, token, read: 0, rated: null });
      this.adopt();
    }
    return error;
  }

  #take(news) {
    const { typing, hand_off, agent, bot } = { ...this.state, ...news };
    this.state = { typing, hand_off, agent, bot };
    for (const message of news.messages ?? []) {
      this.messages.set(message.seq, message);
      if (message.client_id) this.outbox.arrived(message.client_id);
    }
    this.#changed();
  }

  async #live() {
    const run = (this.#run = {});
    let wait = 0;
    while (this.#run === run) {
      try {
        if (!this.loaded) {
          this.#take(await this.#transport.call("GET", this.#path));
          this.loaded = true;
        }
        await this.#listen(run, () => {
          wait = 0;
          this.#setLink("up");
        });
      } catch (error) {
        if (error instanceof Refused && error.status === 403) return this.#setLink("closed");
        this.#judged(error);
      }
      if (this.#run !== run) return;
      wait = Math.min(LONGEST_WAIT, wait ? wait * 2 : 500);
      if (wait > 1000) this.#setLink("lost");
      await this.#rest.for(wait * (0.75 + Math.random() / 2));
    }
  }

  async #listen(run, alive) {
    this.#line = new AbortController();
    for await (const event of this.#transport.events(`${this.#path}/events`, this.#cursor, this.#line.signal)) {
      if (this.#run !== run) return;
      alive();
      if (event?.event === "message") this.#take({ messages: [event.data] });
      else if (event?.event === "state") this.#take(event.data);
    }
  }

  #setLink(link) {
    if (this.link === link) return;
    this.link = link;
    this.#changed();
  }
}
