// The copy on this device of what was typed and is not yet known to be saved.

export class Kept {
  constructor(address) {
    this.name = `inmeko:${new URL(address, location.href).pathname}`;
  }

  all() {
    try { return JSON.parse(localStorage.getItem(this.name)) ?? {}; } catch { return {}; }
  }

  keep(all) {
    try {
      if (Object.keys(all).length) localStorage.setItem(this.name, JSON.stringify(all));
      else localStorage.removeItem(this.name);
    } catch { /* A device that keeps nothing: the server's copy is the only one. */ }
  }

  keys() { return Object.keys(this.all()); }

  get(key) { return this.all()[key]; }

  put(key, entries) { this.keep({ ...this.all(), [key]: entries }); }

  drop(key) {
    const all = this.all();
    delete all[key];
    this.keep(all);
  }

  // Put the kept entries of a question back into its fields.
  write(form, block, key, entries) {
    const values = new Map();
    for (const [name, value] of entries) {
      if (name !== "question") values.set(name, [...(values.get(name) ?? []), value]);
    }
    for (const field of block.querySelectorAll("input, textarea, select")) {
      const given = values.get(field.name);
      if (field.type === "file") continue;
      if (field.type === "radio" || field.type === "checkbox") field.checked = (given ?? []).includes(field.value);
      else if (given) field.value = given[0];
    }
  }
}
