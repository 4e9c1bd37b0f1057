// A document, sentence by sentence: its words marked, the number that is its address, and its codes beside it.
const LAYERS = { topic: "Topics", claim: "Claims", risk: "Risks", citation: "Citations" };
const ONE = { topic: "topic", claim: "claim", risk: "risk", citation: "citation" };

function words(unit, as, name) {
  const node = el(as, name);
  for (const [text, kinds] of unit.pieces) {
    const names = kinds.split(" ").filter(Boolean);
    node.append(names.length ? el("span", names.map((kind) => `cs-on-${kind}`).join(" "), text) : document.createTextNode(text));
  }
  return node;
}

// Only the sentence that is read has its controls in the order of the tab key; n, p, j and k lead from one to another.
function control(name, text, act) {
  const node = el("button", name, text);
  node.type = "button";
  node.dataset.act = act;
  node.tabIndex = -1;
  return node;
}

function tag(state, unit, place) {
  const [code, label] = unit.tags[place];
  const { kind, pick } = state.data.codes[code];
  const item = el("li", `cs-tag cs-tag-${kind}`);
  const name = pick ? control("cs-code", "", "code") : el("span", "cs-code");
  if (pick) name.title = "Open the sentences of this code in every source";
  name.dataset.tag = place;
  name.append(el("span", "cs-said", `${ONE[kind]}: `), label);
  item.append(name);
  return item;
}

function unitRow(state, unit) {
  const heading = unit.kind === "heading";
  const row = el("div", `cs-unit${unit.breaks > 1 ? " cs-apart" : ""}${heading ? " cs-headed" : ""}`);
  row.dataset.sentence = unit.id;
  row.tabIndex = -1;
  const link = el("a", "cs-number-link", String(unit.id));
  link.dataset.act = "link";
  link.tabIndex = -1;
  link.href = addressOf(state, unit.id);
  link.title = "Link to this sentence";
  link.setAttribute("aria-label", `Link to sentence ${unit.id}`);
  row.append(link, words(unit, heading ? "h3" : "p", heading ? "cs-words-of cs-doc-heading" : `cs-words-of cs-doc-text cs-kind-${unit.kind}`));
  if (unit.tags.length) {
    const notes = el("ul", "cs-notes");
    notes.append(...unit.tags.map((_, place) => tag(state, unit, place)));
    const copy = control("cs-code cs-quote-button", "Copy", "copy");
    copy.title = "Copy this sentence with its source";
    copy.setAttribute("aria-label", `Copy sentence ${unit.id} with its source`);
    row.append(notes, copy);
  }
  // A guess at the height of what is not painted yet keeps far jumps true; where it was painted once, the browser remembers.
  const letters = unit.pieces.reduce((sum, [text]) => sum + text.length, 0);
  row.style.containIntrinsicBlockSize = `auto ${Math.max(1, Math.ceil(letters / state.letters)) * 24 + 10}px`;
  return row;
}

function addressOf(state, sentence) {
  const [path, asked] = state.data.link.split("?");
  const where = new URLSearchParams(asked ?? "");
  where.set("sentence", sentence);
  return `${path}?${where}`;
}

function textOf(unit) {
  return unit.pieces.map(([text]) => text).join("");
}

function quoted(state, text, sentences) {
  return quotation(text, state.data.said, sentences, state.data.where);
}

// The words of a finding, lit while it is the one read, or while its label is pointed at.
function light(row, unit, place, on) {
  const spans = row.querySelector(".cs-words-of").childNodes;
  for (const piece of unit.tags[place]?.[2] ?? []) spans[piece]?.classList?.toggle("cs-lit", on);
}
