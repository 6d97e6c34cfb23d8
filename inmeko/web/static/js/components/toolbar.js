// Buttons above a text that write its marks: bold, heading, list, link. Without them one types the marks.

const MARKS = [
  ["B", "bold", (text) => [`**${text || "…"}**`]],
  ["H", "heading", (text) => [`\n\n## ${text || "…"}\n\n`]],
  ["•", "list", (text) => [(text || "…").split("\n").map((line) => `- ${line}`).join("\n")]],
  ["1.", "numbers", (text) => [(text || "…").split("\n").map((line, place) => `${place + 1}. ${line}`).join("\n")]],
  ["[…]", "link", (text) => [`[${text || "…"}](https://)`]],
];

export default function toolbar(area) {
  const bar = document.createElement("div");
  bar.className = "toolbar";
  for (const [sign, name, mark] of MARKS) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "toolbar__button";
    button.textContent = sign;
    button.setAttribute("aria-label", area.dataset[`say${name[0].toUpperCase()}${name.slice(1)}`] ?? name);
    button.addEventListener("click", () => write(mark));
    bar.append(button);
  }
  area.before(bar);

  function write(mark) {
    const { selectionStart: start, selectionEnd: end, value } = area;
    const [words] = mark(value.slice(start, end));
    area.setRangeText(words, start, end, "select");
    area.dispatchEvent(new Event("input", { bubbles: true }));
    area.focus();
  }
}
