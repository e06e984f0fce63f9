/* needs: core.js */
/* Rectangles in a grid: is there room for a further one? */
((ZM) => {
  "use strict";

  const CELL = 64; // pixels

  ZM.Crowd = () => {
    const cells = new Map();
    function some([left, top, right, bottom], visit) {
      for (let x = Math.floor(left / CELL); x <= Math.floor(right / CELL); x++) {
        for (let y = Math.floor(top / CELL); y <= Math.floor(bottom / CELL); y++)
          if (visit(x * 100003 + y)) return true;
      }
      return false;
    }
    const meets = (a, b) => a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];
    /* Whether a box meets none that was taken, but for those of `mine`. */
    const isFree = (box, mine = null) =>
      !some(
        box,
        (key) => cells.has(key) && cells.get(key).some((other) => meets(other, box) && (!mine || other.of !== mine)),
      );
    function take(box) {
      some(box, (key) => {
        if (cells.has(key)) cells.get(key).push(box);
        else cells.set(key, [box]);
        return false;
      });
    }
    /* Whether a test holds for each that a box meets. */
    const every = (box, test) =>
      !some(box, (key) => cells.has(key) && cells.get(key).some((other) => meets(other, box) && !test(other)));
    function drop(box) {
      some(box, (key) => {
        cells.set(
          key,
          cells.get(key).filter((other) => other !== box),
        );
        return false;
      });
    }
    return {
      every,
      drop: (boxes) => boxes.forEach(drop),
      isFree,
      free: (boxes) => boxes.every(isFree),
      take: (boxes) => boxes.forEach(take),
    };
  };
})(window.ZM);
