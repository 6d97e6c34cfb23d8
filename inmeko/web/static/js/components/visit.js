// The form of a visit: fills itself without a line, finds the position, keeps the visit on the
// phone before it is sent. Without this script it is an ordinary form.
import { Draft } from "../visits/draft.js";
import { say, sendLater, store, worker } from "../visits/device.js";
import { Photos } from "../visits/photos.js";

const GOOD_ENOUGH = 10;
const LONGEST_LOOK = 20000;

class Visit {
  constructor(root) {
    const find = (name) => root.querySelector(`[data-visit-${name}]`);
    Object.assign(this, { root, find, data: root.dataset, words: JSON.parse(root.dataset.sayings) });
    this.form = root.querySelector("form");
    this.fields = this.form.elements;
    this.line = find("line");
    // The page may come out of the phone: its number would then be that of another visit.
    this.key = crypto.randomUUID();
    this.asset = this.data.along ? JSON.parse(this.data.along) : null;
    this.photos = new Photos(this.fields.photos, find("photos"), this.words, (text) => this.say(text));
  }

  say(text) { this.line.textContent = text; }

  async fill() {
    const number = Number(new URLSearchParams(location.search).get("asset"));
    if (this.asset) await store.take(this.data.town, [{ order: -1, ...this.asset }]).catch(() => {});
    else if (number) this.show(number, await store.asset(this.data.town, number).catch(() => null));
  }

  // The page was kept without an asset: what was taken along stands in.
  show(number, asset) {
    this.find("new").hidden = true;
    this.fields.asset.value = number;
    if (!asset) { this.say(this.words.not_along); return; }
    this.asset = asset;
    document.title = asset.title;
    this.find("title").textContent = asset.title;
    this.find("facts").textContent = [asset.code, asset.kind, asset.address].filter(Boolean).join(" · ");
    this.find("here").hidden = asset.shape === "area";
    this.fields.seen.value = JSON.stringify(asset.seen);
    this.fields.version.value = asset.version;
    for (const [name, value] of Object.entries(asset.seen)) {
      const choice = [...this.form.querySelectorAll(`[name="${name}"]`)].find((one) => one.value === value);
      if (choice) choice.checked = true;
    }
  }

  async open() {
    await this.fill();
    this.draft = new Draft(this);
    await this.draft.restore();
    this.root.dataset.visitReady = "";
  }

  locate() {
    const button = this.find("locate");
    if (!navigator.geolocation || !window.isSecureContext) return;
    button.hidden = false;
    button.addEventListener("click", () => this.look());
  }

  // A phone knows its place better from second to second: the best answer of a short while counts.
  look() {
    const shown = this.find("position");
    shown.textContent = this.words.locating;
    let best = null;
    let watch = null;
    const stop = () => { navigator.geolocation.clearWatch(watch); if (!best) shown.textContent = this.words.no_position; };
    const timer = setTimeout(stop, LONGEST_LOOK);
    watch = navigator.geolocation.watchPosition(({ coords }) => {
      if (best && coords.accuracy >= best.accuracy) return;
      best = coords;
      this.put("x", coords.longitude);
      this.put("y", coords.latitude);
      this.fields.accuracy.value = Math.round(coords.accuracy * 10) / 10;
      shown.textContent = say(this.words.position, { metres: Math.round(coords.accuracy) });
      if (coords.accuracy <= GOOD_ENOUGH) { clearTimeout(timer); stop(); }
    }, () => { clearTimeout(timer); stop(); }, { enableHighAccuracy: true, maximumAge: 0, timeout: LONGEST_LOOK });
    // Typed over, a position has no accuracy any more.
    for (const name of ["x", "y"]) this.fields[name].addEventListener("input", (event) => { if (event.isTrusted) this.untie(watch, timer); }, { once: true });
  }

  untie(watch, timer) {
    clearTimeout(timer);
    navigator.geolocation.clearWatch(watch);
    this.fields.accuracy.value = "";
    this.find("position").textContent = "";
  }

  put(name, value) {
    const text = value.toFixed(6);
    this.fields[name].value = document.documentElement.lang === "el" ? text.replace(".", ",") : text;
  }

  gathered() {
    const fields = {};
    for (const [name, value] of new FormData(this.form)) {
      if (typeof value === "string" && name !== "csrf_token") fields[name] = value;
    }
    return { ...fields, key: this.key, visited_at: new Date().toISOString() };
  }

  // A browser that keeps nothing sends the form as any other, with the photos as they were drawn.
  fallBack() {
    if (!navigator.onLine) { this.say(this.words.not_stored); return; }
    const files = new DataTransfer();
    this.photos.kept.forEach((photo) => files.items.add(new File([photo.bytes], photo.name, { type: photo.type })));
    this.fields.photos.files = files.files;
    this.fields.key.value = this.key;
    this.form.submit();
  }

  async save() {
    await this.photos.work;
    const fields = this.gathered();
    if (!fields.asset && !fields.title.trim()) {
      this.say(this.words.title_missing);
      this.fields.title.focus();
      return;
    }
    const { town, person, standing, send, phone } = this.data;
    const title = this.asset?.title ?? (fields.title.trim() || `#${fields.asset}`);
    const visit = { key: this.key, town, person: Number(person), standing, send, title, fields };
    visit.asset = fields.asset ? Number(fields.asset) : null;
    visit.made = fields.visited_at;
    visit.photos = this.photos.kept.length;
    try {
      await store.keep(visit, this.photos.kept);
    } catch {
      this.fallBack();
      return;
    }
    await this.draft?.forget();
    navigator.storage?.persist?.().catch(() => {});
    await sendLater();
    location.assign(phone);
  }
}

export default function visit(root) {
  const page = new Visit(root);
  page.form.addEventListener("submit", (event) => {
    event.preventDefault();
    page.save();
  });
  page.locate();
  worker(root.dataset);
  page.open();
}
