/* needs: core.js review/found.js */
/* What was located of a finding: the line of a side, the zones of an element. */
((ZM) => {
  "use strict";

  const { map } = ZM.payload;
  const keyOf = (zone, part, side, words, name) => JSON.stringify([zone, part, side, words, name]);
  const sides = new Map(
    (map?.sides || []).map((each) => [keyOf(each.zone, each.part, each.side, each.words, each.name), each]),
  );
  const zones = new Map();
  for (const zone of map?.zones || []) zones.set(zone.name, [...(zones.get(zone.name) || []), zone]);

  const bySide = new Map(); // located line → finding
  const ofSide = (item) => sides.get(keyOf(item.subject, item.part, item.side, item.words, item.name)) || null;
  for (const item of ZM.found.all)
    if (item.kind === "side") {
      const line = ofSide(item);
      if (line && !bySide.has(line)) bySide.set(line, item);
    }

  const ofElement = (element) => zones.get(element.name) || [];

  ZM.located = {
    side: (item) => (item.kind === "side" ? ofSide(item) : null),
    zones: (item) => (item.kind === "element" ? ofElement(item) : []),
    findingOf: (line) => bySide.get(line) || null,
    pending: (map?.zones || []).filter((zone) => !zone.geometry),
  };
})(window.ZM);
