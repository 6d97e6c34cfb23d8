// A button that prints the page; without scripts the browser's own does.
export default function print(button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
