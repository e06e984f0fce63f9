/* needs: core.js unpack.js */
/* Small geometry on GeoJSON in degrees: boxes, hits and places for labels. Nothing is measured here. */
((ZM) => {
  "use strict";

  const isArea = (geometry) => geometry.type === "Polygon" || geometry.type === "MultiPolygon";

  /* [west, south, east, north] */
  function box(geometry) {
    let west = Infinity,
      south = Infinity,
      east = -Infinity,
      north = -Infinity;
    for (const line of ZM.lines(geometry))
      for (let i = 0; i < line.length; i += 2) {
        const x = line[i],
          y = line[i + 1];
        if (x < west) west = x;
        if (y < south) south = y;
        if (x > east) east = x;
        if (y > north) north = y;
      }
    return [west, south, east, north];
  }

  /* Several lines as one geometry. */
  function together(geometries) {
    const lines = geometries.flatMap(({ type, coordinates }) => (type === "LineString" ? [coordinates] : coordinates));
    return { type: "MultiLineString", coordinates: lines };
  }

  function union(boxes) {
    return boxes.reduce(
      (a, b) => [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])],
      [Infinity, Infinity, -Infinity, -Infinity],
    );
  }

  /* West-to-east crossings of a level with an area's rings; between the first and the second, the third
     and the fourth, … lies the area. */
  function crossings(geometry, y) {
    const xs = [];
    for (const ring of ZM.lines(geometry))
      for (let i = 2; i < ring.length; i += 2) {
        const ay = ring[i - 1],
          by = ring[i + 1];
        if (ay > y !== by > y) xs.push(ring[i - 2] + ((y - ay) / (by - ay)) * (ring[i] - ring[i - 2]));
      }
    return xs.sort((a, b) => a - b);
  }

  function contains(geometry, x, y) {
    return crossings(geometry, y).filter((at) => at > x).length % 2 === 1;
  }

  /* Distance from a place to the nearest segment, in pixels of the given size in degrees. */
  function distance(geometry, [x, y], [width, height]) {
    let best = Infinity;
    for (const line of ZM.lines(geometry))
      for (let i = 0; i < line.length; i += 2) {
        const from = Math.max(0, i - 2),
          ax = (line[from] - x) / width,
          ay = (line[from + 1] - y) / height;
        const dx = (line[i] - x) / width - ax,
          dy = (line[i + 1] - y) / height - ay,
          length = dx * dx + dy * dy;
        const t = length ? Math.max(0, Math.min(1, -(ax * dx + ay * dy) / length)) : 0;
        best = Math.min(best, Math.hypot(ax + t * dx, ay + t * dy));
      }
    return best;
  }

  /* The middle of the widest level stretch inside an area: room for a label, and surely inside. */
  function roomiest(geometry) {
    const [, south, , north] = box(geometry),
      STEPS = 12;
    let best = -1,
      at = null;
    for (let step = 1; step < STEPS; step++) {
      const y = south + ((north - south) * step) / STEPS,
        xs = crossings(geometry, y);
      for (let i = 0; i + 1 < xs.length; i += 2) {
        // A stretch near the middle is worth more: the label looks centred.
        const width = (xs[i + 1] - xs[i]) * (1 - 0.7 * Math.abs(step / STEPS - 0.5));
        if (width > best) {
          best = width;
          at = [(xs[i] + xs[i + 1]) / 2, y];
        }
      }
    }
    return at || first(geometry);
  }

  const first = (geometry) => [...ZM.lines(geometry)[0].slice(0, 2)];

  /* The point at a share of the way along the longest line. */
  function along(geometry, share) {
    const step = (line, i) => Math.hypot(line[i] - line[i - 2], line[i + 1] - line[i - 1]);
    let most = 0,
      longest = null;
    for (const line of ZM.lines(geometry)) {
      let length = 0;
      for (let i = 2; i < line.length; i += 2) length += step(line, i);
      if (length > most) {
        most = length;
        longest = line;
      }
    }
    let left = most * share;
    for (let i = 2; longest && i < longest.length; i += 2) {
      const length = step(longest, i),
        part = left / length;
      if (length > 0 && part <= 1)
        return [
          longest[i - 2] + (longest[i] - longest[i - 2]) * part,
          longest[i - 1] + (longest[i + 1] - longest[i - 1]) * part,
        ];
      left -= length;
    }
    return first(geometry);
  }

  /* A circle about a place as a polygon: metres taken as degrees there, good to 0.5 % for 25 km. */
  function circle([lon, lat], metres) {
    const north = metres / 110900,
      east = north / Math.cos((lat * Math.PI) / 180),
      ring = [];
    for (let i = 0; i <= 72; i++)
      ring.push([lon + east * Math.cos((i / 36) * Math.PI), lat + north * Math.sin((i / 36) * Math.PI)]);
    return { type: "Polygon", coordinates: [ring] };
  }

  /* Where a geometry's label stands: [lon, lat]. */
  function anchor(geometry) {
    if (geometry.type === "Point") return geometry.coordinates;
    return isArea(geometry) ? roomiest(geometry) : along(geometry, 0.5);
  }

  ZM.geo = { together, isArea, box, union, contains, distance, anchor, along, circle };
})(window.ZM);
