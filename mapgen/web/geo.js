/* Small geometry on GeoJSON in degrees: boxes, hits and places for labels. Nothing is measured here. */
(function (ZM) {
  "use strict";

  const PARTS = {
    Point: (c) => [[[c]]],
    LineString: (c) => [[c]],
    MultiLineString: (c) => c.map((line) => [line]),
    Polygon: (c) => [c],
    MultiPolygon: (c) => c,
  };

  /* Any geometry as a list of parts, each a list of rings or lines. */
  function parts(geometry) {
    return PARTS[geometry.type](geometry.coordinates);
  }

  function isArea(geometry) {
    return geometry.type === "Polygon" || geometry.type === "MultiPolygon";
  }

  /* [west, south, east, north] */
  function box(geometry) {
    const result = [Infinity, Infinity, -Infinity, -Infinity];
    for (const part of parts(geometry)) for (const line of part) for (const [x, y] of line) {
      if (x < result[0]) result[0] = x;
      if (y < result[1]) result[1] = y;
      if (x > result[2]) result[2] = x;
      if (y > result[3]) result[3] = y;
    }
    return result;
  }

  function union(boxes) {
    return boxes.reduce(
      (a, b) => [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])],
      [Infinity, Infinity, -Infinity, -Infinity]);
  }

  /* West-to-east crossings of a level with the rings of one part, in order. */
  function crossings(rings, y) {
    const xs = [];
    for (const ring of rings) for (let i = 1; i < ring.length; i++) {
      const [ax, ay] = ring[i - 1], [bx, by] = ring[i];
      if ((ay > y) !== (by > y)) xs.push(ax + ((y - ay) / (by - ay)) * (bx - ax));
    }
    return xs.sort((a, b) => a - b);
  }

  function contains(geometry, x, y) {
    return parts(geometry).some((rings) => crossings(rings, y).filter((at) => at > x).length % 2 === 1);
  }

  /* Distance from a point to a line's nearest segment, all in the same flat units. */
  function distance(points, x, y) {
    let best = Infinity;
    for (let i = 0; i < points.length; i++) {
      const [bx, by] = points[i], [ax, ay] = points[i ? i - 1 : 0];
      const dx = bx - ax, dy = by - ay, length = dx * dx + dy * dy;
      const t = length ? Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length)) : 0;
      best = Math.min(best, Math.hypot(ax + t * dx - x, ay + t * dy - y));
    }
    return best;
  }

  /* The middle of the widest level stretch inside an area: room for a label, and surely inside. */
  function roomiest(geometry) {
    let best = { width: -1, at: null };
    for (const rings of parts(geometry)) {
      const [, south, , north] = box({ type: "Polygon", coordinates: rings });
      for (let step = 1; step < 12; step++) {
        const y = south + ((north - south) * step) / 12;
        const xs = crossings(rings, y);
        for (let i = 0; i + 1 < xs.length; i += 2) {
          // A stretch near the middle is worth more: the label looks centred.
          const width = (xs[i + 1] - xs[i]) * (1 - 0.7 * Math.abs(step / 12 - 0.5));
          if (width > best.width) best = { width, at: [(xs[i] + xs[i + 1]) / 2, y] };
        }
      }
    }
    return best.at || parts(geometry)[0][0][0];
  }

  /* The point half-way along the longest line. */
  function halfway(geometry) {
    const lengths = (line) => line.slice(1).map(([x, y], i) => Math.hypot(x - line[i][0], y - line[i][1]));
    const sum = (numbers) => numbers.reduce((a, b) => a + b, 0);
    const lines = parts(geometry).map((part) => part[0]);
    const line = lines.reduce((a, b) => (sum(lengths(b)) > sum(lengths(a)) ? b : a));
    let left = sum(lengths(line)) / 2;
    for (let i = 1; i < line.length; i++) {
      const [ax, ay] = line[i - 1], [bx, by] = line[i], length = Math.hypot(bx - ax, by - ay);
      if (left <= length && length > 0) return [ax + ((bx - ax) * left) / length, ay + ((by - ay) * left) / length];
      left -= length;
    }
    return line[0];
  }

  /* Where a geometry's label stands: [lon, lat]. */
  function anchor(geometry) {
    if (geometry.type === "Point") return geometry.coordinates;
    return isArea(geometry) ? roomiest(geometry) : halfway(geometry);
  }

  ZM.geo = { parts, isArea, box, union, contains, distance, anchor };
})(window.ZM);
