/* Draws the model onto a Leaflet map: once for the page, once more for each printed sheet. */
(function (ZM) {
  "use strict";

  // Panes from bottom to top. Clicks are worked out in pick.js, so no pane takes the pointer.
  // The highlight lies below the elements: a glow behind a line keeps its dashes readable.
  const PANES = { ground: 310, highlight: 390, elements: 400, edges: 430, measure: 450 };
  const PADDING = 0.15;

  /* Leaflet's canvas with dots and names painted over its lines. Each canvas is one more picture as
     large as the window to make, to move and to lay over the others, so all that is drawn again
     together is on one. */
  const Picture = L.Canvas.extend({
    painters: [],
    _extendRedrawBounds() {},             // names may stand anywhere: always the whole
    _draw() {
      L.Canvas.prototype._draw.call(this);
      for (const paint of this.painters) paint(this._ctx, this._bounds);
    },
    repaint() {
      if (this._map) this._requestRedraw({ _map: this._map });
    },
    repaintNow() {
      L.Util.cancelAnimFrame(this._redrawRequest);
      this._redraw();
    },
  });

  /* Neighbours that look the same as one geometry: {look, geometry}. A hundred rivers are then one layer. */
  function together(items, lookOf) {
    const out = [];
    for (const item of items) {
      const look = lookOf(item), sign = JSON.stringify(look), last = out[out.length - 1];
      const type = ZM.geo.isArea(item.geometry) ? "MultiPolygon" : "MultiLineString";
      const parts = item.geometry.type === type ? item.geometry.coordinates : [item.geometry.coordinates];
      if (last && last.sign === sign && last.geometry.type === type) last.geometry.coordinates.push(...parts);
      else out.push({ look, sign, geometry: { type, coordinates: [...parts] } });
    }
    return out;
  }

  /* Names on a canvas of their own, for paper: three pixels for one. */
  function sheetOfNames(map, names) {
    const ratio = 3, size = map.getSize(), canvas = L.DomUtil.create("canvas", "zm-names", map.createPane("zm-names"));
    const corner = map.containerPointToLayerPoint([0, 0]), pen = canvas.getContext("2d");
    map.getPane("zm-names").style.zIndex = 460;
    L.DomUtil.setPosition(canvas, corner);
    Object.assign(canvas, { width: size.x * ratio, height: size.y * ratio });
    Object.assign(canvas.style, { width: `${size.x}px`, height: `${size.y}px` });
    pen.scale(ratio, ratio);
    pen.translate(-corner.x, -corner.y);
    names.paint(pen, L.bounds(corner, corner.add(size)));
  }

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

  /* options.paper: names for paper; options.vector: SVG instead of canvas. */
  function create(map, options) {
    const { paper = false, vector = false } = options || {};
    const renderers = {};
    for (const [name, zIndex] of Object.entries(PANES)) {
      const pane = map.createPane(`zm-${name}`);
      pane.style.zIndex = zIndex;
      pane.style.pointerEvents = "none";
      renderers[name] = vector ? L.svg({ pane: `zm-${name}`, padding: 0 }) : L.canvas({ pane: `zm-${name}`, padding: PADDING });
    }
    const picture = vector ? null : new Picture({ pane: "zm-elements", padding: PADDING });
    if (picture) renderers.elements = renderers.edges = picture;
    const draw = (name, geometry, look) => shape(geometry, { ...look, renderer: renderers[name], pane: `zm-${name}` });

    const overlays = { context: L.layerGroup(), baselines: L.layerGroup() };
    const order = { water: 0, river: 1, land: 2, island: 3 };
    const ground = ZM.model.context.filter((item) => item.geometry.type !== "Point" && item.kind in order);
    for (const item of together(ground.sort((a, b) => order[a.kind] - order[b.kind]), (each) => ZM.style.context(each.kind, each.geometry))) {
      overlays.context.addLayer(draw("ground", item.geometry, { ...item.look, fillRule: "nonzero" }));
    }
    for (const item of together(ZM.model.baselines, ZM.style.baseline)) overlays.baselines.addLayer(draw("ground", item.geometry, item.look));

    const layers = new Map();
    // On paper nodes are lines like the rest; on the screen they are dots, see dots.js.
    for (const element of ZM.model.drawn) {
      if (vector ? !ZM.state.isVisible(element) : element.geometry.type === "Point") continue;
      const look = ZM.style.element(element);
      const layer = draw("elements", element.geometry, look);
      layers.set(element, { layer, look, shown: true, filled: true });
      layer.addTo(map);
    }
    if (picture) picture.addTo(map);

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
      if (picture) picture.repaint();
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

    const names = ZM.labels.create(map, { nearer: paper ? 1.5 : 0 });
    function refreshNames() {
      names.refresh();
      if (picture) picture.repaint();
    }

    refreshElements();
    refreshOverlays();
    names.refresh();
    if (picture) picture.painters = [ZM.dots.create(map).paint, ...(paper ? [] : [names.paint])];
    if (picture) picture.repaintNow();
    if (paper) sheetOfNames(map, names);
    return { refreshElements, refreshOverlays, refreshNames, highlight, names };
  }

  /* Edges to draw: those of shown zones when the overlay is on. */
  function shownEdges() {
    if (!ZM.state.overlay("edges")) return [];
    const places = new Map(ZM.state.visible().map((element) => [element.geom, element]));
    return [...places.values()].flatMap(ZM.model.edgesOf);
  }

  ZM.draw = { create, shownEdges };
})(window.ZM);
