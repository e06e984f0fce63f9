/* needs: core.js i18n.js own/degrees.js */
/* Values in classes with colours: figures in five steps that hold about as many each, words by how often they come. */
((ZM) => {
  "use strict";

  const { look } = ZM.config;
  const FEW = 8; // kinds of words that have a colour of their own
  const DIGITS = 2;
  const FIGURES = 0.6; // share of numbers from which a column is one of figures

  /* Figures in steps, each with one of the colours: {of(value) → number of its step, entries: [{color, text}]}. */
  function steps(values, shades) {
    const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
    const bounds = [...new Set(shades.map((_, i) => sorted[Math.floor((i * sorted.length) / shades.length)]))].filter(
      (value) => value !== undefined,
    );
    // Few steps take colours from all of the scale.
    const color = (i) => shades[Math.round(((i + 1) * shades.length) / bounds.length) - 1];
    const of = (value) => {
      let at = -1;
      while (at + 1 < bounds.length && value >= bounds[at + 1]) at += 1;
      return at;
    };
    const entries = bounds.map((bound, i) => {
      const own = sorted.filter((value) => of(value) === i),
        last = own[own.length - 1];
      const [from, to] = [bound, last].map((value) => ZM.number(value, DIGITS));
      return { color: color(i), text: from === to ? from : ZM.t("own.range", { from, to }) };
    });
    return { of, entries };
  }

  /* Words: the commonest have a colour each, the rest one in common. */
  function kinds(values) {
    const often = new Map();
    for (const value of values) often.set(value, (often.get(value) || 0) + 1);
    const order = [...often].sort((a, b) => b[1] - a[1]).map(([value]) => value);
    const named = new Map(order.slice(0, FEW).map((value, i) => [value, i]));
    const entries = [...named.keys()].map((value, i) => ({
      color: look.grouping.functions[i],
      text: value || ZM.t("own.blank"),
    }));
    if (order.length > FEW) entries.push({ color: look.grouping.other, text: ZM.t("own.others") });
    return { of: (value) => named.get(value) ?? FEW, entries };
  }

  /* Whether most of what a column has are numbers, and more than a few different ones. */
  function isFigures(cells) {
    const filled = cells.filter(Boolean);
    const numbers = filled.filter((cell) => !Number.isNaN(ZM.degrees.number(cell)));
    return numbers.length > filled.length * FIGURES && new Set(numbers.slice(0, 2000)).size > FEW;
  }

  ZM.classes = { steps, kinds, isFigures };
})(window.ZM);
