// A thread grows smoothly: what htmx puts in comes once, the keyboard goes on there, and new comments announce themselves
// without moving what one reads. Without this script every link leads to a page.
(() => {
  const EVERY = 30000;

  document.addEventListener("htmx:beforeSwap", (event) => {
    const link = event.detail.requestConfig?.elt;
    if (!link?.closest(".thread__more, .comment__more")) return;
    const list = link.closest(".thread__list");
    const known = new Set([...list.querySelectorAll("article[id]")].map((one) => one.id));
    const box = document.createElement("template");
    box.innerHTML = event.detail.serverResponse;
    const fresh = [...box.content.children].filter((item) => {
      const comment = item.querySelector("article[id]");
      return !comment || !known.has(comment.id);
    });
    event.detail.serverResponse = fresh.map((item) => item.outerHTML).join("");
    link.closest("li").previousElementSibling?.setAttribute("data-before", "");
  });
  document.addEventListener("htmx:afterSettle", () => {
    const before = document.querySelector("[data-before]");
    before?.removeAttribute("data-before");
    before?.nextElementSibling?.querySelector("article, a")?.focus({ preventScroll: true });
  });
  // The page that a link led to before is the better answer than none.
  for (const failed of ["htmx:responseError", "htmx:sendError"]) {
    document.addEventListener(failed, (event) => {
      const link = event.detail.elt.closest?.("a[href]");
      if (link) window.location = link.href;
    });
  }

  const marked = document.querySelector("[data-marked] .comment--marked");
  if (marked && !window.location.hash) {
    marked.focus({ preventScroll: true });
    marked.scrollIntoView({ block: "center" });
  }

  let etag = "";
  const look = async () => {
    const thread = document.querySelector(".thread[data-news]");
    if (!thread || document.hidden) return;
    const answer = await fetch(thread.dataset.news, { headers: etag ? { "If-None-Match": etag } : {}, credentials: "omit" });
    if (answer.status !== 200) return;
    etag = answer.headers.get("ETag") || "";
    const number = (await answer.json()).count - Number(thread.dataset.count);
    let said = document.querySelector(".thread-news");
    if (number < 1) {
      said?.remove();
      return;
    }
    if (!said) {
      said = document.createElement("p");
      said.className = "thread-news";
      said.setAttribute("role", "status");
      said.append(document.createElement("a"));
      document.body.append(said);
    }
    said.firstChild.href = thread.dataset.talk;
    said.firstChild.textContent = `${thread.dataset.said} ${number}`;
  };
  if (document.querySelector(".thread[data-news]")) {
    setInterval(() => look().catch(() => {}), EVERY);
    document.addEventListener("visibilitychange", () => look().catch(() => {}));
  }
})();
