// What is selected in the text is the passage.
(() => {
  const source = document.querySelector("[data-source]");
  const passage = document.querySelector("[data-redact] [name=passage]");
  if (!source || !passage) return;
  document.querySelector("[data-select]").hidden = false;
  document.addEventListener("selectionchange", () => {
    const chosen = getSelection();
    if (!chosen.isCollapsed && source.contains(chosen.anchorNode) && source.contains(chosen.focusNode)) {
      passage.value = chosen.toString().trim();
    }
  });
})();
