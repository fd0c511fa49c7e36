// A pause that can be cut short: "the network is back" should not wait for a timer.
class Rest {
  #wake = new Set();

  for(milliseconds) {
    return new Promise((done) => {
      const end = () => {
        clearTimeout(timer);
        this.#wake.delete(end);
        done();
      };
      const timer = setTimeout(end, milliseconds);
      this.#wake.add(end);
    });
  }

  end() {
    for (const end of [...this.#wake]) end();
  }
}
