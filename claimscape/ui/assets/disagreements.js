// Sentences that two coders read differently: what only the one gave, what only the other, and the words that decided.
function side(name, labels) {
  const node = el("div", "cs-side");
  const list = el("ul", "cs-notes");
  for (const each of labels) {
    const row = el("li", "cs-tag-plain");
    row.append(el("strong", "", each.label));
    if (each.quote) row.append(el("span", "cs-note", ` for “${each.quote}”`));
    list.append(row);
  }
  node.append(el("p", "cs-note", `only ${name}`), labels.length ? list : el("p", "cs-note", "nothing more"));
  return node;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const list = el("ul", "cs-cards");
  for (const item of data.items) {
    const row = el("li", "cs-card");
    const both = el("div", "cs-both");
    both.append(...item.sides.map((labels, place) => side(data.names[place], labels)));
    row.append(el("p", "cs-source", item.source), el("p", "cs-text", item.text), both);
    if (item.where) row.append(button("Read it in its place", "Open the document at this sentence", () => setTriggerValue("go", item.where)));
    list.append(row);
  }
  room(parentElement).replaceChildren(el("h4", "cs-title", data.title), list);
}
