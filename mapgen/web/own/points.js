/* needs: core.js painter.js shapes.js */
/* Places of a table on a canvas: one dot for each spot of the screen, however many lie there; names on pointing. */
((ZM) => {
  "use strict";

  const { look } = ZM.config;
  const MANY = 3000; // of more in sight a dot is a small square
  const SPOT = 3; // pixels: the side of that square
  const REACH = 8; // pixels round a dot in which it is pointed at
  const PANE = "zm-own-points";
  let drawn = null; // {x, y, color, colors, kept, tell}, places in pixels of zoom 0
  const seen = { count: 0, x: null, y: null, i: null }; // room for all, made once
  let painter = null;

  /* A colour "#rrggbb" as the four bytes of a pixel in one number. */
  const bytes = (color) =>
    (0xff000000 |
      (parseInt(color.slice(5, 7), 16) << 16) |
      (parseInt(color.slice(3, 5), 16) << 8) |
      parseInt(color.slice(1, 3), 16)) >>>
    0;

  /* All at once as a picture: a hundred thousand squares one by one would hold up a pan. */
  function squares(pen, { min, max }) {
    const { x: wide, y: tall } = max.subtract(min),
      pixels = new Uint32Array(wide * tall),
      colors = drawn.colors.map(bytes);
    for (let k = 0; k < seen.count; k += 1) {
      const left = Math.round(seen.x[k] - min.x) - 1,
        top = Math.round(seen.y[k] - min.y) - 1,
        color = colors[drawn.color[seen.i[k]]];
      for (let y = Math.max(0, top); y < Math.min(tall, top + SPOT); y += 1)
        for (let x = Math.max(0, left); x < Math.min(wide, left + SPOT); x += 1) pixels[y * wide + x] = color;
    }
    const sheet = ZM.make("canvas", { attrs: { width: wide, height: tall } });
    sheet.getContext("2d").putImageData(new ImageData(new Uint8ClampedArray(pixels.buffer), wide, tall), 0, 0);
    pen.imageSmoothingEnabled = false;
    pen.drawImage(sheet, min.x, min.y);
  }

  function discs(pen) {
    const { radius, width, color } = look.own.point;
    pen.lineWidth = width;
    pen.strokeStyle = color;
    for (let k = 0; k < seen.count; k += 1) {
      pen.beginPath();
      pen.arc(seen.x[k], seen.y[k], radius, 0, 2 * Math.PI);
      pen.fillStyle = drawn.colors[drawn.color[seen.i[k]]];
      pen.fill();
      pen.stroke();
    }
  }

  /* Writes into `seen` the numbers and pixels of the places that a view shows and a few pixels around it. */
  function sight({ scale, x, y, min, max }) {
    seen.count = 0;
    if (!drawn) return;
    for (let i = 0; i < drawn.x.length; i += 1) {
      if (!drawn.kept[i]) continue;
      const left = drawn.x[i] * scale - x,
        top = drawn.y[i] * scale - y;
      if (left < min.x - REACH || left > max.x + REACH || top < min.y - REACH || top > max.y + REACH) continue;
      seen.x[seen.count] = left;
      seen.y[seen.count] = top;
      seen.i[seen.count] = i;
      seen.count += 1;
    }
  }

  const picture = {
    paint(pen, view) {
      sight(view);
      if (seen.count > MANY) squares(pen, view);
      else discs(pen);
    },
  };

  /* What lies nearest to a place on the map, within reach; -1 for nothing. */
  function at(containerPoint) {
    const view = ZM.viewOf(ZM.map),
      px = containerPoint.x + view.min.x,
      py = containerPoint.y + view.min.y;
    let best = -1,
      near = REACH;
    sight({ ...view, min: { x: px, y: py }, max: { x: px, y: py } });
    for (let k = 0; k < seen.count; k += 1) {
      const away = Math.hypot(seen.x[k] - px, seen.y[k] - py);
      if (away > near) continue;
      near = away;
      best = seen.i[k];
    }
    return best;
  }

  function start() {
    const pane = ZM.map.createPane(PANE);
    pane.style.zIndex = 415; // below dots and names of elements
    pane.style.pointerEvents = "none";
    painter = new ZM.Painter(() => [picture], { pane: PANE, scrolls: true });
    const tip = ZM.make("div", { className: "zm-tip zm-own-tip", attrs: { hidden: true } });
    ZM.byId("zm-stage").append(tip);
    let pointer = null,
      isMoving = false; // a map that is dragged names nothing
    const tell = ZM.onceAFrame(() => {
      const found = pointer && drawn && !ZM.busy ? at(pointer) : -1;
      tip.hidden = found < 0;
      if (found < 0) return;
      tip.replaceChildren(...drawn.tell(found));
      const { width, height } = tip.getBoundingClientRect(),
        size = ZM.map.getSize();
      // Above the pointer: below it stands the name of the element.
      tip.style.left = `${Math.max(6, Math.min(pointer.x + 14, size.x - width - 6))}px`;
      tip.style.top = `${Math.max(6, pointer.y - height - 12)}px`;
    });
    const point = (event) => {
      pointer = event?.containerPoint;
      tell();
    };
    ZM.map.on("mousemove click", (event) => isMoving || point(event));
    ZM.map.on("mouseout movestart", () => point(null));
    ZM.map.on("movestart moveend", ({ type }) => {
      isMoving = type === "movestart";
    });
  }

  /* Shows places; colors: one of each class, color: the class of each, tell(i): what is said of one on pointing. */
  function show({ lon, lat }, { color, colors, kept, tell }) {
    if (!painter) start();
    const isSame = drawn && drawn.of === lon;
    drawn = {
      of: lon,
      x: isSame ? drawn.x : Float64Array.from(lon, ZM.shapes.worldX),
      y: isSame ? drawn.y : Float64Array.from(lat, ZM.shapes.worldY),
      color,
      colors,
      kept,
      tell,
    };
    if (!isSame)
      Object.assign(seen, {
        x: new Float64Array(lon.length),
        y: new Float64Array(lon.length),
        i: new Uint32Array(lon.length),
      });
    if (ZM.map.hasLayer(painter)) painter.repaint();
    else painter.addTo(ZM.map);
  }

  function hide() {
    drawn = null;
    if (painter) painter.remove();
  }

  ZM.ownPoints = { show, hide, picture };
})(window.ZM);
