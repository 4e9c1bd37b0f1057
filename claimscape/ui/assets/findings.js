// Findings in words; each opens the sentences it counts.
export default function ({ data, parentElement, setTriggerValue }) {
  const list = el("ol", "cs-findings");
  for (const item of data.items) {
    const row = el("li", "cs-finding");
    if (item.pick) {
      const opener = button(item.text, "Open the sentences behind this finding", () => setTriggerValue("pick", item.pick));
      opener.className = "cs-finding-text";
      row.append(opener);
    } else row.append(el("span", "cs-finding-text", item.text));
    list.append(row);
  }
  room(parentElement).replaceChildren(el("h2", "cs-title", data.title), list);
}
