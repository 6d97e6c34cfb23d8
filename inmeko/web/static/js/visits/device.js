// What the form of a visit and the page of the phone share: the worker, the line, the words.
import "../offline/line.js";
import "./store.js";

export const store = self.visitStore;

export const say = (text, values = {}) =>
  Object.entries(values).reduce((said, [name, value]) => said.replaceAll(`{${name}}`, String(value)), text ?? "");

// Registers the worker of the town, and lets it keep the pages as they are now.
export async function worker({ worker: address, scope }) {
  if (!("serviceWorker" in navigator)) return null;
  try {
    await navigator.serviceWorker.register(address, { scope });
    const registration = await navigator.serviceWorker.ready;
    if (navigator.onLine) registration.active?.postMessage("renew");
    return registration;
  } catch {
    return null;
  }
}

// Asks the browser to send when there is a line, even with the page closed; some cannot.
export async function sendLater(tag = "send-visits") {
  const registration = await navigator.serviceWorker?.getRegistration?.();
  await registration?.sync?.register(tag).catch(() => {});
}

export function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

export function small(text, act, className) {
  const button = element("button", className, text);
  button.type = "button";
  button.addEventListener("click", act);
  return button;
}
