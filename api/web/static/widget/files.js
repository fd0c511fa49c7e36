// Files that go with a message: which may, and how they look once they are there.
const LARGEST = 10 * 1024 * 1024;
const MOST_FILES = 5;
const MEDIA = ["image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf"];

function isPicture({ media_type, type = media_type }) {
  return type.startsWith("image/");
}

function sizeOf(bytes) {
  const [n, unit] = bytes < 1024 * 1024 ? [bytes / 1024, "KB"] : [bytes / 1024 / 1024, "MB"];
  return `${n < 10 ? Math.max(0.1, n).toFixed(1) : Math.round(n)} ${unit}`;
}

// The gateway names its files by paths; the page may be of another house.
function shownFiles(files, address) {
  return files.map((file) => {
    const name = [h("span", { class: "filename" }, file.name), h("span", { class: "size" }, sizeOf(file.size))];
    const row = [icon("file", 18), ...name];
    const link = h("a", { class: "file", href: address(file.url), target: "_blank", rel: "noopener noreferrer" });
    if (!isPicture(file)) link.append(...row);
    else {
      const stand = () => link.classList.remove("picture") || link.replaceChildren(...row);
      link.classList.add("picture");
      link.append(h("img", { src: address(file.url), alt: file.name, loading: "lazy", onerror: stand }));
    }
    return link;
  });
}

// What files a paste or a drop carries: pictures from the clipboard come without a name of their own.
function filesOf(transfer) {
  return [...(transfer?.files ?? [])];
}
