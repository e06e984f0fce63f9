/* needs: along.js below.js core.js crowd.js dots.js geo.js named.js placing.js rows.js scene.js shapes.js spots.js
   state.js style.js */
/* Names on the map: placed in a view and written on a screen's canvas, or on a sheet of paper. They never pile up, and
   20,000 points cost no DOM node. */
((ZM) => {
  "use strict";

  // Few fonts only: each further one costs a start-up moment with Chinese characters.
  const { halo: HALO, leader: LEADER } = ZM.config.look;
  const AROUND = [
    [-1, 0],
    [1, 0],
    [0, -1],
    [0, 1],
    [-0.73, -0.73],
    [0.73, 0.73],
  ].map((step) => step.map((length) => length * HALO.width));
  // Below these zooms a name would only be noise; what is not here always has its name.
  const FROM_ZOOM = { park: 8, part: 9, point: 10.5, edge: 12, water: 10, place: 9 };
  const MOST_MARKERS = 400;
  const NEAR = 200; // pixels around a view in which a point belongs to its crowd
  const RESTS_MS = 120; // after its last move a map rests
  const A_NAME = 5000; // pixels of a view for each name at most

  const isNamed = (rank, zoom) => !(zoom < FROM_ZOOM[rank]);

  /* Names of a map. seen: gives the view without what is painted around it; again: has them painted once more;
     nearer: zooms by which paper is read from closer up; covered: gives boxes that hide the map; of: gives the
     elements that are drawn with them. */
  function create({ seen = (view) => view, again = null, nearer = 0, covered = () => [], of = ZM.state.visible } = {}) {
    let placedFor = null,
      picture = null,
      timer = 0,
      named = {},
      ground = null,
      axes = [],
      family = "",
      widthOf = null;
    const names = { refresh, place, paint, written: [] };

    /* While a map is dragged its names stay where they are: they are placed anew once it rests. */
    function isMoving(view) {
      const { scale, x, y, min, max } = view,
        last = placedFor,
        selected = ZM.state.selected();
      placedFor = { named, selected, scale, x, y, min, max };
      clearTimeout(timer);
      if (!again || !last || last.rests) return false;
      const isSame = last.named === named && last.selected === selected && last.scale === scale;
      if (!isSame || last.x !== x || last.y !== y || (min.equals(last.min) && max.equals(last.max))) return false;
      timer = setTimeout(() => {
        placedFor.rests = true;
        again();
      }, RESTS_MS);
      return true;
    }

    /* What could be named has changed. */
    function refresh() {
      const font = getComputedStyle(document.documentElement).getPropertyValue("--font");
      if (font !== family) widthOf = ZM.rows.Ruler(font);
      family = font;
      const shown = of();
      named = ZM.state.overlay("labels") ? ZM.named.waves(shown) : {};
      ground = ZM.Below(shown.filter(({ kind }) => kind === "zone"));
      axes = shown.filter(({ kind }) => kind === "axis").map(({ geometry }) => ZM.shapes.of(geometry));
    }

    /* Where the nodes are that could be named, or null if they are so many that they are painted as a crowd. */
    function markers(view) {
      const found = [];
      for (const element of of()) {
        if (element.kind !== "node") continue;
        const [x, y] = ZM.spots.boxOf(ZM.shapes.of(element.geometry), view);
        const isNear = x > view.min.x - NEAR && x < view.max.x + NEAR && y > view.min.y - NEAR && y < view.max.y + NEAR;
        if (isNear) found.push({ x, y });
        if (found.length > ZM.dots.CROWDED) return null;
      }
      return found;
    }

    /* What is chosen comes first; what no zoom shows is left out. */
    function wavesAt(zoom, crowded) {
      const selected = ZM.state.selected(),
        isShown = ({ always, rank }) => always || isNamed(rank, zoom);
      // A place has the name by which it was chosen, not that of another plan as well.
      const isOther = ({ element }) =>
        !(
          selected &&
          element &&
          element.geom === selected.geom &&
          (element === selected || element.plan !== selected.plan)
        );
      const found = Object.entries(named).map(([name, wave]) =>
        crowded && name === "points" ? [] : wave.filter((each) => isShown(each) && isOther(each)),
      );
      const chosen = selected && found.length && of().includes(selected) ? [ZM.named.ofElement(selected)] : [];
      return [chosen, ...found];
    }

    /* Finds all names that have a place in a view: names.written. */
    function place(view) {
      const crowd = ZM.Crowd(),
        highlight = ZM.Crowd(),
        lines = ZM.Crowd(),
        window = seen(view),
        nodes = markers(view),
        selected = ZM.state.selected();
      const radius = ZM.style.dotRadius(view.zoom);
      // Names keep clear of markers that are few enough to see one by one, as far as they can where those have no
      // names, and of the highlight of what is chosen; leaders may cross both.
      if (nodes && nodes.length < MOST_MARKERS)
        (view.zoom + nearer < FROM_ZOOM.point ? lines : highlight).take(
          nodes.map(({ x, y }) => [x - radius, y - radius, x + radius, y + radius]),
        );
      if (selected && ZM.state.isVisible(selected))
        for (const { geometry, look } of ZM.scene.highlight([{ element: selected, soft: false }]))
          highlight.take(ZM.along.outline(ZM.shapes.of(geometry), view, (look.weight || 0) / 2 + (look.radius || 0)));
      highlight.take(covered());
      for (const shape of axes) lines.take(ZM.along.outline(shape, view, 4));
      const most = ((view.max.x - view.min.x) * (view.max.y - view.min.y)) / A_NAME;
      const given = { crowd, highlight, lines, widthOf, standsIn: ground, most };
      names.written = ZM.placing.place(wavesAt(view.zoom + nearer, !nodes), window, given);
    }

    /* Names that stay where they are while a map is dragged are a picture by then: to write them takes far longer. */
    function paint(pen, view) {
      if (isMoving(view)) {
        picture = picture || pictureOf(names.written, family);
        if (picture) pen.drawImage(picture.canvas, picture.x, picture.y, picture.wide, picture.tall);
        return;
      }
      place(view);
      picture = null;
      write(pen, names.written, family);
    }

    return names;
  }

  function write(pen, written, family) {
    pen.textBaseline = "middle";
    pen.textAlign = "center";
    paintLeaders(pen, written);
    let font = "";
    for (const { look, runs } of written) {
      const next = `${look.weight} ${look.size}px ${family}`;
      if (next !== font) pen.font = font = next; // asking the pen for its font is slow
      // The halo is the name itself, moved: stroking the outlines of characters takes twice as long.
      pen.fillStyle = HALO.color;
      pen.globalAlpha = HALO.opacity;
      for (const run of runs) for (const [dx, dy] of AROUND) letter(pen, run, dx, dy);
      pen.globalAlpha = 1;
      pen.fillStyle = look.color;
      for (const run of runs) letter(pen, run, 0, 0);
    }
  }

  /* Names on a canvas of their own: {canvas, x, y, wide, tall}, or null if there are none. */
  function pictureOf(written, family) {
    if (!written.length) return null;
    const [left, top, right, bottom] = ZM.geo.union(written.map(({ box }) => box)),
      ends = written.filter(({ leader }) => leader).map(({ leader }) => [leader[2], leader[3], leader[2], leader[3]]),
      [x, y, east, south] = ZM.geo
        .union([[left, top, right, bottom], ...ends])
        .map((each, i) => each + (i < 2 ? -4 : 4)),
      ratio = L.Browser.retina ? 2 : 1,
      wide = Math.ceil(east - x) + 1,
      tall = Math.ceil(south - y) + 1;
    const canvas = Object.assign(document.createElement("canvas"), { width: wide * ratio, height: tall * ratio }),
      pen = canvas.getContext("2d");
    pen.setTransform(ratio, 0, 0, ratio, -Math.floor(x) * ratio, -Math.floor(y) * ratio);
    write(pen, written, family);
    return { canvas, x: Math.floor(x), y: Math.floor(y), wide, tall };
  }

  function letter(pen, { text, x, y, angle }, dx, dy) {
    if (angle) {
      pen.save();
      pen.translate(x + dx, y + dy);
      pen.rotate(angle);
      pen.fillText(text, 0, 0);
      pen.restore();
    } else pen.fillText(text, x + dx, y + dy);
  }

  function paintLeaders(pen, written) {
    for (const { leader } of written) {
      if (!leader) continue;
      const [fromX, fromY, toX, toY] = leader;
      for (const { color, width, dot } of [LEADER.under, LEADER.line]) {
        pen.strokeStyle = pen.fillStyle = color;
        pen.lineWidth = width;
        pen.beginPath();
        pen.moveTo(fromX, fromY);
        pen.lineTo(toX, toY);
        pen.stroke();
        pen.beginPath();
        pen.arc(toX, toY, dot, 0, 2 * Math.PI);
        pen.fill();
      }
    }
  }

  /* Letters one by one along a line stay one text. */
  function joined(runs, name) {
    if (runs.length < 2 || runs.length !== [...name].length) return runs;
    return [
      { text: runs.map(({ text }) => text).join(""), x: runs.map(({ x }) => x), y: runs.map(({ y }) => y), angle: 0 },
    ];
  }

  /* Placed names as SVG, for paper: sharp, and found by who searches the PDF. */
  function inSvg(written) {
    const leaders = written
      .filter(({ leader }) => leader)
      .flatMap(({ leader: [x1, y1, x2, y2] }) =>
        [LEADER.under, LEADER.line].flatMap(({ color, width, dot }) => [
          ZM.svg("line", { x1, y1, x2, y2, stroke: color, "stroke-width": width }),
          ZM.svg("circle", { cx: x2, cy: y2, r: dot, fill: color }),
        ]),
      );
    const words = written.flatMap(({ look, runs, text: name }) =>
      joined(runs, name).map(({ text, x, y, angle }) => {
        const node = ZM.svg("text", {
          x,
          y,
          transform: angle ? `rotate(${(angle * 180) / Math.PI} ${x} ${y})` : null,
          "text-anchor": "middle",
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
        node.textContent = text;
        return node;
      }),
    );
    return [...leaders, ...words];
  }

  ZM.labels = { create, inSvg, isNamed };
})(window.ZM);
