// What every map of the site shares: the libraries on demand, a plain ground, the town, our marks.
import { backgrounds } from "./backgrounds.js";

const vendor = (path) => new URL(`../../vendor/${path}`, import.meta.url).href;
const scripts = new Map();

// Classic scripts, loaded once and one after the other: plugins add themselves to the global L.
export function script(path) {
  if (!scripts.has(path)) {
    scripts.set(path, new Promise((resolve, reject) => {
      const element = document.createElement("script");
      element.src = vendor(path);
      element.onload = resolve;
      element.onerror = () => reject(new Error(`${path} could not be loaded`));
      document.head.append(element);
    }));
  }
  return scripts.get(path);
}

export function stylesheet(path) {
  const href = vendor(path);
  if (document.querySelector(`link[href="${href}"]`)) return;
  const element = document.createElement("link");
  element.rel = "stylesheet";
  element.href = href;
  document.head.append(element);
}

export const GEOMAN = "geoman-io-leaflet-geoman-free-2.20.2";

// The editor extends every map and layer of a page, so it comes before the first of them.
export async function leaflet() {
  await script("leaflet-1.9.4/leaflet.js");
  if (document.querySelector("[data-component~=draw]")) await script(`${GEOMAN}/leaflet-geoman.min.js`);
  return window.L;
}

export const GREECE = [[34.7, 19.2], [41.9, 29.8]];
const BOUNDARY = { color: "#003375", weight: 2, fillColor: "#fff", fillOpacity: 0.75, interactive: false };
const COLOURS = { idle: "#b45f00", underused: "#7b4bb0", in_use: "#006736", unknown: "#5b6575" };

export function ground(L, canvas, words) {
  const layers = JSON.parse(words.layers ?? "[]");
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  const map = L.map(canvas, {
    attributionControl: layers.length > 0, zoomControl: false, minZoom: 5, maxZoom: 19, zoomSnap: 0.5,
    zoomAnimation: !still, fadeAnimation: !still, markerZoomAnimation: !still, scrollWheelZoom: false,
  });
  map.attributionControl?.setPrefix(false);
  L.control.zoom({ zoomInTitle: words.sayZoomIn, zoomOutTitle: words.sayZoomOut }).addTo(map);
  if (layers.length) backgrounds(L, map, layers, words);
  // The wheel belongs to the page until the reader has chosen the map.
  map.on("focus", () => map.scrollWheelZoom.enable());
  map.on("blur", () => map.scrollWheelZoom.disable());
  map.fitBounds(GREECE);
  map.createPane("boundary").style.zIndex = 350;
  return map;
}

export async function boundary(L, map, url) {
  if (!url) return null;
  const answer = await fetch(url, { headers: { Accept: "application/geo+json, application/json" } });
  if (!answer.ok) return null;
  const layer = L.geoJSON(await answer.json(), { pane: "boundary", style: BOUNDARY, pmIgnore: true }).addTo(map);
  const bounds = layer.getBounds();
  return bounds.isValid() ? bounds : null;
}

export function pin(L, state) {
  const mark = document.createElement("span");
  mark.className = "pin";
  return L.divIcon({
    className: `pin-frame pin-frame--${String(state ?? "none").replace(/\W/g, "")}`,
    html: mark, iconSize: [24, 24], iconAnchor: [12, 29], popupAnchor: [0, -26],
  });
}

export function style(state) {
  const color = COLOURS[state] ?? "#003375";
  return { color, weight: 3, fillColor: color, fillOpacity: 0.3 };
}
