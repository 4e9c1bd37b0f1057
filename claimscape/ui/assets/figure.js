// One chart: its finding as a heading, the drawing, its own toolbar. The specification is light; a dark page recolours a copy.
function plotly(url) {
  if (window.Plotly) return Promise.resolve(window.Plotly);
  window.claimscapePlotly ??= new Promise((done, failed) => {
    const script = el("script");
    script.src = url;
    script.onload = () => (window.Plotly ? done(window.Plotly) : failed(new Error("no Plotly")));
    script.onerror = () => failed(new Error("no Plotly"));
    document.head.append(script);
  });
  return window.claimscapePlotly;
}

// Paper is light; the sheet is drawn as wide as a slide, and the style sheet makes it as wide as A4 between its margins.
const PAPER = 960;
let printing = false;

function isDark(node) {
  if (printing) return false;
  const channels = getComputedStyle(node.closest('[data-testid="stApp"]') ?? document.body).backgroundColor.match(/\d+/g);
  return channels !== null && channels.slice(0, 3).reduce((sum, value) => sum + Number(value), 0) < 384;
}

function recoloured(value, colours) {
  if (typeof value === "string") return colours[value] ?? value;
  if (Array.isArray(value)) return value.map((item) => recoloured(item, colours));
  if (value === null || typeof value !== "object" || ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, recoloured(item, colours)]));
}

// At most so many letters a line and three lines, at spaces; a label's <br> is the only markup there is.
function wrapped(label, letters) {
  const lines = [""];
  for (const word of String(label).replaceAll("<br>", " ").split(" ")) {
    const last = lines[lines.length - 1];
    if (last && last.length + word.length + 1 > letters) lines.push(word);
    else lines[lines.length - 1] = last ? `${last} ${word}` : word;
  }
  return lines.length > 3 ? [...lines.slice(0, 2), `${lines[2]} …`].join("<br>") : lines.join("<br>");
}

// The sheet is laid out for 960 x 540 with its words on it; on the page those stand outside, and a telephone is narrower.
function onScreen(spec, traces, width) {
  const layout = structuredClone(spec.layout);
  const { above, below } = layout.meta;
  const margin = layout.margin;
  delete layout.title;
  if (layout.template?.layout) delete layout.template.layout.title;
  layout.annotations = (layout.annotations ?? []).filter((note) => note.name !== "footer");
  margin.t = spec.data.length ? Math.max(margin.t - above, 4) : 4;
  margin.b = Math.max(margin.b - below, 8);
  layout.height -= above + below;
  if (layout.legend?.yref === "container") layout.legend.y = 1;
  if (layout.images?.length) keepShape(layout, width);
  layout.width = width;
  layout.autosize = false;
  if (width < 620) narrow(layout, traces, width);
  else if (width < 960) rewrapped(layout, width);
  if (width < 960) {
    shortTails(layout, traces);
    underLegend(layout, spec.data, width);
  }
  spread(layout, width < 620 ? 44 : 23);
  if (!spec.data.length) { // an empty sheet says why, and needs no room
    layout.height = 110;
    for (const reason of layout.annotations) reason.text = wrapped(reason.text, Math.floor((width - 40) / 8.5));
  }
  return layout;
}

const UPRIGHT = 32; // letters of a column's name that stand upright

// A telephone: labels over several lines, columns' names upright, notes at the edge cut to their number.
function narrow(layout, traces, width) {
  const margin = layout.margin;
  margin.l = Math.min(margin.l, Math.round(width * 0.36));
  for (const axis of axes(layout, "y")) {
    axis.tickfont = { ...axis.tickfont, size: 11 };
    axis.ticktext = axis.ticktext.map((label) => wrapped(label, Math.floor((margin.l - 10) / 5.6)));
  }
  for (const axis of axes(layout, "x").filter((each) => each.side === "top")) {
    const names = axis.ticktext.map((label) => label.replaceAll("<br>", " "));
    margin.t += Math.max(0, Math.min(Math.max(...names.map((name) => name.length)), UPRIGHT) * 6.5 - 12);
    axis.ticktext = names.map((name) => (name.length > UPRIGHT ? `${name.slice(0, UPRIGHT - 1)}…` : name));
    axis.tickangle = -90;
  }
}

// What stands at the right end of each row, cut to its number.
function shortTails(layout, traces) {
  const notes = layout.annotations.filter((note) => note.x === 1 && note.yref?.startsWith("y"));
  for (const note of notes) note.text = shortNote(note.text);
  const beside = traces.filter((trace) => trace.mode === "text" && trace.cliponaxis === false && Array.isArray(trace.text));
  for (const trace of beside) trace.text = trace.text.map(shortNote);
  if (notes.length || beside.length) layout.margin.r = Math.min(layout.margin.r, 58);
}

// A tablet: names of columns that stood side by side on the sheet take more lines where they have less room.
function rewrapped(layout, width) {
  const across = width - layout.margin.l - layout.margin.r;
  let more = 0;
  for (const axis of axes(layout, "x").filter((each) => each.side === "top" && !each.tickangle)) {
    const share = axis.domain ? axis.domain[1] - axis.domain[0] : 1;
    const letters = Math.max(Math.floor((across * share) / axis.ticktext.length / 7), 4);
    const before = lines(axis.ticktext);
    axis.ticktext = axis.ticktext.map((label) => wrapped(label, letters));
    more = Math.max(more, lines(axis.ticktext) - before);
  }
  layout.margin.t += more * 15;
}

function lines(labels) {
  return Math.max(...labels.map((label) => label.split("<br>").length));
}

// "risk · 4 of 5, 6 sentences" to "4 of 5"
function shortNote(text) {
  return String(text).split(",")[0].split(" · ").at(-1);
}

function axes(layout, letter) {
  return Object.keys(layout).filter((key) => key.startsWith(`${letter}axis`) && layout[key].ticktext).map((key) => layout[key]);
}

// The legend of a narrow chart takes several rows; the drawing makes room for them.
function underLegend(layout, traces, width) {
  if (!layout.showlegend) return;
  const widths = traces.filter((trace) => trace.showlegend !== false && trace.name).map((trace) => trace.name.length * 6.8 + 48);
  const across = Math.max(1, Math.floor((width - layout.margin.l - layout.margin.r) / Math.max(...widths, 1)));
  const rows = Math.ceil(widths.length / across);
  layout.margin.t += Math.max(0, rows - 1) * 20;
}

// Panels side by side and free-standing words cannot be squeezed: on a telephone such a chart keeps its width in a box that moves.
function leastWidth(spec) {
  if (!spec.data.length) return 280;
  const count = (letter) => Object.keys(spec.layout).filter((key) => key.startsWith(`${letter}axis`)).length;
  if (axes(spec.layout, "y").length === 0 || count("y") > 2) return 900;
  if (count("x") > 2) return 700;
  const columns = Math.max(0, ...axes(spec.layout, "x").filter((each) => each.side === "top").map((each) => each.ticktext.length));
  const least = 200 + columns * 20; // pixels: labels and notes of a telephone, and a dot that a finger can hit
  return least < 620 ? Math.max(least, 280) : 900;
}

// Pictures on the sheet are neither stretched nor squeezed.
function keepShape(layout, width) {
  const { l, r, t, b } = layout.margin;
  layout.height = Math.round(t + b + ((layout.height - t - b) * (width - l - r)) / (960 - l - r));
}

// A sheet has one height; a page can give each row as many pixels as its label needs.
function spread(layout, pixels) {
  const rows = Math.max(0, ...axes(layout, "y").map((axis) => axis.ticktext.length));
  layout.height = Math.max(layout.height, layout.margin.t + layout.margin.b + rows * pixels);
}

function shownSpec(state) {
  const spec = isDark(state.root) ? recoloured(state.spec, state.data.dark) : state.spec;
  const width = printing ? PAPER : Math.max(state.box.clientWidth, leastWidth(spec));
  const data = structuredClone(spec.data);
  return { data, layout: onScreen(spec, data, width) };
}

// One drawing at a time waits for Plotly: it shows what is wanted once Plotly is there, and a second would draw the same again.
function draw(state) {
  if (state.waiting) return;
  state.waiting = true;
  plotly(state.data.plotly).then((Plotly) => {
    state.waiting = false;
    if (!state.plot.isConnected) return;
    const { data, layout } = shownSpec(state);
    state.plot.style.minHeight = `${layout.height}px`;
    state.drawn = `${state.box.clientWidth} ${isDark(state.root)}`;
    movable(state.box, layout.width > state.box.clientWidth);
    return Plotly.react(state.plot, data, layout, { displayModeBar: false, responsive: false, doubleClick: false, showTips: false }).then(() => (listen(state), openTails(state)));
  }).catch(() => {
    state.waiting = false;
    state.plot.textContent = "The drawing could not be made in this browser. The data table has the same numbers.";
  });
}

// A box wider than the screen says so, and the keyboard can move it.
function movable(box, wide) {
  box.classList.toggle("cs-wide", wide);
  box.setAttribute("role", wide ? "region" : "group");
  if (wide) box.tabIndex = 0;
  else box.removeAttribute("tabindex");
}

function listen(state) {
  if (state.listening) return;
  state.listening = true;
  const opened = (event) => {
    const carried = event.points?.[0]?.customdata;
    const pick = Array.isArray(carried) ? carried[0] : carried;
    if (pick) state.trigger("pick", pick);
    return false;
  };
  for (const name of ["plotly_click", "plotly_treemapclick"]) state.plot.on(name, opened);
  state.plot.on("plotly_hover", (event) => state.plot.classList.toggle("cs-over", Boolean(event.points?.[0]?.customdata?.[0])));
  state.plot.on("plotly_unhover", () => state.plot.classList.remove("cs-over"));
}

// Texts beside the drawing stand where Plotly hears no click: each opens the sentences of its row by itself.
function openTails(state) {
  for (const text of state.plot.querySelectorAll(".scatterlayer .textpoint text")) {
    const pick = text.__data__?.data?.[0]; // the point's customdata, as Plotly binds it
    if (!pick) continue;
    text.style.pointerEvents = "all";
    text.style.cursor = "pointer";
    text.onclick = () => state.trigger("pick", pick);
  }
}

// Always the light sheet at 960 x 540, so that its text can be read on a slide whatever the screen shows.
async function saveImage(state, format) {
  const Plotly = await plotly(state.data.plotly);
  const sheet = { data: structuredClone(state.spec.data), layout: { ...structuredClone(state.spec.layout), width: 960, height: 540 } };
  const url = await Plotly.toImage(sheet, { format, width: 960, height: 540, scale: format === "png" ? 4 : 1 });
  save(await imageBlob(url, format), `${state.data.file}.${format}`);
}

async function imageBlob(url, format) {
  if (format === "png") return (await fetch(url)).blob();
  const text = decodeURIComponent(url.slice(url.indexOf(",") + 1));
  return new Blob([text], { type: "image/svg+xml" });
}

// Drawn anew for the printer, and again for the screen.
function onPaper(state) {
  const turn = (now) => () => {
    printing = now;
    if (state.root.isConnected && state.spec) draw(state);
  };
  const [before, after] = [turn(true), turn(false)];
  window.addEventListener("beforeprint", before);
  window.addEventListener("afterprint", after);
  const gone = new MutationObserver(() => {
    if (state.root.isConnected) return;
    window.removeEventListener("beforeprint", before);
    window.removeEventListener("afterprint", after);
    gone.disconnect();
  });
  gone.observe(document.body, { childList: true });
}

function build(root) {
  const state = { root, seen: null, listening: false };
  const figure = el("figure", "cs-figure");
  state.title = el("h2", "cs-title");
  state.subtitle = el("p", "cs-subtitle");
  state.plot = el("div", "cs-plot");
  state.plot.setAttribute("role", "img");
  state.footer = el("figcaption", "cs-footer");
  const tools = el("div", "cs-tools");
  tools.setAttribute("role", "group");
  state.table = button("Data table", "The numbers as a table; choose a row to open its sentences", () => state.trigger("act", "table"));
  const image = (format, words) => button(format.toUpperCase(), words, () => saveImage(state, format));
  const csv = button("CSV", "Save the numbers", () => state.trigger("act", "csv"));
  tools.append(state.table, image("png", "Save as picture, 3840 × 2160"), image("svg", "Save as drawing"), csv);
  state.tools = tools;
  state.box = el("div", "cs-box");
  state.box.setAttribute("role", "group");
  state.box.append(state.plot);
  const foot = el("div", "cs-foot");
  foot.append(state.footer, tools);
  const hint = el("p", "cs-hint", "Scroll sideways to see all of it →");
  figure.append(state.title, state.subtitle, state.box, hint, foot);
  root.replaceChildren(figure);
  const redraw = () => state.drawn !== `${state.box.clientWidth} ${isDark(root)}` && draw(state);
  new ResizeObserver(() => requestAnimationFrame(redraw)).observe(state.box);
  // The visitor may change the theme in the menu: the page's class changes, this part is not told.
  const themes = new MutationObserver(() => (root.isConnected ? setTimeout(redraw, 50) : themes.disconnect()));
  const app = root.closest('[data-testid="stApp"]');
  if (app) themes.observe(app, { attributes: true, attributeFilter: ["class"] });
  onPaper(state);
  return state;
}

function fill(state, data) {
  state.title.textContent = data.title;
  state.subtitle.textContent = data.subtitle;
  state.footer.textContent = data.footer;
  state.plot.setAttribute("aria-label", data.alt);
  state.box.setAttribute("aria-label", `Chart: ${data.title}`);
  state.tools.setAttribute("aria-label", `Save or read: ${data.title}`);
  state.table.setAttribute("aria-pressed", String(data.table));
  if (data.csv && data.csv.stamp !== state.seen) {
    state.seen = data.csv.stamp;
    save(new Blob(["\ufeff", data.csv.text], { type: "text/csv" }), `${data.file}.csv`);
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = room(parentElement);
  const state = (root.claimscape ??= build(root));
  state.trigger = setTriggerValue;
  state.data = data;
  fill(state, data);
  if (state.source !== data.spec) {
    state.source = data.spec;
    state.spec = JSON.parse(data.spec);
    state.plot.style.minHeight = `${shownSpec(state).layout.height}px`; // nothing below moves once it is drawn
    draw(state);
  } else if (state.drawn !== `${state.box.clientWidth} ${isDark(root)}`) draw(state);
}
