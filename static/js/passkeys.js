// Shows what needs a passkey where the browser knows them, and says in words when one did not work.
if (window.PublicKeyCredential) {
  for (const part of document.querySelectorAll("[data-passkey]")) part.hidden = false;
}
document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const trouble = document.querySelector("[data-passkey-trouble]");
  if (!trouble) return;
  trouble.hidden = true;
  requestAnimationFrame(() => { trouble.hidden = false; });
});
