// What the reader has selected, copied with its source: only words of the document, never the labels beside it.
function selectedWords(state) {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
  const range = selection.getRangeAt(0);
  if (!state.text.contains(range.commonAncestorContainer)) return null;
  const unitOf = (node) => (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement)?.closest(".cs-unit");
  const [first, last] = [unitOf(range.startContainer), unitOf(range.endContainer)];
  let [from, to] = [first ? state.rows.indexOf(first) : 0, last ? state.rows.indexOf(last) : state.rows.length - 1];
  const said = [];
  for (let row = from; row <= to; row++) {
    const body = state.rows[row].querySelector(".cs-words-of");
    const part = document.createRange();
    part.selectNodeContents(body);
    if (row === from && body.contains(range.startContainer)) part.setStart(range.startContainer, range.startOffset);
    if (row === to && body.contains(range.endContainer)) part.setEnd(range.endContainer, range.endOffset);
    else if (row === to && part.comparePoint(range.endContainer, range.endOffset) < 0) part.collapse(true);
    if (part.toString().trim()) said.push([state.data.units[row].id, part.toString()]);
  }
  if (!said.length) return null;
  const [one, other] = [said[0][0], said.at(-1)[0]];
  const text = said.map(([, each]) => each.trim()).join(" ");
  return { text, sentences: one === other ? `sentence ${one}` : `sentences ${one}–${other}`, range };
}

function selectionButton(state) {
  const node = button("Copy with source", "Copy what is selected with its source", () => {
    const chosen = selectedWords(state);
    if (chosen) copied(node, quoted(state, chosen.text, chosen.sentences), state.live);
  });
  node.classList.add("cs-selected");
  node.hidden = true;
  node.addEventListener("pointerdown", (event) => event.preventDefault()); // a press would take the selection away
  const changed = () => {
    const chosen = selectedWords(state);
    node.hidden = !chosen;
    if (!chosen) return;
    const [box, home] = [[...chosen.range.getClientRects()].at(-1) ?? chosen.range.getBoundingClientRect(), state.root.getBoundingClientRect()];
    const left = Math.min(Math.max(box.right - home.left, 0), Math.max(home.width - 160, 0)); // beside the last word selected
    node.style.left = `${left}px`;
    node.style.top = `${Math.min(box.bottom, viewOf(state).bottom - 48) - home.top + 6}px`;
  };
  let waiting = 0;
  const soon = () => {
    if (!state.root.isConnected) return document.removeEventListener("selectionchange", soon);
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(changed);
  };
  document.addEventListener("selectionchange", soon);
  return node;
}
