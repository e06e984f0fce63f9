/* Names, painted on a canvas. Each is tried in order of importance and written only where it meets
   no other, so names never pile up and 20,000 points cost no DOM node. */
(function (ZM) {
  "use strict";

  const FAMILY = '"Noto Sans CJK SC", "Noto Sans SC", "Microsoft YaHei", "PingFang SC", "Hiragino Sans GB", system-ui, sans-serif';
  const CELL = 64;
  const MAX_LINE = 9;
  const INK = "#17202b";
  const HALO = "rgba(255, 255, 255, 0.9)";
  const AROUND = [[-1.5, 0], [1.5, 0], [0, -1.5], [0, 1.5], [-1.1, -1.1], [1.1, 1.1]];
  // Two fonts only: each further one costs a start-up moment with Chinese characters.
  const looks = {
    group: { size: 13, weight: 700, color: INK },
    zone: { size: 13, weight: 700, color: INK },
    axis: { size: 13, weight: 700, color: INK },
    node: { size: 12, weight: 400, color: INK, beside: true },
    edge: { size: 12, weight: 400, color: "#7a1f2b" },
    water: { size: 12, weight: 400, color: "#2b6585" },
    place: { size: 12, weight: 400, color: "#625d50" },
  };
  // Below these zooms a kind would only be noise; the collision test does the rest.
  const FROM_ZOOM = { group: 7, zone: 9, axis: 8, node: 11.5, edge: 12, water: 10, place: 9 };

  const ORDER = { group: 1, zone: 1, axis: 1, edge: 3, node: 4, water: 5, place: 5 };
  const LARGE = 230;      // pixels: a group as wide as this shows its members, whose names then go first

  function isLarge(map, group) {
    const [west, south, east, north] = ZM.model.box(group);
    return map.latLngToLayerPoint([south, east]).x - map.latLngToLayerPoint([north, west]).x > LARGE;
  }

  /* Rectangles in a grid: is this one free? */
  function Crowd() {
    const cells = new Map();
    function each(box, visit) {
      for (let x = Math.floor(box[0] / CELL); x <= Math.floor(box[2] / CELL); x++) {
        for (let y = Math.floor(box[1] / CELL); y <= Math.floor(box[3] / CELL); y++) if (visit(x * 100003 + y)) return true;
      }
      return false;
    }
    return {
      free: (box) => !each(box, (key) => (cells.get(key) || []).some((b) => b[0] < box[2] && b[2] > box[0] && b[1] < box[3] && b[3] > box[1])),
      take: (box) => each(box, (key) => { cells.set(key, (cells.get(key) || []).concat([box])); return false; }),
    };
  }

  /* Long Chinese names in two or three lines; English is broken between words. */
  function lines(text) {
    if (!/[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]/.test(text)) {
      const out = [""];
      for (const word of text.split(" ")) {
        if (out[out.length - 1].length + word.length > 20 && out[out.length - 1]) out.push("");
        out[out.length - 1] += (out[out.length - 1] ? " " : "") + word;
      }
      return out.slice(0, 4);
    }
    const characters = [...text];
    if (characters.length <= MAX_LINE + 1) return [text];
    const count = Math.min(4, Math.ceil(characters.length / MAX_LINE)), each = Math.ceil(characters.length / count);
    return Array.from({ length: count }, (_, i) => characters.slice(i * each, (i + 1) * each).join(""));
  }

  /* What could be named, most important first: {text, at: [lon, lat], kind, near}. */
  function candidates() {
    const out = [];
    const shown = ZM.state.visible();
    const named = new Set();
    const add = (element) => {
      const text = ZM.pick(element, "name"), once = `${element.geom}\n${text}`;
      if (named.has(once)) return;
      named.add(once);
      out.push({ text, at: ZM.model.anchor(element), kind: element.kind, element });
    };
    for (const kind of ["group", "zone", "axis"]) {
      const sized = shown.filter((item) => item.kind === kind).map((element) => ({ element, size: ZM.model.size(element) }));
      for (const { element } of sized.sort((a, b) => b.size - a.size)) add(element);
    }
    for (const edge of ZM.draw.shownEdges()) {
      // A connector has no side and follows nothing; its look says so.
      if (edge.side && edge.baseline) out.push({ text: ZM.model.follows(edge), at: ZM.geo.anchor(edge.geometry), kind: "edge" });
    }
    for (const element of shown) if (element.kind === "node") add(element);
    if (ZM.state.overlay("context")) {
      for (const item of ZM.model.context) {
        const text = ZM.pick(item, "name");
        if (text) out.push({ text, at: ZM.geo.anchor(item.geometry), kind: ["water", "river"].includes(item.kind) ? "water" : "place" });
      }
    }
    return out;
  }

  /* Widths of rows of text; ideographs are as wide as high, so only other rows are measured. */
  const widths = new Map();
  function widthOf(pen, look, row) {
    if (/^[\u3400-\u9fff]+$/.test(row)) return row.length * look.size;
    const key = `${look.weight} ${look.size} ${row}`;       // asking the pen for its font is slow
    if (!widths.has(key)) widths.set(key, pen.measureText(row).width);
    return widths.get(key);
  }

  function write(pen, look, rows, [x, y, align]) {
    const height = look.size * 1.25;
    const each = (draw) => rows.forEach((row, i) => draw(row, x, y + (i - (rows.length - 1) / 2) * height));
    pen.textAlign = align;
    // The halo is the name itself, moved: stroking the outlines of characters takes twice as long.
    pen.fillStyle = HALO;
    for (const [dx, dy] of AROUND) each((row, left, top) => pen.fillText(row, left + dx, top + dy));
    pen.fillStyle = look.color;
    each((row, left, top) => pen.fillText(row, left, top));
  }

  /* Names of a map: {refresh, paint, written}. options.nearer: paper is read from closer up. */
  function create(map, options) {
    const nearer = (options && options.nearer) || 0;
    let named = [], penFont = null;
    const names = { refresh, paint, written: [] };

    /* What could be named has changed. */
    function refresh() {
      named = ZM.state.overlay("labels") ? candidates() : [];
    }

    /* Names that could stand between two corners, in layer pixels, the first ones first. */
    function spots({ min, max }) {
      const zoom = map.getZoom() + nearer, selected = ZM.state.selected(), found = [];
      for (const item of named) {
        const first = selected !== null && item.element === selected;
        if (zoom < FROM_ZOOM[item.kind] && !first) continue;
        const p = map.latLngToLayerPoint([item.at[1], item.at[0]]);
        if (p.x < min.x - 200 || p.x > max.x + 200 || p.y < min.y - 200 || p.y > max.y + 200) continue;
        found.push({ item, p, rank: first ? 0 : item.kind === "group" && isLarge(map, item.element) ? 2 : ORDER[item.kind] });
      }
      return found.sort((a, b) => a.rank - b.rank);
    }

    /* Writes a name where it meets no other and returns its box, or null. */
    function place(pen, crowd, item, p) {
      const look = looks[item.kind], rows = lines(item.text), font = `${look.weight} ${look.size}px ${FAMILY}`;
      if (penFont !== font) pen.font = penFont = font;
      const width = Math.max(...rows.map((row) => widthOf(pen, look, row))), tall = rows.length * look.size * 1.25;
      const places = look.beside
        ? [[p.x + 9, p.y, "left"], [p.x - 9, p.y, "right"], [p.x, p.y - tall / 2 - 8, "center"], [p.x, p.y + tall / 2 + 8, "center"]]
        : [[p.x, p.y, "center"], [p.x, p.y - tall, "center"], [p.x, p.y + tall, "center"]];
      for (const at of places) {
        const left = at[2] === "left" ? at[0] : at[2] === "right" ? at[0] - width : at[0] - width / 2;
        const box = [left - 2, at[1] - tall / 2 - 1, left + width + 2, at[1] + tall / 2 + 1];
        if (!crowd.free(box)) continue;
        crowd.take(box);
        write(pen, look, rows, at);
        return box;
      }
      return null;
    }

    function paint(pen, bounds) {
      const crowd = Crowd(), written = [], all = spots(bounds);
      pen.textBaseline = "middle";
      penFont = null;
      // Names keep clear of markers, as long as there are few enough to see one by one.
      const markers = all.filter(({ item }) => item.kind === "node");
      if (markers.length < 400) for (const { p } of markers) crowd.take([p.x - 5, p.y - 5, p.x + 5, p.y + 5]);
      const size = bounds.getSize(), most = (size.x * size.y) / 5000;
      for (const { item, p } of all) {
        if (written.length > most) break;
        const repeated = ORDER[item.kind] === 5 && written.some((each) => each.text === item.text && Math.hypot(each.box[0] - p.x, each.box[1] - p.y) < 300);
        const box = repeated ? null : place(pen, crowd, item, p);
        if (box) written.push({ text: item.text, kind: item.kind, box });
      }
      names.written = written;
    }

    return names;
  }

  ZM.labels = { create };
})(window.ZM);
