// Speaks to the gateway: JSON both ways, and server-sent events read by fetch (EventSource carries no headers).
const PATIENCE = 20_000;
const SILENCE = 45_000;

class Refused extends Error {
  constructor(status, detail) {
    super(detail);
    this.status = status;
  }
}

class Transport {
  #base;
  #key;
  token = null;

  constructor(base, key) {
    this.#base = base;
    this.#key = key;
  }

  async call(method, path, body) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), PATIENCE);
    try {
      const answer = await this.#fetch(method, path, body, { Accept: "application/json" }, stop.signal);
      const text = await answer.text();
      return text ? JSON.parse(text) : null;
    } finally {
      clearTimeout(timer);
    }
  }

  // Yields {event, data, id}, and null for a sign of life.
  async *events(path, lastId, signal) {
    const stop = new AbortController();
    const end = () => stop.abort();
    signal.addEventListener("abort", end);
    let timer = setTimeout(end, SILENCE);
    try {
      const headers = { Accept: "text/event-stream", "Last-Event-ID": String(lastId) };
      const answer = await this.#fetch("GET", path, undefined, headers, stop.signal);
      const reader = answer.body.getReader();
      const decoder = new TextDecoder();
      let rest = "";
      yield null;
      for (;;) {
        const { value, done } = await reader.read();
        if (done) return;
        clearTimeout(timer);
        timer = setTimeout(end, SILENCE);
        rest += decoder.decode(value, { stream: true });
        const blocks = rest.split(/\r\n\r\n|\n\n|\r\r/);
        rest = blocks.pop();
        yield null;
        for (const block of blocks) {
          const event = parsedEvent(block);
          if (event) yield event;
        }
      }
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", end);
      stop.abort();
    }
  }

  async #fetch(method, path, body, headers, signal) {
    headers["X-Madoguchi-Key"] = this.#key;
    if (this.token) headers.Authorization = `Bearer ${this.token}`;
    if (body !== undefined) headers["Content-Type"] = "application/json";
    const answer = await fetch(this.#base + path, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      signal,
      credentials: "omit",
      cache: "no-store",
    });
    if (answer.ok) return answer;
    const problem = await answer.json().catch(() => ({}));
    throw new Refused(answer.status, problem.detail ?? answer.statusText);
  }
}

function parsedEvent(block) {
  const event = { event: "message", id: null };
  const data = [];
  for (const line of block.split(/\r\n|\n|\r/)) {
    const [, field, value] = /^([^:]*):? ?(.*)$/.exec(line);
    if (field === "data") data.push(value);
    else if (field === "event" || field === "id") event[field] = value;
  }
  return data.length ? { ...event, data: JSON.parse(data.join("\n")) } : null;
}
