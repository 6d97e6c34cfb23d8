// Warns before a page is left with something typed and not saved.

export default function guard(form) {
  let dirty = "dirty" in form.dataset;
  form.addEventListener("input", () => { dirty = true; });
  form.addEventListener("change", () => { dirty = true; });
  form.addEventListener("submit", () => { dirty = false; });
  window.addEventListener("beforeunload", (event) => {
    if (!dirty || !form.isConnected) return;
    event.preventDefault();
    event.returnValue = form.dataset.warning ?? "";
  });
}
