// Which texts hold what was typed, whatever its width, case or kana.
const HIRAGANA = /[\u3041-\u3096]/g;

export function folded(text) {
  return text.normalize("NFKC").toLowerCase()
    .replace(HIRAGANA, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0x60))
    .replace(/\s+/g, " ");
}

export class Search {
  constructor(texts) {
    this.texts = texts;
    this.folded = null;
    this.clear();
  }

  clear() {
    this.hits = [];
    this.found = null;
    this.at = 0;
  }

  // Every word must occur. Returns the number of hits.
  run(query) {
    const words = folded(query).split(" ").filter(Boolean);
    this.clear();
    if (!words.length) return 0;
    this.folded ??= this.texts.map(folded);
    this.found = new Uint8Array(this.texts.length);
    this.folded.forEach((text, index) => {
      if (!words.every((word) => text.includes(word))) return;
      this.hits.push(index);
      this.found[index] = 1;
    });
    return this.hits.length;
  }

  // The hit `step` further on, round and round; undefined without hits.
  move(step) {
    const n = this.hits.length;
    if (!n) return undefined;
    this.at = this.at ? ((this.at - 1 + step + n) % n) + 1 : step > 0 ? 1 : n;
    return this.hits[this.at - 1];
  }
}
