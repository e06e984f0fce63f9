/* needs: core.js geo.js model.js own/beside.js own/columns.js own/datum.js own/degrees.js own/inside.js */
/* Rows of a table as places in WGS 84, and what of the page covers each. Rows without one are kept, with the reason. */
((ZM) => {
  "use strict";

  const MOST_MERGED = 5e6; // cells: more are not filled, whoever wrote the file
  const areas = new Map(); // elements of the page, by the place that they share
  const lines = new Map();
  let covering = null; // an index, made when it is first asked for: the page opens without it

  for (const element of ZM.model.elements.values()) {
    const kept = ZM.geo.isArea(element.geometry) ? areas : element.kind === "axis" ? lines : null;
    if (!kept) continue;
    if (!kept.has(element.geom)) kept.set(element.geom, []);
    kept.get(element.geom).push(element);
  }

  const geometries = (kept) => [...kept.values()].map(([element]) => element.geometry);
  const groups = { areas: [...areas.values()], lines: [...lines.values()] };

  function cover() {
    covering ||= ZM.inside(geometries(areas));
    return covering;
  }

  /* Numbers of `groups` for each place: those of place i are items[starts[i]] to items[starts[i + 1]]. */
  function found(lon, lat, find) {
    const starts = new Uint32Array(lon.length + 1),
      some = [];
    let items = new Uint32Array(2 * lon.length + 16),
      at = 0;
    for (let i = 0; i < lon.length; i += 1) {
      const count = find(i, lon[i], lat[i], some);
      if (at + count > items.length) {
        const more = new Uint32Array(2 * (at + count));
        more.set(items);
        items = more;
      }
      for (let k = 0; k < count; k += 1) items[at + k] = some[k];
      at += count;
      starts[i + 1] = at;
    }
    return { starts, items: items.slice(0, at) };
  }

  /* Merged cells below the heads, by the rows that they reach into. */
  function mergedByRow({ rows, merged = [] }, { head, names }) {
    const byRow = new Map();
    let room = MOST_MERGED;
    for (const [top, left, bottom, right] of merged)
      for (let row = top; top >= head && row <= Math.min(bottom, rows.length - 1) && room > 0; row += 1) {
        if (!byRow.has(row)) byRow.set(row, []);
        byRow.get(row).push([rows[top][left], left, Math.min(right, names.length - 1)]);
        room -= 1 + right - left;
      }
    return byRow;
  }

  /* Writes into a row what merged cells say of it: words, and places. A number, such as an amount, counts once. */
  function fill(row, cells, { way, lon, lat, both, east, north }) {
    const places = { degrees: [lon, lat], both: [both], plane: [east, north] }[way];
    for (const [value, left, right] of cells)
      for (let column = left; value && column <= right; column += 1) {
        while (row.length <= column) row.push("");
        if (places.includes(column) || Number.isNaN(ZM.degrees.number(value))) row[column] = row[column] || value;
      }
  }

  /* {row, lon, lat, inside, isOnBorder, rejected, outside}: of places, `row` is the number in the table. */
  ZM.placed = (table, columns, datum) => {
    const count = table.rows.length,
      row = new Uint32Array(count),
      lon = new Float64Array(count),
      lat = new Float64Array(count),
      rejected = [],
      merged = mergedByRow(table, columns);
    let at = 0;
    for (let i = columns.head; i < count; i += 1) {
      if (!table.isGeojson && !table.rows[i].some(ZM.columns.isFilled)) continue;
      if (merged.has(i)) fill(table.rows[i], merged.get(i), columns);
      const place = ZM.columns.place(table.rows[i], columns);
      if (typeof place === "string") {
        rejected.push({ row: i, reason: place });
        continue;
      }
      const [x, y] = columns.way === "plane" ? place : ZM.datum.toWgs84(datum, ...place);
      row[at] = i;
      lon[at] = x;
      lat[at] = y;
      at += 1;
    }
    const made = { row: row.slice(0, at), lon: lon.slice(0, at), lat: lat.slice(0, at), rejected };
    made.isOnBorder = new Uint8Array(at);
    const find = cover();
    made.inside = found(made.lon, made.lat, (i, x, y, some) => {
      const { count: hits, isOnBorder } = find(x, y, some);
      if (isOnBorder) made.isOnBorder[i] = 1;
      return hits;
    });
    return made;
  };

  /* Which lines lie within so many metres of each place. */
  ZM.placed.beside = ({ lon, lat }, metres) => {
    const find = ZM.beside(geometries(lines), metres);
    return found(lon, lat, (_, x, y, some) => find(x, y, some));
  };

  /* Elements that cover one place. */
  ZM.placed.at = (lon, lat) => {
    const some = [],
      { count } = cover()(lon, lat, some);
    return some.slice(0, count).flatMap((number) => groups.areas[number]);
  };

  ZM.placed.groups = groups;
})(window.ZM);
