// The door of an event: codes are looked up in the list on this phone, kept with their moment, and
// sent when there is a line. Without this script it is an ordinary form.
import { store } from "../door/device.js";
import { element, say, sendLater, small, worker } from "../visits/device.js";

const FIRST_PAUSE = 3000;
const LONGEST_PAUSE = 60000;
const SCANNED = /\/events\/(\d{1,9})\/door\?(?:.*&)?code=([^&#\s]+)/;

class Door {
  constructor(root) {
    this.root = root;
    this.find = (name) => root.querySelector(`[data-door-${name}]`);
    this.words = JSON.parse(root.dataset.sayings);
    this.alike = JSON.parse(root.dataset.alike);
    this.send = root.dataset.send;
    this.person = Number(root.dataset.person);
    this.list = null;
  }

  when(moment) {
    return new Date(moment).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: "Europe/Athens" });
  }

  // The code in what was typed or scanned, as the site reads it; null for another event's.
  read(text) {
    const scanned = SCANNED.exec(text);
    if (scanned && scanned[1] !== this.root.dataset.event) return null;
    const plain = (scanned ? decodeURIComponent(scanned[2]) : text).replace(/[\s\-–]/g, "").toUpperCase();
    return [...plain].map((letter) => this.alike[letter] ?? letter).join("");
  }

  async load() {
    this.list = (await store.list(this.send)) ?? null;
    const known = this.find("known");
    known.textContent = this.list
      ? say(this.words.known, { number: this.list.people.length, when: this.when(this.list.at) })
      : this.words.unknown;
  }

  // Whether the site could be asked: what a browser says of its line is a guess.
  async refresh() {
    const found = await store.take(this.send, this.root.dataset.list).catch(() => null);
    this.line(found !== null, found?.problem?.problem);
    await this.load();
    return found !== null;
  }

  line(there, problem) {
    this.find("line").textContent = there ? this.words[problem] ?? "" : this.words.offline;
  }

  person_of(code) { return this.list?.people.find((one) => one.code === code); }

  // Whether the page answered by itself; otherwise the site is asked.
  async look(text) {
    const code = this.read(text);
    if (code === null) {
      this.tell(this.words.other_event, true);
      return true;
    }
    // Who registered a moment ago stands in the list of the site.
    const there = this.person_of(code) || await this.refresh();
    const one = this.person_of(code);
    if (one) await this.show(one);
    else if (there) return false;
    else this.tell(this.words.not_listed, true);
    return true;
  }

  async show(one) {
    const kept = await store.entry(this.send, one.code);
    const came = kept?.at ?? one.came;
    const box = element("div", `door__found${came || !one.place ? " door__found--warn" : ""}`);
    const title = element("h2", "govgr-heading-m", one.name);
    box.append(title, element("p", "", one.facts));
    if (came) box.append(element("p", "", say(this.words.before, { when: this.when(came) })));
    else {
      const button = small(this.words.let_in, () => this.enter(one), "govgr-btn govgr-btn-primary");
      box.append(button);
    }
    this.find("found").replaceChildren(box);
    (box.querySelector("button") ?? this.field()).focus();
    this.tell("");
  }

  async enter(one) {
    const fresh = await store.keep(this.send, this.person, one.code, one.name);
    this.find("found").replaceChildren();
    this.tell(say(fresh ? this.words.in : this.words.before_on_phone, { name: one.name }));
    this.field().value = "";
    this.field().focus();
    await this.persist();
  }

  field() { return this.root.querySelector("[name=code]"); }

  tell(text, wrong = false) {
    const told = this.find("told");
    told.textContent = text;
    told.classList.toggle("door__refused", wrong);
    if (wrong) this.find("found").replaceChildren();
  }

  // Shows what waits and what was refused; gives whether anything waits.
  async entries() {
    const all = await store.entries(this.send);
    const mine = all.filter((one) => one.person === this.person);
    const others = all.filter((one) => one.person !== this.person && one.state === "waiting").length;
    const shown = mine.filter((one) => one.state !== "sent" || one.problem === "before");
    const items = shown.map((one) => this.item(one));
    if (others) items.push(element("li", "phone__problem", say(this.words.others, { number: others })));
    this.find("waiting").replaceChildren(...items);
    this.find("waiting-part").hidden = !items.length;
    const waits = mine.some((one) => one.state === "waiting");
    this.find("now").hidden = !waits;
    return waits;
  }

  item(one) {
    const row = element("li");
    row.dataset.state = one.problem ?? one.state;
    const reason = one.problem === "before" ? say(this.words.before, { when: this.when(one.detail) })
      : one.problem ? `${this.words[one.problem]} ${one.detail}`.trim() : this.words.waiting;
    row.append(element("p", "phone__title", `${one.name}, ${this.when(one.at)}`), element("p", one.state === "refused" ? "phone__problem" : "", reason));
    if (one.state !== "waiting") row.append(small(this.words.seen, () => store.remove(one).then(() => this.entries()), "phone__small"));
    return row;
  }

  async persist(pause = FIRST_PAUSE) {
    clearTimeout(this.timer);
    if (!(await this.entries())) return;
    const done = await store.sendAll();
    this.line(done);
    await this.load();
    await this.entries();
    if (done) return;
    sendLater("send-door");
    this.timer = setTimeout(() => this.persist(Math.min(pause * 2, LONGEST_PAUSE)), pause);
  }
}

// Somebody whom the site has looked up is let in by this phone when the line has gone meanwhile.
function withoutLine(root) {
  const found = root.querySelector("[data-door-let-in]");
  found.querySelector("form").addEventListener("submit", async (event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    await store.keep(root.dataset.send, Number(root.dataset.person), found.dataset.code, found.dataset.name);
    location.assign(root.dataset.scope);
  });
}

export default async function door(root) {
  if (root.querySelector("[data-door-let-in]")) { withoutLine(root); return; }
  const page = new Door(root);
  const { find } = page;
  const form = root.querySelector("[data-door-form]");
  await store.forget();
  await page.load();
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    // The site says what is wrong with a code that it does not list.
    if (!(await page.look(page.field().value))) form.submit();
  });
  find("now").addEventListener("click", () => page.persist());
  window.addEventListener("online", () => page.persist());
  window.addEventListener("offline", () => page.line(false));
  store.channel?.addEventListener("message", () => page.entries());
  worker(root.dataset);
  const asked = new URLSearchParams(location.search).get("code");
  await page.refresh();
  await page.persist();
  // A page out of the phone does not know which code it was opened with.
  if (asked && page.field().value !== asked) await page.look(asked);
  root.dataset.doorReady = "";
}
