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
  const help = document.getElementById(`${textarea.id}_helptext`);
  if (help) editor.view.dom.setAttribute("aria-describedby", help.id);
  // In a list the Tab key moves the line. After Escape it leaves the text from anywhere, as it does elsewhere.
  let leaves = false;
  editor.view.dom.parentElement.addEventListener("keydown", (event) => {
    if (event.key === "Tab" && leaves) event.stopPropagation();
    if (event.key !== "Shift") leaves = event.key === "Escape";
  }, true);
});
