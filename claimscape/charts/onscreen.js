// A chart that is a sheet of 960 x 540 on a screen of any width, light or dark: a new layout and changed traces, no drawing.
// The pages and the file that can be taken away are drawn with it; it is put in front of their own scripts.
function recoloured(value, colours) {
  if (typeof value === "string") return colours[value] ?? value;
  if (Array.isArray(value)) return value.map((item) => recoloured(item, colours));
  if (value === null || typeof value !== "object" || ArrayBuffer.isView(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, recoloured(item, colours)]));
}

// At most so many letters a line and so many lines, at spaces; a label's <br> is the only markup there is.
function wrapped(label, letters, most = 3) {
  const lines = [""];
  for (const word of String(label).replaceAll("<br>", " ").split(" ")) {
    const last = lines[lines.length - 1];
    if (last && last.length + word.length + 1 > letters) lines.push(word);
    else lines[lines.length - 1] = last ? `${last} ${word}` : word;
  }
  return lines.length > most ? `${lines.slice(0, most).join("<br>")} …` : lines.join("<br>");
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
    for (const reason of layout.annotations) reason.text = wrapped(reason.text, Math.floor((width - 40) / 8.5), Infinity);
    layout.height = Math.max(110, 40 + 20 * lines(layout.annotations.map((reason) => reason.text)));
  }
  return layout;
}

const TICK = 42; // pixels of a number below a chart
const UPRIGHT = 32; // letters of a column's name that stand upright

// A telephone: labels over several lines, columns' names upright, notes at the edge cut to their number.
function narrow(layout, traces, width) {
  const margin = layout.margin;
  margin.l = Math.min(margin.l, Math.round(width * 0.36));
  for (const axis of axes(layout, "y")) {
    axis.tickfont = { ...axis.tickfont, size: 11 };
    axis.ticktext = axis.ticktext.map((label) => wrapped(label, Math.floor((margin.l - 10) / 6.4)));
  }
  roomBefore(layout, traces, width);
  fewerTicks(layout, width);
  for (const axis of axes(layout, "x").filter((each) => each.side === "top")) {
    const names = axis.ticktext.map((label) => label.replaceAll("<br>", " "));
    margin.t += Math.max(0, Math.min(Math.max(...names.map((name) => name.length)), UPRIGHT) * 6.5 - 12);
    axis.ticktext = names.map((name) => (name.length > UPRIGHT ? `${name.slice(0, UPRIGHT - 1)}…` : name));
    axis.tickangle = -90;
  }
}

// Numbers below a chart stand side by side, every second or third of them where all have no room; Plotly would turn them.
function fewerTicks(layout, width) {
  for (const name of Object.keys(layout).filter((key) => key.startsWith("xaxis"))) {
    const axis = layout[name];
    if (!axis.tickvals || axis.ticktext || !axis.range || axis.side === "top") continue;
    const part = axis.domain ? axis.domain[1] - axis.domain[0] : 1;
    const across = (width - layout.margin.l - layout.margin.r) * part;
    const apart = (across * (axis.tickvals[1] - axis.tickvals[0])) / (axis.range[1] - axis.range[0]);
    const every = Math.max(1, Math.ceil(TICK / apart));
    axis.tickvals = axis.tickvals.filter((_, place) => place % every === 0);
    axis.tickangle = 0;
  }
}

// Numbers that stand before a mark keep clear of the rows' labels, which a telephone brings nearer.
function roomBefore(layout, traces, width) {
  const before = traces.filter((trace) => Array.isArray(trace.textposition) && trace.textposition.includes("middle left"));
  const axis = layout.xaxis;
  if (!before.length || !axis?.range || axis.range[0] >= 0) return;
  const letters = Math.max(...before.flatMap((trace) => trace.text.map((text) => String(text).trim().length)));
  const share = (letters * 8 + 24) / Math.max(width - layout.margin.l - layout.margin.r, 100);
  axis.range = [Math.min(axis.range[0], (-axis.range[1] * share) / (1 - share)), axis.range[1]];
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
  if (count("x") > 2) return Math.max(700, panels(spec.layout));
  const columns = Math.max(0, ...axes(spec.layout, "x").filter((each) => each.side === "top").map((each) => each.ticktext.length));
  // Pixels: labels and notes of a telephone, and for each column a dot that a finger can hit, or the words in its cells.
  const least = 200 + columns * Math.max(20, 10 * longestInside(spec) + 4);
  return least < 620 ? Math.max(least, 280) : 900;
}

// So wide that the name of each panel ends before the next begins.
function panels(layout) {
  const names = (layout.annotations ?? []).filter((note) => note.y === 1 && /^x\d* domain$/.test(note.xref ?? ""));
  const starts = names.map((note) => layout[note.xref.replace("x", "xaxis").split(" ")[0]].domain[0]);
  const apart = Math.min(1, ...starts.flatMap((start) => starts.filter((other) => other > start).map((other) => other - start)));
  const letters = Math.max(0, ...names.flatMap((note) => note.text.split("<br>").map((line) => line.length)));
  return Math.min(Math.ceil((letters * 7.6 + 10) / apart) + layout.margin.l + layout.margin.r, 960);
}

function longestInside(spec) {
  const inside = spec.data.filter((trace) => trace.textposition === "inside" && Array.isArray(trace.text));
  const lengths = inside.flatMap((trace) => trace.text.map((text) => String(text ?? "").replace(/<[^>]*>/g, "").length));
  return lengths.reduce((most, length) => Math.max(most, length), 0);
}

// Pictures on the sheet are neither stretched nor squeezed.
function keepShape(layout, width) {
  const { l, r, t, b } = layout.margin;
  layout.height = Math.round(t + b + ((layout.height - t - b) * (width - l - r)) / (960 - l - r));
}

// A sheet has one height; a page can give each row as many pixels as its label needs, though the rows have but a part of it.
function spread(layout, pixels) {
  const part = ({ domain: [from, to] = [0, 1] }) => to - from;
  const needed = Math.max(0, ...axes(layout, "y").map((axis) => (axis.ticktext.length * pixels) / part(axis)));
  layout.height = Math.max(layout.height, layout.margin.t + layout.margin.b + needed);
}
