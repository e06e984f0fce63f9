/* needs: core.js */
/* Where a name could stand, the best places first: pure functions of shapes in pixels of zoom 0 (ZM.shapes.of), a
   view and sizes in pixels. A view {scale, x, y, min, max} is as a painter has it, min and max being what is seen. */
((ZM) => {
  "use strict";

  const MOST_LEVELS = 24; // across an area
  const BEST = 3; // places in an area that are tried
  const CLEAR = 8; // pixels between a dot or a line and its name
  const RINGS = [14, 26, 40, 58, 80, 108, 144, 190, 250, 330]; // pixels from an area or a dot to a name with a leader
  const ROUND = Array.from({ length: 24 }, (_, i) => (i * Math.PI) / 12).map((angle) => [
    Math.cos(angle),
    Math.sin(angle),
  ]);

  /* The box of a shape in a view. */
  const boxOf = ({ box: [left, top, right, bottom] }, { scale, x, y }) => [
    left * scale - x,
    top * scale - y,
    right * scale - x,
    bottom * scale - y,
  ];

  /* West-to-east stretches of an area at a level, as far as they are seen: [from, to, from, to, …]. */
  function stretches(shape, { scale, x, y, min, max }, level) {
    const at = (level + y) / scale,
      found = [];
    for (const ring of shape.lines)
      for (let i = 2; i < ring.length; i += 2) {
        const from = ring[i - 1],
          to = ring[i + 1];
        if (from > at !== to > at)
          found.push((ring[i - 2] + ((at - from) / (to - from)) * (ring[i] - ring[i - 2])) * scale - x);
      }
    found.sort((a, b) => a - b);
    return found.map((each) => Math.max(min.x, Math.min(max.x, each)));
  }

  /* Whether a place, in pixels of zoom 0, lies in an area. */
  function holds({ lines, box: [left, top, right, bottom] }, x, y) {
    if (x < left || x > right || y < top || y > bottom) return false;
    let isInside = false;
    for (const ring of lines)
      for (let i = 2; i < ring.length; i += 2) {
        const from = ring[i - 1],
          to = ring[i + 1];
        if (from > y !== to > y && x < ring[i - 2] + ((y - from) / (to - from)) * (ring[i] - ring[i - 2]))
          isInside = !isInside;
      }
    return isInside;
  }

  /* What two lists of stretches share. */
  function shared(a, b) {
    const found = [];
    for (let i = 0; i + 1 < a.length; i += 2)
      for (let j = 0; j + 1 < b.length; j += 2) {
        const from = Math.max(a[i], b[j]),
          to = Math.min(a[i + 1], b[j + 1]);
        if (from < to) found.push(from, to);
      }
    return found;
  }

  /* Levels across what is seen of an area, {y, stretches}. */
  function levels(shape, view, step) {
    const [, top, , bottom] = boxOf(shape, view),
      from = Math.max(top, view.min.y),
      to = Math.min(bottom, view.max.y),
      each = Math.max(step, (to - from) / MOST_LEVELS),
      found = [];
    // From the middle outwards, so that a small area has a level in its middle.
    const middle = (from + to) / 2,
      half = Math.floor((to - from) / 2 / each);
    for (let i = -half; i <= half; i++)
      found.push({ y: middle + i * each, stretches: stretches(shape, view, middle + i * each) });
    return found;
  }

  /* Middles of places inside an area where a name of this size has room: {x, y}. */
  function inside(shape, view, wide, tall) {
    const [left, top, right, bottom] = boxOf(shape, view);
    if (right - left < wide || bottom - top < tall) return [];
    const across = levels(shape, view, tall / 2),
      found = [];
    for (let i = 1; i + 1 < across.length; i++) {
      const room = shared(shared(across[i - 1].stretches, across[i].stretches), across[i + 1].stretches);
      // Levels further apart than half a name leave its upper and lower edge unseen.
      for (let j = 0; j + 1 < room.length; j += 2)
        if (room[j + 1] - room[j] >= wide) {
          const off = Math.abs(i / (across.length - 1) - 0.5);
          found.push({
            x: (room[j] + room[j + 1]) / 2,
            y: across[i].y,
            worth: (room[j + 1] - room[j]) * (1 - 0.9 * off),
          });
        }
    }
    return found.sort((a, b) => b.worth - a.worth).slice(0, BEST);
  }

  /* The middle of the widest stretch of what is seen of an area, or null. */
  function middle(shape, view) {
    let best = null;
    const across = levels(shape, view, 3);
    for (const [i, { y, stretches: xs }] of across.entries())
      for (let j = 0; j + 1 < xs.length; j += 2) {
        const worth = (xs[j + 1] - xs[j]) * (1 - Math.abs(i / Math.max(1, across.length - 1) - 0.5));
        if (worth > 0 && (!best || worth > best.worth)) best = { x: (xs[j] + xs[j + 1]) / 2, y, worth };
      }
    return best;
  }

  /* Middles of names beside a box, and to which side of a name its rows are flush. */
  function beside([left, top, right, bottom], wide, tall, clear = CLEAR) {
    const x = (left + right) / 2,
      y = (top + bottom) / 2,
      east = right + clear + wide / 2,
      west = left - clear - wide / 2,
      north = top - clear / 2 - tall / 2,
      south = bottom + clear / 2 + tall / 2;
    return [
      { x: east, y, flush: -1 },
      { x: west, y, flush: 1 },
      { x, y: north, flush: 0 },
      { x, y: south, flush: 0 },
      { x: east - clear / 2, y: north + tall / 4, flush: -1 },
      { x: east - clear / 2, y: south - tall / 4, flush: -1 },
      { x: west + clear / 2, y: north + tall / 4, flush: 1 },
      { x: west + clear / 2, y: south - tall / 4, flush: 1 },
    ];
  }

  /* Middles of names further off, which need a leader: near ones first, and those that lead away from a hub. */
  function* around([left, top, right, bottom], { x, y }, { wide, tall }, hub, longest) {
    const awayX = x - hub.x,
      awayY = y - hub.y,
      away = Math.hypot(awayX, awayY) || 1;
    const worth = ([cos, sin]) => (cos * awayX + sin * awayY) / away - Math.abs(sin) / 2;
    const round = ROUND.map((way) => [worth(way), way])
        .sort((a, b) => b[0] - a[0])
        .map(([, way]) => way),
      across = Math.max(right - x, x - left) + wide / 2,
      down = Math.max(bottom - y, y - top) + tall / 2;
    for (const ring of RINGS.filter((each) => each <= longest))
      for (const [cos, sin] of round)
        yield {
          x: x + cos * (across + ring),
          y: y + sin * (down + ring),
          flush: Math.abs(cos) < 0.2 ? 0 : -Math.sign(cos),
        };
  }

  /* A leader [x, y, x, y] from the nearest place of a name's box to a place. */
  const leader = ([left, top, right, bottom], { x, y }) => [
    Math.max(left, Math.min(right, x)),
    Math.max(top, Math.min(bottom, y)),
    x,
    y,
  ];

  /* Whether two leaders cross or touch. */
  function cross([ax, ay, bx, by], [cx, cy, dx, dy]) {
    const side = (fromX, fromY, toX, toY, x, y) => Math.sign((toX - fromX) * (y - fromY) - (toY - fromY) * (x - fromX));
    return (
      side(ax, ay, bx, by, cx, cy) * side(ax, ay, bx, by, dx, dy) <= 0 &&
      side(cx, cy, dx, dy, ax, ay) * side(cx, cy, dx, dy, bx, by) <= 0
    );
  }

  const square = ({ x, y }, half) => [x - half, y - half, x + half, y + half];

  ZM.spots = { boxOf, square, holds, inside, middle, beside, around, leader, cross };
})(window.ZM);
