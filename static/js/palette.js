// The palette (Ctrl+K): what is found at /admin/search/ as one types, and what this page offers as buttons. Without it
// the sidebar's link leads to the page of the search.
document.addEventListener("DOMContentLoaded", () => {
  const dialog = document.querySelector("[data-palette]");
  if (!dialog) return;
  const words = dialog.querySelector(".palette__words");
  const list = dialog.querySelector(".palette__list");
  const said = dialog.querySelector("[data-palette-said]");
  const WAIT = 120; // after the last key
  const ACTS = ".step > button, .step__more > summary, .desk__bar button, .desk__bar a, [data-command]";
  const CLOCK = /\b([01]?\d|2[0-3])[:.h]([0-5]\d)\b/;
  let options = [];
  let chosen = -1;
  let asking = null;
  let timer = 0;

  const apple = /Mac|iP(hone|ad)/.test(navigator.platform);
  for (const cap of document.querySelectorAll("[data-mod-key]")) {
    cap.textContent = `${apple ? "⌘" : "Ctrl"} ${cap.dataset.modKey.toUpperCase()}`;
    cap.hidden = false;
  }

  // --- What this page offers

  const label = (element) => (element.dataset.command || element.dataset.shortcutLabel || element.getAttribute("aria-label") || element.textContent).replace(/\s+/g, " ").trim();
  const offered = () => [...document.querySelectorAll(ACTS)].filter((element) => !element.disabled && element.checkVisibility?.() !== false && label(element));
  const scheduleAt = (hour, minute) => {
    const field = document.querySelector("[name=step-publish_at]");
    if (!field) return null;
    const day = new Date();
    const now = day.getHours() * 60 + day.getMinutes();
    if (hour * 60 + minute <= now) day.setDate(day.getDate() + 1);
    const two = (number) => String(number).padStart(2, "0");
    const value = `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}T${two(hour)}:${two(minute)}`;
    return { title: `${dialog.dataset.saySchedule} ${value.replace("T", ", ")}`, run: () => {
      field.closest("details")?.setAttribute("open", "");
      field.value = value;
      field.dispatchEvent(new Event("change", { bubbles: true }));
      // Filled in, and one more Enter away: the zone beside it is to be read first.
      field.closest("details")?.querySelector("button[name=step]")?.focus();
    } };
  };
  const acts = (typed) => {
    const asked = typed.toLowerCase().split(/\s+/).filter(Boolean);
    const clock = CLOCK.exec(typed);
    const found = clock ? [scheduleAt(Number(clock[1]), Number(clock[2]))].filter(Boolean) : [];
    for (const element of offered()) {
      const name = label(element);
      if (asked.every((word) => name.toLowerCase().includes(word))) {
        found.push({ title: name, run: () => {
          element.closest("details")?.setAttribute("open", "");
          if (element.matches("summary")) {
            element.parentElement.open = true;
            (element.parentElement.querySelector("textarea, input:not([type=hidden]), select") ?? element).focus();
          } else element.click();
        } });
      }
    }
    return found;
  };

  // --- The list

  const choose = (at) => {
    options[chosen]?.node.setAttribute("aria-selected", "false");
    chosen = options.length ? (at + options.length) % options.length : -1;
    const node = options[chosen]?.node;
    node?.setAttribute("aria-selected", "true");
    node?.scrollIntoView({ block: "nearest" });
    if (node) words.setAttribute("aria-activedescendant", node.id);
    else words.removeAttribute("aria-activedescendant");
  };
  const run = (option, elsewhere) => {
    if (option.url && elsewhere) return void window.open(option.url, "_blank", "noopener");
    dialog.close();
    if (option.url) location.assign(option.url);
    else option.run();
  };
  const draw = (groups, isFound) => {
    list.replaceChildren();
    options = [];
    groups.forEach((group, number) => {
      const box = document.createElement("div");
      box.setAttribute("role", "group");
      box.setAttribute("aria-labelledby", `palette-group-${number}`);
      const head = document.createElement("p");
      head.className = "palette__group";
      head.id = `palette-group-${number}`;
      head.textContent = group.label;
      box.append(head);
      for (const option of group.hits) {
        const node = document.createElement(option.url ? "a" : "div");
        node.className = "palette__option";
        node.id = `palette-option-${options.length}`;
        node.setAttribute("role", "option");
        node.setAttribute("aria-selected", "false");
        node.tabIndex = -1;
        if (option.url) node.href = option.url;
        const title = document.createElement("span");
        title.className = "palette__title";
        if (option.language) title.lang = option.language;
        title.textContent = option.title;
        node.append(title);
        if (option.note) {
          const note = document.createElement("span");
          note.className = "palette__note";
          note.textContent = option.note;
          node.append(note);
        }
        node.addEventListener("click", (event) => {
          if (option.url && (event.ctrlKey || event.metaKey)) return; // the browser opens it elsewhere
          event.preventDefault();
          run(option);
        });
        box.append(node);
        options.push({ ...option, node });
      }
      list.append(box);
    });
    words.setAttribute("aria-expanded", String(options.length > 0));
    if (isFound) {
      said.textContent = options.length ? `${dialog.dataset.sayNumber} ${options.length}` : dialog.dataset.sayNone;
      if (!options.length) {
        const none = document.createElement("p");
        none.className = "palette__none";
        none.textContent = dialog.dataset.sayNone;
        list.append(none);
      }
    }
    choose(0);
  };
  const here = () => {
    const hits = acts(words.value);
    return hits.length ? [{ label: dialog.dataset.sayHere, hits }] : [];
  };
  const look = async () => {
    asking?.abort();
    asking = new AbortController();
    const query = new URLSearchParams({ as: "json", q: words.value, article: dialog.dataset.article ?? "" });
    try {
      const answer = await fetch(`${dialog.dataset.address}?${query}`, { signal: asking.signal });
      if (!answer.ok || answer.redirected) throw new Error();
      const { groups } = await answer.json();
      draw([...here(), ...groups], true);
    } catch (error) {
      if (error.name === "AbortError") return;
      draw(here(), false);
      said.textContent = dialog.dataset.sayAway;
    }
  };

  // --- Opening and keys

  const open = () => {
    if (dialog.open || document.querySelector("dialog[open]")) return;
    words.value = "";
    draw(here(), false);
    dialog.showModal();
    words.focus();
    look();
  };
  window.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      event.stopPropagation();
      open();
    }
  }, true); // before the editor, whose link has the same key
  for (const opener of document.querySelectorAll("[data-palette-open]")) {
    opener.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      open();
    });
  }
  dialog.querySelector("[data-palette-close]").addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  words.addEventListener("input", () => {
    draw(here(), false);
    clearTimeout(timer);
    timer = setTimeout(look, WAIT);
  });
  words.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown") choose(chosen + 1);
    else if (event.key === "ArrowUp") choose(chosen - 1);
    else if (event.key === "Enter" && options[chosen]) run(options[chosen], event.ctrlKey || event.metaKey);
    else return;
    event.preventDefault();
  });
});
