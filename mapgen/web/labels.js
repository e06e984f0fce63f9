/* needs: core.js dots.js geo.js i18n.js model.js rows.js scene.js shapes.js state.js */
/* Names on the map. Each is tried in order of importance and placed only where it meets no other, so
   names never pile up and 20,000 points cost no DOM node. A screen's canvas and a sheet of paper write
   what is placed here. */
((ZM) => {
  "use strict";

  const CELL = 64;
  // Two fonts only: each further one costs a start-up moment with Chinese characters.
  const { names, halo: HALO } = ZM.config.look;
  const AROUND = [
    [-1, 0],
    [1, 0],
    [0, -1],
    [0, 1],
    [-0.73, -0.73],
    [0.73, 0.73],
  ].map((step) => step.map((length) => length * HALO.width));
  const LOOKS = { ...names, node: { ...names.node, beside: true } };
  // Below these zooms a kind would only be noise; the collision test does the rest.
  const FROM_ZOOM = { group: 7, zone: 9, axis: 8, node: 11.5, edge: 12, water: 10, place: 9 };

  const ORDER = { group: 1, zone: 1, axis: 1, edge: 3, node: 4, water: 5, place: 5 };
  const RANKS = [...new Set(Object.values(ORDER))].sort();
  const MOST_MARKERS = 400;
  const LARGE = 230; // pixels: a group as wide as this shows its members, whose names then go first
  const ALONG = [0.5, 0.3, 0.7, 0.15, 0.85]; // where the name of a side may stand on it

  function isLarge(group, { scale }) {
    const [west, , east] = ZM.model.box(group);
    return (ZM.shapes.worldX(east) - ZM.shapes.worldX(west)) * scale > LARGE;
  }

  /* Rectangles in a grid: is this one free? */
  function Crowd() {
    const cells = new Map();
    function each(box, visit) {
      for (let x = Math.floor(box[0] / CELL); x <= Math.floor(box[2] / CELL); x++) {
        for (let y = Math.floor(box[1] / CELL); y <= Math.floor(box[3] / CELL); y++)
          if (visit(x * 100003 + y)) return true;
      }
      return false;
    }
    const meets = (a, b) => a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];
    return {
      free: (box) => !each(box, (key) => cells.has(key) && cells.get(key).some((other) => meets(other, box))),
      take: (box) =>
        each(box, (key) => {
          if (cells.has(key)) cells.get(key).push(box);
          else cells.set(key, [box]);
          return false;
        }),
    };
  }

  /* What could be named, most important first: {text, at, kind, element}; `at` finds the places where the
     name may stand, [lon, lat], the best first, once they are asked for. */
  function candidates() {
    const out = [];
    const shown = ZM.state.visible().filter(ZM.state.isLit);
    const named = new Set();
    const add = (element) => {
      const text = ZM.pick(element, "name"),
        once = `${element.geom}\n${text}`;
      if (named.has(once)) return;
      named.add(once);
      out.push({ text, at: () => [ZM.model.anchor(element)], kind: element.kind, element });
    };
    for (const kind of ["group", "zone", "axis"]) {
      const sized = shown
        .filter((item) => item.kind === kind)
        .map((element) => ({ element, size: ZM.model.size(element) }));
      for (const { element } of sized.sort((a, b) => b.size - a.size)) add(element);
    }
    for (const edge of ZM.scene.shownEdges()) {
      // A connector has no side and follows nothing; its look says so.
      if (edge.side && edge.baseline)
        out.push({
          text: ZM.model.follows(edge),
          at: () => ALONG.map((share) => ZM.geo.along(edge.geometry, share)),
          kind: "edge",
        });
    }
    for (const element of shown) if (element.kind === "node") add(element);
    if (ZM.state.overlay("context")) {
      for (const item of ZM.model.context) {
        const text = ZM.pick(item, "name");
        if (text)
          out.push({
            text,
            at: () => [ZM.geo.anchor(item.geometry)],
            kind: ["water", "river"].includes(item.kind) ? "water" : "place",
          });
      }
    }
    return out;
  }

  const world = ([lon, lat]) => [ZM.shapes.worldX(lon), ZM.shapes.worldY(lat)];

  /* Names of a map. nearer: zooms by which paper is read from closer up; inside: a name that would be
     cut at the edge has no place. */
  function create({ nearer = 0, inside = false } = {}) {
    let named = new Map(),
      family = "",
      widthOf = null;
    const names = { refresh, place, paint, written: [] };

    /* What could be named has changed. */
    function refresh() {
      const font = getComputedStyle(document.documentElement).getPropertyValue("--font");
      if (font !== family) widthOf = ZM.rows.Ruler(font);
      family = font;
      named = new Map(RANKS.map((rank) => [rank, []]));
      if (ZM.state.overlay("labels")) for (const item of candidates()) named.get(ORDER[item.kind]).push(item);
    }

    /* Where in a view an item's name could stand. */
    function points(item, { scale, x, y, min, max }) {
      item.places ||= item.at().map(world);
      const found = [];
      for (const [worldX, worldY] of item.places) {
        const p = { x: worldX * scale - x, y: worldY * scale - y };
        if (p.x >= min.x - 200 && p.x <= max.x + 200 && p.y >= min.y - 200 && p.y <= max.y + 200) found.push(p);
      }
      return found;
    }

    /* Names that could stand in a view, the first ones first; made one by one, as many find no room. */
    function* spots(view, crowded) {
      const zoom = view.zoom + nearer,
        selected = ZM.state.selected(),
        later = [];
      const isSelected = (item) => selected !== null && item.element === selected;
      for (const items of named.values())
        for (const item of items) if (isSelected(item)) yield { item, points: points(item, view) };
      for (const [rank, items] of named) {
        if (crowded && rank === ORDER.node) continue;
        for (const item of items) {
          if (zoom < FROM_ZOOM[item.kind] || isSelected(item)) continue;
          if (item.kind === "group" && isLarge(item.element, view)) later.push(item);
          else yield { item, points: points(item, view) };
        }
        if (rank === ORDER.group) for (const item of later) yield { item, points: points(item, view) };
      }
    }

    /* Where the nodes are that could be named, or null if they are so many that they are painted as a crowd. */
    function markers(view) {
      const found = [];
      if (view.zoom + nearer < FROM_ZOOM.node) return found;
      for (const item of named.get(ORDER.node) || []) {
        found.push(...points(item, view));
        if (found.length > ZM.dots.CROWDED) return null;
      }
      return found;
    }

    /* Where a name of this size may stand about a point, the best place first: [x, y, align]. */
    function places(look, { x, y }, tall) {
      if (look.beside)
        return [
          [x + 9, y, "left"],
          [x - 9, y, "right"],
          [x, y - tall / 2 - 8, "center"],
          [x, y + tall / 2 + 8, "center"],
        ];
      return [
        [x, y, "center"],
        [x, y - tall, "center"],
        [x, y + tall, "center"],
      ];
    }

    /* A name with its place, or null where it meets others everywhere. */
    function stand(crowd, { min, max }, { item, points }) {
      if (!points.length) return null;
      const look = LOOKS[item.kind];
      item.rows ||= ZM.rows.layouts(item.text, ZM.language() === "zh" && item.element ? item.element.words : "")[0];
      item.wide ||= Math.max(...item.rows.map((row) => widthOf(look, row)));
      const { rows, wide } = item,
        tall = rows.length * look.size * ZM.rows.HEIGHT;
      for (const point of points)
        for (const [x, y, align] of places(look, point, tall)) {
          const left = align === "left" ? x : align === "right" ? x - wide : x - wide / 2;
          const box = [left - 2, y - tall / 2 - 1, left + wide + 2, y + tall / 2 + 1];
          if (inside && (box[0] < min.x || box[1] < min.y || box[2] > max.x || box[3] > max.y)) continue;
          if (!crowd.free(box)) continue;
          crowd.take(box);
          return { text: item.text, kind: item.kind, box, look, rows, x, y, align };
        }
      return null;
    }

    /* Finds all names that have a place in a view: names.written. */
    function place(view) {
      const crowd = Crowd(),
        written = [];
      const nodes = markers(view);
      // Names keep clear of markers that are few enough to see one by one.
      if (nodes && nodes.length < MOST_MARKERS) for (const { x, y } of nodes) crowd.take([x - 5, y - 5, x + 5, y + 5]);
      const most = ((view.max.x - view.min.x) * (view.max.y - view.min.y)) / 5000;
      const repeated = ({ item, points: [p] }) =>
        p &&
        ORDER[item.kind] === ORDER.water &&
        written.some((each) => each.text === item.text && Math.hypot(each.box[0] - p.x, each.box[1] - p.y) < 300);
      for (const spot of spots(view, !nodes)) {
        if (written.length > most) break;
        const name = repeated(spot) ? null : stand(crowd, view, spot);
        if (name) written.push(name);
      }
      names.written = written;
    }

    function paint(pen, view) {
      place(view);
      let font = "";
      pen.textBaseline = "middle";
      for (const { look, rows, x, y, align } of names.written) {
        const next = `${look.weight} ${look.size}px ${family}`;
        if (next !== font) pen.font = font = next; // asking the pen for its font is slow
        pen.textAlign = align;
        const each = (dx, dy) => {
          for (const [i, row] of rows.entries()) pen.fillText(row, x + dx, y + dy + rowOffset(look, rows, i));
        };
        // The halo is the name itself, moved: stroking the outlines of characters takes twice as long.
        pen.fillStyle = HALO.color;
        pen.globalAlpha = HALO.opacity;
        for (const [dx, dy] of AROUND) each(dx, dy);
        pen.globalAlpha = 1;
        pen.fillStyle = look.color;
        each(0, 0);
      }
    }

    return names;
  }

  /* How far the middle of a row lies below that of the name. */
  const rowOffset = (look, rows, i) => (i - (rows.length - 1) / 2) * look.size * ZM.rows.HEIGHT;

  const ANCHORS = { left: "start", center: "middle", right: "end" };

  /* Placed names as SVG text, for paper: sharp, and found by who searches the PDF. */
  function inSvg(written) {
    return written.flatMap(({ look, rows, x, y, align }) =>
      rows.map((row, i) => {
        const node = ZM.svg("text", {
          x,
          y: y + rowOffset(look, rows, i),
          "text-anchor": ANCHORS[align],
          "dominant-baseline": "central",
          "font-size": look.size,
          "font-weight": look.weight,
          fill: look.color,
          stroke: HALO.color,
          "stroke-width": 2 * HALO.width,
          "stroke-opacity": HALO.opacity,
          "stroke-linejoin": "round",
          "paint-order": "stroke",
        });
        node.textContent = row;
        return node;
      }),
    );
  }

  ZM.labels = { create, inSvg };
})(window.ZM);
