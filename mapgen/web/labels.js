/* Names on one canvas. Each name is tried in order of importance and written only where it meets
   no other, so names never pile up and 20,000 points cost no DOM node. */
(function (ZM) {
  "use strict";

  const FAMILY = '"Noto Sans CJK SC", "Noto Sans SC", "Microsoft YaHei", "PingFang SC", "Hiragino Sans GB", system-ui, sans-serif';
  const CELL = 64;
  const MAX_LINE = 9;
  const INK = "#17202b";
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

  const Names = L.Layer.extend({
    initialize(options) {
      L.setOptions(this, options);
      this._widths = new Map();
      this.request = ZM.onceAFrame(() => this.redraw());
    },

    onAdd(map) {
      const pane = map.getPane("zm-labels") || map.createPane("zm-labels");
      pane.style.zIndex = 460;
      pane.style.pointerEvents = "none";
      this._canvas = L.DomUtil.create("canvas", "leaflet-zoom-hide zm-names", pane);
      this._canvas.setAttribute("aria-hidden", "true");
      this.refresh();
      return this;
    },

    onRemove() {
      this._canvas.remove();
    },

    getEvents() {
      return { moveend: this.redraw, zoomend: this.redraw, viewreset: this.redraw, resize: this.redraw };
    },

    /* The candidates changed. */
    refresh() {
      this._candidates = ZM.state.overlay("labels") ? candidates() : [];
      this.redraw();
    },

    redraw() {
      const map = this._map;
      if (!map || !this._candidates) return;
      const size = map.getSize(), pad = size.multiplyBy(this.options.padding || 0).round();
      const full = size.add(pad.multiplyBy(2)), ratio = this.options.ratio || Math.min(window.devicePixelRatio || 1, 2);
      const corner = map.containerPointToLayerPoint([0, 0]).subtract(pad);
      const canvas = this._canvas;
      L.DomUtil.setPosition(canvas, corner);
      canvas.width = Math.round(full.x * ratio);
      canvas.height = Math.round(full.y * ratio);
      canvas.style.width = `${full.x}px`;
      canvas.style.height = `${full.y}px`;
      const pen = canvas.getContext("2d");
      pen.scale(ratio, ratio);
      pen.lineJoin = "round";
      this._font = null;
      pen.textBaseline = "middle";
      this._place(map, pen, corner, full);
    },

    _place(map, pen, corner, full) {
      // Paper is read from closer up than a screen.
      const crowd = Crowd(), zoom = map.getZoom() + (this.options.nearer || 0), written = [];
      const inside = (p, far) => p.x > -far && p.y > -far && p.x < full.x + far && p.y < full.y + far;
      const selected = ZM.state.selected(), spots = [];
      for (const item of this._candidates) {
        const first = selected !== null && item.element === selected;
        if (zoom < FROM_ZOOM[item.kind] && !first) continue;
        const p = map.latLngToLayerPoint([item.at[1], item.at[0]]).subtract(corner);
        if (inside(p, 200)) spots.push({ item, p, rank: first ? 0 : item.kind === "group" && isLarge(map, item.element) ? 2 : ORDER[item.kind] });
      }
      spots.sort((a, b) => a.rank - b.rank);
      // Names keep clear of markers, as long as there are few enough to see one by one.
      const markers = spots.filter(({ item }) => item.kind === "node");
      if (markers.length < 400) for (const { p } of markers) crowd.take([p.x - 5, p.y - 5, p.x + 5, p.y + 5]);
      const most = (full.x * full.y) / 5000;
      for (const { item, p } of spots) {
        if (written.length > most) break;
        const repeated = ORDER[item.kind] === 5 && written.some((each) => each.text === item.text && Math.hypot(each.box[0] - p.x, each.box[1] - p.y) < 300);
        const box = repeated ? null : this._write(pen, crowd, item, p);
        if (box) written.push({ text: item.text, kind: item.kind, box });
      }
      this.written = written;
    },

    _write(pen, crowd, item, p) {
      const look = looks[item.kind], rows = lines(item.text), height = look.size * 1.25;
      const font = `${look.weight} ${look.size}px ${FAMILY}`;
      if (this._font !== font) pen.font = this._font = font;
      const width = Math.max(...rows.map((row) => this._width(pen, row))), tall = rows.length * height;
      const places = look.beside
        ? [[p.x + 9, p.y, "left"], [p.x - 9, p.y, "right"], [p.x, p.y - tall / 2 - 8, "center"], [p.x, p.y + tall / 2 + 8, "center"]]
        : [[p.x, p.y, "center"], [p.x, p.y - tall, "center"], [p.x, p.y + tall, "center"]];
      for (const [x, y, align] of places) {
        const left = align === "left" ? x : align === "right" ? x - width : x - width / 2;
        const box = [left - 2, y - tall / 2 - 1, left + width + 2, y + tall / 2 + 1];
        if (!crowd.free(box)) continue;
        crowd.take(box);
        pen.textAlign = align;
        pen.strokeStyle = "rgba(255, 255, 255, 0.92)";
        pen.fillStyle = look.color;
        pen.lineWidth = 3.2;
        rows.forEach((row, i) => pen.strokeText(row, x, y + (i - (rows.length - 1) / 2) * height));
        rows.forEach((row, i) => pen.fillText(row, x, y + (i - (rows.length - 1) / 2) * height));
        return box;
      }
      return null;
    },

    _width(pen, row) {
      const key = `${this._font}\n${row}`;
      if (!this._widths.has(key)) this._widths.set(key, pen.measureText(row).width);
      return this._widths.get(key);
    },
  });

  ZM.labels = { create: (options) => new Names(options) };
})(window.ZM);
