// What is in force, each a button that takes it away; a last one takes all away.
function chip(item, drop) {
  const node = button(item.label, `Take away: ${item.label}`, () => drop(item.drop));
  node.classList.add("cs-drop");
  node.setAttribute("aria-label", `Take away: ${item.label}`);
  const cross = el("span", "cs-cross", "×");
  cross.setAttribute("aria-hidden", "true");
  node.append(cross);
  return node;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const list = el("ul", "cs-inforce");
  list.setAttribute("aria-label", "In force");
  const drop = (value) => setTriggerValue("drop", value);
  for (const item of data.items) {
    const row = el("li");
    row.append(chip(item, drop));
    list.append(row);
  }
  if (data.items.length > 1) {
    const row = el("li");
    const all = button("Clear all", "Take all of them away", () => drop("everything "));
    all.classList.add("cs-clear");
    row.append(all);
    list.append(row);
  }
  room(parentElement).replaceChildren(...(data.items.length ? [list] : []));
}
