/* Draws the model onto a Leaflet map: once for the page, once more for each printed sheet. */
(function (ZM) {
  "use strict";

  // Panes from bottom to top. Clicks are worked out in pick.js, so no pane takes the pointer.
  // The highlight lies below the elements: a glow behind a line keeps its dashes readable.
  const PANES = { ground: 310, highlight: 390, elements: 400, dots: 420, edges: 430, measure: 450 };
  const flip = ([x, y]) => [y, x];

  function shape(geometry, options) {
    const { type, coordinates } = geometry;
    const settings = { interactive: false, smoothFactor: 0.6, ...options };
    if (type === "Point") return L.circleMarker(flip(coordinates), settings);
    if (type === "LineString") return L.polyline(coordinates.map(flip), settings);
    if (type === "MultiLineString") return L.polyline(coordinates.map((line) => line.map(flip)), settings);
    if (type === "Polygon") return L.polygon(coordinates.map((ring) => ring.map(flip)), settings);
    return L.polygon(coordinates.map((rings) => rings.map((ring) => ring.map(flip))), settings);
  }

  /* options.vector: SVG instead of canvas, for paper. Returns {refresh, highlight}. */
  function create(map, options) {
    const vector = Boolean(options && options.vector);
    const renderers = {};
    for (const [name, zIndex] of Object.entries(PANES)) {
      const pane = map.createPane(`zm-${name}`);
      pane.style.zIndex = zIndex;
      pane.style.pointerEvents = "none";
      renderers[name] = (vector ? L.svg : L.canvas)({ pane: `zm-${name}`, padding: vector ? 0 : 0.15 });
    }
    const draw = (name, geometry, look) => shape(geometry, { ...look, renderer: renderers[name], pane: `zm-${name}` });

    const overlays = { context: L.layerGroup(), baselines: L.layerGroup() };
    const order = { water: 0, river: 1, land: 2, island: 3 };
    const ground = ZM.model.context.filter((item) => item.geometry.type !== "Point" && item.kind in order);
    for (const item of ground.sort((a, b) => order[a.kind] - order[b.kind])) {
      overlays.context.addLayer(draw("ground", item.geometry, ZM.style.context(item.kind, item.geometry)));
    }
    for (const item of ZM.model.baselines) overlays.baselines.addLayer(draw("ground", item.geometry, ZM.style.baseline(item)));

    const layers = new Map();
    // On paper nodes are lines like the rest; on the screen they are dots, see dots.js.
    const dots = vector ? null : ZM.dots.create(map, "zm-dots");
    for (const element of ZM.model.drawn) {
      if (vector ? !ZM.state.isVisible(element) : element.geometry.type === "Point") continue;
      const look = ZM.style.element(element);
      const layer = draw("elements", element.geometry, look);
      layers.set(element, { layer, look, shown: true, filled: true });
      layer.addTo(map);
    }

    /* Layers stay on the map in their order and are hidden by their style. A place that several
       elements share is filled once, or it would look darker than its role. */
    function refreshElements() {
      const filled = new Set();
      for (const [element, entry] of layers) {
        const shown = ZM.state.isVisible(element);
        const fill = shown && Boolean(entry.look.fill) && !filled.has(element.geom);
        if (shown) filled.add(element.geom);
        if (shown === entry.shown && fill === entry.filled) continue;
        entry.shown = shown;
        entry.filled = fill;
        entry.layer.setStyle({ stroke: shown, fill });
      }
      if (dots) dots.paint();
    }

    let edgeGroup = L.layerGroup();
    let asShown = "";
    function refreshOverlays() {
      const names = Object.keys(overlays).filter(ZM.state.overlay);
      if (names.join() !== asShown) {
        // Both are on one canvas, where what is added later lies above.
        for (const group of Object.values(overlays)) group.remove();
        for (const name of names) overlays[name].addTo(map);
        asShown = names.join();
      }
      edgeGroup.remove();
      edgeGroup = L.layerGroup(shownEdges().map((edge) => draw("edges", edge.geometry, ZM.style.edge(edge))));
      edgeGroup.addTo(map);
    }

    let marked = L.layerGroup();
    function highlight(geometries) {
      marked.remove();
      marked = L.layerGroup();
      for (const { geometry, soft } of geometries) {
        const width = soft ? 8 : 11, point = geometry.type === "Point";
        marked.addLayer(draw("highlight", geometry, { color: "#ffffff", weight: point ? 7 : width + 4, opacity: 0.9, fill: false, radius: 9 }));
        marked.addLayer(draw("highlight", geometry, { color: soft ? "#f59e0b" : "#ea580c", weight: point ? 4 : width, opacity: 1, fill: false, radius: 9 }));
      }
      marked.addTo(map);
    }

    refreshElements();
    refreshOverlays();
    return { refreshElements, refreshOverlays, highlight };
  }

  /* Edges to draw: those of shown zones when the overlay is on. */
  function shownEdges() {
    if (!ZM.state.overlay("edges")) return [];
    const places = new Map(ZM.state.visible().map((element) => [element.geom, element]));
    return [...places.values()].flatMap(ZM.model.edgesOf);
  }

  ZM.draw = { create, shownEdges };
})(window.ZM);
