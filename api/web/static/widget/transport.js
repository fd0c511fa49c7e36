// Speaks to the gateway: JSON both ways, files, and server-sent events read by fetch (EventSource has no headers).
const PATIENCE = 20_000;
const UPLOAD_PATIENCE = 180_000;
const SILENCE = 45_000;

class Refused extends Error {
  constructor(status, { detail, type } = {}) {
    super(detail ?? "");
    this.status = status;
    this.expired = status === 401 && String(type).includes("expired");
  }
}

// What the gateway refuses for a reason of the customer's, it says in their language.
function wordsOf({ status, message }) {
  return [409, 413, 415, 422, 429].includes(status) && message ? message : null;
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
    const text = await this.#read(method, path, body, "application/json", (answer) => answer.text());
    return text ? JSON.parse(text) : null;
  }

  blob(path) {
    return this.#read("GET", path, undefined, "text/plain", (answer) => answer.blob());
  }

  // By XMLHttpRequest, since fetch doesn't tell how far an upload has come. `told` hears a share from 0 to 1.
  upload(path, file, told, signal) {
    return new Promise((done, fail) => {
      const request = new XMLHttpRequest();
      request.open("POST", this.#base + path);
      for (const [name, value] of Object.entries(this.#headers())) request.setRequestHeader(name, value);
      request.timeout = UPLOAD_PATIENCE;
      request.upload.onprogress = ({ loaded, total }) => told(total ? loaded / total : 0);
      request.onload = () => {
        const said = parsed(request.responseText);
        if (request.status === 201) done(said);
        else fail(new Refused(request.status, said));
      };
      request.onerror = request.ontimeout = request.onabort = () => fail(new TypeError("not uploaded"));
      signal.addEventListener("abort", () => request.abort());
      const form = new FormData();
      form.append("file", file, file.name);
      request.send(form);
    });
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

  #headers() {
    return { "X-Madoguchi-Key": this.#key, ...(this.token ? { Authorization: `Bearer ${this.token}` } : {}) };
  }

  async #read(method, path, body, accept, content) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), PATIENCE);
    try {
      return await content(await this.#fetch(method, path, body, { Accept: accept }, stop.signal));
    } finally {
      clearTimeout(timer);
    }
  }

  async #fetch(method, path, body, headers, signal) {
    if (body !== undefined) headers["Content-Type"] = "application/json";
    const answer = await fetch(this.#base + path, {
      method,
      headers: { ...headers, ...this.#headers() },
      body: body === undefined ? undefined : JSON.stringify(body),
      signal,
      credentials: "omit",
      cache: "no-store",
    });
    if (answer.ok) return answer;
    throw new Refused(answer.status, parsed(await answer.text()));
  }
}

function parsed(text) {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
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
