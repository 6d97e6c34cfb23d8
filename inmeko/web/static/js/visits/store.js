// The visits that wait on this device, and how they are sent. One script for pages and for the
// service worker, which takes no modules in every browser: it leaves its functions in `self`, and
// stands on offline/line.js.

(() => {
  const NAME = "inmeko-visits";
  const LOCK = "inmeko-visits-send";
  const channel = "BroadcastChannel" in self ? new BroadcastChannel(NAME) : null;
  const { database, ask, trouble, post, clearCaches } = self.line;
  const run = database(NAME, 2, (db, oldVersion) => {
    if (oldVersion < 1) {
      db.createObjectStore("visits", { keyPath: "key" });
      db.createObjectStore("photos", { keyPath: "key" }).createIndex("visit", "visit");
      db.createObjectStore("assets", { keyPath: ["town", "id"] });
    }
    db.createObjectStore("drafts", { keyPath: "key" });
  });

  const say = () => channel?.postMessage("changed");

  // A visit and its photos come to the device together, or not at all.
  async function keep(visit, photos) {
    await run(["visits", "photos"], "readwrite", (visits, pictures) => {
      photos.forEach((photo) => pictures.put({ ...photo, visit: visit.key, sent: false }));
      return visits.put({ ...visit, state: "waiting", problem: null, detail: "" });
    });
    say();
  }

  const visits = async (town) => (await run(["visits"], "readonly", (store) => store.getAll()))
    .filter((visit) => !town || visit.town === town)
    .sort((one, other) => one.made.localeCompare(other.made));
  const photosOf = (key) => run(["photos"], "readonly", (store) => store.index("visit").getAll(key));

  async function mark(visit, changes) {
    Object.assign(visit, changes);
    await run(["visits"], "readwrite", (store) => store.put(visit));
    say();
  }

  async function remove(key) {
    const photos = await photosOf(key);
    await run(["visits", "photos"], "readwrite", (store, pictures) => {
      photos.forEach((photo) => pictures.delete(photo.key));
      return store.delete(key);
    });
    say();
  }

  async function take(town, assets) {
    await run(["assets"], "readwrite", (store) => {
      assets.forEach((asset, order) => store.put({ ...asset, town, order }));
    });
    say();
  }

  const asset = (town, id) => run(["assets"], "readonly", (store) => store.get([town, id]));
  const along = async (town) => (await run(["assets"], "readonly", (store) => store.getAll()))
    .filter((one) => one.town === town)
    .sort((one, other) => one.order - other.order);

  async function drop(town) {
    const found = await along(town);
    await run(["assets"], "readwrite", (store) => { found.forEach((one) => store.delete([town, one.id])); });
    say();
  }

  // Visits that are still being typed, each under its town, its person and its asset.
  const begin = (draft) => run(["drafts"], "readwrite", (store) => store.put(draft));
  const begun = (key) => run(["drafts"], "readonly", (store) => store.get(key));
  const finish = (key) => run(["drafts"], "readwrite", (store) => store.delete(key));
  const drafts = () => run(["drafts"], "readonly", (store) => store.getAll());

  async function sendPhotos(visit, token) {
    let refused = "";
    for (const photo of await photosOf(visit.key)) {
      if (photo.sent) continue;
      const file = new File([photo.bytes], photo.name, { type: photo.type });
      const answer = await post(`${visit.send}/${visit.key}/photos`, token, { key: photo.key, photo: file });
      const found = trouble(answer);
      if (found && found.problem !== "refused") return found;
      if (found) refused = found.detail || photo.name;
      // What has arrived, or will never be taken, need not fill the phone any longer.
      await run(["photos"], "readwrite", (store) => store.put({ ...photo, bytes: null, sent: true }));
    }
    return { state: "sent", problem: refused ? "photo_refused" : null, detail: refused };
  }

  async function send(visit) {
    const standing = await ask(visit.standing);
    if (standing.status === 200 && standing.told.person !== visit.person) {
      return mark(visit, { problem: "other_person", detail: "" });
    }
    const closed = trouble(standing);
    // Somebody who may not visit here today may do so tomorrow, with another sign-in.
    if (closed) return mark(visit, { problem: closed.problem === "refused" ? "other_person" : closed.problem, detail: "" });
    const { token } = standing.told;
    const answer = await post(visit.send, token, visit.fields);
    const found = trouble(answer);
    if (found) return mark(visit, found);
    await mark(visit, { answer: answer.told });
    return mark(visit, await sendPhotos(visit, token));
  }

  async function sendWaiting() {
    for (const visit of await visits()) {
      if (visit.state !== "waiting") continue;
      try {
        await send(visit);
      } catch (error) {
        // No line, or one that broke: everything stays as it was.
        if (error instanceof TypeError) return false;
        await mark(visit, { problem: "failed", detail: "" });
      }
    }
    return true;
  }

  // One sender at a time in this browser; the site would take a second one for the first.
  const sendAll = () => (navigator.locks ? navigator.locks.request(LOCK, sendWaiting) : sendWaiting());

  // Everything of ours leaves the device: visits, assets, pages.
  async function clear() {
    await run(["visits", "photos", "assets", "drafts"], "readwrite", (...stores) => { stores.forEach((store) => store.clear()); });
    await clearCaches(NAME);
    for (const worker of (await navigator.serviceWorker?.getRegistrations?.()) ?? []) await worker.unregister();
  }

  self.visitStore = { keep, visits, photosOf, remove, take, asset, along, drop, begin, begun, finish, drafts, sendAll, mark, clear, channel };
})();
