/* Draws the scene onto a Leaflet map: on a canvas for the screen, in lines for each printed sheet. */
(function (ZM) {
  "use strict";

  // What one sees at once when the map is dragged, of the map's size; painted when it is first moved.
  const PADDING = 0.15;

  /* Names as text in a picture of its own, for paper. */
  function namesInLines(map) {
    const names = ZM.labels.create(map, { nearer: 1.5, inside: true });
    const size = map.getSize(),
      corner = map.containerPointToLayerPoint([0, 0]);
    names.refresh();
    names.place(L.bounds(corner, corner.add(size)));
    const picture = ZM.svg(
      "svg",
      { class: "zm-names", width: size.x, height: size.y, viewBox: `${corner.x} ${corner.y} ${size.x} ${size.y}` },
      ...ZM.labels.inSvg(names.written),
    );
    L.DomUtil.setPosition(picture, corner);
    pane(map, "names", 460).append(picture);
    return names;
  }

  /* Clicks are worked out in pick.js, so no pane takes the pointer. */
  function pane(map, name, zIndex) {
    const made = map.createPane(`zm-${name}`);
    made.style.zIndex = zIndex;
    made.style.pointerEvents = "none";
    return made;
  }

  /* options.paper: names apart, for paper. */
  function onCanvas(map, { paper }) {
    const names = paper ? namesInLines(map) : ZM.labels.create(map, {}),
      dots = ZM.dots.create(map);
    let items = [],
      edges = [],
      marks = [],
      glow = null,
      named = false;

    function read() {
      items = [...ZM.scene.ground(), ...ZM.scene.elements().filter(({ geometry }) => geometry.type !== "Point")];
      edges = ZM.scene.edges();
      if (named) names.refresh();
    }

    function work(pen, bounds) {
      ZM.canvas.paintAll(pen, map, bounds, [...items, ...edges]);
      dots.paint(pen, bounds);
      if (named) names.paint(pen, bounds);
    }

    /* What is pointed at, on a canvas of its own: a large map is not painted anew for it. Sides, dots and
       names that it would cover are written upon it once more, and only there. */
    function workOnGlow(pen, bounds) {
      ZM.canvas.paintAll(pen, map, bounds, marks);
      pen.globalCompositeOperation = "source-atop";
      ZM.canvas.paintAll(pen, map, bounds, edges);
      dots.again(pen);
      if (named) names.write(pen);
    }

    pane(map, "elements", 400);
    pane(map, "highlight", 410);
    read();
    const canvas = new ZM.canvas.Canvas(work, { pane: "zm-elements", padding: 0 }).addTo(map);
    map.once("movestart", () => canvas.widen(PADDING));
    return {
      names,
      refresh() {
        read();
        canvas.repaint();
        if (glow) glow.repaint();
      },
      repaint() {
        canvas.repaint();
      },
      /* Names take as long as all the rest: a page shows its map first and them in the next frame. */
      showNames() {
        named = true;
        names.refresh();
        canvas.add(names.paint);
      },
      highlight(next) {
        marks = ZM.scene.highlight(next);
        if (glow) glow.repaint();
        else if (marks.length)
          glow = new ZM.canvas.Canvas(workOnGlow, { pane: "zm-highlight", padding: PADDING }).addTo(map);
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
          ...look,
          renderer,
          pane: `zm-${name}`,
          interactive: false,
          smoothFactor: 0.6,
        }).addTo(map);
      }
    }
    add("ground", 310, ZM.scene.ground());
    add("elements", 400, ZM.scene.elements());
    add("edges", 430, ZM.scene.edges());
    return { names: namesInLines(map), highlight: (marks) => add("highlight", 415, ZM.scene.highlight(marks)) };
  }

  const create = (map, options) => (options && options.vector ? inLines : onCanvas)(map, options || {});

  ZM.draw = { create };
})(window.ZM);
