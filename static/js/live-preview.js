// The preview beside the text. The page in the frame keeps the public site's content policy: it is loaded once, and what
// the server draws of the typed text is put in its place, so that neither the scroll position nor the history moves.
(() => {
  const pane = document.querySelector("[data-live-preview]");
  const toggle = document.querySelector("[data-preview-toggle]");
  const desk = pane?.closest("form");
  if (!pane || !toggle || !desk) return;
  const WAIT = 500;
  const OPEN = "newsroom.preview.open";
  const VIEW = "newsroom.preview.view";
  const wide = matchMedia("(min-width: 64rem)");
  const stage = pane.querySelector("[data-stage]");
  const frame = stage.querySelector("iframe");
  const said = pane.querySelector("[data-said]");
  const buttons = [...pane.querySelectorAll(".live__views button")];
  let view = "phone";
  let timer = 0;
  let asked = null;
  let drawn = "";
  let ready = false;

  // A browser that keeps nothing still shows the preview.
  const remembered = (name) => { try { return localStorage.getItem(name); } catch { return null; } };
  const remember = (name, value) => { try { localStorage.setItem(name, value); } catch { /* private window */ } };
  const say = (name) => { if (said.dataset.now !== name) { said.dataset.now = name; said.textContent = said.dataset[name]; } };

  const fit = () => {
    const width = Number(buttons.find((button) => button.value === view).dataset.width);
    const scale = Math.min(1, stage.clientWidth / width);
    frame.style.width = `${width}px`;
    frame.style.height = `${stage.clientHeight / scale}px`;
    frame.style.transform = `scale(${scale})`;
  };

  const fields = () => {
    const data = new FormData(desk);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    data.delete("step");
    data.set("view", view);
    return data;
  };

  const put = (html) => {
    const fresh = new DOMParser().parseFromString(html, "text/html");
    const shown = frame.contentDocument;
    const sheets = (page) => [...page.querySelectorAll("link[rel=stylesheet]")].map((link) => link.getAttribute("href")).join();
    if (sheets(fresh) !== sheets(shown)) shown.head.replaceWith(shown.adoptNode(fresh.head));
    shown.body.replaceWith(shown.adoptNode(fresh.body));
  };

  const draw = async () => {
    if (pane.hidden || !ready) return;
    asked?.abort();
    asked = new AbortController();
    try {
      const answer = await fetch(pane.dataset.livePreview, { method: "POST", body: fields(), signal: asked.signal });
      if (!answer.ok) throw new Error(String(answer.status));
      const html = await answer.text();
      if (html !== drawn) put(html);
      drawn = html;
      say("shown");
    } catch (error) {
      if (error.name !== "AbortError") say("failed");
    }
  };
  const soon = () => { clearTimeout(timer); timer = setTimeout(draw, WAIT); };

  const choose = (name) => {
    view = name;
    remember(VIEW, name);
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.value === name));
    fit();
    draw();
  };

  const open = (isOpen, byHand = false) => {
    pane.hidden = !isOpen;
    desk.classList.toggle("desk--previewing", isOpen);
    toggle.setAttribute("aria-expanded", String(isOpen));
    if (byHand) remember(OPEN, isOpen ? "yes" : "no");
    if (!isOpen) return;
    if (byHand) say("opened");
    if (!frame.src) frame.src = pane.dataset.frame;
    fit();
    soon();
  };

  frame.addEventListener("load", () => { ready = true; drawn = ""; draw(); });
  for (const button of buttons) button.addEventListener("click", () => choose(button.value));
  toggle.addEventListener("click", () => open(pane.hidden, true));
  pane.querySelector("[data-preview-close]").addEventListener("click", () => { open(false, true); toggle.focus(); });
  desk.addEventListener("input", soon);
  desk.addEventListener("change", soon);
  // The rich text editor writes into its textarea without an event of the form.
  document.addEventListener("prose-editor:ready", (event) => event.detail.editor.on("update", soon));
  addEventListener("resize", () => { if (!pane.hidden) fit(); });
  wide.addEventListener("change", () => open(wide.matches && remembered(OPEN) === "yes"));

  toggle.hidden = false;
  choose(buttons.some((button) => button.value === remembered(VIEW)) ? remembered(VIEW) : "phone");
  if (wide.matches && remembered(OPEN) === "yes") open(true);
})();
