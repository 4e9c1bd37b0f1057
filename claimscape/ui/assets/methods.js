// How the numbers are made: prose, measures and facts as text, with a table of contents that works by mouse, keyboard and address.
const MARKS = { strong: "strong", em: "em", code: "code" };

function doiLink(doi) {
  const link = el("a", "", `doi:${doi}`);
  link.href = `https://doi.org/${encodeURI(doi)}`;
  link.rel = "noopener noreferrer";
  link.target = "_blank";
  return link;
}

function inline(node, runs, names) {
  for (const [text, mark] of runs) {
    if (mark === "doi") node.append(doiLink(text));
    else if (mark === "code" && names.has(text)) node.append(toAnchor(names.get(text).id, `“${names.get(text).title}”`));
    else node.append(mark ? el(MARKS[mark], "", text) : text);
  }
  return node;
}

function go(id) {
  const place = document.getElementById(`methods-${id}`);
  if (!place) return false;
  place.scrollIntoView({ block: "start" });
  place.focus({ preventScroll: true });
  return true;
}

function toAnchor(id, text) {
  const link = el("a", "", text);
  link.href = `#${id}`;
  return inSession(link, () => {
    history.replaceState(history.state, "", `#${id}`);
    go(id);
  });
}

function place(node, id) {
  node.id = `methods-${id}`;
  node.tabIndex = -1;
  return node;
}

function table(block, names) {
  const box = el("div", "cs-method-scroll");
  const grid = el("table", "cs-method-table");
  const head = el("tr");
  head.append(...block.head.map((cell) => inline(el("th"), cell, names)));
  head.querySelectorAll("th").forEach((cell) => (cell.scope = "col"));
  const top = el("thead");
  top.append(head);
  const body = el("tbody");
  for (const cells of block.rows) {
    const row = el("tr");
    row.append(...cells.map((cell, at) => inline(el(at ? "td" : "th"), cell, names)));
    row.firstChild.scope = "row";
    body.append(row);
  }
  grid.append(top, body);
  box.append(grid);
  return box;
}

function labelled(name, node) {
  const row = el("div", "cs-method-part");
  row.append(el("span", "cs-method-label", name), node);
  return row;
}

function measure(block, names) {
  const node = el("section", "cs-measure");
  node.append(place(el("h4", "cs-measure-title", block.title), block.id));
  node.append(...block.words.map((runs) => inline(el("p"), runs, names)));
  node.append(labelled("Formula", el("code", "cs-formula", block.formula.replaceAll("; ", "\n"))));
  node.append(labelled("Source", inline(el("span"), block.source, names)));
  if (block.checked.length) node.append(labelled("Checked", inline(el("span"), block.checked, names)));
  node.append(labelled("In Python", el("code", "", block.name)));
  return node;
}

function chart(block, names) {
  const node = el("section", "cs-measure");
  node.append(place(el("h4", "cs-measure-title", block.title), block.id));
  node.append(...block.words.map((runs) => inline(el("p"), runs, names)));
  if (block.drawn.length) node.append(inline(el("p", "cs-note"), block.drawn, names));
  return node;
}

function facts(block) {
  const list = el("dl", "cs-facts");
  for (const [name, value] of block.rows) {
    const row = el("div");
    row.append(el("dt", "", name), el("dd", "", value));
    list.append(row);
  }
  return list;
}

function cite(text) {
  const node = el("section", "cs-measure");
  const words = el("p", "cs-cite", text);
  const said = el("span", "cs-note");
  said.setAttribute("role", "status");
  const copy = button("Copy", "Copy this line", async () => {
    try {
      await navigator.clipboard.writeText(text);
      said.textContent = "Copied.";
    } catch {
      getSelection().selectAllChildren(words);
      said.textContent = "Marked: copy it with the keyboard.";
    }
  });
  const foot = el("p", "cs-cite-foot");
  foot.append(copy, said);
  node.append(place(el("h3", "cs-method-group", "How to cite this landscape"), "cite"), words, foot);
  return node;
}

function list(block, names) {
  const node = el(block.kind, "cs-method-list");
  node.append(...block.items.map((runs) => inline(el("li"), runs, names)));
  return node;
}

function drawn(block, data, names) {
  if (block.kind === "h") return place(el("h3", "cs-method-group", block.title), block.id);
  if (block.kind === "p") return inline(el("p"), block.runs, names);
  if (block.kind === "table") return table(block, names);
  if (block.kind === "measure") return measure(block, names);
  if (block.kind === "chart") return chart(block, names);
  if (block.kind === "facts") return facts(block);
  if (block.kind === "cite") return cite(data.cite);
  return list(block, names);
}

function contents(data) {
  const nav = el("nav", "cs-contents");
  nav.setAttribute("aria-labelledby", "methods-contents");
  const title = el("p", "cs-contents-title", "On this page");
  title.id = "methods-contents";
  const list = el("ul");
  for (const section of data.sections) {
    const row = el("li");
    row.append(toAnchor(section.id, section.title));
    const parts = section.blocks.filter((block) => block.kind === "h");
    if (parts.length) {
      const inner = el("ul");
      for (const each of parts) {
        const item = el("li");
        item.append(toAnchor(each.id, each.title));
        inner.append(item);
      }
      row.append(inner);
    }
    list.append(row);
  }
  const last = el("li");
  last.append(toAnchor("cite", "How to cite this landscape"));
  list.append(last);
  nav.append(title, list);
  return nav;
}

export default function ({ data, parentElement }) {
  const root = room(parentElement);
  const wanted = JSON.stringify(data);
  if (root.claimscape === wanted) return; // a filter was changed: the reader keeps their place
  root.claimscape = wanted;
  const names = new Map();
  const described = data.sections.flatMap(({ blocks }) => blocks.filter(({ kind }) => kind === "measure" || kind === "chart"));
  for (const block of described) names.set(block.key, block);
  const text = el("article", "cs-method-text");
  for (const section of data.sections) {
    const node = el("section");
    node.append(place(el("h2", "cs-title", section.title), section.id));
    node.append(...section.blocks.map((block) => drawn(block, data, names)));
    text.append(node);
  }
  const page = el("div", "cs-methods");
  page.append(contents(data), text);
  root.replaceChildren(page);
  if (location.hash) requestAnimationFrame(() => go(decodeURIComponent(location.hash.slice(1))));
}
