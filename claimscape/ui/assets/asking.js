// Help with a query: what is wrong with it and where, what would find something instead, and one example for each sign.
function asked(item, trigger) {
  const link = el("a", "cs-query", item.query);
  link.href = item.href;
  return inSession(link, () => trigger("ask", item.query));
}

function fault(data) {
  const node = el("div", "cs-fault");
  node.setAttribute("role", "alert");
  const line = el("p", "cs-query-line");
  const [, word, rest] = data.after.match(/^(\S*)([\s\S]*)$/);
  line.append(data.before, el("mark", "cs-mark", word || "▸ here"), rest);
  node.append(el("p", "cs-fault-why", `This query cannot be read: ${data.fault}`), line);
  return node;
}

function near(data, trigger) {
  const node = el("p", "cs-near", "Did you mean ");
  node.setAttribute("role", "status");
  data.near.forEach((item, number) => {
    if (number) node.append(number === data.near.length - 1 ? " or " : ", ");
    node.append(asked(item, trigger), el("span", "cs-note", ` (${item.says})`));
  });
  node.append("?");
  return node;
}

function examples(data, root, trigger) {
  const node = el("details", "cs-more");
  node.open = root.opened ?? data.open;
  node.append(el("summary", "", "How to ask: examples from these sources"));
  const list = el("ul", "cs-examples");
  for (const item of data.examples) {
    const line = el("li", "cs-example");
    line.append(asked(item, trigger), el("span", "cs-note", item.says));
    list.append(line);
  }
  node.append(list);
  node.firstChild.addEventListener("click", () => (root.opened = !node.open));
  return node;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = room(parentElement);
  const told = [];
  if (data.fault) told.push(fault(data));
  if (data.near.length) told.push(near(data, setTriggerValue));
  if (data.examples.length) told.push(examples(data, root, setTriggerValue));
  root.replaceChildren(...told);
}
