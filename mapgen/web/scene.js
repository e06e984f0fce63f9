/* needs: core.js geo.js grouping.js model.js state.js stated.js style.js */
/* What is on the map now, from bottom to top, as lists of {geometry, look}. The screen and the sheet for
   paper draw the same lists. */
((ZM) => {
  "use strict";

  const ORDER = { water: 0, river: 1, land: 2, island: 3 };
  const CONTEXT = ZM.model.context
    .filter((item) => item.geometry.type !== "Point" && item.kind in ORDER)
    .sort((a, b) => ORDER[a.kind] - ORDER[b.kind]);

  const styled = (items, lookOf) => items.map((item) => ({ geometry: item.geometry, look: lookOf(item) }));

  /* The lines of an element: a zone that was built from sides has one for each. */
  function linesOf(element) {
    const edges = ZM.model.edgesOf(element);
    if (edges.length) return styled(edges, (edge) => ZM.style.side(element, edge));
    return styled([element], () => ({ ...ZM.style.element(element), fill: false }));
  }

  /* What of a place's outline is equally sure, as [metres, geometry]: one band each, for two would be darker
     where they meet. */
  const equallySure = new Map();
  function byAccuracy({ geom, geometry, accuracy_m }) {
    if (!equallySure.has(geom)) {
      const alike = new Map();
      for (const edge of ZM.model.edgesOf({ geom })) {
        if (!alike.has(edge.accuracy_m)) alike.set(edge.accuracy_m, []);
        alike.get(edge.accuracy_m).push(edge.geometry);
      }
      const found = [...alike].map(([metres, geometries]) => [metres, ZM.geo.together(geometries)]);
      equallySure.set(geom, found.length ? found : [[accuracy_m, geometry]]);
    }
    return equallySure.get(geom);
  }

  /* Soft bands along an element's lines. Members have their own; what they make together needs none. */
  function bandsOf(element) {
    const sections = element.kind === "axis" && element.members.some((id) => ZM.model.element(id)?.kind === "axis");
    if (element.kind === "group" || sections) return [];
    const { color } = ZM.style.element(element);
    return byAccuracy(element).flatMap(([metres, geometry]) =>
      ZM.style.band(color, metres).map((look) => ({ geometry, look })),
    );
  }

  /* The outline of an element that is no point: its bands, a mark of a doubtful area, and its lines upon them. */
  function shape(element, again) {
    const lines = linesOf(element);
    if (again) return lines; // of a place that several elements share
    const { geometry, members } = element;
    // Members draw their own lines, and a line of their group below would close the gaps of dashes.
    const shown = (id) => ZM.model.element(id) && ZM.state.isVisible(ZM.model.element(id));
    const byMembers = element.kind === "group" && members.length && members.every(shown);
    const below = [...bandsOf(element), ...(ZM.unexplained(element) ? [{ geometry, look: ZM.style.UNEXPLAINED }] : [])];
    return byMembers ? below : [...below, ...lines];
  }

  // In the colours of plans one sees where both lie: each fills what they share.
  const placeOf = ({ geom, plan }) => (ZM.grouping.way() === "plan" ? `${geom}\n${plan}` : geom);

  const byLight = (a, b) => ZM.state.isLit(a) - ZM.state.isLit(b);

  /* The inside of each place, once, where what lies below is taken away: of overlapping places the smaller one has the
     colour of its role, and not a mixture that no legend has. Groups lie below all zones, and all that is dim below
     what is lit: that is seen whole. */
  function fills(shown = ZM.state.visible()) {
    const owners = new Map(),
      alone = ZM.grouping.way() !== "plan";
    for (const element of shown) {
      const other = owners.get(placeOf(element));
      if (ZM.geo.isArea(element.geometry) && (!other || (!ZM.state.isLit(other) && ZM.state.isLit(element))))
        owners.set(placeOf(element), element);
    }
    const isGroup = ({ kind }) => Number(kind === "group");
    return [...owners.values()]
      .sort((a, b) => byLight(a, b) || isGroup(b) - isGroup(a) || ZM.model.size(b) - ZM.model.size(a))
      .map((element) => {
        const look = { ...ZM.style.element(element), stroke: false, alone };
        return { geometry: element.geometry, look: ZM.style.faded(look, ZM.state.strength(element)) };
      });
  }

  /* Dots and outlines, of all that is shown, or of some of it. */
  function elements(shown = ZM.state.visible()) {
    const drawn = new Set();
    return [...shown].sort(byLight).flatMap((element) => {
      const parts =
        element.kind === "node"
          ? [{ geometry: element.geometry, look: ZM.style.element(element) }]
          : shape(element, drawn.has(placeOf(element)));
      drawn.add(placeOf(element));
      const strength = ZM.state.strength(element);
      return parts.map(({ geometry, look }) => ({ geometry, look: ZM.style.faded(look, strength) }));
    });
  }

  /* What an overlay draws of shown zones when it is on, once for each place. */
  function shownOf(overlay, partsOf, shown = ZM.state.visible()) {
    if (!ZM.state.overlay(overlay)) return [];
    const places = new Map(shown.filter(ZM.state.isLit).map((element) => [element.geom, element]));
    return [...places.values()].flatMap(partsOf);
  }

  const shownEdges = (some) => shownOf("edges", ZM.model.edgesOf, some);
  const shownTested = (some) => shownOf("tested", ZM.model.testedOf, some);

  /* The outlines of waters lie below all their fills: where two waters meet, none runs across the other. */
  function context() {
    if (!ZM.state.overlay("context")) return [];
    const drawn = styled(CONTEXT, ZM.style.context),
      water = drawn.filter((_, at) => CONTEXT[at].kind === "water" && ZM.geo.isArea(CONTEXT[at].geometry));
    return [
      ...water.map((item) => ({ ...item, look: { ...item.look, fill: false } })),
      ...drawn.map((item) => (water.includes(item) ? { ...item, look: { ...item.look, stroke: false } } : item)),
    ];
  }

  const baselines = () => (ZM.state.overlay("baselines") ? styled(ZM.model.baselines, ZM.style.baseline) : []);

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
        ...ZM.style.glow(soft, point).map((look) => ({ geometry, look })),
        ...(point ? [{ geometry, look: ZM.style.element(element) }] : linesOf(element)),
      ];
    });
  }

  /* Each side with a white line below it: a dashed side must not look solid on a zone's own line. */
  function edges(some) {
    const shown = shownEdges(some);
    return [...styled(shown, () => ZM.style.CASING), ...styled(shown, ZM.style.edge)];
  }

  /* Edges in the colours of their verdicts: neighbours share theirs, so that the weightiest is on top. */
  function tested(some) {
    const weight = ({ verdict }) => ZM.style.VERDICTS.indexOf(verdict);
    const shown = shownTested(some).sort((a, b) => weight(b) - weight(a));
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

  ZM.scene = {
    context,
    baselines,
    highlight,
    fills,
    elements,
    shownEdges,
    edges,
    shownTested,
    tested,
    shownRelations,
    relations,
  };
})(window.ZM);
