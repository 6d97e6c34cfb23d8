// The backgrounds a town offers on its maps: none is asked before it is shown, and a silent one is named.

const KEPT = "inmeko-background";

function escaped(text) {
  const element = document.createElement("span");
  element.textContent = text;
  return element.innerHTML;
}

function remembered() {
  try { return localStorage.getItem(KEPT); } catch { return null; }
}

function remember(name) {
  try { localStorage.setItem(KEPT, name); } catch { /* A browser that keeps nothing starts anew. */ }
}

function made(L, layer) {
  const options = {
    minZoom: layer.min_zoom, maxZoom: 19, maxNativeZoom: layer.max_zoom, attribution: escaped(layer.attribution),
  };
  return layer.type === "wms"
    ? L.tileLayer.wms(layer.url, { ...options, layers: layer.layers, format: "image/png" })
    : L.tileLayer(layer.url, options);
}

function notice(L, map, text) {
  const control = L.control({ position: "bottomleft" });
  control.onAdd = () => {
    const box = L.DomUtil.create("p", "map__silent");
    box.setAttribute("role", "status");
    box.textContent = text;
    return box;
  };
  return { show: () => control.addTo(map), hide: () => control.remove() };
}

export function backgrounds(L, map, layers, words) {
  const silent = notice(L, map, words.saySilent);
  const choices = { [escaped(words.sayPlain)]: L.layerGroup() };
  for (const layer of layers) {
    const tiles = choices[escaped(layer.name)] = made(L, layer);
    tiles.on("tileerror", silent.show).on("tileload", silent.hide);
  }
  const wanted = escaped(remembered() ?? layers.find((layer) => layer.shown)?.name ?? words.sayPlain);
  (choices[wanted] ?? choices[escaped(words.sayPlain)]).addTo(map);
  const control = L.control.layers(choices, null, { position: "topright" }).addTo(map);
  const toggle = control.getContainer().querySelector(".leaflet-control-layers-toggle");
  toggle.title = words.sayLayers;
  toggle.setAttribute("aria-label", words.sayLayers);
  map.on("baselayerchange", ({ name }) => {
    silent.hide();
    const element = document.createElement("span");
    element.innerHTML = name;
    remember(element.textContent);
  });
}
