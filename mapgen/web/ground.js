/* needs: core.js geo.js i18n.js rows.js shapes.js style.js */
/* The ground: roads, lines, hills and stations, pale beneath all else, fewer the smaller the map; and their names,
   small and grey, where no other name stands. */
((ZM) => {
  "use strict";

  const BENEATH = ["hill", "road", "rail", "metro", "station", "airport"]; // from bottom to top
  const NAMED = ["district", "airport", "station", "town", "place", "hill"]; // of one rank, in this order
  const BESIDE = ["station", "airport"]; // their sign stands where the place is
  const LOOK = ZM.config.look.names.ground;
  const HALO = ZM.config.look.halo;
  const CLEAR = 4; // pixels between names

  /* What is drawn of items {kind, rank, geometry} at a zoom, as {geometry, look}, from bottom to top. */
  const at = (items, zoom) =>
    items
      .filter(({ kind, rank }) => BENEATH.includes(kind) && ZM.style.reached(rank, zoom))
      .sort((a, b) => BENEATH.indexOf(a.kind) - BENEATH.indexOf(b.kind) || b.rank - a.rank)
      .map((item) => ({ geometry: item.geometry, look: ZM.style.ground(item) }));

  /* The same for a painter, which says the zoom when it paints. */
  function painted(items) {
    const made = new Map(); // number of ranks that are drawn → shapes
    return {
      paint(pen, view) {
        const ranks = [1, 2, 3, 4].filter((rank) => ZM.style.reached(rank, view.zoom)).length;
        if (!made.has(ranks)) made.set(ranks, ZM.shapes(at(items, view.zoom)));
        made.get(ranks).paint(pen, view);
      },
    };
  }

  const meets = (a, b) => a[0] < b[2] + CLEAR && a[2] + CLEAR > b[0] && a[1] < b[3] && a[3] > b[1];

  /* Names that have a place in a view, as labels.js has them, clear of those that go first. */
  function placed(items, view, { first, covered, widthOf, nearer }) {
    const { min, max, scale } = view,
      boxes = [...first.flatMap((name) => name.boxes || [name.box]), ...covered],
      texts = new Set(first.map(({ text }) => text)),
      written = [];
    items = items
      .filter(({ kind, rank }) => NAMED.includes(kind) && ZM.style.reached(rank, view.zoom + nearer))
      .sort((a, b) => a.rank - b.rank || NAMED.indexOf(a.kind) - NAMED.indexOf(b.kind));
    for (const item of items) {
      const text = ZM.pick(item, "name");
      // A station is called as the quarter where it lies, a town as an element: the weightier is named.
      if (texts.has(text)) continue;
      const [lon, lat] = ZM.geo.anchor(item.geometry),
        x = ZM.shapes.worldX(lon) * scale - view.x,
        y = ZM.shapes.worldY(lat) * scale - view.y;
      if (x < min.x || x > max.x || y < min.y || y > max.y) continue;
      const wide = widthOf(LOOK, text),
        half = LOOK.size * 0.6;
      for (const left of BESIDE.includes(item.kind) ? [x + 6, x - 6 - wide] : [x - wide / 2]) {
        const box = [left, y - half, left + wide, y + half];
        if (box[0] < min.x || box[2] > max.x || boxes.some((other) => meets(other, box))) continue;
        boxes.push(box);
        texts.add(text);
        written.push({ text, box, look: LOOK, runs: [{ text, x: left + wide / 2, y, angle: 0 }] });
        break;
      }
    }
    return written;
  }

  /* The names of items, as `of` gives them. first(): {text, box} of each name that goes first; nearer: zooms by which
     paper is read from closer up; covered: gives boxes of a view where no name has room. */
  function names(of, first, { nearer = 0, covered = () => [] } = {}) {
    const family = () => getComputedStyle(document.documentElement).getPropertyValue("--font");
    let font = "",
      widthOf = null;
    const self = {
      written: [],
      place(view) {
        if (family() !== font) {
          font = family();
          widthOf = ZM.rows.Ruler(font);
        }
        const items = of();
        // To look for the dots of very many elements takes time, which a page without a ground has no use for.
        self.written = items.length
          ? placed(items, view, { first: first(), covered: covered(view), widthOf, nearer })
          : [];
      },
      paint(pen, view) {
        self.place(view);
        Object.assign(pen, {
          textAlign: "center",
          textBaseline: "middle",
          lineJoin: "round",
          lineWidth: 2 * HALO.width,
        });
        pen.font = `${LOOK.weight} ${LOOK.size}px ${font}`;
        for (const { text, x, y } of self.written.flatMap(({ runs }) => runs)) {
          pen.strokeStyle = HALO.color;
          pen.globalAlpha = HALO.opacity;
          pen.strokeText(text, x, y);
          pen.globalAlpha = 1;
          pen.fillStyle = LOOK.color;
          pen.fillText(text, x, y);
        }
      },
    };
    return self;
  }

  ZM.ground = { at, painted, names };
})(window.ZM);
