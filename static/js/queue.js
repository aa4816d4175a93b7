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
  const lost = queue.querySelector("[data-lost]");

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
    for (const group of box.querySelectorAll("[data-codes]")) group.hidden = group.dataset.codes !== button.value;
    (box.querySelector("[data-codes]:not([hidden]) button") ?? box.querySelector("textarea")).focus();
  };
  const thinkAgain = (form) => {
    form.querySelector("[data-reason]").classList.remove("is-wanted");
    form.querySelector(".is-pending")?.classList.remove("is-pending");
    form.pending = null;
    take(form.closest(".proof"));
  };
  const put = (proof, text) => {
    const box = document.createElement("template");
    box.innerHTML = text;
    const outcome = box.content.querySelector(".proof");
    proof.replaceWith(outcome);
    if (outcome.querySelector("[data-undo]")) undoable(outcome);
    return outcome;
  };
  const say = (proof) => {
    said.textContent = proof.querySelector(".proof__alert, .proof__outcome")?.textContent.replace(/\s+/g, " ").trim() ?? "";
  };
  // What was not recorded is told where the eyes are, and waits to be looked at; it takes nothing from under the hand.
  const tell = (proof) => {
    lost.querySelector("[data-lost-words]").textContent = proof.querySelector(".proof__alert")?.textContent.replace(/\s+/g, " ").trim() ?? "";
    lost.hidden = false;
    lost.proof = proof;
  };
  lost.querySelector("button").addEventListener("click", () => {
    lost.hidden = true;
    if (!lost.proof?.isConnected) return;
    if (lost.proof.classList.contains("proof--done")) {
      lost.proof.focus();
      lost.proof.scrollIntoView({ block: "nearest" });
    } else take(lost.proof);
    lost.proof.querySelector("textarea[aria-invalid]")?.focus();
  });
  const decide = async (form, button) => {
    const proof = form.closest(".proof");
    if (proof.getAttribute("aria-busy") === "true") return;
    const open = waiting();
    const next = open[open.indexOf(proof) + 1] ?? open[open.indexOf(proof) - 1];
    const body = new FormData(form);
    body.set("action", button.value);
    // The next sheet is there before the answer is: it lies on the page already.
    proof.setAttribute("aria-busy", "true");
    if (next) take(next);
    queue.dispatchEvent(new CustomEvent("queue:going"));
    let answer;
    try {
      // By its attribute: the form's buttons are named "action" too.
      answer = await fetch(form.getAttribute("action"), { method: "POST", body, headers: { [FRAGMENT]: "1" } });
    } catch {
      proof.removeAttribute("aria-busy");
      lost.querySelector("[data-lost-words]").textContent = queue.dataset.offline;
      lost.hidden = false;
      lost.proof = proof;
      return;
    }
    if (!answer.headers.has(FRAGMENT)) return plainly(form, button); // signed out, or something broke
    const outcome = put(proof, await answer.text());
    say(outcome);
    const moved = current() && current() !== outcome;
    if (!answer.ok && next && moved) tell(outcome);
    else if (!answer.ok) {
      if (outcome.classList.contains("proof--done")) outcome.focus();
      else take(outcome);
      outcome.querySelector("textarea[aria-invalid]")?.focus();
    } else if (!outcome.classList.contains("proof--done") && !moved) take(outcome);
    if (!waiting().length) {
      end.hidden = false;
      end.querySelector("a").focus();
    }
    queue.dispatchEvent(new CustomEvent("queue:changed"));
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
    const proof = put(form.closest(".proof"), await answer.text());
    said.textContent = proof.querySelector(".proof__alert")?.textContent.replace(/\s+/g, " ").trim() || queue.dataset.undone;
    take(proof);
    queue.dispatchEvent(new CustomEvent("queue:changed"));
  };
  const note = async (form) => {
    const proof = form.closest(".proof");
    let answer;
    try {
      answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { [FRAGMENT]: "1" } });
    } catch {
      return form.submit();
    }
    if (!answer.headers.has(FRAGMENT)) return form.submit();
    const was = proof === current();
    const again = put(proof, await answer.text());
    if (was) take(again, false);
    again.querySelector("[data-note] textarea[aria-invalid]")?.focus();
  };
  for (const proof of queue.querySelectorAll(".proof:has([data-undo])")) undoable(proof);
  queue.addEventListener("submit", (event) => {
    const taken = event.target.closest("[data-undo]");
    if (taken) {
      event.preventDefault();
      undo(taken);
      return;
    }
    const noted = event.target.closest("[data-note]");
    if (noted) {
      event.preventDefault();
      note(noted);
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
    if (form?.pending && event.key === "Escape") return thinkAgain(form);
    if (event.target.closest?.("[data-note]") && event.key === "Escape") {
      event.target.closest("details").open = false;
      return take(event.target.closest(".proof"));
    }
    if (form?.pending && event.target.name !== "reason" && /^[0-9]$/.test(event.key)) {
      const code = form.querySelector(`[data-codes]:not([hidden]) [data-code-key="${event.key}"]`);
      event.preventDefault();
      if (event.key === "0") form.elements.reason.focus();
      else code?.click();
      return;
    }
    if (form && event.target.name === "reason") {
      if (event.key === "Enter" && !event.shiftKey && form.pending) {
        event.preventDefault();
        if (event.target.value.trim()) decide(form, form.pending);
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
    } else if (event.key === "z") calm();
    else if (event.key === "n" && current()) {
      const noting = current().querySelector("[data-noting]");
      if (!noting) return;
      noting.open = true;
      noting.querySelector("textarea").focus();
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

  // --- One sheet and nothing else

  const CALM = "newsroom-queue-calm";
  const calmly = queue.querySelector("[data-calm]");
  const showCalm = (is) => {
    document.documentElement.classList.toggle("queue-calm", is);
    calmly.setAttribute("aria-pressed", String(is));
  };
  const calm = () => {
    const is = !document.documentElement.classList.contains("queue-calm");
    sessionStorage.setItem(CALM, is ? "on" : "off");
    showCalm(is);
    take(current() ?? waiting()[0]);
  };
  calmly.hidden = false;
  calmly.addEventListener("click", calm);
  showCalm(sessionStorage.getItem(CALM) === "on");

  if (!location.hash) take(waiting()[0], false);
})();
