// A map of what an address answers as GeoJSON: asked by the box in view, points clustered, shapes drawn.
import { cluster } from "./clusters.js";
import { boundary, ground, leaflet, pin, script, style } from "./leaflet.js";
import { narrow } from "./narrow.js";

function popup(properties, words) {
  const box = document.createElement("div");
  const title = document.createElement("p");
  title.className = "popup__title";
  const name = properties.title ?? "";
  if (properties.url) {
    const link = document.createElement("a");
    link.href = properties.url;
    link.textContent = name || words.sayOpen;
    // Only http(s): an address from data must not become a script.
    if (/^https?:$/.test(link.protocol)) title.append(link);
    else title.textContent = name;
  } else title.textContent = name;
  box.append(title);
  if (properties.summary) {
    const text = document.createElement("p");
    text.className = "popup__text";
    text.textContent = properties.summary;
    box.append(text);
  }
  return box;
}

function clusters(L, words) {
  return L.markerClusterGroup({
    maxClusterRadius: 60, showCoverageOnHover: false,
    animate: !window.matchMedia("(prefers-reduced-motion: reduce)").matches,
    iconCreateFunction(cluster) {
      const count = cluster.getChildCount();
      const size = count < 10 ? 34 : count < 100 ? 40 : 48;
      const mark = document.createElement("span");
      mark.textContent = count;
      mark.title = words.sayCluster.replace("{n}", count);
      return L.divIcon({ className: `cluster${count > 99 ? " cluster--many" : ""}`, html: mark, iconSize: [size, size] });
    },
  });
}

function layers(L, map, words) {
  return L.geoJSON(null, {
    style: (feature) => style(feature.properties?.state),
    pointToLayer: (feature, place) => feature.properties?.count ? cluster(L, map, feature, place, words) : L.marker(place, {
      icon: pin(L, feature.properties?.state), title: feature.properties?.title ?? "", riseOnHover: true,
    }),
    onEachFeature(feature, layer) {
      if (feature.properties?.count) return;
      layer.bindPopup(() => popup(feature.properties ?? {}, words), { closeButton: true });
    },
  });
}

// From this zoom on the server answers with the assets themselves.
const ASSETS_FROM = 16;

class Places {
  constructor(L, map, canvas) {
    Object.assign(this, { L, map, words: canvas.dataset, url: new URL(canvas.dataset.url, location.href) });
    this.note = canvas.parentElement.querySelector("[data-map-note]");
    this.points = clusters(L, this.words).addTo(map);
    this.shapes = L.featureGroup().addTo(map);
    // What the server has counted for a zoom is drawn as it comes.
    this.counted = L.featureGroup().addTo(map);
    this.zoomed = canvas.dataset.counted !== undefined;
    this.loaded = null;
    this.zoom = null;
    this.request = null;
  }

  say(text) {
    this.note.textContent = text;
    this.note.hidden = !text;
  }

  // One request at a time: a newer one makes the older one pointless.
  async ask(bounds) {
    this.request?.abort();
    const request = this.request = new AbortController();
    const url = new URL(this.url);
    const zoom = Math.round(this.map.getZoom());
    if (this.zoomed) url.searchParams.set("zoom", zoom);
    if (bounds) {
      const box = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
      url.searchParams.set("bbox", box.map((value) => value.toFixed(6)).join(","));
    }
    try {
      const headers = { Accept: "application/geo+json, application/json" };
      const answer = await fetch(url, { signal: request.signal, headers });
      if (!answer.ok) throw new Error(answer.statusText);
      this.show(await answer.json(), bounds, zoom);
    } catch (error) {
      if (error.name !== "AbortError") this.say(this.words.sayFailed);
    } finally {
      if (this.request === request) this.request = null;
    }
  }

  show(collection, bounds, zoom) {
    const inside = this.map.getPane("markerPane").contains(document.activeElement);
    this.points.clearLayers();
    this.shapes.clearLayers();
    this.counted.clearLayers();
    if (inside) this.map.getContainer().focus({ preventScroll: true });
    const found = layers(this.L, this.map, this.words);
    found.addData(collection);
    const all = found.getLayers();
    if (all.length === 1) this.mark(all[0]);
    const counted = this.zoomed && zoom < ASSETS_FROM;
    const marks = all.filter((layer) => layer instanceof this.L.Marker);
    if (counted) marks.forEach((layer) => this.counted.addLayer(layer));
    else this.points.addLayers(marks);
    all.filter((layer) => !(layer instanceof this.L.Marker)).forEach((layer) => this.shapes.addLayer(layer));
    this.loaded = collection.truncated ? null : bounds;
    this.zoom = counted ? zoom : null;
    this.say(collection.truncated ? this.words.sayMore : all.length ? "" : this.words.sayNone);
    this.name();
  }

  // A lone plot is a dot in its town: a pin shows where to look.
  mark(layer) {
    if (layer instanceof this.L.Marker || !layer.getBounds) return;
    const bounds = layer.getBounds();
    const size = this.map.latLngToLayerPoint(bounds.getNorthEast()).distanceTo(this.map.latLngToLayerPoint(bounds.getSouthWest()));
    if (size > 24) return;
    this.L.marker(bounds.getCenter(), { icon: pin(this.L, layer.feature?.properties?.state), interactive: false, keyboard: false }).addTo(this.shapes);
  }

  // Shapes are reached by Tab and opened by Enter, as markers are.
  name() {
    this.shapes.eachLayer((layer) => {
      const path = layer.getElement?.();
      if (!path || layer instanceof this.L.Marker) return;
      path.setAttribute("tabindex", "0");
      path.setAttribute("role", "button");
      path.setAttribute("aria-label", layer.feature?.properties?.title ?? this.words.sayOpen);
      path.addEventListener("keydown", (event) => { if (event.key === "Enter") layer.openPopup(); });
    });
  }

  extent() {
    const bounds = this.points.getBounds();
    for (const group of [this.shapes, this.counted]) if (group.getLayers().length) bounds.extend(group.getBounds());
    // A cluster stands in the middle of its assets: the map must hold all of them.
    this.counted.eachLayer((layer) => {
      const box = layer.feature?.properties?.box;
      if (box) bounds.extend([[box[1], box[0]], [box[3], box[2]]]);
    });
    return bounds.isValid() ? bounds : null;
  }

  // Whether what is drawn still answers for this view: clusters are those of one zoom.
  holds(view) {
    const zoom = Math.round(this.map.getZoom());
    const right = !this.zoomed || (this.zoom === null ? zoom >= ASSETS_FROM : zoom === this.zoom);
    return right && this.loaded?.contains(view);
  }

  follow() {
    let timer = null;
    let waiting = false;
    const refresh = () => {
      // An open popup would vanish with its marker: what is new waits until it is closed.
      if (this.map.hasOpen) { waiting = true; return; }
      const view = this.map.getBounds();
      if (this.holds(view)) return;
      this.ask(view.pad(0.25));
    };
    this.map.on("moveend", () => {
      clearTimeout(timer);
      timer = setTimeout(refresh, 200);
    });
    let reader = null;
    this.map.on("popupopen", ({ popup: open }) => {
      this.map.hasOpen = true;
      if (this.request) { waiting = true; this.request.abort(); }
      const box = open.getElement();
      box.querySelector(".leaflet-popup-close-button")?.setAttribute("aria-label", this.words.sayClose);
      // Who came by keyboard goes on in the popup, and back to the mark afterwards.
      reader = document.activeElement?.matches(".leaflet-interactive:focus-visible") ? document.activeElement : null;
      if (reader) box.querySelector("a")?.focus();
    });
    this.map.on("popupclose", () => {
      this.map.hasOpen = false;
      reader?.focus();
      reader = null;
      if (waiting) { waiting = false; refresh(); }
    });
  }
}

function wholeButton(L, map, label, show) {
  const control = L.control({ position: "topleft" });
  control.onAdd = () => {
    const bar = L.DomUtil.create("div", "leaflet-bar");
    const button = L.DomUtil.create("a", "map__whole", bar);
    Object.assign(button, { href: "#", title: label, textContent: "⤢" });
    button.setAttribute("role", "button");
    button.setAttribute("aria-label", label);
    L.DomEvent.disableClickPropagation(bar);
    L.DomEvent.on(button, "click", (event) => { L.DomEvent.preventDefault(event); show(); });
    return bar;
  };
  control.addTo(map);
}

export default async function map(canvas) {
  const words = canvas.dataset;
  const L = await leaflet();
  await script("leaflet.markercluster-1.5.3/leaflet.markercluster.js");
  const chart = ground(L, canvas, words);
  const town = await boundary(L, chart, words.boundaryUrl).catch(() => null);
  const places = new Places(L, chart, canvas);
  const options = { padding: [24, 24], maxZoom: 17, animate: false };
  const seen = words.box?.split(",").map(Number);
  let whole = town;
  if (seen || (town && words.fit !== "data")) {
    if (seen) chart.fitBounds([[seen[1], seen[0]], [seen[3], seen[2]]], { animate: false });
    else chart.fitBounds(town, options);
    await places.ask(chart.getBounds().pad(0.25));
  } else {
    await places.ask(null);
    whole = places.extent() ?? town;
    if (whole) chart.fitBounds(whole, options);
    if (places.zoomed) await places.ask(chart.getBounds().pad(0.25));
  }
  if (whole) wholeButton(L, chart, words.sayWhole, () => chart.fitBounds(whole, options));
  places.follow();
  const choice = canvas.parentElement.querySelector("[data-map-narrow]");
  if (choice) narrow(chart, choice);
  canvas.dataset.ready = "yes";
}
