/* needs: core.js covered.js dots.js geo.js ground.js labels.js model.js painter.js scene.js shapes.js state.js */
/* Draws the scene onto a Leaflet map: on a canvas for the screen, in lines for each printed sheet. */
((ZM) => {
  "use strict";

  // What one sees at once when the map is dragged, of the map's size; painted when it is first moved.
  const PADDING = 0.15;

  const ON_PAPER = 3; // dots of a canvas to a pixel: 288 to the inch
  const NEARER = 1.5; // zooms by which paper is read from closer up
  const RESTS_MS = 120; // after its last move a split rests
  const CLEAR = 20; // pixels beside a split that its handle covers: no name stands there

  /* Clicks are worked out in pick.js, so no pane takes the pointer. */
  function pane(map, name, zIndex) {
    const made = map.createPane(`zm-${name}`);
    made.style.zIndex = zIndex;
    made.style.pointerEvents = "none";
    return made;
  }

  /* What of the ground is shown. */
  const beneath = () => (ZM.state.overlay("ground") ? ZM.model.ground : []);

  /* Names as text in a picture of its own, for paper. */
  function namesInLines(map) {
    const names = ZM.labels.create({ nearer: NEARER }),
      view = ZM.viewOf(map);
    const { x, y } = map.getSize();
    names.refresh();
    names.place(view);
    const below = ZM.ground.names(beneath, () => names.written, { nearer: NEARER, covered: ZM.dots.boxes });
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

  /* Shapes, and dots with their names, of the elements that `of` gives, each on a canvas: a moved map paints no more
     shapes than come into sight. `seen` gives the view in which names are wanted. */
  function stack(map, { of, isNamed, seen = () => ZM.viewOf(map), name = "", paper = false }) {
    const nothing = ZM.shapes([]),
      covered = () => ZM.covered(map);
    const names = paper ? namesInLines(map) : ZM.labels.create({ seen, again: () => top.repaint(), covered, of });
    const below = ZM.ground.names(beneath, () => names.written, {
      covered: (view) => [...covered(), ...ZM.dots.boxes(view)],
    });
    let shapes = nothing,
      edges = nothing,
      tested = nothing,
      relations = nothing,
      dots = null;

    function read() {
      const some = of();
      shapes = ZM.shapes([
        ...ZM.scene.fills(some),
        ...ZM.scene.baselines(),
        ...ZM.scene.elements(some).filter((item) => !isPoint(item)),
      ]);
      edges = ZM.shapes(ZM.scene.edges(some));
      tested = ZM.shapes(ZM.scene.tested(some));
      relations = ZM.shapes(ZM.scene.relations());
      dots = ZM.dots(some.filter(isPoint));
      if (isNamed()) names.refresh();
    }

    const panes = [pane(map, `elements${name}`, 400), pane(map, `points${name}`, 420)];
    const middle = new ZM.Painter(() => [shapes, edges, tested, relations], {
      pane: `zm-elements${name}`,
      scrolls: true,
    });
    const top = new ZM.Painter(() => (isNamed() ? [dots, names, below] : [dots]), {
      pane: `zm-points${name}`,
    });
    return { names, read, panes, painters: [middle, top], top, edges: (pen, view) => edges.paint(pen, view) };
  }

  /* One picture of all elements or, of a map that is split, one of each plan; and what is pointed at, with which a
     pointer moves with no shape or name painted anew.
     options.paper: names apart, for paper. */
  function onCanvas(map, { paper }) {
    const isNamed = () => named;
    const whole = stack(map, { paper, isNamed, of: ZM.state.visible });
    let context = ZM.shapes([]),
      ground = ZM.shapes([]),
      marks = ZM.shapes([]),
      glow = null,
      named = false,
      padding = 0,
      stacks = [],
      halves = null, // of a map that is split, made when it first is
      timer = 0;
    const painters = () => [bottom, ...stacks.flatMap((each) => each.painters)];

    function readGround() {
      context = ZM.shapes(ZM.scene.context());
      ground = named || paper ? ZM.ground.painted(beneath()) : ZM.shapes([]);
    }

    /* From where to where a side of a map that is split reaches, in pixels of the map. */
    function reach(side) {
      const { x } = map.getSize(),
        at = Math.round(ZM.state.split().at * x);
      return side ? [at, x] : [0, at];
    }

    /* The picture of what is on a side of a map that is split; names keep to it. */
    const half = (side) =>
      stack(map, {
        isNamed,
        name: `-${side}`,
        of: () => ZM.state.visible().filter(({ plan }) => plan === ZM.state.split()?.plans[side]),
        seen() {
          const view = ZM.viewOf(map),
            [from, to] = reach(side);
          return {
            ...view,
            min: view.min.add([from + (side && CLEAR), 0]),
            max: L.point(view.min.x + to - (side ? 0 : CLEAR), view.max.y),
          };
        },
      });

    /* Reads what is shown, and puts the picture of all on the map, or those of both sides. */
    function arrange() {
      const split = paper ? null : ZM.state.split();
      if (split) halves ||= [half(0), half(1)];
      const next = split ? halves : [whole];
      for (const each of next) each.read();
      if (next !== stacks) {
        for (const each of stacks) for (const painter of each.painters) painter.remove();
        stacks = next;
        for (const painter of stacks.flatMap((each) => each.painters)) {
          painter.options.padding = padding;
          painter.addTo(map);
        }
      }
      cut();
    }

    /* Cuts off on each side what lies on the other. */
    function cut() {
      if (stacks !== halves) return;
      const { y } = map.getSize();
      for (const [side, { panes }] of halves.entries()) {
        const [from, to] = reach(side);
        const corners = [
          [from, 0],
          [to, 0],
          [to, y],
          [from, y],
        ].map((corner) => map.containerPointToLayerPoint(corner));
        const path = `polygon(${corners.map((corner) => `${corner.x}px ${corner.y}px`).join(", ")})`;
        for (const { style } of panes) style.clipPath = path;
      }
    }

    /* The split has moved: at once what is cut off; names once it rests. */
    function swipe() {
      cut();
      clearTimeout(timer);
      timer = setTimeout(repaint, RESTS_MS);
    }

    function repaint() {
      for (const each of stacks) each.top.repaint();
    }

    /* Sides stay readable where a glow lies on them. */
    const onGlow = {
      paint(pen, view) {
        pen.globalCompositeOperation = "source-atop";
        for (const each of stacks) each.edges(pen, view);
      },
    };

    pane(map, "ground", 390);
    pane(map, "highlight", 410);
    readGround();
    const bottom = new ZM.Painter(() => [context, ground], { pane: "zm-ground", padding: 0, scrolls: true }).addTo(map);
    arrange();
    map.once("movestart", () => {
      padding = PADDING;
      for (const each of painters()) each.widen(padding);
    });
    map.on("move resize", cut);
    return {
      /* The names on all of the map. */
      names: {
        place(view) {
          for (const { names } of stacks) names.place(view);
        },
        get written() {
          const all = stacks.map(({ names }) => names.written);
          return all.length > 1 ? all.flat() : all[0];
        },
      },
      swipe,
      refresh() {
        arrange();
        readGround();
        for (const each of painters()) each.repaint();
        if (glow) glow.repaint();
      },
      /* What goes first among the names may have changed. */
      repaint,
      /* Names take as long as all the rest: a page shows its map first, and them and the ground in the
         next frame. */
      showNames() {
        named = true;
        for (const each of stacks) {
          each.names.refresh();
          each.top.paintAll();
        }
        if (!ZM.model.ground.length) return;
        ground = ZM.ground.painted(beneath());
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

  /* In vector graphics, which paper shows sharply. Drawn once: a sheet does not change. What is taken away below the
     inside of places is no matter of lines: insides are painted, as finely as paper shows them. */
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
    add("ground", 310, [...ZM.scene.context(), ...ZM.ground.at(beneath(), map.getZoom() + NEARER)]);
    pane(map, "insides", 320);
    const insides = ZM.shapes(ZM.scene.fills());
    new ZM.Painter(() => [insides], { pane: "zm-insides", padding: 0, ratio: ON_PAPER }).addTo(map);
    add("baselines", 330, ZM.scene.baselines());
    add("elements", 400, ZM.scene.elements());
    add("edges", 430, ZM.scene.edges());
    add("tested", 432, ZM.scene.tested());
    add("relations", 435, ZM.scene.relations());
    return { names: namesInLines(map), highlight: (marks) => add("highlight", 415, ZM.scene.highlight(marks)) };
  }

  const create = (map, options) => (options?.vector ? inLines : onCanvas)(map, options || {});

  ZM.draw = { create };
})(window.ZM);
