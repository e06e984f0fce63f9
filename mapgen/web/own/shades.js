/* needs: core.js own/classes.js own/placed.js painter.js shapes.js state.js */
/* Zones of the map filled by what was counted in them. */
((ZM) => {
  "use strict";

  const PANE = "zm-own-shades";
  let shapes = null,
    painter = null;
  const picture = { paint: (pen, view) => shapes?.paint(pen, view) };

  /* Elements that are shown, from bottom to top, with their values: a zone covers the group in which it lies. */
  function shown(values) {
    const byGeom = new Map(ZM.placed.groups.areas.map(([element], number) => [element.geom, values[number]]));
    const seen = new Set();
    return ZM.state
      .visible()
      .filter(({ geom }) => byGeom.has(geom) && !seen.has(geom) && seen.add(geom))
      .map((element) => ({ element, value: byGeom.get(element.geom) }))
      .filter(({ value }) => !Number.isNaN(value));
  }

  function create() {
    const pane = ZM.map.createPane(PANE);
    pane.style.zIndex = 405; // above the elements, below what is pointed at
    pane.style.pointerEvents = "none";
    painter = new ZM.Painter(() => [picture], { pane: PANE, scrolls: true });
  }

  /* Paints them and returns the entries of the legend. values: one for each of ZM.placed.groups.areas. */
  function show(values) {
    const { none, outline, opacity } = ZM.config.look.own;
    const some = shown(values),
      classes = ZM.classes.steps(
        some.map(({ value }) => value).filter((value) => value !== 0),
        ZM.config.look.own.shades,
      ),
      color = (value) => (value === 0 ? none : classes.entries[classes.of(value)]?.color || none);
    shapes = ZM.shapes(
      some.map(({ element, value }) => ({
        geometry: element.geometry,
        look: {
          fill: true,
          alone: true,
          fillColor: color(value),
          fillOpacity: opacity,
          color: outline,
          weight: 1,
        },
      })),
    );
    if (!painter) create();
    if (ZM.map.hasLayer(painter)) painter.repaint();
    else painter.addTo(ZM.map);
    return [...(some.some(({ value }) => value === 0) ? [{ color: none, text: "0" }] : []), ...classes.entries];
  }

  function hide() {
    shapes = null;
    if (painter) painter.remove();
  }

  ZM.shades = { show, hide, picture };
})(window.ZM);
