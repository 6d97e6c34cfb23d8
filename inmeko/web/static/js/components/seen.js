// Tells the server that a page was opened: no cookie, no name, once for each opening.

export default function seen(element) {
  if (document.visibilityState === "visible") tell();
  else document.addEventListener("visibilitychange", tell, { once: true });

  function tell() {
    fetch(element.dataset.url, { method: "POST", credentials: "same-origin", keepalive: true }).catch(() => {});
  }
}
