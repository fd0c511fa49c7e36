// One conversation as this browser knows it: what was said, how it stands, and what can be done in it.
const QUIET = { typing: false, hand_off: null, agent: null, bot: "ok", agent_typing: false, read_by_agent: 0, hours: null };

class Conversation {
  messages = new Map();
  state = QUIET;
  loaded = false;
  id = null;
  outbox;
  asks;
  #session;
  #shared;
  #language;
  #changed;
  #heard;
  #creating = null;
  #line;
  #signals;

  // `changed()` after every change, `heard(message)` for each new message that somebody else wrote.
  constructor({ session, shared, own, language, changed, heard }) {
    this.#session = session;
    this.#shared = shared;
    this.#language = language;
    this.#changed = changed;
    this.#heard = heard;
    const thread = { path: () => this.#path, ensure: () => this.#ensure(), take: (news) => this.#take(news), changed };
    this.asks = new Asks({ session, shared, thread });
    this.#signals = new Signals({ shared, send: (name, body) => this.#tell(name, body) });
    this.#line = new Line({
      load: () => this.#load(),
      events: (signal) => session.events(`${this.#path}/events`, this.#cursor, signal),
      heard: ({ event, data }) => this.#take(event === "message" ? { messages: [data] } : event === "state" ? data : {}),
      refused: (error) => this.#judged(error),
      changed,
    });
    this.outbox = new Outbox({ memory: own, post: (body) => this.#post(body), changed });
    this.adopt();
  }

  // The messages in order, then our own that have not arrived yet.
  get items() {
    const sent = [...this.messages.values()].sort((a, b) => a.seq - b.seq);
    const own = ({ attachments, ...item }) => ({ ...item, author: "customer", content: { attachments } });
    return [...sent, ...this.outbox.items.map(own)];
  }

  get link() {
    return this.#line.state;
  }

  get unread() {
    const { read } = this.#shared.values;
    if (read == null) return 0;
    return [...this.messages.values()].filter((one) => one.seq > read && one.author !== "customer").length;
  }

  markRead() {
    const newest = Math.max(0, ...this.messages.keys());
    if (newest > (this.#shared.values.read ?? 0)) this.#shared.keep({ read: newest });
    this.#mark();
  }

  // Every tab of a browser shares one conversation: take up the one that another tab began.
  adopt() {
    this.#session.adopt();
    const { conversation = null } = this.#shared.values;
    if (conversation === this.id) return;
    this.#line.end();
    this.id = conversation;
    this.messages.clear();
    this.state = QUIET;
    this.loaded = false;
  }

  resume() {
    this.adopt();
    if (this.id) this.#line.begin();
    this.outbox.deliver();
  }

  pause() {
    this.#line.end();
  }

  reconnect() {
    this.#line.cut();
    this.#changed();
  }

  // A person wants to know; and the bot waits a little for whoever adds to what they have just said.
  typing() {
    if (this.state.hand_off || this.items.at(-1)?.author === "customer") this.#signals.typing();
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

  async #load() {
    if (this.loaded) return;
    this.#take(await this.#session.call("GET", this.#path));
    this.loaded = true;
    // Taken over from another device: what was said there counts as read.
    if (this.#shared.values.read == null) this.#shared.keep({ read: this.#cursor });
    this.#mark();
    this.#changed();
  }

  // A conversation is made when the customer first says something, not when somebody looks at the page.
  #ensure() {
    this.adopt();
    if (this.id) return Promise.resolve();
    const about = { language: this.#language, page_url: pageAddress() };
    this.#creating ??= this.#session
      .call("POST", "/conversations", about)
      .then((made) => {
        const token = made.visitor_token ?? this.#shared.values.token;
        this.#shared.keep({ ...UNKNOWN, conversation: made.conversation_id, token });
        this.adopt();
        this.loaded = true;
        this.#take(made);
        this.#line.begin();
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
    this.#signals.said();
    const message = await this.#session.call("POST", `${this.#path}/messages`, body).catch((error) => {
      throw this.#judged(error);
    });
    if (id === this.id) this.#take({ messages: [message] });
  }

  async #tell(name, body) {
    if (this.id) await this.#session.callIfThere(name, "POST", `${this.#path}/${name}`, body);
  }

  #mark() {
    if (this.loaded) this.#signals.mark(this.#cursor, Math.min(this.#cursor, this.#shared.values.read ?? 0));
  }

  // 401: they don't know us; 404: they don't know the conversation. Both mean: begin anew.
  #judged(error) {
    if (error.status === 401 || error.status === 404) {
      error.gone = true;
      const token = error.status === 401 ? null : this.#shared.values.token;
      this.#shared.keep({ ...UNKNOWN, token });
      this.adopt();
      this.#changed();
    }
    return error;
  }

  #take(news) {
    const known = Object.entries(news).filter(([name]) => name in QUIET);
    this.state = { ...this.state, ...Object.fromEntries(known) };
    if (!this.state.hand_off) this.asks.forgetContact();
    for (const message of news.messages ?? []) {
      const fresh = this.loaded && !this.messages.has(message.seq);
      this.messages.set(message.seq, message);
      if (message.client_id) this.outbox.arrived(message.client_id);
      if (fresh && message.author !== "customer") this.#heard(message);
    }
    this.#mark();
    this.#changed();
  }
}

// Without query and fragment: they may hold what is nobody else's business.
function pageAddress() {
  return location.origin + location.pathname;
}
