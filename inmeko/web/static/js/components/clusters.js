// Marks for what the server has counted: how many, which part of them idle, and the way to look closer.

const OPENED_AT = 17;

function icon(L, { count, idle }, words) {
  const size = count < 100 ? 40 : count < 10000 ? 48 : 56;
  const mark = document.createElement("span");
  mark.textContent = new Intl.NumberFormat(document.documentElement.lang, { notation: count < 10000 ? "standard" : "compact" }).format(count);
  const ring = document.createElement("span");
  ring.className = "cluster__ring";
  ring.style.setProperty("--idle", `${Math.round(100 * idle / count)}%`);
  ring.append(mark);
  return L.divIcon({ className: "cluster cluster--counted", html: ring, iconSize: [size, size] });
}

export function named({ count, idle }, words) {
  const number = new Intl.NumberFormat(document.documentElement.lang);
  return words.sayCounted.replace("{n}", number.format(count)).replace("{idle}", number.format(idle));
}

function closer(L, map, { box: [west, south, east, north] }, canvas) {
  const bounds = L.latLngBounds([south, west], [north, east]);
  const zoom = Math.min(map.getBoundsZoom(bounds, false, L.point(48, 48)), map.getMaxZoom());
  map.setView(bounds.getCenter(), Math.max(zoom, Math.min(map.getZoom() + 1, OPENED_AT)));
  // The mark is about to be replaced: who came by keyboard goes on from the map.
  canvas.focus({ preventScroll: true });
}

export function cluster(L, map, feature, place, words) {
  const known = feature.properties;
  const marker = L.marker(place, { icon: icon(L, known, words), title: named(known, words), riseOnHover: true });
  const open = () => closer(L, map, known, map.getContainer());
  marker.on("click", open);
  marker.on("add", () => {
    const element = marker.getElement();
    element.setAttribute("aria-label", named(known, words));
    element.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      event.stopPropagation();
      open();
    });
  });
  return marker;
}
