/* needs: core.js geo.js grid.js unpack.js */
/* Shapes {geometry, look} as something that a painter paints, from bottom to top, as far as they are in sight. */
((ZM) => {
  "use strict";

  const WORLD = 256; // pixels of the whole earth at zoom 0, in Web Mercator
  const EQUATOR = 40075016.686; // metres round it
  const NEAR = 0.7; // pixels: a vertex so near to the last one changes nothing that one sees
  const FAR = 3000; // pixels: of a dashed line this long only what is in sight is stroked
  const traced = new WeakMap();

  const worldX = (lon) => (lon / 360 + 0.5) * WORLD;
  const worldY = (lat) => (0.5 - Math.log(Math.tan((lat / 360 + 0.25) * Math.PI)) / (2 * Math.PI)) * WORLD;

  /* Pixels of zoom 0 for a metre on the ground in the middle of a shape: cos φ is sech of Mercator's northing. */
  const perMetre = ({ box }) => (WORLD / EQUATOR) * Math.cosh(Math.PI * (1 - (box[1] + box[3]) / WORLD));

  /* A geometry in pixels of zoom 0: {lines, closed, box}. */
  function shapeOf(geometry) {
    let shape = traced.get(geometry);
    if (!shape) {
      const box = [Infinity, Infinity, -Infinity, -Infinity];
      const lines = ZM.lines(geometry).map((line) => {
        const out = new Float64Array(line.length);
        for (let i = 0; i < line.length; i += 2) {
          const x = worldX(line[i]),
            y = worldY(line[i + 1]);
          out[i] = x;
          out[i + 1] = y;
          if (x < box[0]) box[0] = x;
          if (y < box[1]) box[1] = y;
          if (x > box[2]) box[2] = x;
          if (y > box[3]) box[3] = y;
        }
        return out;
      });
      shape = { lines, closed: ZM.geo.isArea(geometry), box };
      traced.set(geometry, shape);
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

  /* Strokes a long dashed line without what is out of sight: a browser dashes a line to its very ends. Each
     stretch begins in its dashes where the whole line would be, so that they stay where they are in a pan. */
  function strokeInSight(pen, shape, { scale, x, y, min, max }) {
    const edge = pen.lineWidth;
    for (const line of shape.lines) {
      let on = false,
        gone = 0;
      for (let i = 2; i < line.length; i += 2) {
        const ax = line[i - 2] * scale - x,
          ay = line[i - 1] * scale - y,
          bx = line[i] * scale - x,
          by = line[i + 1] * scale - y;
        const off =
          Math.max(ax, bx) < min.x - edge ||
          Math.min(ax, bx) > max.x + edge ||
          Math.max(ay, by) < min.y - edge ||
          Math.min(ay, by) > max.y + edge;
        if (!off && !on) {
          pen.beginPath();
          pen.moveTo(ax, ay);
          pen.lineDashOffset = gone;
        }
        if (!off) pen.lineTo(bx, by);
        if (on && off) pen.stroke();
        on = !off;
        gone += Math.hypot(bx - ax, by - ay);
      }
      if (on) pen.stroke();
    }
    pen.lineDashOffset = 0;
  }

  function paintOne(pen, view, { shape, point, look }) {
    const [left, top, right, bottom] = shape.box;
    pen.beginPath();
    if (point) pen.arc(left * view.scale - view.x, top * view.scale - view.y, look.radius, 0, 2 * Math.PI);
    else trace(pen, shape, view);
    if (look.alone) {
      pen.globalAlpha = 1;
      pen.globalCompositeOperation = "destination-out";
      pen.fill("evenodd");
      pen.globalCompositeOperation = "source-over";
    }
    if (look.fill) {
      pen.globalAlpha = look.fillOpacity;
      pen.fillStyle = look.fillColor;
      pen.fill("evenodd");
    }
    if (look.stroke === false) return;
    pen.globalAlpha = look.opacity ?? 1;
    pen.strokeStyle = look.color;
    pen.lineWidth = look.metres ? look.metres * perMetre(shape) * view.scale : look.weight;
    pen.lineCap = look.lineCap || "round";
    pen.lineJoin = look.metres ? "round" : "miter"; // a band is as wide round a corner
    pen.setLineDash(look.dashArray ? look.dashArray.split(" ").map(Number) : []);
    if (look.dashArray && Math.max(right - left, bottom - top) * view.scale > FAR) strokeInSight(pen, shape, view);
    else pen.stroke();
  }

  /* What of the earth a view shows and `reach` pixels around it, in pixels of zoom 0. */
  const sight = ({ scale, x, y, min, max }, reach) => [
    (min.x + x - reach) / scale,
    (min.y + y - reach) / scale,
    (max.x + x + reach) / scale,
    (max.y + y + reach) / scale,
  ];
  const contains = (a, b) => a[0] <= b[0] && a[1] <= b[1] && a[2] >= b[2] && a[3] >= b[3];
  const meets = (a, b) => a[0] <= b[2] && a[1] <= b[3] && a[2] >= b[0] && a[3] >= b[1];

  /* The box of a shape and of its line, where that is to scale. */
  function boxOf({ shape, look }) {
    if (!look.metres) return shape.box;
    const [left, top, right, bottom] = shape.box,
      more = (look.metres * perMetre(shape)) / 2;
    return [left - more, top - more, right + more, bottom + more];
  }

  /* A look whose line is so many metres wide, as one in pixels at the scale of a view. */
  const inPixels = (look, geometry, scale) =>
    look.metres ? { ...look, weight: look.metres * perMetre(shapeOf(geometry)) * scale } : look;

  /* items: [{geometry, look}, …], looks as Leaflet's path options; with `metres` the line is so wide on the ground,
     with `alone` what is painted below the inside is taken away. */
  ZM.shapes = (items) => {
    const shapes = items.map(({ geometry, look }) => ({
      shape: shapeOf(geometry),
      point: geometry.type === "Point",
      look,
    }));
    const boxes = shapes.map(boxOf),
      whole = ZM.geo.union(boxes);
    const reach = shapes.reduce((most, { look }) => Math.max(most, (look.weight || 0) + (look.radius || 0)), 0);
    let near = null; // a page opens with all in sight: the grid is made when it is not

    return {
      paint(pen, view) {
        const box = sight(view, reach);
        if (contains(box, whole)) for (const each of shapes) paintOne(pen, view, each);
        else {
          near ||= ZM.grid(boxes);
          for (const number of near(box)) if (meets(boxes[number], box)) paintOne(pen, view, shapes[number]);
        }
      },
    };
  };

  Object.assign(ZM.shapes, { of: shapeOf, inPixels, worldX, worldY });
})(window.ZM);
