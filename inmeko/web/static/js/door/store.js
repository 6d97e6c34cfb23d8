// The door on this device: who is expected at an event, and who was let in and waits to be sent.
// One script for pages and for the service worker; it stands on offline/line.js.

(() => {
  const NAME = "inmeko-door";
  const LOCK = "inmeko-door-send";
  // At the door nobody waits longer for a line that is there and brings nothing.
  const PATIENCE = 6000;
  const { database, ask, trouble, post, clearCaches } = self.line;
  const channel = "BroadcastChannel" in self ? new BroadcastChannel(NAME) : null;
  const run = database(NAME, 1, (db) => {
    db.createObjectStore("lists", { keyPath: "send" });
    db.createObjectStore("entries", { keyPath: ["send", "code"] });
  });
  const say = () => channel?.postMessage("changed");

  // A door is known by the address to which its entries are sent.
  const list = (send) => run(["lists"], "readonly", (store) => store.get(send));
  const entry = (send, code) => run(["entries"], "readonly", (store) => store.get([send, code]));
  const entries = async (send) => (await run(["entries"], "readonly", (store) => store.getAll()))
    .filter((one) => !send || one.send === send)
    .sort((one, other) => one.at.localeCompare(other.at));

  async function take(send, address) {
    const answer = await ask(address, { signal: AbortSignal.timeout(PATIENCE) });
    const problem = trouble(answer);
    if (problem) return { problem };
    await run(["lists"], "readwrite", (store) => store.put({ ...answer.told, token: undefined, send, address }));
    say();
    return { told: answer.told };
  }

  // Whoever was let in twice at this door came when they came first.
  async function keep(send, person, code, name) {
    if (await entry(send, code)) return false;
    const made = { send, person, code, name, at: new Date().toISOString(), state: "waiting", problem: null, detail: "" };
    await run(["entries"], "readwrite", (store) => store.put(made));
    say();
    return true;
  }

  async function mark(one, changes) {
    Object.assign(one, changes);
    await run(["entries"], "readwrite", (store) => store.put(one));
    say();
  }

  async function remove(one) {
    await run(["entries"], "readwrite", (store) => store.delete([one.send, one.code]));
    say();
  }

  async function sendDoor(send, waiting) {
    const known = await list(send);
    if (!known) return;
    const { told, problem } = await take(send, known.address);
    const other = told && waiting.some((one) => one.person !== told.person);
    for (const one of waiting) {
      if (problem) await mark(one, { problem: problem.problem === "refused" ? "other_person" : problem.problem, detail: "" });
      else if (other && one.person !== told.person) await mark(one, { problem: "other_person", detail: "" });
      else {
        const answer = await post(send, told.token, { code: one.code, at: one.at });
        const found = trouble(answer);
        await mark(one, found ?? { state: "sent", problem: answer.told.new ? null : "before", detail: answer.told.at });
      }
    }
  }

  async function sendWaiting() {
    const doors = new Map();
    for (const one of await entries()) {
      if (one.state === "waiting") doors.set(one.send, [...(doors.get(one.send) ?? []), one]);
    }
    for (const [send, waiting] of doors) {
      try {
        await sendDoor(send, waiting);
      } catch (error) {
        // No line, or one that broke: everything stays as it was.
        if (error instanceof TypeError || error.name === "TimeoutError") return false;
        throw error;
      }
    }
    return true;
  }

  // One sender at a time in this browser; the site takes a second one for the first.
  const sendAll = () => (navigator.locks ? navigator.locks.request(LOCK, sendWaiting) : sendWaiting());

  // Names are kept for as long as the door may need them, and no longer.
  async function forget(now = new Date().toISOString()) {
    const known = await run(["lists"], "readonly", (store) => store.getAll());
    const over = known.filter((one) => one.until < now).map((one) => one.send);
    const gone = (await entries()).filter((one) => over.includes(one.send) && one.state === "sent");
    await run(["lists", "entries"], "readwrite", (lists, kept) => {
      over.forEach((send) => lists.delete(send));
      gone.forEach((one) => kept.delete([one.send, one.code]));
    });
  }

  async function clear() {
    await run(["lists", "entries"], "readwrite", (...stores) => { stores.forEach((store) => store.clear()); });
    await clearCaches(NAME);
  }

  self.doorStore = { list, entry, entries, take, keep, mark, remove, sendAll, forget, clear, channel };
})();
