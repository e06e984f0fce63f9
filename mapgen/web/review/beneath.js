/* needs: core.js covered.js geo.js ground.js painter.js shapes.js style.js unpack.js */
/* What lies beneath the lines that were located: water, roads, railways and hills, pale, and their names, which lie
   upon the lines: a road that was located would strike out its own. Nothing of it can be pointed at. */
((ZM) => {
  "use strict";

  const PLACES = 32; // on a line where its name may stand: a part of it may be all that is in sight
  const WATER_RANK = 2;

  /* Shares of a line: its middle first, then quarters, then eighths. */
  const SHARES = [];
  for (let parts = 2; parts <= PLACES; parts *= 2) for (let i = 1; i < parts; i += 2) SHARES.push(i / parts);

  /* Where a name may stand, the best place first: the map writes a name once. */
  function places(item) {
    const { geometry } = item;
    if (geometry.type === "Point") return [item];
    const at = (coordinates) => ({ ...item, kind: "place", geometry: { type: "Point", coordinates } });
    if (ZM.geo.isArea(geometry)) return [at(ZM.geo.anchor(geometry))];
    return SHARES.map((share) => at(ZM.geo.along(geometry, share)));
  }

  function layer(name, zIndex, list) {
    const pane = ZM.map.createPane(`rv-${name}`);
    Object.assign(pane.style, { zIndex, pointerEvents: "none" });
    return new ZM.Painter(() => list, { pane: `rv-${name}` }).addTo(ZM.map);
  }

  function start() {
    const { ground } = ZM.payload.map;
    if (!ground) return;
    const [waters, others] = [ground.context, ground.ground].map(ZM.shaped);
    const drawn = waters.filter(({ kind }) => kind !== "label");
    const wet = ZM.shapes(drawn.map((item) => ({ geometry: item.geometry, look: ZM.style.context(item) })));
    const named = [...waters.map((item) => ({ ...item, kind: "place", rank: WATER_RANK })), ...others]
      .filter(({ name, kind }) => name && kind !== "metro" && kind !== "rail")
      .flatMap(places);
    const names = ZM.ground.names(
      () => named,
      () => [],
      { covered: () => ZM.covered(ZM.map) },
    );
    const dry = ZM.ground.painted(others);
    layer("beneath", 250, [wet, dry]);
    const above = layer("names", 450, [names]);
    ZM.on("language", () => above.repaint());
    ZM.beneath.names = names;
  }

  ZM.beneath = { start };
})(window.ZM);
