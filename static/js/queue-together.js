// Many at once: how many are ticked, all or none, and the one undo by its key while there is time.
(() => {
  const form = document.querySelector("[data-together]");
  if (form) {
    const all = form.querySelector("[data-all]");
    const ticks = [...form.querySelectorAll("[name=item]")];
    const count = () => {
      const number = ticks.filter((one) => one.checked).length;
      form.querySelector("[data-number]").textContent = number;
      all.querySelector("input").checked = number === ticks.length;
      all.querySelector("input").indeterminate = number > 0 && number < ticks.length;
    };
    all.hidden = false;
    all.addEventListener("change", (event) => {
      for (const one of ticks) one.checked = event.target.checked;
      count();
    });
    form.addEventListener("change", count);
    count();
  }
  const undo = document.querySelector("[data-undo]");
  if (undo) {
    setTimeout(() => undo.remove(), Math.max(0, new Date(undo.dataset.undo) - Date.now()));
    addEventListener("keydown", (event) => {
      if (event.key !== "u" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.("input, textarea, select")) return;
      if (localStorage.getItem("newsroom-queue-keys") !== "off" && undo.isConnected) undo.requestSubmit();
    });
  }
})();
