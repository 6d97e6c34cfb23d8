// Reads a geometry from text (GeoJSON or WKT) and writes it as GeoJSON with seven decimals.

const KINDS = { POINT: "Point", LINESTRING: "LineString", POLYGON: "Polygon", MULTIPOLYGON: "MultiPolygon", MULTILINESTRING: "MultiLineString" };

function wkt(text) {
  const match = /^\s*(?:SRID=4326;)?\s*([A-Z]+)\s*(?:Z\s*)?(\(.*\))\s*$/is.exec(text);
  const type = match && KINDS[match[1].toUpperCase()];
  if (!type) return null;
  const pairs = match[2].replace(/(-?[\d.]+(?:e-?\d+)?)\s+(-?[\d.]+(?:e-?\d+)?)(?:\s+-?[\d.]+)*/gi, "[$1,$2]");
  const nested = JSON.parse(pairs.replaceAll("(", "[").replaceAll(")", "]"));
  return { type, coordinates: type === "Point" ? nested[0] : nested };
}

// The geometry, null for an empty text, undefined for one that cannot be read.
export function read(text) {
  if (!text.trim()) return null;
  try {
    const value = text.trim().startsWith("{") ? JSON.parse(text) : wkt(text);
    const geometry = value?.type === "Feature" ? value.geometry : value;
    return geometry?.coordinates ? geometry : undefined;
  } catch {
    return undefined;
  }
}

const rounded = (value) => Array.isArray(value) ? value.map(rounded) : Number(value.toFixed(7));

export function write(geometry) {
  return geometry ? JSON.stringify({ type: geometry.type, coordinates: rounded(geometry.coordinates) }) : "";
}

const ANGLE = /^(\d{1,3})\s*[°º]\s*(?:(\d{1,2}(?:\.\d+)?)\s*['′’΄]\s*(?:(\d{1,2}(?:\.\d+)?)\s*(?:["″”]|['′’΄]{2})\s*)?)?[NEΒΑ]?$/i;

// A typed coordinate; a decimal comma is as good as a point, and so are minutes and seconds.
export function coordinate(text) {
  const value = text.trim().replaceAll(",", ".");
  if (/^-?\d+(\.\d+)?$/.test(value)) return Number(value);
  const [, degrees, minutes = 0, seconds = 0] = ANGLE.exec(value) ?? [];
  return degrees ? Number(degrees) + minutes / 60 + seconds / 3600 : NaN;
}
