// What the browser keeps for us. Where storage is blocked, the page's own memory has to do.
class Memory {
  #area;
  #name;
  #held = {};
  #kept = false;
  #over = false;

  constructor(area, name) {
    this.#name = name;
    try {
      this.#area = window[area];
    } catch {
      this.#area = null;
    }
  }

  // Another tab may have written since, or have cleared it all: look every time.
  get values() {
    try {
      const found = JSON.parse(this.#area.getItem(this.#name));
      if (found) this.#kept = true;
      this.#held = found ?? (this.#kept ? {} : this.#held);
    } catch {
      // Blocked or spoilt: what we hold is what there is.
    }
    return this.#held;
  }

  keep(changes) {
    // A reply that comes after the customer has gone must leave nothing behind.
    if (this.#over) return;
    this.#held = { ...this.values, ...changes };
    try {
      this.#area.setItem(this.#name, JSON.stringify(this.#held));
      this.#kept = true;
    } catch {
      // Blocked or full.
      this.#kept = false;
    }
  }

  forget() {
    this.#over = true;
    this.#held = {};
    try {
      this.#area.removeItem(this.#name);
    } catch {
      // Blocked.
    }
  }
}
