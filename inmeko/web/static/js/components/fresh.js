// Asks every few seconds whether something changed: shows the changed part anew, or says that there is news.

export default function fresh(element) {
  const { url, every } = element.dataset;
  let mark = `"${element.dataset.mark}"`;
  const note = element.querySelector("[data-fresh-note]");

  async function look() {
    try {
      const answer = await fetch(url, { cache: "no-store", credentials: "same-origin", headers: { "If-None-Match": mark } });
      if (answer.status === 200) {
        if (note) note.hidden = false;
        if ("whole" in element.dataset) await renew();
        mark = answer.headers.get("ETag") ?? mark;
      }
    } catch {
      // The line comes back; what stands there stands there until then.
    }
    setTimeout(look, Number(every));
  }

  async function renew() {
    const answer = await fetch(location.href, { cache: "no-store", credentials: "same-origin" });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const found = page.querySelector("[data-fresh-part]");
    if (found) element.querySelector("[data-fresh-part]").replaceWith(found);
  }

  setTimeout(look, Number(every));
}
