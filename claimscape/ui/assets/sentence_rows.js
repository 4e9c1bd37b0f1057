// One sentence as a card and as a row of the table; what both say of it.
function parted(item) {
  const start = item.quote ? item.text.indexOf(item.quote) : -1;
  if (start < 0) return [item.text];
  return [item.text.slice(0, start), el("mark", "cs-mark", item.quote), item.text.slice(start + item.quote.length)];
}

function worded(state, item, name) {
  const labels = state.data.words[name];
  return (item[name] ?? "").split("; ").filter((each) => each in labels).map((each) => labels[each]).join(", ");
}

function sourceOf(state, item) {
  return state.sources.get(item.doc_id) ?? { label: item.source, said: item.source, where: "", colour: "" };
}

function sourceName(state, item) {
  const source = sourceOf(state, item);
  const name = el("span", "cs-by");
  const dot = el("span", "cs-dot");
  dot.style.background = source.colour;
  name.append(dot, el("span", "cs-source", item.source));
  return name;
}

function wayIn(state, item, words) {
  const link = el("a", "cs-link", words);
  const [path, asked] = state.data.reader.split("?");
  const where = new URLSearchParams(asked ?? "");
  where.set("doc", item.doc_id);
  where.set("sentence", item.sentence_id);
  link.href = `${path}?${where}`;
  link.setAttribute("aria-label", `${words === "Read it in its place" ? words : `Sentence ${words}, read it in its place`}: ${item.source}, sentence ${item.sentence_id}`);
  return inSession(link, () => state.trigger("go", `${item.doc_id} ${item.sentence_id}`));
}

function copier(state, item) {
  const source = sourceOf(state, item);
  const copy = button("Copy", "Copy the sentence with its source", () =>
    copied(copy, quotation(item.text, source.said, `sentence ${item.sentence_id}`, source.where), state.live));
  copy.classList.add("cs-copy");
  copy.setAttribute("aria-label", `Copy with its source: ${item.source}, sentence ${item.sentence_id}`);
  return copy;
}

function card(state, item) {
  const node = el("li", "cs-card");
  const head = el("p", "cs-card-head");
  head.append(sourceName(state, item));
  if (item.heading) head.append(el("span", "cs-heading", item.heading));
  const text = el("p", "cs-text");
  text.append(...parted(item));
  const said = [item.claims, worded(state, item, "certainty"), worded(state, item, "support"), item.risks && `risk: ${item.risks}`];
  const foot = el("div", "cs-card-foot");
  const ways = el("span", "cs-ways");
  ways.append(copier(state, item), wayIn(state, item, "Read it in its place"));
  foot.append(el("span", "cs-note", said.filter(Boolean).join(" · ")), ways);
  node.append(head, text, foot);
  return node;
}

function line(state, item) {
  const row = el("tr");
  const first = el("th");
  first.scope = "row";
  first.append(sourceName(state, item));
  const number = el("td", "cs-figure-cell");
  number.append(wayIn(state, item, String(item.sentence_id)));
  const text = el("td", "cs-text-cell");
  if (item.heading) text.append(el("span", "cs-heading", item.heading));
  const words = el("span", "cs-words");
  words.append(...parted(item));
  text.append(words);
  const found = el("td", "", [item.claims, item.risks && `risk: ${item.risks}`].filter(Boolean).join(" · "));
  if (item.topics) found.append(el("span", "cs-also", `${found.textContent ? " · " : ""}${item.topics}`));
  const copy = el("td");
  copy.append(copier(state, item));
  row.append(first, number, text, found, el("td", "", worded(state, item, "certainty")),
    el("td", "", worded(state, item, "support")), el("td", "cs-figure-cell", wordCount(item).toLocaleString("en")), copy);
  return row;
}

function wordCount(item) {
  return item.text.split(/\s+/).filter(Boolean).length;
}
