// The live link: the history once, then the gateway's event stream, begun anew whenever it breaks.
const LONGEST_WAIT = 30_000;

class Line {
  state = "up";
  #work;
  #run = null;
  #open = null;
  #rest = new Rest();

  // `work`: load() fetches the history, events(signal) the stream, heard(event), refused(error), changed().
  constructor(work) {
    this.#work = work;
  }

  begin() {
    this.#rest.end();
    if (!this.#run) this.#live();
  }

  end() {
    this.#run = null;
    this.#open?.abort();
    this.#rest.end();
  }

  // A stream that looks open may be dead: begin it anew.
  cut() {
    this.#open?.abort();
  }

  async #live() {
    const run = (this.#run = {});
    let wait = 0;
    while (this.#run === run) {
      try {
        await this.#work.load();
        this.#open = new AbortController();
        for await (const event of this.#work.events(this.#open.signal)) {
          if (this.#run !== run) return;
          wait = 0;
          this.#set("up");
          if (event) this.#work.heard(event);
        }
      } catch (error) {
        if (this.#run !== run) return;
        if (error.status === 403) return this.#set("closed");
        this.#work.refused(error);
      }
      if (this.#run !== run) return;
      wait = Math.min(LONGEST_WAIT, wait ? wait * 2 : 500);
      if (wait > 1000) this.#set("lost");
      await this.#rest.for(wait * (0.75 + Math.random() / 2));
    }
  }

  #set(state) {
    if (this.state === state) return;
    this.state = state;
    this.#work.changed();
  }
}
