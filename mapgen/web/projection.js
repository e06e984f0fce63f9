/* needs: core.js */
/* Plane coordinates in metres: the transverse Mercator projection on the CGCS2000 ellipsoid
   (Krüger's series to the third flattening's fourth power: well below a millimetre in a belt). */
((ZM) => {
  "use strict";

  const A = 6378137,
    F = 1 / 298.257222101;
  const N = F / (2 - F),
    E = Math.sqrt(F * (2 - F)),
    N2 = N * N,
    N3 = N2 * N,
    N4 = N3 * N;
  const RADIUS = (A / (1 + N)) * (1 + N2 / 4 + N4 / 64);
  const ALPHA = [
    N / 2 - (2 * N2) / 3 + (5 * N3) / 16 + (41 * N4) / 180,
    (13 * N2) / 48 - (3 * N3) / 5 + (557 * N4) / 1440,
    (61 * N3) / 240 - (103 * N4) / 140,
    (49561 * N4) / 161280,
  ];
  const radians = (degrees) => (degrees * Math.PI) / 180;

  /* [east, north] in metres from the central meridian and the equator. */
  function transverse(lon, lat, meridian) {
    const sine = Math.sin(radians(lat)),
      turn = radians(lon - meridian);
    const t = Math.sinh(Math.atanh(sine) - E * Math.atanh(E * sine));
    const xi = Math.atan2(t, Math.cos(turn)),
      eta = Math.atanh(Math.sin(turn) / Math.hypot(1, t));
    let east = eta,
      north = xi;
    ALPHA.forEach((alpha, i) => {
      const k = 2 * (i + 1);
      east += alpha * Math.cos(k * xi) * Math.sinh(k * eta);
      north += alpha * Math.sin(k * xi) * Math.cosh(k * eta);
    });
    return [RADIUS * east, RADIUS * north];
  }

  /* [east, north] in the page's projected system, a transverse Mercator (geo.crs.TransverseMercator). */
  function plane(lon, lat) {
    const { meridian, scale, false_easting, false_northing } = ZM.payload.page.crs;
    const [east, north] = transverse(lon, lat, meridian);
    return [scale * east + false_easting, scale * north + false_northing];
  }

  /* Metres along points [lon, lat]. Each stretch is measured about its own middle, where the
     projection does not stretch: within 1 in 100,000 up to 100 km. */
  function length(points) {
    let sum = 0;
    for (let i = 1; i < points.length; i++) {
      const middle = (points[i - 1][0] + points[i][0]) / 2;
      const [ax, ay] = transverse(...points[i - 1], middle),
        [bx, by] = transverse(...points[i], middle);
      sum += Math.hypot(bx - ax, by - ay);
    }
    return sum;
  }

  /* Square metres inside points [lon, lat], measured about their own middle meridian. */
  function area(points) {
    const lons = points.map(([lon]) => lon),
      middle = (Math.min(...lons) + Math.max(...lons)) / 2;
    const flat = points.map(([lon, lat]) => transverse(lon, lat, middle));
    return (
      Math.abs(
        flat.reduce((sum, [x, y], i) => {
          const [nextX, nextY] = flat[(i + 1) % flat.length];
          return sum + x * nextY - nextX * y;
        }, 0),
      ) / 2
    );
  }

  ZM.projection = { plane, length, area };
})(window.ZM);
