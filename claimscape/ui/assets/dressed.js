// The style sheet comes with the first page of a visit. A copy beside the app stays for all others, or each would read it anew.
function dressed() {
  const here = document.getElementById("claimscape-style");
  const sheet = [...document.querySelectorAll("style")].find((style) => style !== here && style.textContent.includes(".cs-root {"));
  if (!sheet) return Boolean(here);
  const copy = here ?? el("style");
  copy.id = "claimscape-style";
  if (copy.textContent !== sheet.textContent) copy.textContent = sheet.textContent;
  if (!here) document.body.append(copy);
  return true;
}
