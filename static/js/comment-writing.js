// Writing a comment: the draft is kept in this browser, the length is counted, replies open where they belong, and what is
// selected can be quoted. Without this script every link and button leads to a page that does the same.
(() => {
  if (window.commentWriting) return;
  window.commentWriting = true;
  const MOST = 5000;
  const COUNTED_FROM = 4500;
  const KEPT_DAYS = 14;
  const PREFIX = "newsroom.draft:";
  const SENT = "newsroom.sent";

  // --- Drafts. A browser that keeps nothing (private windows) loses the draft and nothing else.
  const keep = (store, key, value) => { try { value === null ? store.removeItem(key) : store.setItem(key, value); } catch { /* full, or forbidden */ } };
  const kept = (store, key) => { try { return store.getItem(key); } catch { return null; } };
  const keyOf = (form) => `${PREFIX}${form.dataset.owner}:${new URL(form.action).pathname}`;
  const draftOf = (form) => { try { return JSON.parse(kept(localStorage, keyOf(form))); } catch { return null; } };

  function forgetOld(owner) {
    let keys = [];
    try { keys = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX)); } catch { return; }
    for (const key of keys) {
      let at = 0;
      try { at = JSON.parse(localStorage.getItem(key)).at; } catch { /* not ours, then */ }
      // What somebody else typed at this browser is not for the next one to read.
      if (!key.startsWith(`${PREFIX}${owner}:`) || Date.now() - at > KEPT_DAYS * 86400000) keep(localStorage, key, null);
    }
  }

  function forgetSent() {
    const sent = kept(sessionStorage, SENT);
    const done = document.cookie.match(/(?:^|; )comment_sent=([0-9a-f-]+)/);
    if (!sent || !done) return;
    const { key, submission } = JSON.parse(sent);
    if (submission === done[1]) keep(localStorage, key, null);
    keep(sessionStorage, SENT, null);
    document.cookie = "comment_sent=; path=/; max-age=0; samesite=lax";
  }

  function offerDraft(form) {
    const offer = form.querySelector(".comment-form__draft");
    const draft = draftOf(form);
    const field = form.elements.text;
    if (!offer || !draft || !draft.text.trim() || draft.text.trim() === field.value.trim() || "kept" in form.dataset) return;
    offer.hidden = false;
  }

  // --- Length.
  const letters = (text) => [...text.trim()].length;
  function count(form) {
    const line = form.querySelector(".comment-form__count");
    const number = letters(form.elements.text.value);
    if (!line) return;
    line.hidden = number < COUNTED_FROM;
    line.classList.toggle("field__error", number > MOST);
    line.textContent = number > MOST ? `${line.dataset.over} ${(number - MOST).toLocaleString()}` : `${line.dataset.left} ${(MOST - number).toLocaleString()}`;
  }

  // --- Quotes.
  const marked = (text) => `${text.trim().split("\n").map((line) => `> ${line}`.trimEnd()).join("\n")}\n\n`;
  function put(field, quote) {
    const before = field.value.trimEnd();
    field.value = before ? `${before}\n\n${quote}` : quote;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
  }
  function selectedIn(element) {
    const selection = window.getSelection();
    if (!element || !selection.rangeCount || selection.isCollapsed) return "";
    const range = selection.getRangeAt(0);
    return element.contains(range.startContainer) && element.contains(range.endContainer) ? selection.toString().slice(0, 1200) : "";
  }

  // --- Replies open below what they answer.
  async function openReply(link) {
    const comment = link.closest("article.comment");
    const quoting = "quote" in link.dataset;
    const words = quoting ? selectedIn(comment.querySelector(".comment__body")) : "";
    let box = comment.nextElementSibling;
    if (box?.classList.contains("comment-reply")) {
      const field = box.querySelector("textarea");
      if (words) put(field, marked(words));
      else field.focus();
      return;
    }
    const answer = await fetch(link.href, { headers: { "HX-Request": "true" } });
    if (!answer.ok || answer.redirected) {
      window.location = link.href;
      return;
    }
    box = document.createElement("div");
    box.className = "comment-reply";
    box.innerHTML = await answer.text();
    comment.after(box);
    window.htmx?.process(box);
    const form = box.querySelector("form");
    ready(form);
    if (words) {
      form.elements.text.value = "";
      put(form.elements.text, marked(words));
    }
    form.elements.text.focus();
    box.opener = link;
  }

  function ready(form) {
    offerDraft(form);
    count(form);
  }

  document.addEventListener("click", (event) => {
    const target = event.target.closest("a, button");
    if (!target || event.defaultPrevented) return;
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey;
    if (target.matches("[data-reply], [data-quote]") && plain && document.querySelector("form.comment-form")) {
      event.preventDefault();
      openReply(target).catch(() => { window.location = target.href; });
    } else if (target.matches(".comment-reply [data-back]") && plain) {
      event.preventDefault();
      const box = target.closest(".comment-reply");
      box.remove();
      box.opener?.focus();
    } else if (target.matches("[data-draft]")) {
      const form = target.form;
      const field = form.elements.text;
      if (target.dataset.draft === "take") {
        const begun = field.value.trim();
        field.value = draftOf(form).text + (begun ? `\n\n${begun}\n\n` : "");
      } else keep(localStorage, keyOf(form), null);
      form.querySelector(".comment-form__draft").hidden = true;
      count(form);
      field.focus();
    } else if (target.matches(".quote-selection")) {
      const field = document.querySelector(".thread > form.comment-form")?.elements.text;
      const words = selectedIn(document.querySelector(".story"));
      target.remove();
      if (field && words) put(field, marked(words));
      field?.scrollIntoView({ block: "center" });
    }
  });

  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (event.target.name !== "text" || !form?.matches(".comment-form")) return;
    count(form);
    const text = event.target.value;
    keep(localStorage, keyOf(form), text.trim() ? JSON.stringify({ text, at: Date.now() }) : null);
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form.comment-form") || event.submitter?.name === "preview") return;
    keep(sessionStorage, SENT, JSON.stringify({ key: keyOf(form), submission: form.elements.submission?.value }));
  });

  // What is selected in the article offers to be quoted, just below.
  document.addEventListener("selectionchange", () => {
    document.querySelector("body > .quote-selection")?.remove();
    const template = document.querySelector(".thread > form.comment-form .comment-form__quote");
    if (!template || selectedIn(document.querySelector(".story")).trim().length < 12) return;
    const place = window.getSelection().getRangeAt(0).getBoundingClientRect();
    const button = template.content.firstElementChild.cloneNode(true);
    button.addEventListener("pointerdown", (event) => event.preventDefault()); // the selection must outlive the press
    document.body.append(button);
    button.style.insetInlineStart = `${Math.max(8, Math.min(place.left, window.innerWidth - 220)) + window.scrollX}px`;
    button.style.insetBlockStart = `${place.bottom + 8 + window.scrollY}px`;
  });

  forgetSent();
  const forms = [...document.querySelectorAll("form.comment-form")];
  if (forms.length) forgetOld(forms[0].dataset.owner);
  forms.forEach(ready);
})();
