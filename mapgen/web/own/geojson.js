/* needs: core.js own/refusal.js */
/* GeoJSON as a table: a row for each feature, with its properties and the two coordinates of its point. */
((ZM) => {
  "use strict";

  const text = (value) =>
    value === null || value === undefined ? "" : typeof value === "object" ? JSON.stringify(value) : String(value);

  /* The place of a point, or of a multipoint that has one; nothing of what has an extent: which of its places would
     count? */
  function place(geometry) {
    if (geometry?.type === "Point") return geometry.coordinates;
    if (geometry?.type === "MultiPoint" && geometry.coordinates?.length === 1) return geometry.coordinates[0];
    return null;
  }

  ZM.geojson = (content) => {
    let read;
    try {
      read = JSON.parse(content.replace(/^\ufeff/, ""));
    } catch {
      throw ZM.refusal("broken_json");
    }
    const features = Array.isArray(read?.features) ? read.features : read?.type === "Feature" ? [read] : null;
    if (!features) throw ZM.refusal("no_features");
    if (features.length > ZM.refusal.MOST_ROWS) throw ZM.refusal.tooMany();
    const columns = new Map();
    for (const feature of features)
      for (const key of Object.keys(feature?.properties || {})) if (!columns.has(key)) columns.set(key, columns.size);
    const rows = features.map((feature) => {
      const row = Array(columns.size).fill("");
      for (const [key, value] of Object.entries(feature?.properties || {})) row[columns.get(key)] = text(value);
      const at = place(feature?.geometry);
      return [...row, text(at?.[0]), text(at?.[1])];
    });
    const crs = text(read.crs?.properties?.name);
    return { rows: [[...columns.keys(), "longitude", "latitude"], ...rows], crs };
  };
})(window.ZM);
