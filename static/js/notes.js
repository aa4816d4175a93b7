// Notes without leaving the page: what is typed elsewhere on it stays. Without this script the form opens a window of its own.
(() => {
  const form = document.getElementById("notes-form");
  const said = document.querySelector("[data-notes-said]");
  if (!form || !said) return;
  const panel = () => document.querySelector("[data-notes]");
  const say = (name) => { said.textContent = ""; said.textContent = said.dataset[name]; };

  form.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (!button?.closest("[data-notes]")) return;
    event.preventDefault();
    const data = new FormData(form);
    data.set(button.name, button.value);
    button.disabled = true;
    try {
      const answer = await fetch(panel().dataset.notes, { method: "POST", body: data, headers: { "X-Notes-Fragment": "1" } });
      if (!answer.ok && answer.status !== 409) throw new Error(String(answer.status));
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-notes]");
      // Replies that were begun and not sent stay.
      const begun = [...panel().querySelectorAll(".note__answer textarea")].filter((field) => field.value && button.value !== field.name.replace("-", ":"));
      panel().replaceWith(document.adoptNode(fresh));
      for (const old of begun) {
        const field = panel().querySelector(`[name="${old.name}"]`);
        if (field) { field.value = old.value; field.closest("details").open = true; }
      }
      if (answer.ok) say("done");
      panel().querySelector("[data-note-new]")?.focus();
    } catch {
      button.disabled = false;
      say("failed");
    }
  });

  // The words that were marked in the text when the note was begun. Opening the fold takes the selection away, so it is kept.
  let marked = "";
  document.addEventListener("selectionchange", () => {
    const field = document.activeElement;
    const inText = field?.closest?.(".writing, .print");
    if (!inText) return;
    const words = "selectionStart" in field ? field.value.slice(field.selectionStart, field.selectionEnd) : String(getSelection());
    marked = words.trim().replace(/\s+/g, " ").slice(0, 500);
  });
  document.addEventListener("toggle", (event) => {
    if (!event.target.matches?.(".notes__new") || !event.target.open) return;
    const quote = event.target.querySelector("[name=quote]");
    if (marked && !quote.value) quote.value = marked;
    event.target.querySelector("textarea").focus();
  }, true);

  // Names after “@”: a list beneath the field, by arrow keys, Enter and Escape.
  let list = null;
  let asked = null;
  const close = () => { list?.remove(); list = null; };
  const begun = (field) => /(?:^|\s)@([^\s@][^@\n]{0,40}|)$/u.exec(field.value.slice(0, field.selectionStart));
  const take = (field, name) => {
    const found = begun(field);
    if (!found) return;
    const at = field.selectionStart - found[1].length;
    field.setRangeText(`${name} `, at, field.selectionStart, "end");
    close();
    field.focus();
  };
  const mark = (by) => {
    const options = [...list.children];
    const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
    const next = options[(at + by + options.length) % options.length];
    for (const option of options) option.setAttribute("aria-selected", String(option === next));
    list.field.setAttribute("aria-activedescendant", next.id);
  };
  const offer = (field, names) => {
    close();
    if (!names.length) return;
    list = document.createElement("ul");
    list.className = "mentions";
    list.setAttribute("role", "listbox");
    list.id = "mentions";
    list.field = field;
    names.forEach((name, number) => {
      const option = document.createElement("li");
      option.id = `mention-${number}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", String(number === 0));
      option.textContent = name;
      option.addEventListener("pointerdown", (event) => { event.preventDefault(); take(field, name); });
      list.append(option);
    });
    field.after(list);
    field.setAttribute("aria-controls", "mentions");
    field.setAttribute("aria-autocomplete", "list");
    field.setAttribute("aria-activedescendant", "mention-0");
  };
  document.addEventListener("input", async (event) => {
    const field = event.target;
    if (!field.matches?.("[data-mentions]")) return;
    const found = begun(field);
    asked?.abort();
    if (!found) return close();
    asked = new AbortController();
    try {
      const answer = await fetch(`${panel().dataset.people}?q=${encodeURIComponent(found[1])}`, { signal: asked.signal });
      if (answer.ok) offer(field, (await answer.json()).people);
    } catch { close(); }
  });
  document.addEventListener("keydown", (event) => {
    if (!list || event.target !== list.field) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") mark(event.key === "ArrowDown" ? 1 : -1);
    else if (event.key === "Enter" || event.key === "Tab") take(list.field, list.querySelector("[aria-selected=true]").textContent);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }, true);
  document.addEventListener("focusout", (event) => { if (list && event.target === list.field) close(); });
})();
