// Keyword in context: the word in the middle, its neighbours to both sides.
export default function ({ data, parentElement, setTriggerValue }) {
  const list = el("ul", "cs-contexts");
  for (const item of data.items) {
    const row = el("li", "cs-context");
    const link = el("a", "cs-context-link");
    link.href = item.href;
    const line = el("span", "cs-context-line");
    line.append(el("span", "cs-left", item.left), el("mark", "cs-hit", item.keyword), el("span", "cs-right", item.right));
    link.append(el("span", "cs-source", item.source), line);
    row.append(inSession(link, () => setTriggerValue("go", item.where)));
    list.append(row);
  }
  const title = el("h2", "cs-title", data.title);
  title.setAttribute("aria-live", "polite");
  room(parentElement).replaceChildren(title, el("p", "cs-subtitle", data.subtitle), list);
}
