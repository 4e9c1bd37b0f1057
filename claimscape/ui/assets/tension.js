// Pairs of sentences that contradict each other, side by side.
function side(item, pick) {
  const node = el("div", "cs-side");
  const head = el("p", "cs-card-head");
  head.append(el("span", "cs-source", item.source));
  const opener = button("Sentence", `Open this sentence of ${item.source}`, () => pick(item.pick));
  opener.setAttribute("aria-label", `Open this sentence of ${item.source}: ${item.claim}`);
  node.append(head, el("p", "cs-text", item.quote), el("p", "cs-note", item.claim), opener);
  return node;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const section = el("section", "cs-figure");
  const list = el("ul", "cs-cards");
  for (const item of data.items) {
    const row = el("li", "cs-card");
    const both = el("div", "cs-both");
    both.append(...item.sides.map((each) => side(each, (pick) => setTriggerValue("pick", pick))));
    row.append(el("p", "cs-why", item.why), both);
    list.append(row);
  }
  section.append(el("h2", "cs-title", data.title), el("p", "cs-subtitle", data.subtitle), list, el("p", "cs-footer", data.footer));
  room(parentElement).replaceChildren(section);
}
