// Sentences as cards: source, heading, the words that decided marked, and the way into the reader.
function card(item, go) {
  const node = el("li", "cs-card");
  const head = el("p", "cs-card-head");
  const dot = el("span", "cs-dot");
  dot.style.background = item.colour;
  head.append(dot, el("span", "cs-source", item.source));
  if (item.heading) head.append(el("span", "cs-heading", item.heading));
  const text = el("p", "cs-text");
  text.append(item.before);
  if (item.quote) text.append(el("mark", "cs-mark", item.quote));
  text.append(item.after);
  const link = el("a", "cs-link", "Read it in its place");
  link.href = item.href;
  link.setAttribute("aria-label", `Read it in its place: ${item.source}, sentence ${item.sentence}`);
  const foot = el("p", "cs-card-foot");
  if (item.note) foot.append(el("span", "cs-note", item.note));
  foot.append(inSession(link, () => go(`${item.doc} ${item.sentence}`)));
  node.append(head, text, foot);
  return node;
}

// The dialog's own title is markdown, so a label stands in a heading of ours; together they are the dialog's name.
function titled(parent, words) {
  const title = el("h2", "cs-title", words);
  title.id = "cs-sentences-title";
  const dialog = parent.closest('[role="dialog"]');
  const named = (dialog?.getAttribute("aria-labelledby") ?? "").split(" ").filter((id) => id && id !== title.id);
  dialog?.setAttribute("aria-labelledby", [...named, title.id].join(" "));
  return title;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const list = el("ul", "cs-cards");
  list.append(...data.items.map((item) => card(item, (where) => setTriggerValue("go", where))));
  const head = data.title ? [titled(parentElement, data.title)] : [];
  if (data.said) head.push(el("p", "cs-subtitle", data.said));
  room(parentElement).replaceChildren(...head, list);
}
