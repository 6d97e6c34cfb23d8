// Finds what asks for a component and hands it over; the page works without any of them.

const started = new WeakMap();

async function start(element) {
  const names = element.dataset.component.split(/\s+/).filter(Boolean);
  const done = started.get(element) ?? new Set();
  started.set(element, done);
  for (const name of names) {
    if (done.has(name)) continue;
    done.add(name);
    const component = await import(`./components/${name}.js`);
    component.default(element);
  }
}

function startAll(root) {
  if (root.matches?.("[data-component]")) start(root);
  root.querySelectorAll("[data-component]").forEach(start);
}

document.documentElement.classList.remove("no-js");
startAll(document);
document.addEventListener("htmx:load", (event) => startAll(event.detail.elt));
