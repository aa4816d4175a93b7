// Quotation marks of the article's language while typing, and find and replace. A straight mark is typed first and turned in
// a second step, so that one undo gives it back.
const SHAPES = {
  en: "“”‘’", nl: "“”‘’", de: "„“‚‘", cs: "„“‚‘", pl: "„”‚’", da: "»«›‹", sv: "””’’", fi: "””’’",
  fr: "«\u00a0\u00a0»“”", it: "«»“”", es: "«»“”", pt: "«»“”", ru: "«»„“", uk: "«»„“", no: "«»‘’", nb: "«»‘’",
};
const OPENS = /[\s([{\u00a0–—/„“‚‘«»›]$/u;
const SWITCH = "newsroom.quotes";
const desk = document.querySelector("form.desk");
const body = desk?.querySelector("textarea[name='text-body']");

const shapes = (language) => {
  const found = SHAPES[(language || "en").slice(0, 2).toLowerCase()] ?? SHAPES.en;
  // French marks carry their own narrow space with them.
  return found.length === 4 ? [...found] : ["«\u00a0", "\u00a0»", "“", "”"];
};
const turned = (mark, before, language) => {
  const [open, close, openInner, closeInner] = shapes(language);
  const opens = before === "" || OPENS.test(before);
  if (mark === '"') return opens ? open : close;
  return opens ? openInner : /[\p{L}\p{N}]$/u.test(before) ? "’" : closeInner;
};
const isOn = () => { try { return localStorage.getItem(SWITCH) !== "off"; } catch { return true; } };

const begin = () => {
  const language = desk.querySelector(".writing")?.lang;
  const box = document.querySelector("[data-quotes]");
  if (box) {
    box.checked = isOn();
    box.addEventListener("change", () => { try { localStorage.setItem(SWITCH, box.checked ? "on" : "off"); } catch { /* for this page alone */ } });
    box.closest("label").hidden = false;
  }
  const wanted = () => (box ? box.checked : isOn());

  desk.addEventListener("beforeinput", (event) => {
    const mark = event.data;
    if (event.inputType !== "insertText" || event.isComposing || (mark !== '"' && mark !== "'") || !wanted()) return;
    const field = event.target;
    if (field.matches?.("textarea[name^='text-']:not([name='text-body'])")) {
      const to = turned(mark, field.value.slice(0, field.selectionStart), language);
      event.preventDefault();
      document.execCommand("insertText", false, to); // keeps the field's own undo
      return;
    }
    const { view } = body?.editor ?? {};
    if (!view?.dom.contains(field)) return;
    const { from, to, $from } = view.state.selection;
    if ($from.parent.type.spec.code) return;
    const before = $from.parent.textBetween(Math.max(0, $from.parentOffset - 4), $from.parentOffset, undefined, "\ufffc");
    event.preventDefault();
    view.dispatch(view.state.tr.insertText(mark, from, to));
    view.dispatch(view.state.tr.insertText(turned(mark, before, language), from, from + 1).setMeta("closeHistory$", true).scrollIntoView());
  }, true);

  const bar = document.querySelector("[data-find]");
  const toggle = document.querySelector("[data-find-toggle]");
  if (!bar || !toggle || !body) return;
  const [find, replacement] = bar.querySelectorAll("input[type=text]");
  const count = bar.querySelector("[data-find-count]");
  let at = -1;

  const matches = () => {
    const needle = find.value.normalize("NFC").toLocaleLowerCase();
    const found = [];
    if (!needle || !body.editor) return found;
    body.editor.state.doc.descendants((node, position) => {
      if (!node.isTextblock) return true;
      const text = node.textBetween(0, node.content.size, undefined, "\ufffc").toLocaleLowerCase();
      for (let index = text.indexOf(needle); index >= 0; index = text.indexOf(needle, index + needle.length))
        found.push([position + 1 + index, position + 1 + index + needle.length]);
      return false;
    });
    return found;
  };
  const paint = (found) => {
    count.textContent = find.value ? bar.dataset.said.replace("%(count)s", found.length) : "";
    if (!("highlights" in CSS)) return;
    const ranges = found.map(([from, to]) => {
      const [start, end] = [body.editor.view.domAtPos(from), body.editor.view.domAtPos(to)];
      const range = new Range();
      range.setStart(start.node, start.offset);
      range.setEnd(end.node, end.offset);
      return range;
    });
    CSS.highlights.set("desk-found", new Highlight(...ranges));
  };
  const go = (step) => {
    const found = matches();
    paint(found);
    if (!found.length) return;
    at = (at + step + found.length) % found.length;
    body.editor.commands.setTextSelection({ from: found[at][0], to: found[at][1] });
    body.editor.commands.scrollIntoView();
    count.textContent = `${at + 1}/${found.length}`;
  };
  const replace = (all) => {
    const { editor } = body;
    const { from, to } = editor.state.selection;
    const found = matches().filter(([start, end]) => all || (start === from && end === to));
    if (found.length && editor.isEditable) {
      const change = editor.state.tr;
      for (const [start, end] of found.reverse()) change.insertText(replacement.value, start, end);
      editor.view.dispatch(change); // one step: one undo takes all back
    }
    if (all) paint(matches()); else { at -= found.length ? 1 : 0; go(1); }
  };
  const show = (yes) => {
    bar.hidden = !yes;
    toggle.setAttribute("aria-expanded", String(yes));
    if (yes) { find.focus(); find.select(); paint(matches()); }
    else { CSS.highlights?.delete("desk-found"); body.editor?.commands.focus(); }
  };
  toggle.hidden = false;
  toggle.addEventListener("click", () => show(bar.hidden));
  find.addEventListener("input", () => { at = -1; paint(matches()); });
  bar.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { event.preventDefault(); show(false); }
    if (event.key === "Enter" && event.target.matches("input")) { event.preventDefault(); if (event.target === find) go(event.shiftKey ? -1 : 1); else replace(false); }
  });
  bar.addEventListener("click", (event) => {
    const act = event.target.closest("button")?.dataset.act;
    if (act === "next") go(1);
    if (act === "previous") go(-1);
    if (act === "one") replace(false);
    if (act === "all") replace(true);
    if (act === "close") show(false);
  });
};

if (desk) begin();
