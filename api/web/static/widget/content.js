// What a message says. HTML comes from our own server, and is still rebuilt from a short list of tags.
const TAGS = new Set(["P", "BR", "STRONG", "EM", "UL", "OL", "LI", "A"]);
const DROPPED = new Set(["SCRIPT", "STYLE", "TEMPLATE", "IFRAME", "OBJECT", "NOSCRIPT", "TEXTAREA", "TITLE"]);
// Addresses in plain text are ASCII: Japanese text that follows without a space is not part of them.
const ADDRESS = /https?:\/\/[\w\-.~:/?#@!$&'()*+,;=%]+/g;

function saidIn(message) {
  const html = message.content?.html;
  if (html) return rebuilt(new DOMParser().parseFromString(html, "text/html").body);
  return message.text ? [h("p", { class: "text" }, ...linked(message.text))] : [];
}

function rebuilt(source) {
  return [...source.childNodes].flatMap((node) => {
    if (node.nodeType === Node.TEXT_NODE) return source.tagName === "A" ? [node.data] : linked(node.data);
    if (node.nodeType !== Node.ELEMENT_NODE || DROPPED.has(node.tagName)) return [];
    const inner = rebuilt(node);
    if (!TAGS.has(node.tagName)) return inner;
    if (node.tagName === "A") return /^https?:\/\//i.test(node.getAttribute("href") ?? "") ? [link(node.href, inner)] : inner;
    return [h(node.tagName.toLowerCase(), node.tagName === "OL" ? { start: node.getAttribute("start") } : {}, ...inner)];
  });
}

// The text in pieces, its web addresses as links.
function linked(text) {
  const pieces = [];
  let from = 0;
  for (const found of text.matchAll(ADDRESS)) {
    const address = found[0].replace(/[.,;:!?')]+$/, "");
    pieces.push(text.slice(from, found.index), link(address, [address]));
    from = found.index + address.length;
  }
  return [...pieces, text.slice(from)];
}

function link(href, children) {
  return h("a", { href, target: "_blank", rel: "noopener noreferrer" }, ...children);
}
