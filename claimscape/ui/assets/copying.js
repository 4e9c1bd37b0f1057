// A quotation that says where it is from, and the way to the clipboard.
function quotation(words, source, sentence, where) {
  return `“${words.trim()}” — ${source}, ${sentence}.${where ? ` ${where}` : ""}`;
}

// Where the browser keeps the clipboard from us, the text is selected in a field and copied as by hand; the field stands
// beside the button, for a dialog lets no focus out.
async function toClipboard(text, beside) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const before = document.activeElement;
    const field = el("textarea", "cs-said");
    field.value = text;
    beside.after(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    before?.focus({ preventScroll: true });
    return done;
  }
}

// Copies and says so, on the button for the eye and in the live region for the ear.
async function copied(control, text, live) {
  const done = await toClipboard(text, control);
  const said = done ? "Copied" : "Not copied";
  control.dataset.words ??= control.textContent;
  control.textContent = said;
  live.textContent = done ? "Copied with its source" : "This browser does not let a page copy";
  clearTimeout(control.claimscapeTimer);
  control.claimscapeTimer = setTimeout(() => (control.textContent = control.dataset.words), 1600);
}
