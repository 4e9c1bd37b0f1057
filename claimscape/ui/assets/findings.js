// Findings in words, their first number in bold; each opens the sentences it counts.
function worded(node, text) {
  const found = text.match(/(^Most sources, )?\d[\d,]*( of \d[\d,]*)?( sources?\b)?/);
  if (!found) node.textContent = text;
  else node.replaceChildren(text.slice(0, found.index), el("strong", "", found[0]), text.slice(found.index + found[0].length));
  return node;
}

export default function (part) {
  listed(part, (data, pick) => {
    const list = el("ol", "cs-findings");
    for (const item of data.items) {
      const row = el("li", "cs-finding");
      if (item.pick) {
        const opener = button("", "Open the sentences behind this finding", () => pick(item.pick));
        opener.className = "cs-finding-text";
        row.append(worded(opener, item.text));
      } else row.append(worded(el("span", "cs-finding-text"), item.text));
      list.append(row);
    }
    const section = el("section");
    section.append(el("h2", "cs-title", data.title), list);
    return section;
  });
}
