// What everything that waits on a device shares: its database, and how it asks the site. A classic
// script, for pages and service workers alike: it leaves its functions in `self`.

(() => {
  // A database of this device; `upgrade` is handed it and its old version. Gives `run`: one
  // transaction, whose `work` is handed the stores and gives a request, whose result is the answer.
  function database(name, version, upgrade) {
    let opened = null;

    function open() {
      opened ??= new Promise((resolve, reject) => {
        const request = indexedDB.open(name, version);
        request.onupgradeneeded = ({ oldVersion }) => upgrade(request.result, oldVersion);
        request.onsuccess = () => {
          // Another page of ours may want to delete or renew it.
          request.result.onversionchange = () => { request.result.close(); opened = null; };
          resolve(request.result);
        };
        request.onerror = () => { opened = null; reject(request.error); };
      });
      return opened;
    }

    return async function run(names, mode, work) {
      const db = await open();
      return new Promise((resolve, reject) => {
        const transaction = db.transaction(names, mode);
        const request = work(...names.map((store) => transaction.objectStore(store)));
        transaction.oncomplete = () => resolve(request?.result);
        transaction.onabort = transaction.onerror = () => reject(transaction.error);
      });
    };
  }

  async function ask(address, options = {}) {
    const answer = await fetch(address, { credentials: "same-origin", headers: { Accept: "application/json" }, ...options });
    const told = (answer.headers.get("Content-Type") ?? "").includes("json") ? await answer.json() : null;
    // Led elsewhere: to the sign-in page, or to the set-up of a second step.
    const status = answer.redirected || (answer.ok && told === null) ? 401 : answer.status;
    return { status, told };
  }

  // What a status means for what waits: nothing, that it goes on waiting, or that it was refused.
  function trouble({ status, told }) {
    if (status < 300) return null;
    const detail = told?.detail ?? "";
    if (status === 401) return { problem: "signed_out", detail: "" };
    if ([403, 404, 409, 413, 422].includes(status)) return { state: "refused", problem: "refused", detail };
    return { problem: "failed", detail };
  }

  function post(address, token, fields) {
    const body = new FormData();
    Object.entries(fields).forEach(([name, value]) => body.append(name, value));
    return ask(address, { method: "POST", body, headers: { Accept: "application/json", "X-CSRFToken": token } });
  }

  async function clearCaches(prefix) {
    for (const name of await caches.keys()) if (name.startsWith(prefix)) await caches.delete(name);
  }

  self.line = { database, ask, trouble, post, clearCaches };
})();
