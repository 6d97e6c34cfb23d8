// Folds a filter on narrow screens, where the results should come first.

export default function filter(element) {
  if (window.matchMedia("(max-width: 61.99rem)").matches) {
    element.querySelector("details").removeAttribute("open");
  }
}
