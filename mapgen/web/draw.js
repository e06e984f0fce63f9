/* needs: core.js dots.js geo.js ground.js labels.js model.js painter.js scene.js shapes.js state.js */
/* Draws the scene onto a Leaflet map: on a canvas for the screen, in lines for each printed sheet. */
((ZM) => {
  "use strict";

  // What one sees at once when the map is dragged, of the map's size; painted when it is first moved.
  const PADDING = 0.15;

  const NEARER = 1.5; // zooms by which paper is read from closer up

  /* Clicks are worked out in pick.js, so no pane takes the pointer. */
  function pane(map, name, zIndex) {
    const made = map.createPane(`zm-${name}`);
    made.style.zIndex = zIndex;
    made.style.pointerEvents = "none";
    return made;
  }

  /* Names as text in a picture of its own, for paper. */
  function namesInLines(map) {
    const names = ZM.labels.create({ nearer: NEARER, inside: true }),
      view = ZM.viewOf(map);
    const { x, y } = map.getSize();
    names.refresh();
    names.place(view);
    const below = ZM.ground.names(() => names.written, NEARER);
    below.place(view);
    const picture = ZM.svg(
      "svg",
      { class: "zm-names", width: x, height: y, viewBox: `${view.min.x} ${view.min.y} ${x} ${y}` },
      ...ZM.labels.inSvg([...below.written, ...names.written]),
    );
    L.DomUtil.setPosition(picture, view.min);
    pane(map, "names", 460).append(picture);
    return names;
  }

  const isPoint = ({ geometry }) => geometry.type === "Point";

  /* Shapes, what is pointed at, and dots with their names, each on a canvas: a moved map paints no more shapes
     than come into sight, and a pointer moves with no shape or name painted anew.
     options.paper: names apart, for paper. */
  function onCanvas(map, { paper }) {
    const names = paper
      ? namesInLines(map)
      : ZM.labels.create({ seen: () => ZM.viewOf(map), again: () => top.repaint() });
    const nothing = ZM.shapes([]);
    const below = ZM.ground.names(() => names.written);
    let context = nothing,
      ground = nothing,
      shapes = nothing,
      edges = nothing,
      tested = nothing,
      relations = nothing,
      marks = nothing,
      dots = null,
      glow = null,
      named = false;

    function read() {
      context = ZM.shapes(ZM.scene.context());
      ground = named || paper ? ZM.ground.painted() : nothing;
      shapes = ZM.shapes([...ZM.scene.baselines(), ...ZM.scene.elements().filter((item) => !isPoint(item))]);
      edges = ZM.shapes(ZM.scene.edges());
      tested = ZM.shapes(ZM.scene.tested());
      relations = ZM.shapes(ZM.scene.relations());
      dots = ZM.dots(ZM.state.visible().filter(isPoint));
      if (named) names.refresh();
    }

    /* Sides stay readable where a glow lies on them. */
    const onGlow = {
      paint(pen, view) {
        pen.globalCompositeOperation = "source-atop";
        edges.paint(pen, view);
      },
    };

    pane(map, "ground", 390);
    pane(map, "elements", 400);
    pane(map, "highlight", 410);
    pane(map, "points", 420);
    read();
    const bottom = new ZM.Painter(() => [context, ground], { pane: "zm-ground", padding: 0, scrolls: true });
    const middle = new ZM.Painter(() => [shapes, edges, tested, relations], {
      pane: "zm-elements",
      padding: 0,
      scrolls: true,
    });
    const top = new ZM.Painter(() => (named ? [dots, names, below] : [dots]), { pane: "zm-points", padding: 0 });
    const painters = [bottom, middle, top].map((each) => each.addTo(map));
    map.once("movestart", () => {
      for (const each of painters) each.widen(PADDING);
    });
    return {
      names,
      refresh() {
        read();
        for (const each of painters) each.repaint();
        if (glow) glow.repaint();
      },
      /* What goes first among the names may have changed. */
      repaint() {
        top.repaint();
      },
      /* Names take as long as all the rest: a page shows its map first, and them and the ground in the
         next frame. */
      showNames() {
        named = true;
        names.refresh();
        top.paintAll();
        if (!ZM.model.ground.length) return;
        ground = ZM.ground.painted();
        bottom.paintAll();
      },
      highlight(next) {
        marks = ZM.shapes(ZM.scene.highlight(next));
        if (glow) glow.repaint();
        else if (next.length)
          glow = new ZM.Painter(() => [marks, onGlow], { pane: "zm-highlight", padding: PADDING }).addTo(map);
      },
    };
  }

  const flip = (nested) => (typeof nested[0] === "number" ? [nested[1], nested[0]] : nested.map(flip));

  /* In vector graphics, which paper shows sharply. Drawn once: a sheet does not change. */
  function inLines(map) {
    function add(name, zIndex, items) {
      pane(map, name, zIndex);
      const renderer = L.svg({ pane: `zm-${name}`, padding: 0 });
      for (const { geometry, look } of items) {
        const kind = geometry.type === "Point" ? L.circleMarker : ZM.geo.isArea(geometry) ? L.polygon : L.polyline;
        kind(flip(geometry.coordinates), {
          ...ZM.shapes.inPixels(look, geometry, map.getZoomScale(map.getZoom(), 0)),
          renderer,
          pane: `zm-${name}`,
          interactive: false,
          smoothFactor: 0.6,
        }).addTo(map);
      }
    }
    add("ground", 310, [...ZM.scene.context(), ...ZM.ground.at(map.getZoom() + NEARER), ...ZM.scene.baselines()]);
    add("elements", 400, ZM.scene.elements());
    add("edges", 430, ZM.scene.edges());
    add("tested", 432, ZM.scene.tested());
    add("relations", 435, ZM.scene.relations());
    return { names: namesInLines(map), highlight: (marks) => add("highlight", 415, ZM.scene.highlight(marks)) };
  }

  const create = (map, options) => (options?.vector ? inLines : onCanvas)(map, options || {});

  ZM.draw = { create };
})(window.ZM);
