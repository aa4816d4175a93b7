// The queue by keyboard, without leaving the page. Every step falls back to the plain form or link that is there anyway.
(() => {
  const queue = document.querySelector("[data-queue]");
  if (!queue) return;
  const FRAGMENT = "X-Queue-Fragment";
  const POLL = 15000; // one cheap count
  const KEEP = 180000; // a third of a lease
  const dialog = queue.querySelector("[data-dialog]");
  const keysSwitch = queue.querySelector("[data-keys]");
  const said = queue.querySelector("[data-said]");
  const end = queue.querySelector("[data-end]");
  let wasUsed = true;

  queue.classList.add("is-live");
  const waiting = () => [...queue.querySelectorAll(".proof:not(.proof--done)")];
  const current = () => queue.querySelector(".proof.is-current");

  // --- One sheet at a time

  const mark = (proof) => {
    if (proof === current()) return;
    current()?.classList.remove("is-current");
    proof?.classList.add("is-current");
  };
  const take = (proof, scroll = true) => {
    mark(proof);
    if (!proof) return;
    proof.focus({ preventScroll: true });
    if (scroll) proof.scrollIntoView({ block: proof.offsetHeight > innerHeight * 0.8 ? "start" : "nearest" });
  };
  const step = (by) => {
    const proofs = waiting();
    const at = proofs.indexOf(current());
    take(proofs[at < 0 ? 0 : Math.max(0, Math.min(proofs.length - 1, at + by))]);
  };
  // A sheet that unfolds moves what lies under the hand: while a button is being pressed, wait for the click.
  let pressing = false;
  let released = 0;
  queue.addEventListener("pointerdown", () => {
    clearTimeout(released);
    pressing = true;
  });
  for (const release of ["pointerup", "pointercancel"]) {
    addEventListener(release, () => { released = setTimeout(() => { pressing = false; }, 700); });
  }
  queue.addEventListener("focusin", (event) => {
    const proof = event.target.closest(".proof:not(.proof--done)");
    if (proof && !pressing) mark(proof);
  });
  queue.addEventListener("click", (event) => {
    pressing = false;
    const proof = event.target.closest(".proof:not(.proof--done)");
    if (proof) mark(proof);
  });

  // --- Deciding

  const plainly = (form, button) => {
    form.insertAdjacentHTML("beforeend", '<input type="hidden" name="action">');
    form.lastElementChild.value = button.value;
    form.submit();
  };
  const askReason = (form, button) => {
    const box = form.querySelector("[data-reason]");
    box.classList.add("is-wanted");
    form.pending = button;
    for (const other of form.querySelectorAll("button")) other.classList.toggle("is-pending", other === button);
    box.querySelector("textarea").focus();
  };
  const decide = async (form, button) => {
    const proof = form.closest(".proof");
    if (proof.getAttribute("aria-busy") === "true") return;
    proof.setAttribute("aria-busy", "true");
    const next = waiting()[waiting().indexOf(proof) + 1] ?? waiting()[waiting().indexOf(proof) - 1];
    const body = new FormData(form);
    body.set("action", button.value);
    let answer;
    try {
      // By its attribute: the form's buttons are named "action" too.
      answer = await fetch(form.getAttribute("action"), { method: "POST", body, headers: { [FRAGMENT]: "1" } });
    } catch {
      return plainly(form, button);
    }
    if (!answer.headers.has(FRAGMENT)) return plainly(form, button); // signed out, or something broke
    const box = document.createElement("template");
    box.innerHTML = await answer.text();
    const outcome = box.content.querySelector(".proof");
    proof.replaceWith(outcome);
    if (outcome.querySelector("[data-undo]")) undoable(outcome);
    said.textContent = outcome.querySelector(".proof__alert, .proof__outcome")?.textContent.replace(/\s+/g, " ").trim() ?? "";
    if (!answer.ok) {
      if (outcome.classList.contains("proof--done")) outcome.focus();
      else take(outcome);
      outcome.querySelector("textarea[aria-invalid]")?.focus();
    } else if (outcome.classList.contains("proof--done")) {
      take(next, true);
    } else take(outcome);
    if (!waiting().length) {
      end.hidden = false;
      end.querySelector("a").focus();
    }
    look();
  };

  // --- Taking a decision back, while nobody has been told

  let undos = []; // the newest last
  const undoable = (proof) => {
    const form = proof.querySelector("[data-undo]");
    undos.push(form);
    setTimeout(() => {
      undos = undos.filter((one) => one !== form);
      if (form.contains(document.activeElement)) take(current() ?? waiting()[0], false);
      form.remove();
    }, Math.max(0, new Date(form.dataset.undo) - Date.now()));
  };
  const undo = async (form) => {
    undos = undos.filter((one) => one !== form);
    let answer;
    try {
      answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { [FRAGMENT]: "1" } });
    } catch {
      return form.submit();
    }
    if (!answer.headers.has(FRAGMENT)) return form.submit();
    const box = document.createElement("template");
    box.innerHTML = await answer.text();
    const proof = box.content.querySelector(".proof");
    form.closest(".proof").replaceWith(proof);
    said.textContent = proof.querySelector(".proof__alert")?.textContent.replace(/\s+/g, " ").trim() || queue.dataset.undone;
    take(proof);
    look();
  };
  for (const proof of queue.querySelectorAll(".proof:has([data-undo])")) undoable(proof);
  queue.addEventListener("submit", (event) => {
    const taken = event.target.closest("[data-undo]");
    if (taken) {
      event.preventDefault();
      undo(taken);
      return;
    }
    const form = event.target.closest(".proof__decision");
    if (!form) return;
    const button = event.submitter ?? form.pending;
    if (!button) return;
    event.preventDefault();
    if ("needsReason" in button.dataset && !form.elements.reason.value.trim()) askReason(form, button);
    else decide(form, button);
  });

  // --- Keys

  const typing = (target) => target.closest("input, textarea, select, [contenteditable]");
  window.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || dialog.open || event.isComposing) return;
    const form = event.target.closest?.(".proof__decision");
    if (form && event.target.name === "reason") {
      if (event.key === "Enter" && !event.shiftKey && form.pending) {
        event.preventDefault();
        if (event.target.value.trim()) decide(form, form.pending);
      } else if (event.key === "Escape") {
        form.querySelector("[data-reason]").classList.remove("is-wanted");
        form.querySelector(".is-pending")?.classList.remove("is-pending");
        form.pending = null;
        take(form.closest(".proof"));
      }
      return;
    }
    if (!event.target.closest || typing(event.target) || event.repeat) return;
    if (event.key === "?") dialog.showModal();
    else if (!keysSwitch.checked) return;
    else if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "u") {
      if (!undos.length) return;
      undo(undos.at(-1));
    } else if (event.key === "o" && current()) location.assign(current().dataset.open);
    else {
      const button = current()?.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
      if (!button) return;
      button.click();
    }
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);
  const KEYS = "newsroom-queue-keys";
  keysSwitch.checked = localStorage.getItem(KEYS) !== "off";
  keysSwitch.addEventListener("change", () => localStorage.setItem(KEYS, keysSwitch.checked ? "on" : "off"));
  const help = queue.querySelector("[data-help]");
  help.hidden = false;
  help.addEventListener("click", () => dialog.showModal());
  queue.querySelector("#queue-section")?.addEventListener("change", (event) => event.target.form.submit());

  // --- News at the top, never under the hand

  const link = queue.querySelector("[data-news-link]");
  const look = async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(`${queue.dataset.news}&newest=${queue.dataset.newest}`);
      if (!answer.ok || answer.redirected) return;
      const news = await answer.json();
      for (const count of queue.querySelectorAll("[data-count]")) count.textContent = news.counts[count.dataset.count] ?? 0;
      if (link.hidden === !news.new && link.textContent === news.words) return;
      link.hidden = !news.new;
      link.textContent = news.words;
    } catch { /* the next look comes */ }
  };
  setInterval(look, POLL);
  document.addEventListener("visibilitychange", look);

  // --- What is on this table

  const mine = () => {
    const form = new FormData();
    form.set("csrfmiddlewaretoken", queue.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "");
    form.set("until", queue.dataset.until);
    for (const proof of waiting()) form.append("item", proof.dataset.item);
    return form;
  };
  for (const sign of ["keydown", "pointermove", "scroll"]) addEventListener(sign, () => { wasUsed = true; }, { passive: true });
  const keep = async () => {
    if (!waiting().length) return;
    try {
      const answer = await fetch(queue.dataset.hold, { method: "POST", body: mine() });
      if (answer.ok && !answer.redirected) queue.dataset.until = (await answer.json()).until;
    } catch { /* the lease runs out by itself */ }
  };
  setInterval(() => {
    if (wasUsed) keep();
    wasUsed = false;
  }, KEEP);
  addEventListener("pagehide", () => { if (waiting().length) navigator.sendBeacon(queue.dataset.release, mine()); });
  addEventListener("pageshow", (event) => { if (event.persisted) keep(); });

  if (!location.hash) take(waiting()[0], false);
})();
