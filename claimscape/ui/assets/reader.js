// A document, sentence by sentence: its words marked by colour, its codes named beside them.
const LAYERS = { topic: "Topics", claim: "Claims", risk: "Risks", citation: "Citations" };

function heading(unit) {
  const node = el("h3", "cs-doc-heading");
  node.append(...unit.pieces.map(([text]) => text));
  return node;
}

function sentence(unit) {
  const node = el("p", `cs-doc-text cs-kind-${unit.kind}`);
  for (const [text, kinds] of unit.pieces) {
    const names = kinds.split(" ").filter(Boolean);
    node.append(names.length ? el("span", names.map((kind) => `cs-on-${kind}`).join(" "), text) : text);
  }
  return node;
}

function unitRow(unit) {
  const row = el("div", `cs-unit${unit.breaks > 1 ? " cs-apart" : ""}`);
  row.dataset.sentence = unit.id;
  row.tabIndex = -1;
  row.append(unit.kind === "heading" ? heading(unit) : sentence(unit));
  if (unit.labels.length) {
    const notes = el("ul", "cs-notes");
    notes.append(...unit.labels.map(([kind, label]) => el("li", `cs-tag cs-tag-${kind}`, label)));
    row.append(notes);
  }
  return row;
}

function layers(root, units) {
  const bar = el("div", "cs-layers");
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", "Marks shown");
  for (const [kind, name] of Object.entries(LAYERS)) {
    const number = units.reduce((sum, unit) => sum + unit.labels.filter(([each]) => each === kind).length, 0);
    const toggle = button(`${name} ${number}`, `Show or hide ${name.toLowerCase()}`, () => {
      const hidden = root.classList.toggle(`cs-without-${kind}`);
      toggle.setAttribute("aria-pressed", String(!hidden));
    });
    toggle.classList.add(`cs-layer-${kind}`);
    toggle.setAttribute("aria-pressed", String(!root.classList.contains(`cs-without-${kind}`)));
    bar.append(toggle);
  }
  return bar;
}

function jump(root, target) {
  const row = root.querySelector(`[data-sentence="${Number(target)}"]`);
  if (!row) return;
  row.classList.add("cs-target");
  row.setAttribute("aria-current", "location");
  requestAnimationFrame(() => {
    row.scrollIntoView({ block: "center" });
    row.focus({ preventScroll: true });
  });
}

export default function ({ data, parentElement }) {
  const root = room(parentElement);
  const wanted = JSON.stringify([data.doc, data.target, data.units.length]);
  if (root.claimscape === wanted) return;
  root.claimscape = wanted;
  const text = el("article", "cs-document");
  text.append(...data.units.map(unitRow));
  root.replaceChildren(el("h2", "cs-title", data.title), el("p", "cs-subtitle", data.facts), layers(root, data.units), text);
  if (data.target !== null) jump(root, data.target);
}
