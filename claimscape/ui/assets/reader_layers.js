// Which of the four layers are shown: kept while the visitor goes from document to document, and written in the address.
function layersAsked() {
  const asked = new URLSearchParams(location.search).get("layers");
  if (asked === null) return window.claimscapeHidden ?? [];
  const shown = asked.split(",");
  return Object.keys(LAYERS).filter((kind) => !shown.includes(kind));
}

function writeAddress(change) {
  const address = new URL(location.href);
  change(address.searchParams);
  if (address.href !== location.href) history.replaceState(history.state, "", address.href.replaceAll("%2C", ","));
}

function writeLayers(state) {
  window.claimscapeHidden = [...state.hidden];
  const shown = Object.keys(LAYERS).filter((kind) => !state.hidden.has(kind));
  writeAddress((asked) => {
    if (state.hidden.size) asked.set("layers", shown.join(",") || "none");
    else asked.delete("layers");
  });
}

function layers(state) {
  const bar = el("div", "cs-layers");
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", "Marks shown");
  state.toggles = {};
  for (const kind of Object.keys(LAYERS)) {
    const toggle = button("", `Show or hide ${LAYERS[kind].toLowerCase()}`, () => {
      if (!state.hidden.delete(kind)) state.hidden.add(kind);
      writeLayers(state);
      layersChanged(state);
    });
    toggle.classList.add(`cs-layer-${kind}`);
    state.toggles[kind] = toggle;
    bar.append(toggle);
  }
  return bar;
}

function layersChanged(state) {
  for (const [kind, toggle] of Object.entries(state.toggles)) {
    const number = state.findings.reduce((sum, finding) => sum + (finding.kind === kind), 0);
    toggle.textContent = `${LAYERS[kind]} ${number.toLocaleString("en")}`;
    toggle.setAttribute("aria-pressed", String(!state.hidden.has(kind)));
    state.root.classList.toggle(`cs-without-${kind}`, state.hidden.has(kind));
  }
  choices(state);
  drawMap(state);
}
