/* needs: core.js geo.js own/inside.js unpack.js */
/* Which lines of the page lie within a distance of a place. Metres are those of the ellipsoid about the place: within
   one in a thousand as far as ten kilometres. */
((ZM) => {
  "use strict";

  const A = 6378137,
    E2 = 0.0066943799901413165; // of WGS 84
  const SIDE = 256; // cells of the grid a side, at most

  /* Metres of a degree of longitude and of latitude. */
  function perDegree(lat) {
    const phi = (lat * Math.PI) / 180,
      w2 = 1 - E2 * Math.sin(phi) ** 2,
      parallel = (A / Math.sqrt(w2)) * Math.cos(phi),
      meridian = (A * (1 - E2)) / (w2 * Math.sqrt(w2));
    return [(parallel * Math.PI) / 180, (meridian * Math.PI) / 180];
  }

  /* geometries: lines. Returns find(x, y, found): writes the numbers of those within `metres`, and returns how many. */
  ZM.beside = (geometries, metres) => {
    const edges = [];
    geometries.forEach((geometry, number) => {
      for (const line of ZM.lines(geometry))
        for (let i = 2; i < line.length; i += 2) edges.push([line[i - 2], line[i - 1], line[i], line[i + 1], number]);
    });
    if (!edges.length) return () => 0;
    const box = ZM.geo.union(geometries.map(ZM.geo.box));
    // The widest that the distance is in degrees: towards the pole. A hair more, for what rounding takes away.
    const [wide] = perDegree(Math.min(89, Math.max(Math.abs(box[1]), Math.abs(box[3])) + metres / 110000)),
      dx = (metres / wide) * 1.001,
      dy = (metres / perDegree(0)[1]) * 1.001;
    const west = box[0] - dx,
      south = box[1] - dy;
    const across = Math.max((box[2] + dx - west) / SIDE, dx) || 1,
      down = Math.max((box[3] + dy - south) / SIDE, dy) || 1;
    const column = (x) => Math.max(0, Math.min(SIDE - 1, Math.floor((x - west) / across))),
      row = (y) => Math.max(0, Math.min(SIDE - 1, Math.floor((y - south) / down)));
    const { starts, items } = ZM.inside.sorted(SIDE * SIDE, (put) => {
      edges.forEach(([ax, ay, bx, by], i) => {
        const last = column(Math.max(ax, bx) + dx),
          top = row(Math.max(ay, by) + dy);
        for (let y = row(Math.min(ay, by) - dy); y <= top; y += 1)
          for (let x = column(Math.min(ax, bx) - dx); x <= last; x += 1) put(y * SIDE + x, i);
      });
    });

    return (x, y, found) => {
      if (x < west || y < south || x > box[2] + dx || y > box[3] + dy) return 0;
      const cell = row(y) * SIDE + column(x),
        [kx, ky] = perDegree(y);
      let count = 0;
      for (let i = starts[cell]; i < starts[cell + 1]; i += 1) {
        const [ax, ay, bx, by, number] = edges[items[i]];
        if (found.indexOf(number) >= 0 && found.indexOf(number) < count) continue;
        const px = (ax - x) * kx,
          py = (ay - y) * ky,
          vx = (bx - ax) * kx,
          vy = (by - ay) * ky,
          length = vx * vx + vy * vy,
          t = length ? Math.max(0, Math.min(1, -(px * vx + py * vy) / length)) : 0;
        if (Math.hypot(px + t * vx, py + t * vy) > metres) continue;
        found[count] = number;
        count += 1;
      }
      return count;
    };
  };
})(window.ZM);
