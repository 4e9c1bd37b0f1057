// The whole document as a strip: a tick a finding, a lane a layer, the part in view as a window. Places are letters of the
// text and not pixels of the page, so nothing moves when a paragraph is painted for the first time.
const LANES = Object.keys(LAYERS);

function viewOf(state) {
  const box = state.scroller.getBoundingClientRect();
  return { top: box.top, bottom: Math.min(box.bottom, window.innerHeight) };
}

function topEdge(state) {
  return state.steps.getBoundingClientRect().bottom;
}

// The first sentence that ends below a line of the screen; a search by halves asks few of thousands where they are.
function firstBelow(state, y) {
  let [low, high] = [0, state.rows.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (state.rows[middle].getBoundingClientRect().bottom > y) high = middle;
    else low = middle + 1;
  }
  return Math.max(low, 0);
}

function lettersAt(state, y) {
  const place = firstBelow(state, y);
  const box = state.rows[place].getBoundingClientRect();
  const share = Math.min(Math.max((y - box.top) / Math.max(box.height, 1), 0), 1);
  return state.starts[place] + share * (state.starts[place + 1] - state.starts[place]);
}

function measured(state) {
  state.starts = [0];
  for (const unit of state.data.units) state.starts.push(state.starts.at(-1) + Math.max(textOf(unit).length, 1));
  state.total = state.starts.at(-1) || 1;
  for (const finding of state.findings) {
    const unit = state.data.units[finding.unit];
    const first = unit.tags[finding.tag][2][0] ?? 0;
    finding.at = state.starts[finding.unit] + unit.pieces.slice(0, first).reduce((sum, [text]) => sum + text.length, 0);
  }
}

function marginMap(state) {
  const strip = el("div", "cs-map");
  strip.setAttribute("aria-hidden", "true"); // previous and next finding do the same for everybody
  state.canvas = el("canvas", "cs-map-ticks");
  state.window = el("div", "cs-map-window");
  state.spot = el("div", "cs-map-here");
  state.tip = el("div", "cs-map-tip");
  strip.append(state.canvas, state.spot, state.window, state.tip);
  strip.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    strip.setPointerCapture(event.pointerId);
    state.pressed = { y: event.clientY, near: nearest(state, event), dragged: false };
    if (!state.pressed.near) pointAt(state, event);
  });
  strip.addEventListener("pointermove", (event) => {
    if (!strip.hasPointerCapture(event.pointerId)) return tipAt(state, event);
    state.pressed.dragged ||= Math.abs(event.clientY - state.pressed.y) > 3;
    if (state.pressed.dragged) pointAt(state, event);
  });
  strip.addEventListener("pointerup", () => {
    const { near, dragged } = state.pressed ?? {};
    if (near && !dragged) read(state, near.unit, near.tag, false);
  });
  strip.addEventListener("pointerleave", () => state.tip.classList.remove("cs-map-tells"));
  new ResizeObserver(() => requestAnimationFrame(() => strip.isConnected && drawMap(state))).observe(strip);
  state.strip = strip;
  return strip;
}

function pointAt(state, event) {
  state.pointed = event.clientY;
  state.waiting ||= requestAnimationFrame(() => {
    state.waiting = 0;
    const top = bringPointed(state);
    // The strip moves too until it sticks: what is brought is what then lies under the pointer.
    requestAnimationFrame(() => state.strip.getBoundingClientRect().top !== top && bringPointed(state));
  });
}

function bringPointed(state) {
  const box = state.strip.getBoundingClientRect();
  const letters = Math.min(Math.max((state.pointed - box.top) / box.height, 0), 0.9999) * state.total;
  const place = state.starts.findLastIndex((start) => start <= letters);
  bring(state, state.rows[Math.min(place, state.rows.length - 1)]);
  return box.top;
}

// The finding within a few pixels of the pointer, one of the lane that is pointed at before another.
function nearest(state, event) {
  const box = state.strip.getBoundingClientRect();
  const lane = Math.floor(((event.clientX - box.left) / box.width) * LANES.length);
  const [at, reach] = [((event.clientY - box.top) / box.height) * state.total, (5 / box.height) * state.total];
  let [found, best] = [null, Infinity];
  for (const finding of within(state)) {
    const far = Math.abs(finding.at - at) + (LANES.indexOf(finding.kind) === lane ? 0 : reach);
    if (Math.abs(finding.at - at) <= reach && far < best) [found, best] = [finding, far];
  }
  return found;
}

function tipAt(state, event) {
  const near = event.pointerType === "mouse" ? nearest(state, event) : null;
  state.tip.classList.toggle("cs-map-tells", Boolean(near));
  if (!near) return;
  state.tip.textContent = `${ONE[near.kind]}: ${near.label}`;
  state.tip.style.top = `${(near.at / state.total) * state.strip.clientHeight}px`;
}

function drawMap(state) {
  const [width, height, sharp] = [state.strip.clientWidth, state.strip.clientHeight, window.devicePixelRatio || 1];
  if (!width || !height) return;
  const { canvas } = state;
  const colours = LANES.map((kind) => getComputedStyle(state.toggles[kind]).getPropertyValue("--cs-kind").trim());
  canvas.width = width * sharp;
  canvas.height = height * sharp;
  const pen = canvas.getContext("2d");
  pen.scale(sharp, sharp);
  const lane = width / LANES.length;
  const thin = state.findings.length > height ? 1.5 : 2.5;
  for (const finding of state.findings) {
    if (state.hidden.has(finding.kind)) continue;
    const column = LANES.indexOf(finding.kind);
    pen.globalAlpha = state.code === "" || finding.code === Number(state.code) ? 1 : 0.18;
    pen.fillStyle = colours[column];
    pen.fillRect(column * lane + 1, Math.min((finding.at / state.total) * height, height - thin), lane - 2, thin);
  }
  follow(state);
  markHere(state);
}

// The window follows what is in view; the strip reaches to the foot of the screen, so that the whole document is on it.
function follow(state) {
  if (!state.rows.length) return;
  const view = viewOf(state);
  const room = Math.round(view.bottom - Math.max(state.strip.getBoundingClientRect().top, topEdge(state)) - 12);
  const height = Math.min(Math.max(room, 160), state.rail.clientHeight);
  const from = (lettersAt(state, topEdge(state)) / state.total) * height;
  const to = (lettersAt(state, view.bottom) / state.total) * height;
  const size = Math.max(to - from, 8);
  state.window.style.height = `${size}px`;
  state.window.style.transform = `translateY(${Math.min(from, height - size)}px)`;
  if (height !== state.strip.offsetHeight) state.strip.style.height = `${height}px`;
}

function markHere(state) {
  const finding = state.here && state.findings.find((each) => each.unit === state.here.unit && (state.here.tag < 0 || each.tag === state.here.tag));
  const at = finding && state.here.tag >= 0 ? finding.at : state.here ? state.starts[state.here.unit] : -1;
  state.spot.hidden = at < 0;
  if (at >= 0) state.spot.style.transform = `translateY(${(at / state.total) * state.strip.clientHeight}px)`;
}
