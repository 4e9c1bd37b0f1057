// The sources by name, in their colours, each a way into the reader.
export default function ({ data, parentElement, setTriggerValue }) {
  const list = el("ul", "cs-chips");
  for (const item of data.items) {
    const row = el("li", "cs-chip");
    const dot = el("span", "cs-dot");
    dot.style.background = item.colour;
    const link = el("a", "cs-link", item.label);
    link.href = item.href;
    row.append(dot, inSession(link, () => setTriggerValue("go", `${item.doc} `)));
    if (item.kind) row.append(el("span", "cs-note", item.kind));
    list.append(row);
  }
  if (data.more) list.append(el("li", "cs-chip cs-note", `and ${data.more} more`));
  room(parentElement).replaceChildren(list);
}
