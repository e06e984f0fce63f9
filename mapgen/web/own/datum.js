/* needs: core.js gcj02.js */
/* The systems in which map services of China give degrees, back to WGS 84; CGCS2000 is the same to centimetres. What
   a table is in cannot be seen from its numbers: names of columns may tell, else the reader is asked. */
((ZM) => {
  "use strict";

  const BAIDU = (Math.PI * 3000) / 180;

  const { fromWgs84: toGcj, toWgs84: fromGcj, back } = ZM.gcj02;

  /* WGS 84 → BD-09: GCJ-02, and a second shift on top. */
  function toBd(lon, lat) {
    const [x, y] = toGcj(lon, lat);
    const radius = Math.hypot(x, y) + 0.00002 * Math.sin(y * BAIDU),
      angle = Math.atan2(y, x) + 0.000003 * Math.cos(x * BAIDU);
    return [radius * Math.cos(angle) + 0.0065, radius * Math.sin(angle) + 0.006];
  }

  const BACK = { wgs84: (lon, lat) => [lon, lat], gcj02: fromGcj, bd09: back(toBd) };

  /* The system that words such as names of columns and of the file speak of, or null. */
  const { columns: known } = ZM.block("zm-own-texts");
  function guess(names) {
    const plain = names.join(" ").toLowerCase();
    const isSaid = (word) =>
      /^[a-z]/.test(word) ? new RegExp(`(?:^|[^a-z])${word}(?![a-z])`).test(plain) : plain.includes(word);
    const said = Object.keys(BACK).filter((system) => known[system].words.some(isSaid));
    return said.length === 1 ? said[0] : null; // of two, neither
  }

  ZM.datum = { NAMES: Object.keys(BACK), toWgs84: (name, lon, lat) => BACK[name](lon, lat), guess };
})(window.ZM);
