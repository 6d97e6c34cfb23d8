// Takes the reader to the errors, and each link to its field.

export default function errorSummary(element) {
  element.focus({ preventScroll: false });
  element.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const field = link && document.getElementById(link.hash.slice(1));
    if (!field) return;
    event.preventDefault();
    field.closest("details")?.setAttribute("open", "");
    (field.closest(".govgr-field") ?? field).scrollIntoView();
    (field.matches("fieldset") ? field.querySelector("input") : field).focus({ preventScroll: true });
  });
}
