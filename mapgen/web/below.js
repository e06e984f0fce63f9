/* needs: core.js grid.js model.js shapes.js spots.js */
/* In which zones a name would stand. */
((ZM) => {
  "use strict";

  /* Which zones lie below places, the smallest on top. */
  ZM.Below = (zones) => {
    const sorted = [...zones].sort((a, b) => ZM.model.size(a) - ZM.model.size(b)),
      shapes = sorted.map((zone) => ZM.shapes.of(zone.geometry)),
      near = ZM.grid(shapes.map(({ box }) => box));
    const zoneAt = (candidates, x, y) => {
      const found = candidates.find((number) => ZM.spots.holds(shapes[number], x, y));
      return found === undefined ? null : sorted[found].geom;
    };
    /* How many of some places in a view lie in a zone of `own`, and in another one. */
    return function standsIn(item, places, { scale, x, y }) {
      const world = places.map(([viewX, viewY]) => [(viewX + x) / scale, (viewY + y) / scale]),
        [from, top] = world[0],
        [to, bottom] = world[world.length - 1],
        below = { own: 0, others: 0 };
      let { own } = item;
      if (own === "below") {
        const [pointX, pointY] = item.shape.box;
        item.below ||= new Set([sorted.find((_, number) => ZM.spots.holds(shapes[number], pointX, pointY))?.geom]);
        own = item.below;
      }
      const candidates = near([from, top, to, bottom]);
      for (const [atX, atY] of world) {
        const geom = zoneAt(candidates, atX, atY);
        if (geom !== null) below[own.has(geom) ? "own" : "others"] += 1;
      }
      return below;
    };
  };
})(window.ZM);
