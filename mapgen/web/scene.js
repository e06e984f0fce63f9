/* needs: core.js geo.js model.js state.js style.js */
/* What is on the map now, from bottom to top, as lists of {geometry, look}. The screen and the sheet for
   paper draw the same lists. */
((ZM) => {
  "use strict";

  const ORDER = { water: 0, river: 1, land: 2, island: 3 };
  const GROUND = ZM.model.context
    .filter((item) => item.geometry.type !== "Point" && item.kind in ORDER)
    .sort((a, b) => ORDER[a.kind] - ORDER[b.kind]);

  const styled = (items, lookOf) => items.map((item) => ({ geometry: item.geometry, look: lookOf(item) }));

  /* A place that several elements share is filled once, or it would look darker than its role. */
  function elements() {
    const filled = new Set();
    return styled(ZM.state.visible(), (element) => {
      const own = ZM.style.element(element),
        look = ZM.state.isLit(element) ? own : ZM.style.dim(own),
        again = filled.has(element.geom);
      filled.add(element.geom);
      return again && element.kind !== "node" ? { ...look, fill: false } : look;
    });
  }

  /* What an overlay draws of shown zones when it is on, once for each place. */
  function shownOf(overlay, partsOf) {
    if (!ZM.state.overlay(overlay)) return [];
    const places = new Map(
      ZM.state
        .visible()
        .filter(ZM.state.isLit)
        .map((element) => [element.geom, element]),
    );
    return [...places.values()].flatMap(partsOf);
  }

  const shownEdges = () => shownOf("edges", ZM.model.edgesOf);
  const shownTested = () => shownOf("tested", ZM.model.testedOf);

  function ground() {
    return [
      ...(ZM.state.overlay("context") ? styled(GROUND, ZM.style.context) : []),
      ...(ZM.state.overlay("baselines") ? styled(ZM.model.baselines, ZM.style.baseline) : []),
    ];
  }

  /* A glow around each mark {element, soft}, and the element's own line upon it: its dashes stay readable.
     About a chosen point goes a circle as wide as it may be off. */
  function highlight(marks) {
    return marks.flatMap(({ element, soft }) => {
      const { geometry } = element,
        point = geometry.type === "Point";
      const reach =
        point && !soft && element.accuracy_m
          ? [{ geometry: ZM.geo.circle(geometry.coordinates, element.accuracy_m), look: ZM.style.REACH }]
          : [];
      return [
        ...reach,
        ...[...ZM.style.glow(soft, point), { ...ZM.style.element(element), fill: point }].map((look) => ({
          geometry,
          look,
        })),
      ];
    });
  }

  /* Each side with a white line below it: a dashed side must not look solid on a zone's own line. */
  function edges() {
    const shown = shownEdges();
    return [...styled(shown, () => ZM.style.CASING), ...styled(shown, ZM.style.edge)];
  }

  /* Edges in the colours of their verdicts: neighbours share theirs, so that the weightiest is on top. */
  function tested() {
    const weight = ({ verdict }) => ZM.style.VERDICTS.indexOf(verdict);
    const shown = shownTested().sort((a, b) => weight(b) - weight(a));
    return [...styled(shown, () => ZM.style.CASING), ...styled(shown, ZM.style.tested)];
  }

  /* Relations to draw: those of shown elements when the overlay is on. An end that is not on the page hides
     none; one that is there under another name counts as what it is called there. */
  function shownRelations() {
    if (!ZM.state.overlay("relations")) return [];
    const isShown = (end) => {
      const own = ZM.model.element(end.id),
        here = own ? [own] : ZM.model.at(end.geom);
      return !here.length || here.some(ZM.state.isVisible);
    };
    return ZM.model.relations.filter((relation) => relation.geometry && relation.ends.every(isShown));
  }

  const relations = () => styled(shownRelations(), () => ZM.style.RELATION);

  ZM.scene = { ground, highlight, elements, shownEdges, edges, shownTested, tested, shownRelations, relations };
})(window.ZM);
