// What a chart and a list have below them: buttons that keep it or save its numbers, once these have come.
function keepers(state) {
  return [
    button("Add to deck", "Keep it with its filters for a presentation", () => state.trigger("act", "deck")),
    button("CSV", "Save the numbers", () => state.trigger("act", "csv")),
  ];
}

function saveWished(state, data) {
  if (!data.csv || data.csv.stamp === state.seen) return;
  state.seen = data.csv.stamp;
  save(new Blob(["\ufeff", data.csv.text], { type: "text/csv" }), `${data.file}.csv`);
}

function toolbar(title, tools) {
  const bar = el("div", "cs-tools");
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", `Save or read: ${title}`);
  bar.append(...tools);
  return bar;
}

// A list is drawn again only where it says something else: whoever stands in it with the keyboard stays there.
function listed({ data, parentElement, setTriggerValue }, draw) {
  const root = room(parentElement);
  const state = (root.claimscape ??= { seen: null, said: null });
  state.trigger = setTriggerValue;
  const said = JSON.stringify({ ...data, csv: null });
  if (state.said !== said) {
    state.said = said;
    const drawn = draw(data, (value) => state.trigger("pick", value));
    if (data.file) {
      const foot = el("div", "cs-foot");
      foot.append(el("p", "cs-footer", data.footer), toolbar(data.title, keepers(state).slice(0, data.items.length ? 2 : 1)));
      drawn.append(foot);
    }
    root.replaceChildren(drawn);
  }
  saveWished(state, data);
}
