/* needs: core.js geo.js i18n.js model.js ranks.js scene.js shapes.js state.js */
/* What could be named on the map, in which order, and how each name looks. */
((ZM) => {
  "use strict";

  const { names: LOOKS, latin_less: LATIN_LESS } = ZM.config.look;

  const formOf = (geometry) => (geometry.type === "Point" ? "point" : ZM.geo.isArea(geometry) ? "area" : "line");

  const CHINESE = /[\u3400-\u9fff]/;

  /* The look of a name: Latin letters are as readable a little smaller, and English names are long. */
  const lookOf = (text, rank) =>
    CHINESE.test(text) ? LOOKS[rank] : { ...LOOKS[rank], size: LOOKS[rank].size - LATIN_LESS };

  /* Something that could be named, with the shape that it names. */
  function item(text, kind, rank, geometry, more) {
    return {
      text,
      words: "",
      kind,
      rank,
      look: lookOf(text, rank),
      shape: ZM.shapes.of(geometry),
      form: formOf(geometry),
      ...more,
    };
  }

  function ofElement(element) {
    const { geometry, kind } = element,
      rank = ZM.rank(element),
      always = rank === "core" || kind === "axis";
    const off = [7, 11].map((beyond) => LOOKS[rank].size / 2 + beyond); // further off than a glow reaches
    const words = ZM.language() === "en" && element.name_en ? "" : element.words;
    const own = ownZones(element);
    return item(ZM.pick(element, "name"), kind, rank, geometry, {
      element,
      words,
      off,
      own,
      led: true,
      always,
      reach: element === ZM.state.selected() ? 8 : 2,
    });
  }

  /* Zones in which a name may stand: the element's own, and the members of a group. */
  function ownZones(element) {
    if (element.kind === "node") return "below"; // found where the point is
    if (element.kind === "axis") return new Set();
    const found = new Set([element.geom]);
    if (element.kind === "group") {
      const add = ({ members }) => {
        for (const each of members.map(ZM.model.element)) {
          if (!each || found.has(each.geom)) continue;
          found.add(each.geom);
          add(each);
        }
      };
      add(element);
    }
    return found;
  }

  const RANKS = ["core", "park", "part", "point"];

  /* What could be named, in waves: the weightiest names first. A place that plans share has the names of one; a further
     name comes late. */
  function waves(drawn) {
    const shown = drawn.filter(ZM.state.isLit),
      namers = new Map(),
      named = new Set(),
      first = [],
      second = [],
      further = [],
      points = [];
    const sorted = shown
      .map((element) => ({ element, rank: RANKS.indexOf(ZM.rank(element)), size: ZM.model.size(element) }))
      .sort((a, b) => a.rank - b.rank || b.size - a.size);
    for (const { element } of sorted) {
      const { geom, plan, kind } = element,
        once = `${geom}\n${ZM.pick(element, "name")}`;
      const isFurther = namers.has(geom);
      if (!isFurther) namers.set(geom, plan);
      if (namers.get(geom) !== plan || named.has(once)) continue;
      named.add(once);
      const made = ofElement(element);
      if (isFurther) further.push({ ...made, led: false, always: false });
      else (kind === "node" ? points : made.always ? first : second).push(made);
    }
    first.sort((a, b) => (b.kind === "axis") - (a.kind === "axis")); // a line has the fewest places for a name
    return { first, second, edges: edges(drawn), points, further, context: context() };
  }

  function edges(drawn) {
    return ZM.scene
      .shownEdges(drawn)
      .filter((edge) => edge.side && edge.baseline) // a connector has no side and follows nothing; its look says so
      .map((edge) => item(ZM.model.follows(edge), "edge", "edge", edge.geometry, { off: [12] }));
  }

  function context() {
    if (!ZM.state.overlay("context")) return [];
    return ZM.model.context
      .filter((each) => ZM.pick(each, "name"))
      .map((each) => {
        const kind = ["water", "river"].includes(each.kind) ? "water" : "place";
        return item(ZM.pick(each, "name"), kind, kind, each.geometry, {
          off: [0],
          once: kind === "water",
          centred: true,
        });
      });
  }

  ZM.named = { waves, ofElement };
})(window.ZM);
