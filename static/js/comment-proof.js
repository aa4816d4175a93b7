// While the talk is under attack: looks for the number that the form must bring, in the background, from the first letter on.
// Without this script the comment is sent all the same, and waits until a person has looked at it.
(() => {
  if (window.commentProof || !window.Worker) return;
  window.commentProof = true;
  const works = new WeakMap();

  function work(form) {
    if (works.has(form)) return works.get(form);
    const done = new Promise((resolve) => {
      const worker = new Worker(form.dataset.worker);
      worker.onmessage = (event) => {
        form.elements.proof.value = event.data;
        worker.terminate();
        resolve();
      };
      worker.onerror = () => resolve();
      worker.postMessage({ begin: `${form.elements.opened.value.slice(-8)}:${form.elements.submission.value}:`, bits: Number(form.dataset.work) });
    });
    works.set(form, done);
    return done;
  }

  const isAsked = (form) => form?.matches?.("form.comment-form[data-work]") && form.elements.proof;
  document.addEventListener("input", (event) => { if (isAsked(event.target.form)) work(event.target.form); });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!isAsked(form) || form.elements.proof.value || event.submitter?.name === "preview" || form.dataset.tried) return;
    event.preventDefault();
    form.dataset.tried = "yes";
    work(form).then(() => form.requestSubmit(event.submitter));
  });
})();
