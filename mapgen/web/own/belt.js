/* needs: core.js */
/* From eastings and northings of a CGCS2000 belt to degrees: Krüger's series backwards, to the fourth power of the
   third flattening as projection.js has it forwards. */
((ZM) => {
  "use strict";

  const A = 6378137,
    F = 1 / 298.257222101,
    N = F / (2 - F),
    N2 = N * N,
    N3 = N2 * N,
    N4 = N3 * N;
  const RADIUS = (A / (1 + N)) * (1 + N2 / 4 + N4 / 64);
  const BETA = [
    N / 2 - (2 * N2) / 3 + (37 * N3) / 96 - N4 / 360,
    N2 / 48 + N3 / 15 - (437 * N4) / 1440,
    (17 * N3) / 480 - (37 * N4) / 840,
    (4397 * N4) / 161280,
  ];
  const DELTA = [
    2 * N - (2 * N2) / 3 - 2 * N3 + (116 * N4) / 45,
    (7 * N2) / 3 - (8 * N3) / 5 - (227 * N4) / 45,
    (56 * N3) / 15 - (136 * N4) / 35,
    (4279 * N4) / 630,
  ];
  const FALSE_EASTING = 500000;
  const degrees = (radians) => (radians * 180) / Math.PI;

  /* [lon, lat] of a place in a belt about a meridian; eastings without the belt's number. */
  function toDegrees(east, north, meridian) {
    const xi = north / RADIUS,
      eta = (east - FALSE_EASTING) / RADIUS;
    let x = xi,
      y = eta;
    BETA.forEach((beta, i) => {
      const k = 2 * (i + 1);
      x -= beta * Math.sin(k * xi) * Math.cosh(k * eta);
      y -= beta * Math.cos(k * xi) * Math.sinh(k * eta);
    });
    const chi = Math.asin(Math.sin(x) / Math.cosh(y));
    const phi = DELTA.reduce((sum, delta, i) => sum + delta * Math.sin(2 * (i + 1) * chi), chi);
    return [meridian + degrees(Math.atan2(Math.sinh(y), Math.cos(x))), degrees(phi)];
  }

  /* The meridian that the number before an easting stands for: belts of three degrees are 25 to 45, of six 13 to 23. */
  function meridianOf(east) {
    const number = Math.floor(east / 1e6);
    if (number >= 25 && number <= 45) return 3 * number;
    return number >= 13 && number <= 23 ? 6 * number - 3 : null;
  }

  /* Meridians of belts of three degrees; those of six are among them. */
  const MERIDIANS = Array.from({ length: 21 }, (_, i) => 75 + 3 * i);

  ZM.belt = { toDegrees, meridianOf, MERIDIANS };
})(window.ZM);
