/* needs: core.js */
/* Names along a line: letters that stand upright beside it one after another, as names of rivers do on Chinese maps,
   or a row of letters that is turned. Pure functions of a shape in pixels of zoom 0, a view, and sizes in pixels. */
((ZM) => {
  "use strict";

  const SHARES = [0.5, 0.35, 0.65, 0.2, 0.8, 0.1, 0.9]; // where on the line the middle of its name may be
  const APART = 1.12; // from letter to letter, in sizes of the type
  const STEEP = 0.85; // a line that rises faster is read from top to bottom
  const BENT = 0.7; // sizes of the type by which a line may leave a turned row
  // Brackets as vertical rows have them.
  const UPRIGHT = new Map(["（︵", "）︶", "(︵", ")︶", "—︱", "“﹁", "”﹂"].map((pair) => [...pair]));

  /* The longest stretch of a shape that is seen: {points: [[x, y, way], …], length}, or null. */
  function seen(shape, view) {
    let best = null,
      run = null;
    const close = () => {
      if (run && (!best || run.length > best.length)) best = run;
      run = null;
    };
    for (const line of shape.lines) {
      for (let i = 2; i < line.length; i += 2) {
        const { ax, ay, dx, dy, from, to } = segment(line, i, view);
        if (from >= to) {
          close();
          continue;
        }
        if (from > 0) close();
        run ||= { points: [[ax + dx * from, ay + dy * from, 0]], length: 0 };
        run.length += Math.hypot(dx, dy) * (to - from);
        run.points.push([ax + dx * to, ay + dy * to, run.length]);
        if (to < 1) close();
      }
      close();
    }
    return best && best.length > 0 ? best : null;
  }

  /* The segment of a line that ends at `i`, in pixels of the view; from and to which share of its way it is seen. */
  function segment(line, i, { scale, x, y, min, max }) {
    const ax = line[i - 2] * scale - x,
      ay = line[i - 1] * scale - y,
      dx = line[i] * scale - x - ax,
      dy = line[i + 1] * scale - y - ay;
    let from = 0,
      to = 1;
    for (const [step, room] of [
      [-dx, ax - min.x],
      [dx, max.x - ax],
      [-dy, ay - min.y],
      [dy, max.y - ay],
    ]) {
      if (step === 0) {
        if (room < 0) return { ax, ay, dx, dy, from: 1, to: 0 };
      } else if (step < 0) from = Math.max(from, room / step);
      else to = Math.min(to, room / step);
    }
    return { ax, ay, dx, dy, from, to };
  }

  /* The place at a way along a stretch. */
  function at({ points, length }, way) {
    const wanted = Math.max(0, Math.min(length, way));
    let low = 1,
      high = points.length - 1;
    while (low < high) {
      const half = (low + high) >> 1;
      if (points[half][2] < wanted) low = half + 1;
      else high = half;
    }
    const [ax, ay, from] = points[low - 1],
      [bx, by, to] = points[low],
      share = to > from ? (wanted - from) / (to - from) : 0;
    return { x: ax + (bx - ax) * share, y: ay + (by - ay) * share };
  }

  /* The same, with corners rounded off. */
  function smooth(stretch, way, reach) {
    const places = [-1, 0, 1].map((share) => at(stretch, way + share * reach));
    return {
      x: places.reduce((sum, place) => sum + place.x, 0) / places.length,
      y: places.reduce((sum, place) => sum + place.y, 0) / places.length,
    };
  }

  const square = (x, y, half) => [x - half, y - half, x + half, y + half];

  /* Letters upright beside a stretch from a way on; null where it is too short. */
  function upright(stretch, letters, from, forward, size) {
    const found = [];
    let way = from;
    for (const text of letters) {
      let place = smooth(stretch, way, size);
      const last = found[found.length - 1];
      if (last) {
        const far = () => Math.max(Math.abs(place.x - last.x), Math.abs(place.y - last.y)) >= APART * size;
        while (!far()) {
          way += forward * size * 0.2;
          if (way < 0 || way > stretch.length) return null;
          place = smooth(stretch, way, size);
        }
      }
      found.push({ text, x: place.x, y: place.y, angle: 0 });
    }
    return found;
  }

  /* Ways of letters beside a stretch, `offs` from it: {runs, boxes}, the best first. */
  function* letters(stretch, text, size, offs) {
    const all = [...text],
      half = (all.length * APART * size * 1.15) / 2;
    if (2 * half > stretch.length * 1.05) return;
    for (const share of SHARES) {
      const way = share * stretch.length,
        a = at(stretch, way - half),
        b = at(stretch, way + half),
        steep = Math.abs(b.y - a.y) > STEEP * Math.abs(b.x - a.x),
        forward = (steep ? b.y < a.y : b.x < a.x) ? -1 : 1,
        from = Math.max(0, Math.min(stretch.length, way - forward * half));
      const shown = steep ? all.map((letter) => UPRIGHT.get(letter) || letter) : all;
      const placed = upright(stretch, shown, from, forward, size);
      if (placed)
        for (const [x, y] of aside(a, b, offs)) {
          const runs = placed.map((run) => ({ ...run, x: run.x + x, y: run.y + y }));
          yield { runs, boxes: runs.map((run) => square(run.x, run.y, size / 2 + 1)) };
        }
    }
  }

  /* Steps from the way between two places to its one side and its other. */
  function aside(a, b, offs) {
    const long = Math.hypot(b.x - a.x, b.y - a.y) || 1;
    return offs
      .flatMap((off) => (off ? [-off, off] : [0]))
      .map((off) => [(-(b.y - a.y) / long) * off, ((b.x - a.x) / long) * off]);
  }

  /* A row turned along a stretch, likewise. */
  function* turned(stretch, text, wide, size, offs) {
    for (const share of SHARES) {
      const from = share * stretch.length - wide / 2;
      if (from < 0 || from + wide > stretch.length) continue;
      const a = at(stretch, from),
        b = at(stretch, from + wide),
        long = Math.hypot(b.x - a.x, b.y - a.y) || 1;
      const leaves = [0.25, 0.5, 0.75].map((part) => {
        const place = at(stretch, from + wide * part);
        return Math.abs((place.x - a.x) * (b.y - a.y) - (place.y - a.y) * (b.x - a.x)) / long;
      });
      if (Math.max(...leaves) > BENT * size || long < wide * 0.9) continue;
      let angle = Math.atan2(b.y - a.y, b.x - a.x);
      if (Math.abs(angle) > Math.PI / 2) angle -= Math.sign(angle) * Math.PI;
      const count = Math.ceil(wide / size);
      for (const [asideX, asideY] of aside(a, b, offs)) {
        const x = (a.x + b.x) / 2 + asideX,
          y = (a.y + b.y) / 2 + asideY;
        const boxes = Array.from({ length: count + 1 }, (_, i) => {
          const part = (i / count - 0.5) * wide;
          return square(x + Math.cos(angle) * part, y + Math.sin(angle) * part, size * 0.6 + 1);
        });
        yield { runs: [{ text, x, y, angle }], boxes };
      }
    }
  }

  /* Boxes of an outline as far as it is in a view, each `half` a side from a place on it. */
  function outline(shape, view, half) {
    const { scale, x, y } = view,
      step = Math.max(4, half),
      found = [];
    for (const line of shape.lines) {
      if (line.length === 2) found.push(square(line[0] * scale - x, line[1] * scale - y, half));
      for (let i = 2; i < line.length; i += 2) {
        const { ax, ay, dx, dy, from, to } = segment(line, i, view);
        if (from > to) continue;
        const count = Math.max(1, Math.ceil((Math.hypot(dx, dy) * (to - from)) / step));
        for (let j = 0; j <= count; j++) {
          const share = from + ((to - from) * j) / count;
          found.push(square(ax + dx * share, ay + dy * share, half));
        }
      }
    }
    return found;
  }

  ZM.along = { SHARES, seen, at, letters, turned, outline };
})(window.ZM);
