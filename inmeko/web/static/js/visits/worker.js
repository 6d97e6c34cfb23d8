// Answers where there is no line: the pages of a phone (the last one stands in for any other), with
// all they need. `self.settings` stands before this text and names the version and the files.

const { cache, version, files, scripts, pages, store, tag } = self.settings;
const CURRENT = `${cache}${version}`;
const PATIENCE = 6000;

importScripts(...scripts);

// Pages are kept for whoever is signed in; the sign-in page in their place is not, and is not asked
// for: its answer would bring a session of its own, and the form of a sign-in page that is open in
// this browser would belong to another.
async function renew() {
  const kept = await caches.open(CURRENT);
  for (const page of pages) {
    const answer = await fetch(page, { credentials: "same-origin", cache: "no-store", redirect: "manual" }).catch(() => null);
    if (answer?.ok) await kept.put(page, answer);
  }
}

async function fill() {
  const kept = await caches.open(CURRENT);
  await kept.addAll(files.map((file) => new Request(file, { cache: "reload" })));
  await renew();
}

async function tidy() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(cache) && name !== CURRENT);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

const kept = (address) => caches.open(CURRENT)
  .then((found) => found.match(address, { ignoreSearch: true, ignoreVary: true }));

// A line that is there and brings nothing is none; who has no copy goes on waiting for it.
async function page(request) {
  const path = new URL(request.url).pathname;
  const answer = fetch(request);
  answer.catch(() => {});
  const late = new Promise((resolve) => { setTimeout(resolve, PATIENCE); });
  try {
    const found = await Promise.race([answer, late]);
    if (found) return found;
  } catch { /* no line */ }
  return (await kept(pages.includes(path) ? path : pages.at(-1))) ?? answer;
}

self.addEventListener("install", (event) => {
  event.waitUntil(fill().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => { event.waitUntil(tidy()); });

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || new URL(request.url).origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (files.includes(new URL(request.url).pathname)) {
    event.respondWith(kept(request.url).then((found) => found ?? fetch(request)));
  }
});

self.addEventListener("sync", (event) => {
  if (event.tag === tag) event.waitUntil(self[store].sendAll());
});

self.addEventListener("message", (event) => {
  if (event.data === "renew") event.waitUntil(renew());
});
