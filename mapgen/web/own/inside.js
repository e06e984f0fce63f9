/* needs: core.js geo.js unpack.js */
/* Which areas of the page cover a place: its boundary included, holes left out, and exact: for places beside an edge
   the sign is worked out with whole numbers where decimals would not tell. So the counts are those of shapely's
   `covers`. */
((ZM) => {
  "use strict";

  const SIDE = 256; // cells of the grid a side
  const IN_BAND = 4; // edges that a band of a polygon has on average
  const FILTER = (3 + 16 * 2 ** -53) * 2 ** -53; // Shewchuk's bound of the error of the sign

  /* A double as a whole number: degrees have no bits below 2^-120. */
  const whole = (value) => BigInt(value * 2 ** 120);

  /* Above 0 if c lies to the left of the way from a to b, 0 upon its line. */
  function side(ax, ay, bx, by, cx, cy) {
    const left = (ax - cx) * (by - cy),
      right = (ay - cy) * (bx - cx),
      found = left - right;
    if (Math.abs(found) > FILTER * (Math.abs(left) + Math.abs(right))) return found;
    const [x, y] = [whole(cx), whole(cy)];
    const exact = (whole(ax) - x) * (whole(by) - y) - (whole(ay) - y) * (whole(bx) - x);
    return exact > 0n ? 1 : exact < 0n ? -1 : 0;
  }

  /* Numbers of items by the cell that they lie in: starts[cell] to starts[cell + 1] in `items`. */
  function sorted(cells, visit) {
    const starts = new Uint32Array(cells + 1);
    visit((cell) => {
      starts[cell + 1] += 1;
    });
    for (let i = 0; i < cells; i += 1) starts[i + 1] += starts[i];
    const at = starts.slice(),
      items = new Uint32Array(starts[cells]);
    visit((cell, item) => {
      items[at[cell]] = item;
      at[cell] += 1;
    });
    return { starts, items };
  }

  /* One polygon out of its rings, its edges in bands from south to north. */
  function polygon(rings) {
    const count = rings.reduce((sum, ring) => sum + ring.length / 2 - 1, 0),
      edges = new Float64Array(4 * count);
    let at = 0,
      south = Infinity,
      north = -Infinity;
    for (const ring of rings)
      for (let i = 2; i < ring.length; i += 2) {
        edges.set([ring[i - 2], ring[i - 1], ring[i], ring[i + 1]], at);
        at += 4;
        south = Math.min(south, ring[i + 1]);
        north = Math.max(north, ring[i + 1]);
      }
    const bands = Math.max(1, Math.ceil(count / IN_BAND)),
      tall = (north - south) / bands || 1;
    const band = (y) => Math.max(0, Math.min(bands - 1, Math.floor((y - south) / tall)));
    const { starts, items } = sorted(bands, (put) => {
      for (let i = 0; i < count; i += 1) {
        const a = band(edges[4 * i + 1]),
          b = band(edges[4 * i + 3]);
        for (let k = Math.min(a, b); k <= Math.max(a, b); k += 1) put(k, i);
      }
    });

    /* 0 outside, 1 inside, 2 on the boundary. */
    return (x, y) => {
      if (!(y >= south && y <= north)) return 0;
      const k = band(y);
      let isIn = false;
      for (let i = starts[k]; i < starts[k + 1]; i += 1) {
        const e = 4 * items[i],
          ax = edges[e],
          ay = edges[e + 1],
          bx = edges[e + 2],
          by = edges[e + 3];
        if ((ay > y && by > y) || (ay < y && by < y) || (ax < x && bx < x)) continue;
        if ((ax === x && ay === y) || (bx === x && by === y)) return 2;
        if (ay === by) {
          if (ax <= x || bx <= x) return 2;
          continue;
        }
        if (ay > y === by > y) continue; // it only ends at this level
        const turn = ax > x && bx > x ? by - ay : side(ax, ay, bx, by, x, y);
        if (turn === 0) return 2;
        if (turn > 0 === by > ay) isIn = !isIn;
      }
      return isIn ? 1 : 0;
    };
  }

  /* The polygons of a geometry; those of several are judged one by one, as they may touch. */
  function polygons(geometry) {
    const rings = ZM.lines(geometry);
    if (geometry.type === "Polygon") return [polygon(rings)];
    let at = 0;
    return geometry.coordinates.map(({ length }) => {
      at += length;
      return polygon(rings.slice(at - length, at));
    });
  }

  /* geometries: areas. Returns find(x, y, found): writes the numbers of those that cover a place into `found` and
     returns {count, isOnBorder}. */
  ZM.inside = (geometries) => {
    const areas = geometries.map(polygons),
      boxes = geometries.map(ZM.geo.box),
      [west, south, east, north] = ZM.geo.union(boxes);
    const across = (east - west) / SIDE || 1,
      down = (north - south) / SIDE || 1;
    const column = (x) => Math.max(0, Math.min(SIDE - 1, Math.floor((x - west) / across))),
      row = (y) => Math.max(0, Math.min(SIDE - 1, Math.floor((y - south) / down)));
    const { starts, items } = sorted(SIDE * SIDE, (put) => {
      boxes.forEach((box, number) => {
        const last = column(box[2]),
          top = row(box[3]);
        for (let y = row(box[1]); y <= top; y += 1)
          for (let x = column(box[0]); x <= last; x += 1) put(y * SIDE + x, number);
      });
    });

    return (x, y, found) => {
      let count = 0,
        isOnBorder = false;
      if (x >= west && x <= east && y >= south && y <= north) {
        const cell = row(y) * SIDE + column(x);
        for (let i = starts[cell]; i < starts[cell + 1]; i += 1) {
          const number = items[i],
            box = boxes[number];
          if (x < box[0] || x > box[2] || y < box[1] || y > box[3]) continue;
          let best = 0;
          for (const locate of areas[number]) best = Math.max(best, locate(x, y));
          if (!best) continue;
          found[count] = number;
          count += 1;
          if (best === 2) isOnBorder = true;
        }
      }
      return { count, isOnBorder };
    };
  };

  ZM.inside.sorted = sorted;
})(window.ZM);
