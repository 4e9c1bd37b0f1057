// Findings in words, their number first; each opens the sentences it counts.
function worded(node, text) {
  const number = text.match(/^(Only )?\d[\d,]*( of \d[\d,]*)?( sources?\b)?/)?.[0] ?? "";
  node.replaceChildren(el("strong", "", number), text.slice(number.length));
  return node;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const list = el("ol", "cs-findings");
  for (const item of data.items) {
    const row = el("li", "cs-finding");
    if (item.pick) {
      const opener = button("", "Open the sentences behind this finding", () => setTriggerValue("pick", item.pick));
      opener.className = "cs-finding-text";
      row.append(worded(opener, item.text));
    } else row.append(worded(el("span", "cs-finding-text"), item.text));
    list.append(row);
  }
  room(parentElement).replaceChildren(el("h2", "cs-title", data.title), list);
}
