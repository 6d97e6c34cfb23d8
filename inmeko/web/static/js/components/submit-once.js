// A second press while the first is on its way does nothing.

export default function submitOnce(form) {
  const buttons = () => form.querySelectorAll("button[type=submit], input[type=submit]");
  let sent = false;
  form.addEventListener("submit", (event) => {
    if (sent) {
      event.preventDefault();
      return;
    }
    // Marked only, never disabled: a disabled button would not send its own name and value.
    sent = true;
    setTimeout(() => {
      if (event.defaultPrevented) sent = false;
      else buttons().forEach((button) => button.setAttribute("aria-disabled", "true"));
    });
  });
  const restore = () => {
    sent = false;
    buttons().forEach((button) => button.removeAttribute("aria-disabled"));
  };
  // A page kept by the browser comes back as it was left.
  window.addEventListener("pageshow", restore);
  form.addEventListener("htmx:afterRequest", restore);
}
