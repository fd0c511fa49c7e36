// Files dropped on the window. The page never gets to see them, nor does the browser leave it for them.
function takeDrops(node, take) {
  let depth = 0;
  const show = (change) => {
    depth = Math.max(0, change === 0 ? 0 : depth + change);
    node.classList.toggle("dropping", depth > 0);
  };
  const on = (name, act) =>
    node.addEventListener(name, (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      event.stopPropagation();
      act(event);
    });
  on("dragenter", () => show(1));
  on("dragleave", () => show(-1));
  on("dragover", (event) => {
    event.dataTransfer.dropEffect = "copy";
  });
  on("drop", (event) => {
    show(0);
    take(filesOf(event.dataTransfer));
  });
}
