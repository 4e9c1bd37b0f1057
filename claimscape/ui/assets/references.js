// Works that the sources list. The only links that leave this machine, and only to doi.org.
function work(item, pick) {
  const row = el("li", "cs-card");
  const head = el("p", "cs-text");
  head.append(el("strong", "", item.title || item.quote));
  const line = [item.authors, item.year && `(${item.year})`, item.venue].filter(Boolean).join(" ");
  const foot = el("p", "cs-card-foot");
  const said = `${item.sources} · ${item.in_text === "0" ? "not cited in the text" : `cited in the text ${item.in_text}×`}`;
  foot.append(el("span", "cs-note", said));
  if (item.link.startsWith("https://doi.org/10.")) {
    const link = el("a", "cs-link", `doi.org/${item.doi}`);
    link.href = item.link;
    link.rel = "noopener noreferrer";
    link.target = "_blank";
    foot.append(link);
  }
  const opener = button("Entry in the source", "Open the entry as it stands", () => pick(item.pick));
  opener.setAttribute("aria-label", `Entry in the source: ${item.title || item.quote}`);
  foot.append(opener);
  row.append(head, el("p", "cs-note", line), foot);
  return row;
}

export default function (part) {
  listed(part, (data, pick) => {
    const section = el("section", "cs-figure");
    const list = el("ol", "cs-works");
    list.append(...data.items.map((item) => work(item, pick)));
    section.append(el("h2", "cs-title", data.title), el("p", "cs-subtitle", data.subtitle), list);
    return section;
  });
}
