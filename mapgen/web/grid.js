/* needs: core.js geo.js */
/* Which of many boxes meet a box: each lies in the cells of a grid that it touches. */
((ZM) => {
  "use strict";

  const LARGEST = 128; // cells a side: more would be filled for longer than they save

  /* boxes: [left, top, right, bottom] each, in any unit. Returns near(box): the numbers of the boxes that may
     meet it, from low to high. Only boxes of cells that meet it are given; they may still miss it by a cell. */
  ZM.grid = (boxes) => {
    const whole = ZM.geo.union(boxes);
    const side = Math.min(LARGEST, Math.ceil(Math.sqrt(boxes.length)));
    const across = (whole[2] - whole[0]) / side || 1,
      down = (whole[3] - whole[1]) / side || 1;
    const within = (cell) => Math.max(0, Math.min(side - 1, Math.floor(cell)));
    const cells = Array.from({ length: side * side }, () => []);

    function each([left, top, right, bottom], visit) {
      const from = within((left - whole[0]) / across),
        to = within((right - whole[0]) / across),
        last = within((bottom - whole[1]) / down);
      for (let row = within((top - whole[1]) / down); row <= last; row += 1)
        for (let column = from; column <= to; column += 1) visit(cells[row * side + column]);
    }

    boxes.forEach((box, number) => {
      each(box, (cell) => cell.push(number));
    });

    return function near(box) {
      const met = new Uint8Array(boxes.length),
        found = [];
      each(box, (cell) => {
        for (const number of cell) met[number] = 1;
      });
      for (let number = 0; number < met.length; number += 1) if (met[number]) found.push(number);
      return found;
    };
  };
})(window.ZM);
