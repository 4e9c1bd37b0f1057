// Sentences to filter, sort, narrow, copy and save, as cards or as a table; further pages come from the server when asked for.
const FEW = 4; // sentences that need no tools
const ORDERS = { text: "Order of the text", source: "Source", certainty: "Certainty", support: "Support", length: "Length" };
const COLUMNS = [["Source", "source"], ["No.", "text"], ["Sentence"], ["Found in it"], ["Certainty", "certainty"],
  ["Support", "support"], ["Words", "length"], ["Copy"]];
const collator = new Intl.Collator("en", { numeric: true });

// The dialog's own title is markdown, so a label stands in a heading of ours; together they are the dialog's name.
function titled(parent, title) {
  title.id = "cs-sentences-title";
  const dialog = parent.closest('[role="dialog"]');
  const named = (dialog?.getAttribute("aria-labelledby") ?? "").split(" ").filter((id) => id && id !== title.id);
  dialog?.setAttribute("aria-labelledby", [...named, title.id].join(" "));
}

function chooser(words, options, changed) {
  const label = el("label", "cs-field");
  const select = el("select", "cs-select");
  select.setAttribute("aria-label", words); // a label round a list of choices is read with all of them
  select.append(...options.map(([value, text]) => new Option(text, value)));
  select.addEventListener("change", () => changed(select.value));
  label.append(el("span", "cs-field-name", words), select);
  return [label, select];
}

function filterField(state) {
  const label = el("label", "cs-field cs-field-wide");
  const field = el("input", "cs-input");
  field.type = "search";
  field.autocomplete = "off";
  field.placeholder = "Words in source, heading, text or claims";
  field.addEventListener("input", () => {
    state.filter = field.value;
    arrange(state);
  });
  field.addEventListener("keydown", (event) => { // the first Escape empties the field, the next one closes the dialog
    if (event.key !== "Escape" || !field.value) return;
    event.stopPropagation();
    event.preventDefault();
    field.value = state.filter = "";
    arrange(state);
  });
  label.append(el("span", "cs-field-name", "Filter"), field);
  return label;
}

function tools(state) {
  const bar = el("div", "cs-sieve");
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", "Filter, sort and save these sentences");
  let sortField, sourceField;
  [sortField, state.sortSelect] = chooser("Sort by", Object.entries(ORDERS), (order) => sortBy(state, order, false));
  state.turn = button("", "Turn the order round", () => sortBy(state, state.order, !state.down));
  [sourceField, state.sourceSelect] = chooser("Source", [], (doc) => {
    state.source = doc;
    arrange(state);
    if (loaded(state) < Math.min(known(state), state.data.page)) ask(state);
  });
  state.sourceField = sourceField;
  state.table = button("Table", "Show the sentences as a table or as cards", () => {
    state.asTable = window.claimscapeTable = !state.asTable;
    arrange(state);
  });
  const csv = button("Save shown as CSV", "Save the sentences shown, in the order shown", () =>
    save(new Blob(["\ufeff", csvText(state.data.columns, state.shown)], { type: "text/csv" }), "claimscape-sentences-shown.csv"));
  const order = el("span", "cs-order");
  order.append(sortField, state.turn);
  const ends = el("span", "cs-ends");
  ends.append(state.table, csv);
  bar.append(filterField(state), sourceField, order, ends);
  return bar;
}

function tableOf(state) {
  const box = el("div", "cs-table-box");
  box.tabIndex = 0;
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", "Sentences as a table");
  const table = el("table", "cs-table");
  const head = el("tr");
  state.heads = new Map();
  for (const [words, order] of COLUMNS) {
    const cell = el("th");
    cell.scope = "col";
    if (order) {
      cell.append(button(words, `Sort by ${ORDERS[order].toLowerCase()}`, () => sortBy(state, order, state.order === order && !state.down)));
      state.heads.set(order, cell);
    } else cell.textContent = words;
    head.append(cell);
  }
  const top = el("thead");
  top.append(head);
  state.body = el("tbody");
  table.append(top, state.body);
  box.append(table);
  return box;
}

function build(root, parent) {
  const state = { root, items: new Map(), pages: new Set(), filter: "", order: "text", down: false, source: "" };
  state.asTable = Boolean(window.claimscapeTable);
  state.title = el("h2", "cs-title");
  state.said = el("p", "cs-subtitle");
  state.count = el("p", "cs-count");
  state.count.setAttribute("role", "status");
  state.count.tabIndex = -1;
  state.live = el("p", "cs-said");
  state.live.setAttribute("role", "status");
  state.bar = tools(state);
  state.cards = el("ul", "cs-cards");
  state.box = tableOf(state);
  state.more = button("", "Fetch further sentences", () => state.more.getAttribute("aria-disabled") !== "true" && ask(state));
  state.more.classList.add("cs-more-button");
  root.replaceChildren(state.title, state.said, state.bar, state.count, state.cards, state.box, state.more, state.live);
  return state;
}

function sortBy(state, order, down) {
  state.order = order;
  state.down = down;
  arrange(state);
}

function rank(state, item, name) {
  const names = Object.keys(state.data.words[name]);
  const places = (item[name] ?? "").split("; ").map((each) => names.indexOf(each)).filter((place) => place >= 0);
  return places.length ? Math.min(...places) : Infinity;
}

// Always total: what is equal stays in the order of the text; what says nothing of certainty or support comes last.
function compared(state) {
  const inText = (a, b) => a.place - b.place || a.sentence_id - b.sentence_id;
  const turn = state.down ? -1 : 1;
  if (state.order === "text") return (a, b) => turn * inText(a, b);
  if (state.order === "source") return (a, b) => turn * collator.compare(a.source, b.source) || inText(a, b);
  if (state.order === "length") return (a, b) => turn * (wordCount(a) - wordCount(b)) || inText(a, b);
  const place = new Map([...state.items.values()].map((item) => [item, rank(state, item, state.order)]));
  return (a, b) => {
    const [one, other] = [place.get(a), place.get(b)];
    if (one === other) return inText(a, b);
    return one === Infinity || other === Infinity ? (one === Infinity ? 1 : -1) : turn * (one - other);
  };
}

function plain(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}

function arrange(state) {
  const words = plain(state.filter).split(/\s+/).filter(Boolean);
  const wanted = (item) => (!state.source || item.doc_id === state.source) && words.every((word) => item.all.includes(word));
  state.shown = [...state.items.values()].filter(wanted).sort(compared(state));
  state.cards.hidden = state.asTable;
  state.box.hidden = !state.asTable;
  state.root.classList.toggle("cs-as-table", state.asTable);
  const [list, make, kept] = state.asTable ? [state.body, line, "line"] : [state.cards, card, "card"];
  list.replaceChildren(...state.shown.map((item) => (item[kept] ??= make(state, item))));
  tell(state);
}

function known(state) {
  return state.source ? state.sources.get(state.source)?.n ?? 0 : state.data.total;
}

function loaded(state) {
  return state.source ? [...state.items.values()].filter((item) => item.doc_id === state.source).length : state.items.size;
}

const number = (value) => value.toLocaleString("en");

function tell(state) {
  const [all, here, shown] = [known(state), loaded(state), state.shown.length];
  const noun = all === 1 ? "sentence" : "sentences";
  const fetched = here < all ? `; ${number(here)} are fetched so far, filter and order are of these` : "";
  state.count.textContent = `${number(shown)} of ${number(all)} ${noun} shown${fetched}`;
  state.more.hidden = here >= all;
  state.more.removeAttribute("aria-disabled");
  state.more.textContent = `Fetch the next ${number(Math.min(state.data.page, all - here))} of ${number(all - here)} more`;
  state.sortSelect.value = state.order;
  state.sourceSelect.value = state.source;
  state.turn.textContent = state.down ? "↓" : "↑";
  state.turn.setAttribute("aria-label", `Turn the order round, now ${state.down ? "descending" : "ascending"}`);
  state.table.setAttribute("aria-pressed", String(state.asTable));
  for (const [order, cell] of state.heads) {
    cell.removeAttribute("aria-sort");
    if (order === state.order) cell.setAttribute("aria-sort", state.down ? "descending" : "ascending");
  }
}

// The first page that is not here yet, of the source chosen or of all.
function ask(state) {
  for (let offset = 0; offset < known(state); offset += state.data.page) {
    if (state.pages.has(`${offset} ${state.source}`)) continue;
    state.more.setAttribute("aria-disabled", "true");
    state.more.textContent = "Fetching …";
    state.trigger("more", `${offset} ${state.source}`);
    return;
  }
}

function receive(state, data) {
  const [source, offset] = data.asked;
  state.pages.add(`${offset} ${source}`);
  for (const item of data.items) {
    const key = `${item.doc_id} ${item.sentence_id}`;
    if (state.items.has(key)) continue;
    item.place = state.places.get(item.doc_id) ?? 0;
    item.all = plain([item.source, item.heading, item.text, item.claims, item.note].filter(Boolean).join("\n"));
    state.items.set(key, item);
  }
}

function begin(state, data) {
  state.name = data.list;
  Object.assign(state, { items: new Map(), pages: new Set(), source: "" });
  state.sources = new Map(data.sources.map((source) => [source.doc, source]));
  state.places = new Map(data.sources.map((source, place) => [source.doc, place]));
  state.sourceSelect.replaceChildren(new Option(`All ${number(data.sources.length)} sources`, ""));
  state.sourceSelect.append(...data.sources.map((source) => new Option(`${source.label} (${number(source.n)})`, source.doc)));
  state.sourceField.hidden = data.sources.length < 2;
  for (const part of [state.bar, state.count]) part.hidden = data.total < FEW;
  if (data.total < FEW) Object.assign(state, { asTable: false, filter: "", order: "text", down: false });
  state.title.textContent = data.title;
  state.title.hidden = !data.title;
  state.said.textContent = data.said;
  state.said.hidden = !data.said;
}

// As claimscape/ui/csvtext.py writes it: text quoted, a quotation mark before what a spreadsheet would run.
function csvText(columns, items) {
  const inert = (text) => (/^[=+\-@\t\r\n]/.test(text) ? `'${text}` : text);
  const cell = (value) => (typeof value === "number" ? String(value) : `"${inert(value ?? "").replaceAll('"', '""')}"`);
  return [columns, ...items.map((item) => columns.map((name) => item[name]))].map((row) => `${row.map(cell).join(",")}\r\n`).join("");
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = room(parentElement);
  const state = (root.claimscape ??= build(root, parentElement));
  state.trigger = setTriggerValue;
  const waited = document.activeElement === state.more;
  state.data = data;
  if (state.name !== data.list) begin(state, data);
  if (data.title) titled(parentElement, state.title);
  receive(state, data);
  arrange(state);
  if (waited && state.more.hidden) state.count.focus();
}
