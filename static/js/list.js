// Says how many rows are ticked, for who cannot see the boxes at a glance.
(() => {
  const said = document.querySelector("[data-ticked]");
  const form = document.getElementById("changelist-form");
  if (!said || !form) return;
  said.setAttribute("role", "status");
  form.addEventListener("change", () => {
    const number = form.querySelectorAll("input.action-select:checked").length;
    said.hidden = !number;
    said.textContent = number ? `${number} ✓` : "";
  });
})();
