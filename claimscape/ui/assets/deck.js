// The deck's copy in this browser: written when it changes, offered to a session that has none yet.
function kept(where) {
  try {
    return localStorage.getItem(where);
  } catch {
    return null; // storage is switched off: the deck then lasts as long as the session
  }
}

function keep(where, text) {
  try {
    localStorage.setItem(where, text);
  } catch {
    // full or switched off
  }
}

export default function ({ data, parentElement, setTriggerValue }) {
  const root = room(parentElement);
  if (!dressed() && !window.claimscapeDressing) { // the visitor left the first page before this was fetched
    setTriggerValue("dress", "again");
    window.claimscapeDressing = setInterval(() => dressed() && clearInterval(window.claimscapeDressing), 200);
  }
  if (data.kept) {
    if (kept(data.where) !== data.kept) keep(data.where, data.kept);
  } else if (!root.claimscapeAsked) {
    root.claimscapeAsked = true;
    const text = kept(data.where);
    if (text && text !== "[]") setTriggerValue("restore", text);
  }
  const words = data.slides ? `Deck: ${data.slides} slide${data.slides === 1 ? "" : "s"}` : "Deck";
  const said = data.slides ? "Order, edit and export the slides" : "No slides yet: each chart has a button that adds it";
  const node = button(words, said, () => setTriggerValue("go", "export"));
  node.classList.add("cs-deck");
  root.replaceChildren(node);
}
