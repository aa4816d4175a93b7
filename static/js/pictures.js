// The chooser of the editing page: pictures of the library and of the writer's disk, as the lead or in the text.
(() => {
  let editor = null;
  document.addEventListener("prose-editor:ready", (event) => {
    if (event.detail.textarea.closest(".entry--body")) editor = event.detail.editor;
    place();
  });
  document.addEventListener("DOMContentLoaded", start);
  if (document.readyState !== "loading") start();

  let dialog, grid, ask, said, mode, mark, chosen, file, at, asking;
  const part = (name) => dialog.querySelector(name);
  const word = (name) => part(`[data-word="${name}"]`);

  function place() {
    const button = document.querySelector("[data-choose-text]");
    const label = document.querySelector(".entry--body .entry__label");
    if (!editor || !button || !label) return;
    label.after(button);
    // The editor's own button asks for an address; the library is asked instead. In a figure it stays as it is.
    for (const name of ["pointerdown", "mousedown", "click"]) {
      document.querySelector(".entry--body").addEventListener(name, (event) => {
        const control = event.target.closest(".prose-menubar__button");
        if (control?.textContent.trim() !== "image" || editor.isActive("figure")) return;
        event.preventDefault();
        event.stopPropagation();
        if (name === "click") open("text");
      }, true);
    }
    button.hidden = false;
    button.style.justifySelf = "start";
  }

  function start() {
    dialog = document.querySelector("dialog.chooser");
    if (!dialog || dialog.dataset.ready) return;
    dialog.dataset.ready = "1";
    // In the top layer wherever it stands; outside the folded panel it can open.
    document.querySelector("form.desk").append(dialog);
    [grid, ask, said] = [part(".chooser__grid"), part(".chooser__ask"), part(".chooser__said")];
    const lead = document.querySelector("[data-choose-lead]");
    lead.hidden = false;
    for (const part of document.querySelectorAll("[data-without-script]")) part.hidden = !part.querySelector(".entry--wrong");
    lead.addEventListener("click", () => open("lead"));
    document.querySelector("[data-choose-text]").addEventListener("click", () => open("text"));
    let wait;
    part("#chooser-words").addEventListener("input", () => { clearTimeout(wait); wait = setTimeout(search, 250); });
    dialog.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key !== "Enter" || event.target.tagName !== "INPUT") return;
      event.preventDefault(); // the form around it must not be sent
      if (event.target.dataset.word) use();
      else search();
    });
    for (const name of ["input", "change"]) dialog.addEventListener(name, (event) => event.stopPropagation());
    part("[type=file]").addEventListener("change", (event) => { if (event.target.files[0]) question(null, event.target.files[0]); event.target.value = ""; });
    part("[data-more]").addEventListener("click", () => search(mark));
    part("[data-back]").addEventListener("click", list);
    part("[data-close]").addEventListener("click", () => dialog.close());
    part("[data-use]").addEventListener("click", use);
    document.querySelector(".lead-picture-panel").classList.add("has-chooser");
    drops();
    place();
  }

  function open(what, sent = null) {
    mode = what;
    part("#chooser-title").textContent = dialog.dataset[what];
    dialog.showModal();
    if (sent) question(null, sent);
    else { list(); search(); part("#chooser-words").focus(); }
  }

  function say(words, wrong = false) {
    said.textContent = words;
    said.classList.toggle("is-wrong", wrong);
  }

  function list() {
    chosen = file = null;
    ask.hidden = true;
    grid.hidden = part("[data-search]").hidden = false;
    part("[data-use]").hidden = part("[data-back]").hidden = true;
    part("[data-more]").hidden = !mark;
    say("");
  }

  async function search(before = "") {
    const query = new URLSearchParams({ q: part("#chooser-words").value, before: typeof before === "number" ? before : "" });
    let found;
    // An answer that is late must not take the place of what was asked after it.
    asking?.abort();
    const { signal } = (asking = new AbortController());
    try {
      const answer = await fetch(`${dialog.dataset.choose}?${query}`, { headers: { Accept: "application/json" }, signal });
      if (!answer.ok) throw new Error(answer.status);
      found = await answer.json();
    } catch {
      if (!signal.aborted) say(dialog.dataset.failed, true);
      return;
    }
    if (!query.get("before")) grid.replaceChildren();
    grid.append(...found.pictures.map(tile));
    mark = found.before;
    part("[data-more]").hidden = !mark || !ask.hidden;
    say(grid.children.length ? "" : dialog.dataset.none);
  }

  function tile(picture) {
    const line = document.createElement("li");
    const button = document.createElement("button");
    const image = document.createElement("img");
    Object.assign(image, { src: picture.thumbnail, alt: "", width: 320, height: 213, loading: "lazy" });
    button.type = "button";
    button.className = "chooser__pick";
    const add = (words, name) => {
      const span = document.createElement("span");
      span.className = name;
      span.textContent = words;
      button.append(span);
    };
    button.append(image);
    add(picture.alternative_text || picture.caption || dialog.dataset.undescribed, "tile__words");
    if (picture.credit) add(picture.credit, "tile__credit");
    if (!picture.may_use) {
      button.setAttribute("aria-disabled", "true");
      add(dialog.dataset.ended, "tile__mark tile__mark--bad");
    }
    button.addEventListener("click", () => {
      if (!picture.may_use) say(dialog.dataset.ended, true);
      else if (mode === "lead") done(picture);
      else question(picture);
    });
    line.append(button);
    return line;
  }

  // What must be said before a picture is used: always of a new one, of one in the text with its caption there.
  function question(picture, sent = null) {
    [chosen, file] = [picture, sent];
    const image = ask.querySelector("img");
    image.src = picture ? picture.thumbnail : URL.createObjectURL(sent);
    for (const name of ["alternative_text", "caption", "credit"]) word(name).value = picture?.[name] ?? "";
    grid.hidden = part("[data-search]").hidden = part("[data-more]").hidden = true;
    ask.hidden = part("[data-use]").hidden = part("[data-back]").hidden = false;
    say("");
    word("alternative_text").focus();
  }

  async function use() {
    const words = Object.fromEntries(["alternative_text", "caption", "credit"].map((name) => [name, word(name).value.trim()]));
    if (!words.alternative_text) {
      say(dialog.dataset.wanted, true);
      word("alternative_text").focus();
      return;
    }
    if (chosen) { done({ ...chosen, ...words }); return; }
    part("[data-use]").disabled = true;
    const token = document.querySelector("form.desk [name=csrfmiddlewaretoken]").value;
    const answer = await window.sendPicture(dialog.dataset.upload, file, words, token, (share) => say(`${Math.round(share * 100)} %`));
    part("[data-use]").disabled = false;
    if (!answer.picture) { say(answer.error || dialog.dataset.failed, true); return; }
    done(mode === "text" ? { ...answer.picture, ...words } : answer.picture);
  }

  function done(picture) {
    dialog.close();
    if (mode === "lead") takeAsLead(picture);
    else insert(picture);
  }

  function takeAsLead(picture) {
    const choices = document.querySelector(".pictures > div");
    let radio = choices.querySelector(`input[value="${picture.id}"]`);
    if (!radio) {
      const [box, label, image, span] = ["div", "label", "img", "span"].map((name) => document.createElement(name));
      radio = document.createElement("input");
      Object.assign(radio, { type: "radio", name: "text-lead_image", value: picture.id, id: `id_text-lead_image_${picture.id}p` });
      Object.assign(image, { src: picture.thumbnail, alt: "", width: picture.width, height: picture.height });
      label.htmlFor = radio.id;
      span.textContent = picture.alternative_text || picture.caption || dialog.dataset.undescribed;
      label.append(radio, image, span);
      box.append(label);
      choices.children[0].after(box);
    }
    radio.checked = true;
    radio.dispatchEvent(new Event("input", { bubbles: true }));
    radio.dispatchEvent(new Event("change", { bubbles: true }));
    const panel = radio.closest("details");
    panel.open = true;
    panel.querySelector("[data-lead-now]").textContent = picture.alternative_text || picture.caption;
    radio.focus();
  }

  function insert(picture) {
    if (!editor) return;
    const credit = picture.credit ? dialog.dataset.credit.replace("{credit}", picture.credit) : "";
    const caption = [picture.caption, credit].filter(Boolean).join(" ");
    const content = [{ type: "image", attrs: { src: picture.url, alt: picture.alternative_text, width: picture.width, height: picture.height } }];
    if (caption) content.push({ type: "caption", content: [{ type: "text", text: caption }] });
    // After the paragraph that the caret stands in, or that the file was dropped on; never in the middle of a word.
    const point = editor.state.doc.resolve(at ?? editor.state.selection.to);
    at = null;
    editor.chain().focus().insertContentAt(point.depth ? point.after(1) : point.pos, { type: "figure", content }).run();
  }

  function drops() {
    const form = document.querySelector("form.desk");
    const pictureOf = (data) => [...(data?.files ?? [])].find((one) => one.type.startsWith("image/"));
    form.addEventListener("dragover", (event) => {
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault();
      form.classList.add("is-dragging");
    });
    form.addEventListener("dragleave", (event) => { if (!form.contains(event.relatedTarget)) form.classList.remove("is-dragging"); });
    form.addEventListener("drop", (event) => {
      const sent = pictureOf(event.dataTransfer);
      form.classList.remove("is-dragging");
      if (!sent || event.target.type === "file") return;
      event.preventDefault();
      event.stopPropagation();
      const inText = editor && event.target.closest(".entry--body");
      at = inText ? editor.view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos : null;
      open(inText ? "text" : "lead", sent);
    }, true);
    form.addEventListener("paste", (event) => {
      const sent = pictureOf(event.clipboardData);
      // A word processor sends its words and a picture of them: then the words are meant.
      if (!sent || !editor || !event.target.closest(".entry--body") || event.clipboardData.types.includes("text/html")) return;
      event.preventDefault();
      event.stopPropagation();
      open("text", sent);
    }, true);
  }
})();
