// The file as it is read: charts drawn as they come into view, the sentences of a mark in a panel, light and dark, paper.
// All text of sources is written with textContent.
const byId = (id) => document.getElementById(id);
const behind = JSON.parse(byId("behind").textContent);
const column = Object.fromEntries(behind.columns.map((name, place) => [name, place + 2]));
const PAPER = 960; // pixels of a sheet; the style sheet makes it as wide as A4 between its margins
let printing = false;

function made(name, style, text) {
  const node = document.createElement(name);
  if (style) node.className = style;
  if (text !== undefined) node.textContent = text;
  return node;
}

function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return !printing && (chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches);
}

// --- charts
const plots = [...document.querySelectorAll(".plot")].map((plot) => ({
  plot, box: plot.parentElement, spec: JSON.parse(byId(`f-${plot.id.slice(2)}`).textContent), drawn: "", seen: false,
}));

function draw(chart) {
  const state = `${chart.box.clientWidth} ${isDark()} ${printing}`;
  if (chart.drawn === state) return;
  chart.drawn = state;
  const spec = isDark() ? recoloured(chart.spec, behind.dark) : chart.spec;
  const width = printing ? PAPER : Math.max(chart.box.clientWidth, leastWidth(spec));
  const data = structuredClone(spec.data);
  const layout = onScreen(spec, data, width);
  chart.plot.style.minHeight = `${layout.height}px`;
  movable(chart.box, !printing && layout.width > chart.box.clientWidth);
  Plotly.react(chart.plot, data, layout, { displayModeBar: false, responsive: false, doubleClick: false, showTips: false })
    .then(() => listen(chart))
    .catch(() => { chart.plot.textContent = "The drawing could not be made in this browser. The data table has the same numbers."; });
}

// A box wider than the screen says so, and the keyboard can move it.
function movable(box, wide) {
  box.classList.toggle("wide", wide);
  box.setAttribute("role", wide ? "region" : "group");
  if (wide) box.tabIndex = 0;
  else box.removeAttribute("tabindex");
}

function listen(chart) {
  openTails(chart);
  if (chart.listening) return;
  chart.listening = true;
  const opened = (event) => {
    const point = event.points?.[0];
    open(point?.customdata?.[0], told(point?.hovertext ?? point?.label));
    return false;
  };
  for (const name of ["plotly_click", "plotly_treemapclick"]) chart.plot.on(name, opened);
  chart.plot.on("plotly_hover", (event) => chart.plot.classList.toggle("over", Boolean(event.points?.[0]?.customdata?.[0])));
  chart.plot.on("plotly_unhover", () => chart.plot.classList.remove("over"));
}

// Texts beside the drawing stand where Plotly hears no click: each opens the sentences of its row by itself.
function openTails(chart) {
  for (const text of chart.plot.querySelectorAll(".scatterlayer .textpoint text")) {
    const mark = text.__data__?.data?.[0]; // the point's customdata, as Plotly binds it
    if (!mark) continue;
    text.style.pointerEvents = "all";
    text.style.cursor = "pointer";
    text.onclick = () => open(mark, text.textContent.trim());
  }
}

// The first lines of what is shown on a mark, as plain text: tags and entities of ours are read, nothing of it is run.
function told(hover) {
  if (typeof hover !== "string") return "";
  const lines = hover.split("<br>").slice(0, 2).join(", ");
  return new DOMParser().parseFromString(lines, "text/html").body.textContent;
}

function redraw() {
  for (const chart of plots) if (chart.seen || printing) draw(chart);
}

const coming = new IntersectionObserver((entries) => {
  for (const entry of entries.filter((each) => each.isIntersecting)) {
    const chart = plots.find((each) => each.plot === entry.target);
    chart.seen = true;
    coming.unobserve(entry.target);
    draw(chart);
  }
}, { rootMargin: "800px" });
for (const chart of plots) coming.observe(chart.plot);
let waiting = 0;
addEventListener("resize", () => {
  cancelAnimationFrame(waiting);
  waiting = requestAnimationFrame(redraw);
});

// --- paper
for (const [name, now] of [["beforeprint", true], ["afterprint", false]]) {
  addEventListener(name, () => {
    printing = now;
    redraw();
  });
}

// --- light and dark
const turn = byId("theme");
function named() {
  turn.textContent = isDark() ? "Light page" : "Dark page";
}
turn.addEventListener("click", () => {
  document.documentElement.dataset.theme = isDark() ? "light" : "dark";
  named();
  redraw();
});
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
  named();
  redraw();
});
named();

// --- sentences
const panel = byId("panel");
byId("panel-close").addEventListener("click", () => panel.close());
panel.addEventListener("click", (event) => event.target === panel && outside(event) && panel.close());
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-mark]");
  if (button) open(Number(button.dataset.mark), button.getAttribute("aria-label"));
});

function outside(event) {
  const edge = panel.getBoundingClientRect();
  return event.clientX < edge.left;
}

function open(mark, title) {
  const [total, places] = behind.marks[mark] ?? [];
  if (total === undefined) return;
  byId("panel-title").textContent = title || "Sentences";
  byId("panel-said").textContent = counted(total, places);
  byId("panel-list").replaceChildren(...places.map(card));
  panel.showModal();
  panel.scrollTop = 0;
  byId("panel-title").focus();
}

function counted(total, places) {
  if (!total) return "No sentence stands behind this mark: that is what it says.";
  const words = `${total.toLocaleString("en")} sentence${total === 1 ? "" : "s"}`;
  const more = total - places.length;
  return more ? `${words}; the first ${places.length} are here, and ${more.toLocaleString("en")} more in the dashboard.` : words;
}

function card([place, start, end]) {
  const sentence = behind.sentences[place];
  const [source, number] = sentence;
  const [label, colour] = behind.sources[source];
  const node = made("li");
  const by = made("p", "by");
  const dot = made("span", "dot");
  dot.style.background = colour;
  const name = made("b", "", label);
  name.dir = "auto";
  by.append(dot, name, made("span", "quiet", `sentence ${number}`));
  if (sentence[column.heading]) by.append(made("span", "quiet", sentence[column.heading]));
  const said = made("p", "said");
  said.dir = "auto";
  const text = sentence[column.text];
  if (end > start) said.append(text.slice(0, start), made("mark", "", text.slice(start, end)), text.slice(end));
  else said.textContent = text;
  const [topics, claims, risks, certainty, support] = ["topics", "claims", "risks", "certainty", "support"].map((each) => sentence[column[each]]);
  const found = [claims, certainty, support, risks && `risk: ${risks}`, topics && `topics: ${topics}`].filter(Boolean).join(" · ");
  node.append(by, said);
  if (found) node.append(made("p", "quiet", found));
  return node;
}
