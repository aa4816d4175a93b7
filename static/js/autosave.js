// Nobody loses a word. What is typed goes first into this browser, a moment later to the server's working copy, one
// request at a time and numbered, so that a slow answer never looks like somebody else. The text itself is never touched.
const bar = document.querySelector("[data-autosave]");
const desk = bar?.closest("form");
const QUIET = 1500;
const AT_LATEST = 8000;
const PING = 10_000;
const LOCAL_LIFE = 30 * 24 * 3600 * 1000;
const PREFIX = "newsroom:words:";

const begin = () => {
  const control = (name) => desk.elements.namedItem(name);
  const say = (name, values = {}) =>
    Object.entries(values).reduce((words, [key, value]) => words.replaceAll(`%(${key})s`, value), bar.dataset[name] ?? "");
  const person = bar.dataset.person;
  const revision = control("revision").value;
  const tab = crypto.randomUUID();
  const own = `${PREFIX}${person}:${revision}:`;
  const body = desk.querySelector("textarea[name='text-body']");
  const atFirst = new Map();
  let sequence = Number(control("sequence").value) || 0;
  let replaces = bar.dataset.restored;
  let kept = "{}"; // what the server has of this page
  let busy = false;
  let again = false;
  let timer = 0;
  let firstUnkept = 0;
  let submitting = false;
  let returning = false; // a form of this page was sent: it is loaded anew, and who writes goes on writing
  let lost = ""; // "", "network", "signed-out", "somebody-else"
  let wrote = false;
  let held = false;
  let recovering = false;
  let recovered = false; // nothing of an earlier page's is left here to be sent
  control("tab").value = tab;

  // -- What was typed

  const plain = (text) => text.replaceAll("\r\n", "\n");
  const controls = () => [...desk.elements].filter((one) => one.name?.startsWith("text-") && one.type !== "file");
  const typed = () => {
    const fields = {};
    for (const one of controls()) {
      if (one.type === "radio" && !one.checked) continue;
      const first = control(`initial-${one.name}`)?.value ?? atFirst.get(one.name) ?? "";
      if (plain(one.value) !== plain(first)) fields[one.name] = one.value;
    }
    return fields;
  };
  for (const one of controls()) if (one.type !== "radio" || one.checked) atFirst.set(one.name, one.value);
  const isDirty = () => bar.dataset.plain === "1" || Object.keys(typed()).length > 0;

  // -- In this browser

  const store = (work) => { try { return work(localStorage); } catch { return null; } };
  const keepHere = () => {
    const fields = typed();
    if (JSON.stringify(fields) === kept) { dropHere(); return true; }
    const entry = JSON.stringify({ fields, version: control("version").value, sequence: sequence + 1, at: Date.now() });
    return store((shelf) => { shelf.setItem(own + tab, entry); return true; }) === true;
  };
  const dropHere = (name = own + tab) => store((shelf) => shelf.removeItem(name));
  const tidy = () => store((shelf) => {
    for (const name of Object.keys(shelf).filter((key) => key.startsWith(PREFIX))) {
      let at = 0;
      try { at = JSON.parse(shelf.getItem(name)).at; } catch { /* not ours to read: gone below */ }
      // Another person's words are not for whoever signs in next.
      if (!name.startsWith(`${PREFIX}${person}:`) || Date.now() - at > LOCAL_LIFE) shelf.removeItem(name);
    }
  });

  // -- What the page says of it

  const line = bar.querySelector("[data-kept]");
  const aloud = bar.querySelector("[data-kept-aloud]");
  const show = (kind, values) => {
    line.textContent = say(kind, values);
    bar.dataset.state = kind;
    // Spoken once for each kind: the minute of every keeping is for the eye.
    if (aloud.dataset.kind !== kind && kind !== "sayTyping") {
      aloud.dataset.kind = kind;
      aloud.textContent = say(kind, values);
    }
  };
  const trouble = (kind) => {
    lost = kind;
    const isHere = keepHere();
    document.querySelector("[data-signed-out]").hidden = kind !== "signed-out";
    if (kind === "somebody-else") show("saySomebodyElse");
    else if (!isDirty()) return;
    else if (!isHere) show("sayLocalFull");
    else show(kind === "signed-out" ? "saySignedOut" : "sayLocal");
  };

  // -- To the server

  const message = (values) => {
    const data = new FormData();
    data.set("csrfmiddlewaretoken", control("csrfmiddlewaretoken").value);
    const all = { tab, revision, version: control("version").value, unsaved: isDirty() ? "1" : "", ...values };
    for (const [name, value] of Object.entries(all)) data.set(name, value);
    return data;
  };
  const post = async (values, options = {}) => {
    let answer;
    try {
      answer = await fetch(bar.dataset.autosave, { method: "POST", body: message(values), headers: { Accept: "application/json" }, redirect: "error", ...options });
    } catch {
      trouble("network");
      return null;
    }
    if (answer.ok) {
      const state = await answer.json().catch(() => null);
      if (state) { heed(state); return state; }
      trouble("network");
    } else if (answer.status === 401 || answer.status === 403) {
      trouble("signed-out");
    } else if (answer.status >= 500) {
      trouble("network");
    }
    return null;
  };
  const keep = async () => {
    clearTimeout(timer);
    const fields = JSON.stringify(typed());
    if (fields === kept || lost === "somebody-else" || submitting) return;
    if (busy) { again = true; return; }
    busy = true;
    sequence += 1;
    const number = sequence;
    const state = await post({ sequence: number, fields, ...(replaces && { replaces }) });
    busy = false;
    if (state) {
      kept = fields;
      replaces = "";
      firstUnkept = 0;
      wrote ||= state.writing?.is_me === true;
      if (fields === JSON.stringify(typed())) {
        dropHere();
        if (fields === "{}") show(""); else show("sayKept", { time: state.at });
      }
    }
    if (again) { again = false; timer = setTimeout(keep, 200); }
  };
  // Signed out: a page that asks without sending anything learns when the person is back, and gets a token that fits.
  const lookIn = async () => {
    try {
      const answer = await fetch(bar.dataset.autosave, { headers: { Accept: "application/json" }, redirect: "error" });
      if (!answer.ok) return;
      heed(await answer.json());
      await keep();
    } catch { /* still away */ }
  };
  const ping = () => {
    if (submitting) return;
    if (lost === "signed-out" || lost === "somebody-else") lookIn();
    else if (JSON.stringify(typed()) !== kept) keep();
    else post({});
  };

  // -- What the server says

  const others = document.querySelector("[data-others]");
  const drawOthers = (state) => {
    const people = new Map();
    for (const one of state.here) {
      if (one.is_me && one.tab === tab) continue;
      const name = one.is_me ? say("sayTwoTabs") : one.name;
      people.set(name, { ...one, has_unsaved: one.has_unsaved || people.get(name)?.has_unsaved });
    }
    const wanted = JSON.stringify([...people]);
    if (others.dataset.drawn === wanted) return;
    others.dataset.drawn = wanted;
    others.hidden = people.size === 0;
    others.querySelector("ul").replaceChildren(...[...people].map(([name, one]) => {
      const item = document.createElement("li");
      if (!one.is_me) {
        const mark = document.createElement("span");
        mark.className = "others__mark";
        mark.setAttribute("aria-hidden", "true");
        mark.textContent = one.initials;
        item.append(mark, " ");
      }
      item.append(name, one.has_unsaved ? ` (${say("sayUnsaved")})` : "");
      return item;
    }));
  };
  const hold = (yes) => {
    if (held === yes) return;
    held = yes;
    desk.classList.toggle("desk--held", yes);
    for (const one of controls()) if ("readOnly" in one) one.readOnly = yes;
    body?.editor?.setEditable(!yes);
  };
  const drawLock = (state) => {
    const box = document.querySelector("[data-held]");
    const writing = state.writing && !state.writing.is_me ? state.writing : null;
    box.hidden = !writing;
    if (!writing) { hold(false); return; }
    const values = { name: writing.name, time: writing.since };
    const words = say(wrote ? "sayTaken" : "sayWriting", values);
    const heading = box.querySelector("[data-held-words]");
    if (heading.textContent !== words) heading.textContent = words;
    hold(!isDirty());
  };
  const drawNewer = (state) => {
    const box = document.querySelector("[data-newer]");
    const isNewer = state.version > Number(control("version").value) || String(state.revision) !== revision;
    box.hidden = !isNewer;
    if (!isNewer) return;
    const values = { name: state.saved_by, time: state.saved_at, state: state.state_label };
    const words = state.is_open ? say("sayNewer", values) : say("sayClosed", values);
    const paragraph = box.querySelector("[data-newer-words]");
    if (paragraph.textContent !== words) paragraph.textContent = words;
  };
  const heed = (state) => {
    if (String(state.person) !== person) { trouble("somebody-else"); return; }
    document.querySelector("[data-signed-out]").hidden = true;
    lost = "";
    for (const one of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) one.value = state.csrf;
    drawOthers(state);
    drawLock(state);
    drawNewer(state);
    recover(state);
  };

  // -- Words that an earlier page left in this browser go to the server, which offers them like all others.

  // A page that is open holds a lock by its name, and the browser frees it however the page ends, if sometimes a little
  // late: what such a page left is looked for again at the server's next answer.
  const openPages = async (state) => {
    if (!navigator.locks) return new Set(state.here.filter((one) => one.is_me).map((one) => own + one.tab));
    return new Set((await navigator.locks.query()).held.map((one) => one.name));
  };
  navigator.locks?.request(own + tab, () => new Promise(() => {}));

  const recover = async (state) => {
    if (recovering || recovered) return;
    recovering = true;
    try { recovered = await sendOn(state); } finally { recovering = false; }
  };
  const sendOn = async (state) => {
    const names = store((shelf) => Object.keys(shelf).filter((name) => name.startsWith(own) && name !== own + tab)) ?? [];
    const open = await openPages(state); // asked after the names were read: who began since is not among them
    let found = false;
    for (const name of names.filter((one) => !open.has(one))) {
      const entry = store((shelf) => JSON.parse(shelf.getItem(name)));
      if (!entry) { dropHere(name); continue; }
      const answer = await post({ tab: name.slice(own.length), version: entry.version, sequence: entry.sequence, fields: JSON.stringify(entry.fields), unsaved: "", leaving: "1" });
      if (!answer) return false;
      dropHere(name);
      found ||= answer.kept && Object.keys(entry.fields).length > 0;
    }
    if (found) document.querySelector("[data-found]").hidden = false;
    return names.every((name) => !open.has(name));
  };

  // -- How much it is

  const count = bar.querySelector("[data-count]");
  const segments = "Segmenter" in Intl && body ? new Intl.Segmenter(body.lang || undefined, { granularity: "word" }) : null;
  const weigh = () => {
    if (!body) return;
    const page = new DOMParser().parseFromString(body.value.replaceAll("</", " </"), "text/html");
    const text = page.body.textContent;
    let words = 0;
    if (segments) for (const part of segments.segment(text)) words += part.isWordLike ? 1 : 0;
    else words = text.split(/\s+/).filter(Boolean).length;
    count.textContent = say("sayWords", { words: words.toLocaleString(document.documentElement.lang), minutes: Math.max(1, Math.round(words / 230)) });
  };
  let weighing = 0;

  // -- When

  const touched = () => {
    keepHere(); // at each key: a machine that is slow, or dies, owes nobody the last words
    clearTimeout(weighing);
    weighing = setTimeout(weigh, 400);
    if (!lost && JSON.stringify(typed()) !== kept) show("sayTyping");
    firstUnkept ||= Date.now();
    clearTimeout(timer);
    timer = setTimeout(keep, Math.max(0, Math.min(QUIET, firstUnkept + AT_LATEST - Date.now())));
  };
  const leave = (isClosing) => {
    if (!submitting) keepHere();
    const fields = JSON.stringify(typed());
    const isNew = fields !== kept && !submitting;
    if (!isClosing && !isNew) return;
    if (isNew) sequence += 1;
    const values = { ...(isClosing && { leaving: "1", ...(returning && { returns: "1" }) }), ...(isNew && { fields, sequence, ...(replaces && { replaces }) }) };
    // A body that is too long for a request that outlives the page stays in this browser.
    fetch(bar.dataset.autosave, { method: "POST", body: message(values), keepalive: true, headers: { Accept: "application/json" } })
      .then((answer) => { if (answer.ok && isNew) { kept = fields; if (JSON.stringify(typed()) === fields) dropHere(); } })
      .catch(() => {});
  };
  desk.addEventListener("input", touched);
  desk.addEventListener("change", touched);
  desk.addEventListener("submit", () => {
    keepHere(); // should the answer never come
    submitting = true;
    sequence += 1;
    control("sequence").value = sequence;
    setTimeout(() => { submitting = false; }, 20_000);
  });
  document.addEventListener("visibilitychange", () => { if (document.hidden) leave(false); else ping(); });
  addEventListener("pagehide", () => leave(true));
  addEventListener("pageshow", (event) => { if (event.persisted) { submitting = returning = false; ping(); } });
  addEventListener("online", ping);
  addEventListener("offline", () => trouble("network"));
  addEventListener("beforeunload", (event) => { if (!submitting && isDirty()) event.preventDefault(); });
  document.addEventListener("submit", (event) => {
    // Signing out leaves nothing behind on a shared machine, once the server has it.
    const isOut = event.target !== desk && event.target.action?.includes("logout");
    returning = !isOut;
    if (isOut && JSON.stringify(typed()) === kept) store((shelf) => Object.keys(shelf).filter((name) => name.startsWith(PREFIX)).forEach((name) => shelf.removeItem(name)));
  });
  setInterval(ping, PING);
  tidy();
  weigh();
  if (isDirty()) touched(); else post({});
};

if (bar && desk) begin();
