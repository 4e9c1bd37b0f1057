// Numbers of the whole, each a button where sentences stand behind it.
export default function (part) {
  listed(part, (data, pick) => {
    const list = el("ul", "cs-figures");
    for (const item of data.items) {
      const box = el("li", "cs-number");
      const inner = item.pick ? button("", `Open the sentences: ${item.label}`, () => pick(item.pick)) : el("div");
      inner.classList.add("cs-number-in");
      inner.append(el("span", "cs-value", item.value), el("span", "cs-label", item.label), el("span", "cs-note", item.note));
      box.append(inner);
      list.append(box);
    }
    return list;
  });
}
