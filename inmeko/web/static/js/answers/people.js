// Rows of a table of people, added and removed without asking the server.

function number(list) {
  [...list.children].forEach((row, place) => {
    for (const field of row.querySelectorAll("input")) {
      const name = field.name.replace(/-\d+-(\d+)$/, `-${place}-$1`);
      row.querySelector(`label[for="${field.id}"]`)?.setAttribute("for", name);
      field.name = name;
      field.id = name;
    }
    const drop = row.querySelector(".people__drop");
    if (drop) drop.value = drop.value.replace(/-\d+$/, `-${place}`);
  });
}

function empty(row) {
  for (const field of row.querySelectorAll("input")) field.value = "";
}

export function addPerson(fieldset) {
  const list = fieldset.querySelector("[data-people]");
  const row = list.lastElementChild.cloneNode(true);
  empty(row);
  list.append(row);
  number(list);
  row.querySelector("input").focus();
}

export function removePerson(button) {
  const row = button.closest("[data-person]");
  const list = row.parentElement;
  if (list.children.length > 1) row.remove();
  else empty(row);
  number(list);
  list.querySelector("input")?.focus();
}
