// What goes on around the sheets: news, numbers, who else is here, what lies on this table, the sheets that come next.
(() => {
  const queue = document.querySelector("[data-queue]");
  if (!queue) return;
  const POLL = 15000; // one cheap count
  const KEEP = 180000; // a third of a lease
  const FEW = 4; // sheets left when the next ones are fetched
  const end = queue.querySelector("[data-end]");
  let wasUsed = true;
  const waiting = () => [...queue.querySelectorAll(".proof:not(.proof--done)")];
  const own = () => [...queue.querySelectorAll(".queue__stack:not(.queue__stack--held) .proof:not(.proof--done, [aria-busy])")];

  // --- News at the top, never under the hand

  const link = queue.querySelector("[data-news-link]");
  const place = document.querySelector(`#nav-sidebar a[href="${queue.dataset.place}"]`);
  const badge = (number) => {
    if (!place) return;
    let shown = place.querySelector("[data-queue-badge]") ?? [...place.querySelectorAll("span")].find((one) => /^[0-9]+$/.test(one.textContent.trim()));
    if (!shown && number) {
      shown = place.appendChild(document.createElement("span"));
      shown.className = "queue-badge";
      shown.dataset.queueBadge = "";
    }
    if (shown) {
      shown.textContent = number;
      shown.hidden = !number;
    }
  };
  const here = queue.querySelector("[data-here]");
  const show = (people) => {
    here.hidden = !people.length;
    const names = people.map(([name, number]) => {
      const count = document.createElement("span");
      count.className = "queue__count";
      count.textContent = number;
      return [`${name} `, count];
    });
    here.querySelector("[data-holders]").replaceChildren(...names.flatMap((one, at) => (at ? [", ", ...one] : one)));
  };
  for (const select of queue.querySelectorAll("[data-sieve] select")) {
    select.addEventListener("change", () => select.form.requestSubmit());
  }
  const look = async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(`${queue.dataset.news}&newest=${queue.dataset.newest}`);
      if (!answer.ok || answer.redirected) return;
      const news = await answer.json();
      for (const count of queue.querySelectorAll("[data-count]")) count.textContent = news.counts[count.dataset.count] ?? 0;
      badge(news.waiting);
      show(news.here);
      if (link.hidden === !news.new && link.textContent === news.words) return;
      link.hidden = !news.new;
      link.textContent = news.words;
    } catch { /* the next look comes */ }
  };
  setInterval(look, POLL);
  queue.addEventListener("queue:changed", look);
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

  // --- The sheets that come next, laid below before they are needed

  let fetching = false;
  const fetchMore = async () => {
    const more = end.querySelector("[data-next]");
    if (fetching || !more || own().length > FEW) return;
    fetching = true;
    try {
      const answer = await fetch(more.href);
      if (!answer.ok || answer.redirected) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const stack = queue.querySelector(".queue__stack:not(.queue__stack--held)");
      for (const proof of page.querySelectorAll(".queue__stack:not(.queue__stack--held) .proof")) {
        if (!document.getElementById(proof.id)) stack.append(document.adoptNode(proof));
      }
      queue.dataset.until = page.querySelector("[data-queue]").dataset.until;
      end.replaceChildren(...page.querySelector("[data-end]").childNodes);
      end.hidden = !end.querySelector("[data-next]") && own().length > 0;
    } catch { /* the link below leads on */ } finally {
      fetching = false;
    }
  };
  queue.addEventListener("queue:going", fetchMore);
})();
