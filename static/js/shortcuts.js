// Keys of the desk's pages. What has data-shortcut="p" or "mod+s" is pressed (a field: focused) by that key; "?" lists
// them all, read from the page. Single letters act only outside fields, and can be switched off (kept in this browser).
document.addEventListener("DOMContentLoaded", () => {
  const dialog = document.querySelector("[data-keys-dialog]");
  if (!dialog || document.querySelector("[data-queue]")) return; // the queue has keys of its own
  const KEPT = "newsroom-keys";
  const apple = /Mac|iP(hone|ad)/.test(navigator.platform);
  const list = dialog.querySelector("[data-keys-list]");
  const lettersOn = dialog.querySelector("[data-keys-on]");

  const kept = () => {
    try { return localStorage.getItem(KEPT) !== "off"; } catch { return true; }
  };
  lettersOn.checked = kept();
  lettersOn.addEventListener("change", () => {
    try { localStorage.setItem(KEPT, lettersOn.checked ? "on" : "off"); } catch { /* then until the page goes */ }
  });

  const isShown = (element) => element.checkVisibility?.({ checkVisibilityCSS: true }) ?? element.offsetParent !== null;
  const openers = (element) => element.closest("details:not([open])");
  const targets = () => [...document.querySelectorAll("[data-shortcut]")].filter((element) =>
    !element.disabled && (isShown(element) || openers(element)));
  const label = (element) => (element.dataset.shortcutLabel || element.getAttribute("aria-label") || element.textContent)
    .replace(/\s+/g, " ").trim();
  const written = (keys) => keys.split("+").map((key) => {
    if (key === "mod") return apple ? "⌘" : "Ctrl";
    if (key === "shift") return apple ? "⇧" : "Shift";
    if (key === "alt") return apple ? "⌥" : "Alt";
    if (key === "enter") return "↵";
    return key.length === 1 ? key.toUpperCase() : key;
  });
  const pressed = (event) => {
    const mod = event.ctrlKey || event.metaKey;
    // With Alt some keyboards write another sign: then the key's own name counts.
    const key = event.altKey && /^Key[A-Z]$/.test(event.code) ? event.code.slice(3) : event.key;
    return [...(mod ? ["mod"] : []), ...(event.altKey ? ["alt"] : []), ...(event.shiftKey && mod ? ["shift"] : []), key.toLowerCase()].join("+");
  };
  const isTyping = (target) => target.closest?.("input:not([type=checkbox], [type=radio], [type=submit]), textarea, select, [contenteditable]:not([contenteditable=false])");

  const act = (element) => {
    openers(element)?.setAttribute("open", "");
    if (element.matches("input:not([type=submit]), textarea, select")) element.focus();
    else element.click();
  };

  // --- Notes and the like: from one to the next

  const stops = () => [...document.querySelectorAll("[data-stop], .notes .note")].filter(isShown);
  const walk = (by) => {
    const all = stops();
    const at = all.findIndex((stop) => stop === document.activeElement || stop.contains(document.activeElement));
    const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : (at + by + all.length) % all.length];
    if (!next.matches("a, button, input, textarea, [tabindex]")) next.tabIndex = -1;
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  };

  // --- The list

  const entry = (keys, words) => {
    const term = document.createElement("dt");
    for (const key of written(keys)) {
      const cap = document.createElement("kbd");
      cap.textContent = key;
      term.append(cap, " ");
    }
    const said = document.createElement("dd");
    said.textContent = words;
    list.append(term, said);
  };
  const show = () => {
    list.replaceChildren();
    const seen = new Set();
    for (const element of targets()) {
      if (seen.has(element.dataset.shortcut)) continue;
      seen.add(element.dataset.shortcut);
      entry(element.dataset.shortcut, label(element));
    }
    if (stops().length > 1) {
      entry("j", dialog.dataset.sayNext);
      entry("k", dialog.dataset.sayPrevious);
    }
    entry("mod+k", dialog.dataset.saySearch);
    entry("?", dialog.dataset.sayHelp);
    dialog.showModal();
  };

  window.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.repeat || (event.altKey && !(event.ctrlKey || event.metaKey))) return;
    if (document.querySelector("dialog[open]")) return;
    const keys = pressed(event);
    const isLetter = !keys.startsWith("mod+");
    if (isLetter && (isTyping(event.target) || !(lettersOn.checked || keys === "?"))) return;
    if (keys === "?") show();
    else {
      const element = targets().find((target) => target.dataset.shortcut === keys);
      if (element) act(element);
      else if (keys === "j" && stops().length > 1) walk(1);
      else if (keys === "k" && stops().length > 1) walk(-1);
      else return;
    }
    event.preventDefault();
  });
  // A way to the list without a key.
  for (const opener of document.querySelectorAll("[data-keys-open]")) {
    opener.hidden = false;
    opener.addEventListener("click", show);
  }
  for (const element of document.querySelectorAll("[data-shortcut]")) {
    const keys = element.dataset.shortcut;
    element.setAttribute("aria-keyshortcuts", keys.replace("mod", apple ? "Meta" : "Control").replace(/(^|\+)([a-z])$/, (_all, plus, key) => plus + key.toUpperCase()));
  }
});
