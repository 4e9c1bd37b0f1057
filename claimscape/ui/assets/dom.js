// Elements whose text is only ever text.
function el(tag, name, text) {
  const node = document.createElement(tag);
  if (name) node.className = name;
  if (text !== undefined && text !== null) node.textContent = text;
  return node;
}

function button(text, title, action) {
  const node = el("button", "cs-button", text);
  node.type = "button";
  node.title = title;
  node.addEventListener("click", action);
  return node;
}

// A plain click stays in this session; with a modifier key the browser opens the address as it would any other.
function inSession(anchor, action) {
  anchor.addEventListener("click", (event) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    action();
  });
  return anchor;
}

function room(parent) {
  let root = parent.querySelector(".cs-root");
  if (!root) {
    root = el("div", "cs-root");
    parent.append(root);
  }
  return root;
}

function save(blob, name) {
  const anchor = el("a");
  anchor.href = URL.createObjectURL(blob);
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(anchor.href), 10000);
}
