/* Brings back the records and geometries that mapgen/packing.py has made small. */
(function (ZM) {
  "use strict";

  function places(steps, scale) {
    if (Array.isArray(steps[0])) return steps.map((each) => places(each, scale));
    const out = [];
    let x = 0, y = 0;
    for (let i = 0; i < steps.length; i += 2) {
      x += steps[i];
      y += steps[i + 1];
      out.push([x / scale, y / scale]);
    }
    return out;
  }

  const whole = (geometry) => (geometry.c ? { type: geometry.t, coordinates: places(geometry.c, geometry.s) } : geometry);
  const records = (table) => table.r.map((row) => Object.fromEntries(table.k.map((key, i) => [key, row[i]])));

  const { payload } = ZM;
  for (const name of Object.keys(payload.geometries)) payload.geometries[name] = whole(payload.geometries[name]);
  for (const name of ["edges", "baselines", "context"]) {
    payload[name] = records(payload[name]);
    for (const record of payload[name]) record.geometry = whole(record.geometry);
  }
  payload.elements = records(payload.elements);
  for (const element of payload.elements) element.sides = records(element.sides);
})(window.ZM);
