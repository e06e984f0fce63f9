/* Paints the scene on one canvas. Leaflet keeps a canvas in place while the map moves; keeping every
   shape as a layer of its own would cost more time at the start than all the painting. */
(function (ZM) {
  "use strict";

  const WORLD = 256; // pixels of the whole earth at zoom 0
  const NEAR = 0.7; // pixels: a vertex so near to the last one changes nothing that one sees
  const FAR = 3000; // pixels: of a dashed line this long only what is in sight is stroked
  const shapes = new WeakMap();

  /* A geometry in pixels of zoom 0: {lines, closed, box}. */
  function shapeOf(geometry) {
    let shape = shapes.get(geometry);
    if (!shape) {
      const box = [Infinity, Infinity, -Infinity, -Infinity];
      const lines = ZM.lines(geometry).map((line) => {
        const out = new Float64Array(line.length);
        for (let i = 0; i < line.length; i += 2) {
          const x = (out[i] = (line[i] / 360 + 0.5) * WORLD);
          const y = (out[i + 1] =
            (0.5 - Math.log(Math.tan((line[i + 1] / 360 + 0.25) * Math.PI)) / (2 * Math.PI)) * WORLD);
          if (x < box[0]) box[0] = x;
          if (y < box[1]) box[1] = y;
          if (x > box[2]) box[2] = x;
          if (y > box[3]) box[3] = y;
        }
        return out;
      });
      shape = { lines, closed: ZM.geo.isArea(geometry), box };
      shapes.set(geometry, shape);
    }
    return shape;
  }

  function trace(pen, shape, view) {
    for (const line of shape.lines) {
      const end = line.length - 2;
      let lastX = 0,
        lastY = 0;
      for (let i = 0; i <= end; i += 2) {
        const x = line[i] * view.scale - view.x,
          y = line[i + 1] * view.scale - view.y;
        if (i === 0) pen.moveTo(x, y);
        else if (i === end || Math.abs(x - lastX) + Math.abs(y - lastY) > NEAR) pen.lineTo(x, y);
        else continue;
        lastX = x;
        lastY = y;
      }
      if (shape.closed) pen.closePath();
    }
  }

  /* The same without what lies off the canvas: a browser dashes a line to its very ends. */
  function traceInSight(pen, shape, { scale, x, y, min, max }) {
    for (const line of shape.lines) {
      let on = false;
      for (let i = 2; i < line.length; i += 2) {
        const ax = line[i - 2] * scale - x,
          ay = line[i - 1] * scale - y,
          bx = line[i] * scale - x,
          by = line[i + 1] * scale - y;
        const off =
          Math.max(ax, bx) < min.x || Math.min(ax, bx) > max.x || Math.max(ay, by) < min.y || Math.min(ay, by) > max.y;
        if (!off && !on) pen.moveTo(ax, ay);
        if (!off) pen.lineTo(bx, by);
        on = !off;
      }
    }
  }

  function stroke(pen, look) {
    pen.globalAlpha = look.opacity ?? 1;
    pen.strokeStyle = look.color;
    pen.lineWidth = look.weight;
    pen.lineCap = look.lineCap || "round";
    pen.setLineDash(look.dashArray ? look.dashArray.split(" ").map(Number) : []);
    pen.stroke();
  }

  function paint(pen, view, { geometry, look }) {
    const shape = shapeOf(geometry),
      { scale, x, y, min, max } = view,
      [left, top, right, bottom] = shape.box;
    const reach = look.weight + (look.radius || 0);
    if (
      right * scale - x < min.x - reach ||
      left * scale - x > max.x + reach ||
      bottom * scale - y < min.y - reach ||
      top * scale - y > max.y + reach
    )
      return;
    pen.beginPath();
    if (geometry.type === "Point") pen.arc(left * scale - x, top * scale - y, look.radius, 0, 2 * Math.PI);
    else trace(pen, shape, view);
    if (look.fill) {
      pen.globalAlpha = look.fillOpacity;
      pen.fillStyle = look.fillColor;
      pen.fill("evenodd");
    }
    if (look.stroke === false) return;
    if (look.dashArray && Math.max(right - left, bottom - top) * scale > FAR) {
      pen.beginPath();
      traceInSight(pen, shape, view);
    }
    stroke(pen, look);
  }

  /* The scale and the corner of a map's canvas: pixels of zoom 0 × scale − (x, y) are pixels on it. */
  function viewOf(map, { min, max }) {
    const { x, y } = map.getPixelOrigin();
    return { scale: map.getZoomScale(map.getZoom(), 0), x, y, min, max };
  }

  /* Leaflet's canvas, on which `work(pen, bounds)` paints whenever the map has moved. */
  const Canvas = L.Canvas.extend({
    initialize(work, options) {
      L.Canvas.prototype.initialize.call(this, options);
      this._work = work;
    },
    _draw() {
      this.add(this._work);
    },
    /* Paints on top of what is there. */
    add(work) {
      this._ctx.save();
      work(this._ctx, this._bounds);
      this._ctx.restore();
    },
    /* How far the canvas reaches beyond the map, of the map's size. */
    widen(padding) {
      this.options.padding = padding;
      this._update();
    },
    repaint() {
      this._redrawRequest = this._redrawRequest || L.Util.requestAnimFrame(this._redraw, this);
    },
  });

  function paintAll(pen, map, bounds, items) {
    const view = viewOf(map, bounds);
    for (const item of items) paint(pen, view, item);
    pen.globalAlpha = 1;
    pen.setLineDash([]);
  }

  ZM.canvas = { Canvas, paintAll };
})(window.ZM);
