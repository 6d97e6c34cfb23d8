// The form of a group's file: saves every answer by itself, keeps a copy on the device while the
// line is gone, asks which answer counts when two people wrote at once, and shows questions that
// depend on others. Without this script it is an ordinary form.
import { Kept } from "../answers/kept.js";
import { addPerson, removePerson } from "../answers/people.js";

const PAUSE = 900;
const AGAIN = 5000;

// Whether a field holds something else than the page was sent with.
function differs(field) {
  if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
  if (field.options) return field.selectedIndex !== Math.max([...field.options].findIndex((one) => one.defaultSelected), 0);
  return field.value !== field.defaultValue;
}

class Answers {
  constructor(form) {
    Object.assign(this, { form, words: form.dataset, kept: new Kept(form.action), timers: new Map(), leaving: false });
    this.questions = new Map([...form.querySelectorAll("[data-question]")].map((one) => [one.dataset.question, one]));
    for (const [key, block] of this.questions) {
      if (!block.querySelector(`[name="seen.${key}"]`)) this.questions.delete(key);
    }
  }

  start() {
    const touched = ({ target }) => {
      const block = target.closest?.("[data-question]");
      if (block && this.questions.has(block.dataset.question)) this.changed(block.dataset.question);
    };
    this.form.addEventListener("input", touched);
    this.form.addEventListener("change", (event) => { touched(event); this.conditions(); });
    this.form.addEventListener("click", (event) => this.clicked(event));
    this.form.addEventListener("submit", () => { this.leaving = true; });
    window.addEventListener("online", () => this.saveAll());
    window.addEventListener("pageshow", () => { this.leaving = false; });
    this.restore();
    this.early();
    this.conditions();
  }

  // What was typed before this script had come over a slow line.
  early() {
    for (const [key, block] of this.questions) {
      if (this.kept.get(key)) continue;
      const fields = [...block.querySelectorAll("input:not([type=hidden], [type=file]), textarea, select")];
      if (fields.some(differs)) this.changed(key);
    }
  }

  // All that belongs to one question, as the server reads it.
  fields(key) {
    const all = new FormData(this.form);
    const ours = [...all.entries()].filter(([name, value]) => typeof value === "string"
      && (name === key || name === `seen.${key}` || name.startsWith(`${key}_`) || name.startsWith(`${key}-`)));
    return [["question", key], ...ours];
  }

  changed(key) {
    this.kept.put(key, this.fields(key));
    clearTimeout(this.timers.get(key));
    this.timers.set(key, setTimeout(() => this.save(key), PAUSE));
  }

  saveAll() { this.kept.keys().forEach((key) => this.questions.has(key) && this.save(key)); }

  async save(key, choice) {
    if (this.leaving) return;
    const sent = this.fields(key);
    if (choice) sent.push([`choose.${key}`, choice]);
    this.say(key, this.words.saySaving);
    let answer;
    let told = {};
    try {
      answer = await fetch(this.words.url, { method: "POST", body: new URLSearchParams(sent), headers: { Accept: "application/json" } });
      told = await answer.json().catch(() => ({}));
    } catch {
      this.say(key, this.words.sayOffline, "wait");
      clearTimeout(this.timers.get(key));
      this.timers.set(key, setTimeout(() => this.save(key), AGAIN));
      return;
    }
    if (answer.status >= 500 || !told.state) this.later(key);
    else if (told.state === "saved") this.saved(key, sent, told);
    else if (told.state === "clash") this.clash(key, told);
    else this.say(key, told.words, "wrong");
  }

  later(key) {
    this.say(key, this.words.sayFailed, "wait");
    this.timers.set(key, setTimeout(() => this.save(key), AGAIN));
  }

  saved(key, sent, told) {
    this.questions.get(key).querySelector(`[name="seen.${key}"]`).value = told.seen;
    const now = JSON.stringify(this.fields(key).filter(([name]) => !name.startsWith("seen.")));
    const then = JSON.stringify(sent.filter(([name]) => !/^(seen|choose)\./.test(name)));
    if (now === then) this.kept.drop(key);
    this.say(key, told.problem ?? this.words.saySaved, told.problem ? "wrong" : "saved");
    this.show(told.asked);
  }

  // Somebody else was quicker: both answers are shown, one is chosen.
  clash(key, told) {
    const line = this.line(key);
    line.className = "question__said question__said--wrong";
    const theirs = document.createElement("span");
    theirs.className = "question__theirs";
    theirs.textContent = told.theirs || "–";
    const words = document.createElement("span");
    words.textContent = this.words.sayTheirs.replace("{who}", told.who);
    line.replaceChildren(words, theirs, this.button(this.words.sayKeep, () => this.save(key, "mine")),
      this.button(this.words.sayTake, () => { this.kept.drop(key); this.leaving = true; location.reload(); }));
  }

  button(label, act) {
    const made = document.createElement("button");
    Object.assign(made, { type: "button", className: "question__choose", textContent: label });
    made.addEventListener("click", act);
    return made;
  }

  line(key) { return this.questions.get(key).querySelector("[data-said]"); }

  say(key, text, state = "") {
    const line = this.line(key);
    line.className = `question__said${state ? ` question__said--${state}` : ""}`;
    line.textContent = text ?? "";
  }

  // What was typed before the line went, or the browser was closed.
  restore() {
    for (const key of this.kept.keys()) {
      const block = this.questions.get(key);
      const entries = this.kept.get(key);
      if (!block || !entries) continue;
      const before = JSON.stringify(this.fields(key));
      this.kept.write(this.form, block, key, entries);
      if (JSON.stringify(this.fields(key)) === before) { this.kept.drop(key); continue; }
      this.say(key, this.words.sayRestored, "wait");
      this.timers.set(key, setTimeout(() => this.save(key), PAUSE));
    }
  }

  // Questions that depend on others of this page follow at once; the server has the last word.
  conditions() {
    for (const block of this.form.querySelectorAll("[data-shown-if]")) {
      const { question, answers } = JSON.parse(block.dataset.shownIf);
      const asked = this.questions.get(question);
      if (!asked) continue;
      const given = this.fields(question).filter(([name]) => name === question).map(([, value]) => value);
      block.hidden = asked.hidden || !given.some((one) => answers.includes(one));
    }
  }

  show(asked) {
    if (!asked) return;
    for (const block of this.form.querySelectorAll("[data-shown-if]")) block.hidden = !asked.includes(block.dataset.question);
    this.conditions();
  }

  clicked(event) {
    const add = event.target.closest("[data-add-person]");
    const drop = event.target.closest(".people__drop");
    if (!add && !drop) return;
    event.preventDefault();
    const key = event.target.closest("[data-question]").dataset.question;
    if (add) addPerson(add.closest("fieldset"));
    else { removePerson(drop); this.changed(key); }
  }
}

export default function answers(form) { new Answers(form).start(); }
