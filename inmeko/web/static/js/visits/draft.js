// A visit half typed: kept on the phone while it is typed, and there again when its form is
// opened after the browser closed the page.
import { say, small, store } from "./device.js";

const PAUSE = 400;
// What belongs to one opening of the page, or is known anew at every saving.
const NOT_KEPT = new Set(["csrf_token", "key", "visited_at", "asset", "photos"]);

const written = (moment) => new Date(moment).toLocaleString(document.documentElement.lang, { dateStyle: "short", timeStyle: "short" });

export class Draft {
  constructor(visit) {
    const { town, person } = visit.data;
    Object.assign(this, { visit, timer: null, over: false, key: `${town}/${person}/${visit.fields.asset.value || "new"}` });
    visit.form.addEventListener("input", () => this.soon());
    visit.form.addEventListener("change", () => this.soon());
    visit.photos.changed = () => this.soon();
    // A phone closes pages without a word: what is hidden may never be seen again.
    document.addEventListener("visibilitychange", () => { if (document.hidden && this.timer) this.keep(); });
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.keep(), PAUSE);
  }

  async keep() {
    clearTimeout(this.timer);
    this.timer = null;
    if (this.over) return;
    const fields = {};
    for (const [name, value] of new FormData(this.visit.form)) {
      if (typeof value === "string" && !NOT_KEPT.has(name)) fields[name] = value;
    }
    const { town } = this.visit.data;
    await store.begin({ key: this.key, town, made: new Date().toISOString(), fields, photos: this.visit.photos.kept }).catch(() => {});
  }

  async restore() {
    const found = await store.begun(this.key).catch(() => null);
    if (!found) return;
    for (const one of this.visit.fields) {
      if (!one.name || NOT_KEPT.has(one.name) || one.type === "file") continue;
      if (["radio", "checkbox"].includes(one.type)) one.checked = found.fields[one.name] === one.value;
      else if (one.name in found.fields) one.value = found.fields[one.name];
    }
    this.visit.photos.restore(found.photos);
    const { line, words } = this.visit;
    line.replaceChildren(`${say(words.begun, { when: written(found.made) })} `, small(words.begin_anew, () => this.anew(), "visit__small"));
  }

  async anew() {
    await this.forget();
    location.reload();
  }

  async forget() {
    this.over = true;
    clearTimeout(this.timer);
    await store.finish(this.key).catch(() => {});
  }
}
