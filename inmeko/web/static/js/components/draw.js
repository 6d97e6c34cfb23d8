// The map editor: one geometry, drawn, moved, cut or removed, always the same as the field's text.
import { GEOMAN, boundary, ground, leaflet, pin, style, stylesheet } from "./leaflet.js";
import { coordinate, read, write } from "./shape.js";

const DRAW = { point: "Marker", line: "Line", polygon: "Polygon" };

class Editor {
  constructor(L, map, root) {
    const find = (id) => (id ? document.getElementById(id) : null);
    const words = root.dataset;
    Object.assign(this, { L, map, root, words, layer: null, mode: null });
    Object.assign(this, { field: find(words.field), x: find(words.x), y: find(words.y), crs: find(words.crs) });
    this.note = root.querySelector("[data-draw-note]");
    this.buttons = new Map();
  }

  say(text) { this.note.textContent = text ?? ""; }

  // What comes from the field or from typed coordinates, shown and made editable.
  show(geometry) {
    this.stop();
    this.layer?.remove();
    this.layer = null;
    if (geometry) {
      const { L } = this;
      const drawn = L.geoJSON(geometry, { style: style(), pointToLayer: (_, place) => L.marker(place, { icon: pin(L) }) });
      this.keep(drawn.getLayers()[0] ?? null);
    }
    this.refresh();
  }

  keep(layer) {
    if (this.layer && this.layer !== layer) this.layer.remove();
    this.layer = layer?.addTo(this.map) ?? null;
    const mark = layer?.getElement?.();
    mark?.setAttribute("role", "img");
    mark?.setAttribute("aria-label", this.words.sayMark);
    layer?.on("pm:edit pm:dragend pm:markerdragend pm:vertexremoved", () => this.store());
    layer?.on("pm:remove", () => this.clear());
  }

  store() {
    const geometry = this.layer?.toGeoJSON(7).geometry ?? null;
    this.put(this.field, write(geometry));
    this.coordinates(geometry);
    this.say(geometry ? this.words.sayPlaced : this.words.sayRemoved);
    this.refresh();
  }

  coordinates(geometry) {
    if (!this.x || !this.y) return;
    const point = geometry?.type === "Point" ? geometry.coordinates : null;
    if (point && this.crs) this.put(this.crs, this.words.wgs84);
    this.put(this.x, point ? this.typed(point[0]) : "");
    this.put(this.y, point ? this.typed(point[1]) : "");
  }

  typed(value) {
    const text = value.toFixed(7).replace(/0+$/, "").replace(/\.$/, "");
    return document.documentElement.lang === "el" ? text.replace(".", ",") : text;
  }

  put(field, value) {
    if (!field || field.value === value) return;
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  clear() {
    this.stop();
    this.layer?.remove();
    this.layer = null;
    this.store();
  }

  start(mode) {
    const same = this.mode === mode;
    this.stop();
    if (same) return;
    this.mode = mode;
    if (mode in DRAW) this.map.pm.enableDraw(DRAW[mode], { continueDrawing: false });
    else if (mode === "edit") this.layer?.pm.enable({ allowSelfIntersection: false });
    else this.layer?.pm.enableLayerDrag();
    this.refresh();
  }

  stop() {
    this.map.pm.disableDraw();
    this.layer?.pm?.disable();
    this.layer?.pm?.disableLayerDrag();
    this.mode = null;
    this.refresh();
  }

  refresh() {
    for (const [name, button] of this.buttons) {
      if (button.hasAttribute("aria-pressed")) button.setAttribute("aria-pressed", String(name === this.mode));
      if (["edit", "drag", "remove"].includes(name)) button.disabled = !this.layer;
    }
    const edit = this.buttons.get("edit");
    if (edit && this.layer instanceof this.L.Marker) edit.disabled = true;
  }

  centre() {
    if (this.layer instanceof this.L.Marker) this.map.setView(this.layer.getLatLng(), Math.max(this.map.getZoom(), 16));
    else if (this.layer) this.map.fitBounds(this.layer.getBounds(), { padding: [32, 32], maxZoom: 18 });
    else if (this.town) this.map.fitBounds(this.town, { padding: [16, 16] });
  }

  fromText() {
    const geometry = read(this.field.value);
    if (geometry === undefined) { this.say(this.words.sayUnread); return; }
    this.show(geometry);
    this.say("");
    this.centre();
  }

  fromCoordinates() {
    if (!this.x.value.trim() && !this.y.value.trim()) return;
    const [x, y] = [coordinate(this.x.value), coordinate(this.y.value)];
    const degrees = !this.crs || this.crs.value === this.words.wgs84;
    const placed = degrees && Math.abs(x) <= 180 && Math.abs(y) <= 90;
    const point = placed ? { type: "Point", coordinates: [x, y] } : null;
    // Coordinates of another system are placed by the server; an older shape must not stay beside them.
    this.show(point);
    this.put(this.field, write(point));
    this.say(point ? this.words.sayPlaced : this.words.sayTyped);
    if (point) this.centre();
  }
}

function toolbar(editor) {
  const { root, words } = editor;
  const tools = root.querySelector("[data-draw-tools]");
  tools.setAttribute("role", "group");
  tools.setAttribute("aria-label", words.sayTools);
  const add = (name, act, toggles) => {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "draw__tool" });
    button.textContent = words[`say${name[0].toUpperCase()}${name.slice(1)}`];
    if (toggles) button.setAttribute("aria-pressed", "false");
    button.addEventListener("click", act);
    editor.buttons.set(name, button);
    tools.append(button);
  };
  words.shapes.split(/\s+/).forEach((shape) => add(shape, () => editor.start(shape), true));
  if (/line|polygon/.test(words.shapes)) add("edit", () => editor.start("edit"), true);
  add("drag", () => editor.start("drag"), true);
  add("remove", () => editor.clear());
  add("centre", () => editor.centre());
}

export default async function draw(root) {
  stylesheet(`${GEOMAN}/leaflet-geoman.css`);
  const L = await leaflet();
  root.querySelector("[data-draw-frame]").hidden = false;
  const map = ground(L, root.querySelector("[data-draw-canvas]"), root.dataset);
  map.pm.setLang(document.documentElement.lang === "el" ? "el" : "en");
  map.pm.setGlobalOptions({ markerStyle: { icon: pin(L) }, pathOptions: style(), templineStyle: { color: "#003375" }, hintlineStyle: { color: "#003375", dashArray: [5, 5] }, allowSelfIntersection: false });
  const editor = new Editor(L, map, root);
  toolbar(editor);
  map.on("pm:create", ({ layer }) => { editor.keep(layer); editor.stop(); editor.store(); });
  map.on("keydown", ({ originalEvent }) => { if (originalEvent.key === "Escape") editor.stop(); });
  editor.field.addEventListener("change", () => { editor.fromText(); editor.coordinates(read(editor.field.value)); });
  [editor.x, editor.y, editor.crs].forEach((field) => field?.addEventListener("change", () => editor.fromCoordinates()));
  editor.town = await boundary(L, map, root.dataset.boundaryUrl).catch(() => null);
  editor.centre();
  if (editor.field.value.trim()) editor.fromText();
}
