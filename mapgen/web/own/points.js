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

  function squares(pen, { min, max }) {
    const across = Math.ceil((max.x - min.x) / SPOT) + 8,
      down = Math.ceil((max.y - min.y) / SPOT) + 8;
    const taken = new Uint8Array(across * down);
    let last = -1;
    for (let k = 0; k < seen.count; k += 1) {
      const column = Math.round((seen.x[k] - min.x) / SPOT) + 3,
        row = Math.round((seen.y[k] - min.y) / SPOT) + 3,
        spot = row * across + column;
      if (taken[spot]) continue;
      taken[spot] = 1;
      const own = drawn.color[seen.i[k]];
      if (own !== last) {
        last = own;
        pen.fillStyle = drawn.colors[last];
      }
      pen.fillRect(Math.round(seen.x[k]) - 1, Math.round(seen.y[k]) - 1, SPOT, SPOT);
    }
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
    let pointer = null;
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
    ZM.map.on("mousemove click", point);
    ZM.map.on("mouseout movestart", () => point(null));
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

  ZM.ownPoints = { show, hide, at };
})(window.ZM);
