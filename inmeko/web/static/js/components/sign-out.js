// Signing out empties the phone of visits, doors and kept pages; what waits is asked about first.
import "../offline/line.js";
import "../visits/store.js";
import "../door/store.js";

export default function signOut(form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    leave(form);
  });
}

async function leave(form) {
  try {
    const unsent = (await self.visitStore.visits()).filter((visit) => visit.state !== "sent");
    const people = (await self.doorStore.entries()).filter((one) => one.state === "waiting");
    const waiting = unsent.length + people.length + (await self.visitStore.drafts()).length;
    if (waiting && !confirm(form.dataset.sayWaiting.replaceAll("{number}", waiting))) return;
    await self.doorStore.clear();
    await self.visitStore.clear();
  } catch { /* a browser that keeps nothing has nothing to forget */ }
  form.submit();
}
