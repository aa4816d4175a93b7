// The calendar by keyboard: arrows from day to day, Page Up and Page Down; each turn is a link. Letters are those of shortcuts.js.
(() => {
  const page = document.querySelector("[data-calendar]");
  if (!page) return;
  const days = [...page.querySelectorAll("[data-day]")];
  const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
  page.querySelector("[data-hint]")?.removeAttribute("hidden");
  const isWeek = page.classList.contains("diary--week");
  const isTyping = (target) => target.closest("input, select, textarea, [contenteditable]");

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event.target)) return;
    if (event.key in STEPS) {
      const from = days.indexOf(document.activeElement);
      if (from < 0) return; // the page scrolls as ever until a day has the focus
      const step = isWeek ? Math.sign(STEPS[event.key]) : STEPS[event.key];
      const next = days[from + step];
      event.preventDefault();
      if (next) next.focus();
      else page.querySelector(step < 0 ? "[rel=prev]" : "[rel=next]").click();
      return;
    }
    const link = page.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (link && !event.shiftKey) {
      event.preventDefault();
      link.click();
    }
  });
  (page.querySelector("[aria-current=date]") || days.find((day) => !day.closest(".day--outside")))?.setAttribute("data-first", "");
})();
