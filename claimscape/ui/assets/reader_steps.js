// From finding to finding, of the layers shown or of one code, by button and by key; every step is told.
function findingsOf(data) {
  return data.units.flatMap((unit, place) => unit.tags.map(([code, label], tag) => ({ unit: place, tag, code, label, kind: data.codes[code].kind })));
}

function within(state) {
  return state.findings.filter((finding) => !state.hidden.has(finding.kind) && (state.code === "" || finding.code === Number(state.code)));
}

function steps(state) {
  const bar = el("div", "cs-steps");
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", "Findings, one after another");
  state.choice = el("select", "cs-select");
  state.choice.setAttribute("aria-label", "Step through");
  state.choice.addEventListener("change", () => {
    state.code = state.choice.value;
    tellWhere(state);
    drawMap(state);
  });
  const way = (text, words, key, forward) => {
    const node = button(text, `${words} (key ${key})`, () => step(state, forward, false));
    node.setAttribute("aria-label", words);
    node.setAttribute("aria-keyshortcuts", key);
    node.classList.add("cs-step");
    return node;
  };
  state.steps = bar;
  state.status = el("p", "cs-where");
  state.status.setAttribute("role", "status");
  bar.append(state.choice, way("↑", "Previous finding", "p", false), way("↓", "Next finding", "n", true), state.status);
  return bar;
}

// All findings, or those of one code; the codes of a layer that is put away are put away with it.
function choices(state) {
  const numbers = new Map();
  for (const { code } of state.findings) numbers.set(code, (numbers.get(code) ?? 0) + 1);
  const groups = Object.keys(LAYERS).filter((kind) => !state.hidden.has(kind)).map((kind) => {
    const group = el("optgroup");
    group.label = LAYERS[kind];
    state.data.codes.forEach((code, place) => code.kind === kind && group.append(new Option(`${code.label} (${numbers.get(place) ?? 0})`, place)));
    return group;
  });
  state.choice.replaceChildren(new Option("All findings", ""), ...groups.filter((group) => group.children.length));
  if (![...state.choice.options].some((option) => option.value === state.code)) state.code = "";
  state.choice.value = state.code;
  tellWhere(state);
}

// What is read stays what it is, where it is still in view; else the way leads on from the first sentence in view.
function place(state, list, forward) {
  const seen = (row) => {
    const box = row.getBoundingClientRect();
    return box.bottom > topEdge(state) && box.top < state.view.bottom;
  };
  state.view = viewOf(state);
  const here = state.here;
  const from = here && seen(state.rows[here.unit]) ? here : { unit: firstBelow(state, topEdge(state)), tag: -1 };
  const after = (finding) => finding.unit > from.unit || (finding.unit === from.unit && finding.tag > from.tag);
  const before = (finding) => finding.unit < from.unit || (finding.unit === from.unit && finding.tag < from.tag);
  return forward ? list.findIndex(after) : list.findLastIndex(before);
}

function step(state, forward, focus) {
  const list = within(state);
  const next = place(state, list, forward);
  if (next >= 0) return read(state, list[next].unit, list[next].tag, focus);
  const end = forward ? "No finding after this place" : "No finding before this place";
  state.status.textContent = list.length ? `${end}, ${list.length.toLocaleString("en")} in all` : "No finding is shown";
}

// The sentence that is read, and the finding in it, -1 for none.
function read(state, unit, tagPlace, focus) {
  leave(state);
  const row = state.rows[unit];
  state.here = { unit, tag: tagPlace };
  row.classList.add("cs-here");
  row.setAttribute("aria-current", "location");
  if (tagPlace >= 0) {
    light(row, state.data.units[unit], tagPlace, true);
    row.querySelectorAll("[data-tag]")[tagPlace].setAttribute("aria-current", "true");
  }
  tabbable(state, row);
  bring(state, row);
  if (focus) row.focus({ preventScroll: true });
  tellWhere(state);
  markHere(state);
}

function leave(state) {
  if (!state.here) return;
  const row = state.rows[state.here.unit];
  row.classList.remove("cs-here", "cs-target");
  row.removeAttribute("aria-current");
  if (state.here.tag >= 0) {
    light(row, state.data.units[state.here.unit], state.here.tag, false);
    row.querySelectorAll("[data-tag]")[state.here.tag]?.removeAttribute("aria-current");
  }
  state.here = null;
}

function tabbable(state, row) {
  if (state.inTabs === row) return;
  for (const node of state.inTabs?.querySelectorAll("[data-act]") ?? []) node.tabIndex = -1;
  for (const node of row.querySelectorAll("[data-act]")) node.tabIndex = 0;
  state.inTabs = row;
}

function tellWhere(state) {
  const list = within(state);
  const at = state.here ? list.findIndex((finding) => finding.unit === state.here.unit && finding.tag === state.here.tag) : -1;
  const all = list.length.toLocaleString("en");
  const said = at < 0 ? `${all} finding${list.length === 1 ? "" : "s"}` : `Finding ${(at + 1).toLocaleString("en")} of ${all}: ${ONE[list[at].kind]}, ${list[at].label}`;
  if (state.status.textContent !== said) state.status.textContent = said;
  state.status.title = said;
}

// Heights of what was never painted are guesses: a row is brought again until it has stood still for a while, or until
// somebody scrolls.
const [CALM, LONGEST] = [300, 3000]; // milliseconds
function bring(state, row) {
  const once = () => row.scrollIntoView({ block: row.offsetHeight > state.scroller.clientHeight * 0.7 ? "start" : "center" });
  const begun = performance.now();
  let [moved, stood] = [begun, NaN];
  const again = (now) => {
    if (state.bringing !== again || !row.isConnected) return;
    if (Math.abs(row.getBoundingClientRect().top - stood) > 1 || Number.isNaN(stood)) moved = now;
    once();
    stood = row.getBoundingClientRect().top;
    if (now - moved < CALM && now - begun < LONGEST) requestAnimationFrame(again);
  };
  state.bringing = again;
  again(begun);
}

function keys(state, event) {
  const typing = event.target.closest?.("input, select, textarea");
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const key = event.key.toLowerCase();
  if (key === "n" || key === "p") step(state, key === "n", true);
  else if (key === "j" || key === "k") {
    const focused = state.rows.indexOf(document.activeElement.closest(".cs-unit"));
    const from = focused >= 0 ? focused : firstBelow(state, topEdge(state)) - (key === "j" ? 1 : 0);
    const to = Math.min(Math.max(from + (key === "j" ? 1 : -1), 0), state.rows.length - 1);
    if (to !== from) read(state, to, -1, true);
  } else return;
  event.preventDefault();
}
