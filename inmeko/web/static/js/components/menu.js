// The menu of a phone: Escape and a press outside close it.

export default function menu(element) {
  const close = () => element.removeAttribute("open");
  element.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !element.open) return;
    close();
    element.querySelector("summary").focus();
  });
  document.addEventListener("click", (event) => {
    if (element.open && !element.contains(event.target)) close();
  });
  element.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !element.contains(event.relatedTarget)) close();
  });
}
