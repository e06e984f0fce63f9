/* needs: core.js */
/* Brings back the records and geometries that mapgen/pages/packing.py has made small. A geometry's coordinates
   are made when somebody asks for them: drawing needs `ZM.lines` alone, and a page opens sooner. */
((ZM) => {
  "use strict";

  const packs = new WeakMap(); // geometry → what it came out of
  const flats = new WeakMap(); // geometry → its lines

  function line(steps, scale) {
    const out = new Float64Array(steps.length);
    let x = 0,
      y = 0;
    for (let i = 0; i < steps.length; i += 2) {
      x += steps[i];
      y += steps[i + 1];
      out[i] = x / scale;
      out[i + 1] = y / scale;
    }
    return out;
  }

  /* Every run of numbers in nested lists, one after the other. */
  const runs = (nested) => (typeof nested[0] === "number" ? [nested] : nested.flatMap(runs));

  function pairs(nested, scale) {
    if (typeof nested[0] !== "number") return nested.map((each) => pairs(each, scale));
    const flat = line(nested, scale),
      out = [];
    for (let i = 0; i < flat.length; i += 2) out.push([flat[i], flat[i + 1]]);
    return out;
  }

  function whole(packed) {
    if (!packed.c) return packed;
    let made = null;
    const geometry = {
      type: packed.t,
      get coordinates() {
        made ||= pairs(packed.c, packed.s);
        return made;
      },
    };
    packs.set(geometry, packed);
    return geometry;
  }

  const flatten = (nested) => (typeof nested[0][0] === "number" ? [nested.flat()] : nested.flatMap(flatten));

  /* Lines and rings of a geometry, or its one place: each [lon, lat, lon, lat, …] in degrees. */
  ZM.lines = (geometry) => {
    let found = flats.get(geometry);
    if (!found) {
      const packed = packs.get(geometry);
      if (packed) found = runs(packed.c).map((steps) => line(steps, packed.s));
      else if (geometry.type === "Point") found = [geometry.coordinates];
      else found = flatten(geometry.coordinates);
      flats.set(geometry, found);
    }
    return found;
  };

  const records = ({ k, r, s }) =>
    r.map((row) => Object.assign(Object.fromEntries(k.map((key, i) => [key, row[i]])), s));

  ZM.records = records;

  /* Records that have geometries, or null in the place of one. */
  ZM.shaped = (table) =>
    records(table).map((each) => {
      each.geometry &&= whole(each.geometry);
      return each;
    });

  /* Unpacks a payload in place and returns it. */
  ZM.unpack = (payload) => {
    for (const name of Object.keys(payload.geometries)) payload.geometries[name] = whole(payload.geometries[name]);
    for (const name of ["edges", "tested", "baselines", "context", "ground", "relations"]) {
      // A page of what was not tested, or without a ground, has none.
      if (payload[name]) payload[name] = ZM.shaped(payload[name]);
    }
    payload.elements = records(payload.elements);
    for (const name of ["others", "ends", "listed", "beyond", "same"]) payload[name] = records(payload[name]);
    payload.indicators.rows = records(payload.indicators.rows);
    for (const element of payload.elements) element.sides = element.sides ? records(element.sides) : [];
    return payload;
  };
})(window.ZM);
