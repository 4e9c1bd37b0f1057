// The reader: layers, findings to step through, the document, and its map in the margin.
function scrollerOf(node) {
  for (let each = node.parentElement; each; each = each.parentElement) {
    if (/(auto|scroll)/.test(getComputedStyle(each).overflowY)) return each;
  }
  return document.scrollingElement;
}

// One listener for all sentences; what was pressed says by itself what it does.
function pressed(state, event) {
  const node = event.target.closest("[data-act]");
  if (!node) return;
  const place = state.rows.indexOf(node.closest(".cs-unit"));
  if (place < 0) return;
  const unit = state.data.units[place];
  if (node.dataset.act === "copy") copied(node, quoted(state, textOf(unit), `sentence ${unit.id}`), state.live);
  if (node.dataset.act === "code") state.trigger("pick", state.data.codes[unit.tags[Number(node.dataset.tag)][0]].pick);
  if (node.dataset.act === "link" && event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey) {
    event.preventDefault();
    state.target = unit.id;
    writeAddress((asked) => {
      asked.set("doc", state.data.doc);
      asked.set("sentence", unit.id);
    });
    aim(state, place);
  }
}

function aim(state, place) {
  for (const row of state.text.querySelectorAll(".cs-target")) row.classList.remove("cs-target");
  read(state, place, -1, true);
  state.rows[place].classList.add("cs-target");
}

function pointed(state, event, on) {
  const node = event.target.closest?.("[data-tag]");
  if (!node) return;
  const row = node.closest(".cs-unit");
  const place = state.rows.indexOf(row); // a sentence that was thrown away still hears that the pointer left it
  if (place < 0) return;
  const tagPlace = Number(node.dataset.tag);
  if (on || !(state.here?.unit === place && state.here.tag === tagPlace)) light(row, state.data.units[place], tagPlace, on);
}

function build(root) {
  const state = { root, hidden: new Set(layersAsked()), code: "", here: null, rows: [], findings: [], starts: [0], total: 1 };
  state.title = el("h2", "cs-title");
  state.facts = el("p", "cs-subtitle");
  state.bar = el("div", "cs-bar");
  state.live = el("p", "cs-said");
  state.live.setAttribute("role", "status");
  state.text = el("article", "cs-document");
  state.text.tabIndex = 0;
  const hint = el("p", "cs-keys", "In the text: n and p lead to the next and previous finding, j and k from sentence to sentence; a label opens its sentences in every source.");
  hint.id = "cs-keys";
  state.text.setAttribute("aria-describedby", hint.id);
  const spread = el("div", "cs-spread");
  state.rail = el("div", "cs-rail");
  state.bar.append(layers(state), steps(state));
  state.rail.append(marginMap(state));
  spread.append(state.text, state.rail);
  root.classList.add("cs-reading");
  root.replaceChildren(state.title, state.facts, hint, state.bar, spread, selectionButton(state), state.live);
  state.scroller = scrollerOf(root);
  listen(state);
  return state;
}

function listen(state) {
  const { text, root, scroller } = state;
  text.addEventListener("click", (event) => pressed(state, event));
  text.addEventListener("keydown", (event) => keys(state, event));
  text.addEventListener("focusin", (event) => {
    const row = event.target.closest(".cs-unit");
    if (row) tabbable(state, row);
    pointed(state, event, true);
  });
  text.addEventListener("focusout", (event) => pointed(state, event, false));
  text.addEventListener("pointerover", (event) => pointed(state, event, true));
  text.addEventListener("pointerout", (event) => pointed(state, event, false));
  let waiting = 0;
  const scrolled = () => {
    if (!root.isConnected) return scroller.removeEventListener("scroll", scrolled);
    waiting ||= requestAnimationFrame(() => {
      waiting = 0;
      follow(state);
    });
  };
  scroller.addEventListener("scroll", scrolled, { passive: true });
  for (const way of ["wheel", "pointerdown", "touchstart", "keydown"]) {
    root.addEventListener(way, () => (state.bringing = null), { passive: true, capture: true });
  }
}

function turnTo(state, data) {
  state.here = null; // the sentences of the document before are thrown away with their marks
  state.letters = state.text.clientWidth < 500 ? 36 : 84; // letters of a line, measured in both layouts
  state.target = undefined;
  state.findings = findingsOf(data);
  state.rows = data.units.map((unit) => unitRow(state, unit));
  state.inTabs = null;
  state.title.textContent = data.title;
  state.facts.textContent = data.facts;
  state.text.setAttribute("aria-label", data.title);
  state.text.replaceChildren(...state.rows);
  if (state.rows.length) tabbable(state, state.rows[0]);
  measured(state);
  layersChanged(state);
  if (state.hidden.size) writeLayers(state);
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = room(parentElement);
  const state = (root.claimscape ??= build(root));
  state.trigger = setTriggerValue;
  state.data = data;
  const document_ = `${data.build} ${data.doc}`;
  if (state.name !== document_) {
    state.name = document_;
    turnTo(state, data);
  }
  if (data.target === state.target) return;
  state.target = data.target;
  const place = data.units.findIndex((unit) => unit.id === data.target);
  if (place >= 0) aim(state, place);
}
