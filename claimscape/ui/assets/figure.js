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
  state.table = button("Data table", "The numbers as a table; choose a row to open its sentences", () => state.trigger("act", "table"));
  const image = (format, words) => button(format.toUpperCase(), words, () => saveImage(state, format));
  const [deck, csv] = keepers(state);
  state.tools = toolbar("", [state.table, deck, image("png", "Save as picture, 3840 × 2160"), image("svg", "Save as drawing"), csv]);
  state.box = el("div", "cs-box");
  state.box.setAttribute("role", "group");
  state.box.append(state.plot);
  const foot = el("div", "cs-foot");
  foot.append(state.footer, state.tools);
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
  saveWished(state, data);
}

export default function ({ data: bytes, parentElement, setTriggerValue }) {
  const data = JSON.parse(new TextDecoder().decode(bytes));
  const root = room(parentElement);
  const state = (root.claimscape ??= build(root));
  state.tools.hidden = Boolean(data.bare); // a preview: nothing to press
  state.trigger = setTriggerValue;
  state.data = data;
  fill(state, data);
  if (state.version !== data.version) {
    state.version = data.version;
    state.spec = data.spec;
    state.plot.style.minHeight = `${shownSpec(state).layout.height}px`; // nothing below moves once it is drawn
    draw(state);
  } else if (state.drawn !== `${state.box.clientWidth} ${isDark(root)}`) draw(state);
}
