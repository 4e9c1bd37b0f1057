// What the browser does in the studio: draw one figure, and lay drawings on the sheets of a document. Runs after plotly.js.
const SAMPLE = "etaoinshrdlu";
const WIDTHS = { 400: 5.447, 700: 6.001 }; // of the sample in Arial, regular and bold, in ems: what the charts are laid out for

// Plotly's ids are drawn by lot; counted from the picture's own number instead, the same picture is the same text.
function drawn(spec, format, scale, lot) {
  let state = lot;
  Math.random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
  fit(spec);
  const { width, height } = spec.layout;
  const sheet = { ...spec, config: { staticPlot: true, displayModeBar: false } };
  return Plotly.toImage(sheet, { format, scale, width, height, imageDataOnly: true });
}

// A machine without the font of the charts takes another, which may be wider: then all type is set smaller, and nothing is cut.
function fit(spec) {
  const family = spec.layout.font?.family ?? spec.layout.template?.layout?.font?.family ?? "sans-serif";
  const [regular, bold] = Object.keys(WIDTHS).map((weight) => room(weight, family));
  if (Math.min(regular, bold) >= 0.98) return;
  smaller(spec, regular, false);
  for (const image of spec.layout.images ?? []) image.source = smallerWords(image.source, bold);
}

function room(weight, family) {
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = `${weight} 100px ${family}`;
  return Math.min(1, Math.max(0.8, (WIDTHS[weight] * 100) / pen.measureText(SAMPLE).width));
}

// A word cloud is a drawing in the drawing, its words each of a size of its own.
function smallerWords(source, share) {
  const [head, data] = source.split("base64,");
  if (!head.startsWith("data:image/svg")) return source;
  const svg = new TextDecoder().decode(Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0)));
  const set = svg.replace(/font-size="([\d.]+)"/g, (_, size) => `font-size="${(size * share).toFixed(1)}"`);
  return `${head}base64,${btoa(String.fromCharCode(...new TextEncoder().encode(set)))}`;
}

function smaller(value, share, isFont) {
  if (value === null || typeof value !== "object") return;
  for (const [name, item] of Object.entries(value)) {
    if (isFont && name === "size") value.size = Array.isArray(item) ? item.map((size) => size * share) : item * share;
    else smaller(item, share, name.toLowerCase().endsWith("font"));
  }
}

// Each drawing on a sheet of its own; the words of one are found, read out and copied as words.
function laid(drawings, title, width, height) {
  const style = document.createElement("style");
  style.textContent = `@page { size: ${width}px ${height}px; margin: 0 } * { margin: 0; padding: 0 }
    section { width: ${width}px; height: ${height}px; overflow: hidden; break-inside: avoid }
    section + section { break-before: page } svg { display: block }`;
  document.head.replaceChildren(style);
  document.title = title;
  document.documentElement.lang = "en";
  document.body.replaceChildren(...drawings.map(([svg, alt]) => {
    const sheet = document.createElement("section");
    const image = new DOMParser().parseFromString(svg, "image/svg+xml").documentElement;
    image.setAttribute("role", "img");
    image.setAttribute("aria-label", alt);
    sheet.append(document.importNode(image, true));
    return sheet;
  }));
}

function cleared() {
  document.body.replaceChildren();
  document.head.replaceChildren();
}
