// The rich text editor hides its textarea and with it the label: give the label to what is typed into.
document.addEventListener("prose-editor:ready", (event) => {
  const { editor, textarea } = event.detail;
  textarea.editor = editor; // for scripts that come later
  const label = textarea.labels[0];
  if (!label) return;
  editor.view.dom.setAttribute("aria-label", label.textContent.trim());
  editor.view.dom.setAttribute("aria-multiline", "true");
  editor.view.dom.setAttribute("spellcheck", "true");
  if (textarea.lang) editor.view.dom.lang = textarea.lang;
  label.addEventListener("click", () => editor.commands.focus());
});
