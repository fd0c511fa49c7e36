// Clothes of the shadow root. A constructed sheet also passes a page's strict content security policy.
function dress(shadow) {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    shadow.adoptedStyleSheets = [sheet];
  } catch {
    shadow.append(h("style", {}, STYLE));
  }
}

// The page's own colour, with ink on it that can be read.
function paint(root, colour) {
  const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
  const brush = canvas.getContext("2d");
  brush.fillStyle = "#0d6e74";
  brush.fillStyle = colour;
  brush.fillRect(0, 0, 1, 1);
  const [red, green, blue] = [...brush.getImageData(0, 0, 1, 1).data].slice(0, 3).map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  // WCAG relative luminance; on white it must reach 4.5:1, else black is the better ink.
  const light = 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  root.style.setProperty("--own-accent", brush.fillStyle);
  root.style.setProperty("--own-accent-ink", 1.05 / (light + 0.05) >= 4.5 ? "#fff" : "#000");
}
