// Keyword in context: the words found stand below each other, their neighbours to both sides; the deciding words are marked.
function pieced(pieces) {
  const all = el("span");
  all.append(...pieces.map(([text, turn]) => (turn ? el("span", `cs-turn cs-turn-${turn}`, text) : text)));
  return all;
}

function lastLetters(pieces, letters) {
  const kept = [];
  for (const [text, turn] of [...pieces].reverse()) {
    if (letters <= 0) break;
    kept.unshift([text.slice(Math.max(text.length - letters, 0)), turn]);
    letters -= text.length;
  }
  return kept;
}

// What stands before ends at the words found; where it does not fit it begins with a whole word.
function fitLeft(list) {
  const pen = el("canvas").getContext("2d");
  const boxes = [...list.querySelectorAll(".cs-left")];
  const inLine = boxes.length > 0 && getComputedStyle(boxes[0]).display === "flex";
  if (boxes.length) pen.font = getComputedStyle(boxes[0]).font;
  const widths = boxes.map((box) => box.clientWidth - 12); // all are read before any is written: one layout for all rows
  boxes.forEach((box, row) => {
    const whole = box.pieces.map(([text]) => text).join("");
    let text = whole;
    while (inLine && /\S\s+\S/.test(text) && pen.measureText(text).width > widths[row]) text = text.replace(/^…?\s*\S+\s+/, "…");
    if (box.shown === text) return;
    box.shown = text;
    box.replaceChildren(pieced(text === whole ? box.pieces : [["…", 0], ...lastLetters(box.pieces, text.length - 1)]));
  });
}

function codes(item) {
  const line = el("span", "cs-codes");
  for (const [kind, labels] of item.codes) line.append(el("span", `cs-tag cs-tag-${kind}`, `${kind}: ${labels}`));
  if (!item.codes.length) line.append(el("span", "cs-uncoded", "not coded"));
  return line;
}

function context(item, trigger) {
  const row = el("li", "cs-context");
  const link = el("a", "cs-context-link");
  link.href = item.href;
  const line = el("span", "cs-context-line");
  const left = el("span", "cs-left");
  left.pieces = item.left;
  left.append(pieced(item.left));
  const right = el("span", "cs-right");
  right.append(el("mark", "cs-hit", item.keyword), pieced(item.right));
  line.append(left, right);
  link.append(el("span", "cs-source", item.source), line, codes(item));
  row.append(inSession(link, () => trigger("go", item.where)));
  return row;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = room(parentElement);
  const list = el("ul", "cs-contexts");
  list.append(...data.items.map((item) => context(item, setTriggerValue)));
  const title = el("h2", "cs-title", data.title);
  title.setAttribute("aria-live", "polite");
  title.tabIndex = -1;
  root.replaceChildren(title, el("p", "cs-subtitle", data.subtitle), list);
  new ResizeObserver(() => requestAnimationFrame(() => list.isConnected && fitLeft(list))).observe(list);
  // A page that was turned at the end of the list begins at its top.
  if (root.page !== undefined && root.page !== data.page && title.getBoundingClientRect().top < 0) {
    title.focus({ preventScroll: true });
    title.scrollIntoView({ block: "start" });
  }
  root.page = data.page;
}
