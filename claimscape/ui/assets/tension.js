// Claims that stand against each other, each with who says so and one sentence of theirs.
function side(item, pick) {
  const node = el("div", "cs-side");
  const opener = button(`Sentences of ${item.said}`, "Open the sentences that say so", () => pick(item.pick));
  opener.setAttribute("aria-label", `Sentences of ${item.said}: ${item.claim}`);
  node.append(el("p", "cs-claim", item.claim), el("p", "cs-text", `“${item.quote}”`), el("p", "cs-note", item.source), opener);
  return node;
}

function pair(item, pick) {
  const row = el("li", "cs-card");
  const both = el("div", "cs-both");
  both.append(...item.sides.map((each) => side(each, pick)));
  row.append(el("p", "cs-why", item.why), both);
  return row;
}

function pairs(items, pick) {
  const list = el("ul", "cs-cards");
  list.append(...items.map((item) => pair(item, pick)));
  return list;
}

const SHOWN = 10;

export default function (part) {
  listed(part, (data, pick) => {
    const section = el("section", "cs-figure");
    section.append(el("h2", "cs-title", data.title), el("p", "cs-subtitle", data.subtitle), pairs(data.items.slice(0, SHOWN), pick));
    if (data.items.length > SHOWN) {
      const more = el("details", "cs-more");
      more.append(el("summary", "", `${data.items.length - SHOWN} more`), pairs(data.items.slice(SHOWN), pick));
      section.append(more);
    }
    return section;
  });
}
