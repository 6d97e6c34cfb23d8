// The page of what is on this phone: visits that wait, with what hinders them, and what was taken along.
import { element, say, sendLater, small, store, worker } from "../visits/device.js";

const FIRST_PAUSE = 4000;
const LONGEST_PAUSE = 60000;

class Phone {
  constructor(root) {
    const find = (name) => root.querySelector(`[data-phone-${name}]`);
    Object.assign(this, { root, find, data: root.dataset, words: JSON.parse(root.dataset.sayings) });
    this.person = Number(this.data.person);
  }

  async show() {
    const all = await store.visits(this.data.town);
    const mine = all.filter((visit) => visit.person === this.person);
    const waiting = mine.filter((visit) => visit.state !== "sent");
    const sent = mine.filter((visit) => visit.state === "sent").reverse();
    this.list("waiting", waiting, (visit) => this.visit(visit), this.words.nothing_waits);
    // Of another account the number alone is told.
    const others = all.filter((visit) => visit.person !== this.person && visit.state !== "sent").length;
    if (others) this.find("waiting").append(element("li", "phone__problem", say(this.words.others, { number: others })));
    this.list("sent", sent, (visit) => this.visit(visit));
    this.find("sent-part").hidden = !sent.length;
    this.find("send").hidden = !waiting.length;
    this.find("sign-in").hidden = !waiting.some((visit) => ["signed_out", "other_person"].includes(visit.problem));
    const along = await store.along(this.data.town);
    const done = new Set(mine.map((visit) => visit.asset));
    this.list("along", along, (asset) => this.asset(asset, done.has(asset.id)), this.words.nothing_along);
    this.find("drop").hidden = !along.length;
  }

  list(name, things, make, empty) {
    const items = things.map((thing) => {
      const item = element("li");
      item.append(...make(thing));
      return item;
    });
    if (!items.length && empty) items.push(element("li", "govgr-hint", empty));
    this.find(name).replaceChildren(...items);
  }

  visit(visit) {
    const made = new Date(visit.made).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
    const facts = [made, visit.asset ? "" : this.words.new_place, visit.photos ? say(this.words.photos, { number: visit.photos }) : ""];
    const parts = [element("p", "phone__title", visit.title), element("p", "govgr-body-s", facts.filter(Boolean).join(" · "))];
    const state = element("p", visit.problem && visit.problem !== "photo_refused" ? "phone__problem" : "");
    state.dataset.state = visit.problem ?? visit.state;
    state.textContent = this.standing(visit);
    parts.push(state);
    for (const change of visit.answer?.changed ?? []) parts.push(element("p", "phone__note", say(this.words.changed, { ...change, field: change.label })));
    if (visit.state === "refused") parts.push(small(this.words.try_again, () => store.mark(visit, { state: "waiting", problem: null, detail: "" }).then(() => this.send()), "phone__small"));
    if (visit.state !== "sent") parts.push(small(this.words.remove, () => this.remove(visit), "phone__small"));
    return parts;
  }

  standing(visit) {
    const { words } = this;
    if (visit.state === "sent") {
      const received = say(words.sent, visit.answer);
      return visit.problem ? `${received}. ${words.photo_refused} ${visit.detail}` : received;
    }
    return visit.problem ? `${words[visit.problem]} ${visit.detail ?? ""}`.trim() : words.waiting;
  }

  async remove(visit) {
    if (!confirm(this.words.sure)) return;
    await store.remove(visit.key);
    await this.show();
  }

  asset(asset, done) {
    const link = element("a", "govgr-link phone__title", asset.title);
    link.href = asset.url;
    const facts = [asset.code, asset.kind, asset.address, done ? this.words.visited : ""];
    return [link, element("p", "govgr-body-s", facts.filter(Boolean).join(" · "))];
  }

  // Whether everything could be tried; a line that broke leaves what waits as it was.
  async send() {
    let tried = true;
    if (navigator.onLine && (await store.visits()).some((visit) => visit.state === "waiting")) {
      this.find("line").textContent = this.words.sending;
      tried = await store.sendAll();
    }
    this.line();
    await this.show();
    return tried;
  }

  // A phone says that it has a line before the first request gets through, or while none does.
  async persist(pause = FIRST_PAUSE) {
    clearTimeout(this.timer);
    if (await this.send() || pause > LONGEST_PAUSE) return;
    this.timer = setTimeout(() => this.persist(pause * 2), pause);
  }

  line() { this.find("line").textContent = navigator.onLine ? "" : this.words.offline; }

  async take() {
    const told = this.find("taken");
    try {
      const answer = await fetch(this.data.alongUrl, { credentials: "same-origin", headers: { Accept: "application/json" } });
      const found = answer.ok && !answer.redirected ? await answer.json() : null;
      if (!found) { told.textContent = this.words[answer.status === 401 || answer.redirected ? "signed_out" : "failed"]; return; }
      await store.take(this.data.town, found.assets);
      told.textContent = say(this.words[found.more ? "taken_cut" : "taken"], { number: found.assets.length });
    } catch {
      told.textContent = navigator.onLine ? this.words.not_stored : this.words.offline;
    }
    await this.show();
  }
}

export default async function phone(root) {
  const page = new Phone(root);
  const on = (name, act) => page.find(name)?.addEventListener("click", act);
  on("send", () => page.send());
  on("take", () => page.take());
  on("drop", () => store.drop(page.data.town).then(() => page.show()));
  on("forget", async () => {
    for (const visit of await store.visits(page.data.town)) if (visit.state === "sent") await store.remove(visit.key);
    await page.show();
  });
  if (page.find("take")) page.find("take").hidden = false;
  window.addEventListener("online", () => page.persist());
  window.addEventListener("offline", () => page.line());
  store.channel?.addEventListener("message", () => page.show());
  worker(root.dataset);
  await page.show();
  await page.persist();
  if (!navigator.onLine) await sendLater();
}
