/* needs: core.js geo.js */
/* How things look, as look.toml says: the role gives the colour, the basis gives the line. */
((ZM) => {
  "use strict";

  const { look } = ZM.config;
  const BASES = Object.keys(look.dashes).filter((basis) => basis !== "inferred");
  const LEAST = "sketched";

  /* An unknown basis is drawn like the least certain one. Wide lines get longer dashes. */
  function dash(basis, width = 2) {
    const lengths = ZM.owns(look.dashes, basis) ? look.dashes[basis] : look.dashes[LEAST];
    return lengths.length ? lengths.map((length) => length * Math.max(1, width / look.dash_width)).join(" ") : null;
  }

  function darker(color) {
    const channel = (at) =>
      Math.round(parseInt(color.slice(at, at + 2), 16) * (1 - look.dark))
        .toString(16)
        .padStart(2, "0");
    return `#${channel(1)}${channel(3)}${channel(5)}`;
  }

  /* A look of the file as the painter and Leaflet take it, with the feature's own colour and dashes in it. */
  function drawn(stated, basis, role) {
    const color = (name) => (name === "role" ? role : name === "role-dark" ? darker(role) : name);
    return {
      color: color(stated.color),
      weight: stated.width,
      opacity: stated.opacity ?? 1,
      dashArray: stated.dash === "basis" ? dash(basis, stated.width) : stated.dash ? stated.dash.join(" ") : null,
      lineCap: stated.cap || "round",
      fill: Boolean(stated.fill),
      fillColor: stated.fill && color(stated.fill),
      fillOpacity: stated.fill_opacity ?? 1,
      radius: stated.radius,
      stroke: true,
    };
  }

  /* Points so far off that the map must not look as if it knew the place. */
  const rough = (item) => item.kind === "node" && item.accuracy_m > look.rough_m;

  const element = (item) => {
    const name = rough(item) ? "rough" : item.kind;
    const soft = item.shape_is_indicative ? look.indicative : null;
    return drawn({ ...(look.element[name] || look.element.zone), ...soft }, item.basis, item.color);
  };

  /* The line of an element along one of its edges: of the plan's words, but no surer than what it follows. */
  const side = (item, edge) => {
    const basis = edge.basis === "traced" ? item.basis : edge.basis;
    return { ...element({ ...item, basis }), fill: false };
  };

  /* The strokes of the soft band along a line that may be off by so many metres, the widest first. */
  const band = (color, metres) =>
    (metres ? look.band.shares : []).map((share) => ({
      color,
      metres: 2 * metres * share,
      opacity: look.band.opacity,
      fill: false,
    }));

  function context({ kind, geometry }) {
    const land = kind === "island" || kind === "land";
    return drawn(look.context[land ? "land" : ZM.geo.isArea(geometry) ? "water" : "river"]);
  }

  function baseline({ kind, basis, alternative_to: main }) {
    return drawn(look.baseline[main ? "alternative" : look.wet_kinds.includes(kind) ? "wet" : "dry"], basis);
  }

  /* A look drawn less strongly: `share` of its opacity. */
  const faded = (drawn, share) =>
    share < 1
      ? { ...drawn, opacity: (drawn.opacity ?? 1) * share, fillOpacity: (drawn.fillOpacity ?? 1) * share }
      : drawn;

  const ground = ({ kind }) => drawn(look.ground_kinds[kind] || look.ground_kinds.station);

  /* Whether a rank of the ground is drawn at a zoom. */
  const reached = (rank, zoom) => zoom >= look.ground_from[rank];

  const edge = (item) => drawn(look.edge[item.basis] || look.edge[LEAST], item.basis);

  /* An edge whose claim was tested; a verdict that the page does not know is drawn like one that nothing shows. */
  const VERDICTS = Object.keys(look.tested); // the weightiest first
  const tested = ({ verdict }) => drawn(look.tested[verdict] || look.tested[VERDICTS.slice(-1)[0]]);

  /* What lies around an element that is pointed at (soft) or chosen: white, and a colour upon it. */
  function glow(soft, point) {
    const { halo, pointed_at, chosen, opacity, point: dot } = look.map.glow;
    const { color, width } = soft ? pointed_at : chosen;
    const weight = point ? dot.width : width;
    return [
      {
        color: halo.color,
        weight: point ? dot.halo_width : weight + halo.beyond,
        opacity: halo.opacity,
        radius: dot.radius,
        fill: false,
      },
      { color, weight, opacity: point ? 1 : opacity, radius: dot.radius, fill: false },
    ];
  }

  const PAPER = look.halo.color; // below what must stand out
  const CASING = drawn(look.map.under_edge);
  const REACH = drawn(look.map.reach);
  const MEASURED = drawn(look.map.measure);
  const UNEXPLAINED = drawn(look.unexplained);
  const RELATION = drawn(look.relation);
  const CLICKED = drawn(look.map.measure.point);

  /* Radius of dots at a zoom: smaller on a small map, where places lie close together. */
  function dotRadius(zoom) {
    const small = look.map.small_dots.find((step) => zoom < step.below_zoom);
    return (small || look.element.node).radius;
  }

  document.documentElement.style.setProperty("--zm-ground", look.ground);

  ZM.style = {
    element,
    side,
    band,
    context,
    baseline,
    ground,
    reached,
    edge,
    tested,
    glow,
    dash,
    faded,
    darker,
    rough,
    dotRadius,
    BASES,
    CASING,
    CLICKED,
    MEASURED,
    PAPER,
    REACH,
    RELATION,
    UNEXPLAINED,
    STACK: look.map.stack,
    NEUTRAL: look.neutral,
    VERDICTS,
  };
})(window.ZM);
