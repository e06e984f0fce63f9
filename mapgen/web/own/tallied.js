/* needs: core.js own/classes.js own/degrees.js own/placed.js */
/* Per zone and axis: how many of the places, the sum or the mean of a column, and how many of each kind. */
((ZM) => {
  "use strict";

  /* {row, …}: cells of a column for each place. */
  const cells = (table, placed, column) => Array.from(placed.row, (row) => (table.rows[row][column] || "").trim());

  /* Whether a row passes a filter: its cell contains the words, or is a number as "> 100" asks for. */
  function keeps(cell, words) {
    const asked = /^\s*(>=|<=|>|<|=|\u2265|\u2264)\s*(\S+)\s*$/.exec(words);
    const bound = asked ? ZM.degrees.number(asked[2]) : NaN;
    if (Number.isNaN(bound)) return cell.toLowerCase().includes(words.trim().toLowerCase());
    const value = ZM.degrees.number(cell);
    if (asked[1] === ">") return value > bound;
    if (asked[1] === "<") return value < bound;
    if (asked[1] === "=") return value === bound;
    return /^[>\u2265]/.test(asked[1]) ? value >= bound : value <= bound;
  }

  /* 1 for each place that passes. */
  function mask(table, placed, { filterBy, filterFor }) {
    const kept = new Uint8Array(placed.row.length).fill(1);
    if (filterBy < 0 || !filterFor.trim()) return kept;
    cells(table, placed, filterBy).forEach((cell, i) => {
      if (!keeps(cell, filterFor)) kept[i] = 0;
    });
    return kept;
  }

  function fresh(kinds) {
    return { count: 0, numbers: 0, sum: 0, kinds: new Uint32Array(kinds ? kinds.entries.length : 0) };
  }

  function add(into, figure, kind) {
    into.count += 1;
    if (kind >= 0) into.kinds[kind] += 1;
    if (Number.isNaN(figure)) return;
    into.numbers += 1;
    into.sum += figure;
  }

  /* what: {column for sums and means or -1, by or -1, metres, filterBy, filterFor}. Gives {kept, kinds, areas, lines,
     all, outside, border}: a tally for each of ZM.placed.groups, for all places and for those in no zone. */
  ZM.tallied = (table, placed, what) => {
    const kept = mask(table, placed, what),
      kinds = what.by < 0 ? null : ZM.classes.kinds(cells(table, placed, what.by)),
      kindOf = kinds && cells(table, placed, what.by).map(kinds.of),
      figures = what.column < 0 ? null : cells(table, placed, what.column).map(ZM.degrees.number);
    const beside = ZM.placed.beside(placed, what.metres);
    const { groups } = ZM.placed;
    const made = {
      kept,
      kinds,
      areas: groups.areas.map(() => fresh(kinds)),
      lines: groups.lines.map(() => fresh(kinds)),
      all: fresh(kinds),
      outside: fresh(kinds),
      border: 0,
    };
    for (let i = 0; i < kept.length; i += 1) {
      if (!kept[i]) continue;
      const figure = figures ? figures[i] : NaN,
        kind = kinds ? kindOf[i] : -1;
      const count = (into, { starts, items }) => {
        for (let k = starts[i]; k < starts[i + 1]; k += 1) add(into[items[k]], figure, kind);
      };
      add(made.all, figure, kind);
      count(made.areas, placed.inside);
      count(made.lines, beside);
      if (placed.inside.starts[i] === placed.inside.starts[i + 1]) add(made.outside, figure, kind);
      made.border += placed.isOnBorder[i];
    }
    return made;
  };

  /* The figure of a tally that is asked for; NaN without one. */
  ZM.tallied.value = (tally, measure) => {
    if (measure === "count") return tally.count;
    if (!tally.numbers) return NaN;
    return measure === "sum" ? tally.sum : tally.sum / tally.numbers;
  };

  ZM.tallied.cells = cells;
})(window.ZM);
