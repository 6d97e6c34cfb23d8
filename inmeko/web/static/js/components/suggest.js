// A field that suggests while one types; what is chosen becomes a line of another field.

const PAUSE = 200;

export default function suggest(element) {
  const input = element.querySelector("[role=combobox]");
  const list = element.querySelector("[role=listbox]");
  const said = element.querySelector("[role=status]");
  const target = document.getElementById(element.dataset.target);
  let found = [], active = -1, timer = 0, asked = 0;

  const show = (open) => {
    list.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
    if (!open) mark(-1);
  };
  const mark = (place) => {
    active = place;
    [...list.children].forEach((option, n) => option.setAttribute("aria-selected", String(n === place)));
    const option = list.children[place];
    if (option) {
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  };
  const choose = (place) => {
    const { code, title } = found[place];
    const line = `${title.replaceAll(";", ",")}; ${code}`;
    const before = target.value.trimEnd();
    if (!before.split("\n").includes(line)) target.value = before ? `${before}\n${line}` : line;
    target.dispatchEvent(new Event("input", { bubbles: true }));
    input.value = "";
    show(false);
    said.textContent = `${element.dataset.sayAdded} ${line}`;
  };
  const fill = (rows) => {
    found = rows;
    list.replaceChildren(...rows.map((row, n) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${n}`;
      option.className = "suggest__option";
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.textContent = `${row.code} ${row.title}`;
      // Before the field loses the focus, so that a press counts.
      option.addEventListener("pointerdown", (event) => { event.preventDefault(); choose(n); });
      return option;
    }));
    said.textContent = rows.length ? element.dataset.sayFound.replace("#", rows.length) : element.dataset.sayNone;
    show(rows.length > 0);
  };
  const ask = async () => {
    const words = input.value.trim(), mine = ++asked;
    if (words.length < 2) { show(false); said.textContent = ""; return; }
    const answer = await fetch(`${element.dataset.source}?q=${encodeURIComponent(words)}`);
    // A slower answer to what was typed before is not wanted any more.
    if (answer.ok && mine === asked) fill(await answer.json());
  };
  const KEYS = {
    ArrowDown: () => (list.hidden ? ask() : mark((active + 1) % found.length)),
    ArrowUp: () => { if (!list.hidden) mark(active > 0 ? active - 1 : found.length - 1); },
    Escape: () => show(false),
    Enter: () => { if (!list.hidden && active >= 0) choose(active); },
  };

  input.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, PAUSE); });
  input.addEventListener("keydown", (event) => {
    const deed = KEYS[event.key];
    if (!deed) return;
    // Enter would send the form around the field.
    event.preventDefault();
    deed();
  });
  input.addEventListener("blur", () => show(false));
  element.hidden = false;
}
