// Keyword in context: the word in the middle, its neighbours to both sides.
// What stands before ends at the keyword; where it does not fit it begins with a whole word.
function fitLeft(list) {
  const pen = el("canvas").getContext("2d");
  const boxes = [...list.querySelectorAll(".cs-left")];
  const inLine = boxes.length > 0 && getComputedStyle(boxes[0]).display === "flex";
  if (boxes.length) pen.font = getComputedStyle(boxes[0]).font;
  const widths = boxes.map((box) => box.clientWidth); // all are read before any is written: one layout for all rows
  boxes.forEach((box, row) => {
    let text = box.dataset.all;
    while (inLine && /\S\s+\S/.test(text) && pen.measureText(text).width > widths[row]) text = text.replace(/^…?\s*\S+\s+/, "…");
    if (box.textContent !== text) box.textContent = text;
  });
}

export default function ({ data, parentElement, setTriggerValue }) {
  const list = el("ul", "cs-contexts");
  for (const item of data.items) {
    const row = el("li", "cs-context");
    const link = el("a", "cs-context-link");
    link.href = item.href;
    const line = el("span", "cs-context-line");
    const left = el("span", "cs-left", item.left);
    left.dataset.all = item.left;
    line.append(left, el("mark", "cs-hit", item.keyword), el("span", "cs-right", item.right));
    link.append(el("span", "cs-source", item.source), line);
    row.append(inSession(link, () => setTriggerValue("go", item.where)));
    list.append(row);
  }
  const title = el("h2", "cs-title", data.title);
  title.setAttribute("aria-live", "polite");
  room(parentElement).replaceChildren(title, el("p", "cs-subtitle", data.subtitle), list);
  new ResizeObserver(() => requestAnimationFrame(() => list.isConnected && fitLeft(list))).observe(list);
}
