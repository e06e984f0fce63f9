/* needs: core.js */
/* Numbers as people write them in tables: full-width digits, thousands, degrees with minutes and seconds. */
((ZM) => {
  "use strict";

  const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
  const THOUSANDS = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;
  // Hemispheres in words: \u4e1c\u7ecf east, \u897f\u7ecf west, \u5317\u7eac north, \u5357\u7eac south; \u5ea6 \u5206
  // \u79d2 are degrees, minutes and seconds.
  const SIDE = "[NSEW]|[\\u4e1c\\u897f]\\u7ecf|[\\u5357\\u5317]\\u7eac",
    RING = "[\\u00b0\\u5ea6d]",
    MINUTES = "(\\d{1,2}(?:\\.\\d+)?)\\s*(?:['\\u2032\\u2019\\u5206m]|(?=\\s*$))",
    SECONDS = "(\\d{1,2}(?:\\.\\d+)?)\\s*(?:[\"\\u201d\\u79d2s]|'{2}|\\u2032{2}|\\u2019{2})?",
    PARTS = `\\s*${RING}\\s*(?:${MINUTES}\\s*(?:${SECONDS})?)?`;
  const DEGREES = new RegExp(`^(${SIDE})?\\s*:?\\s*([+-]?\\d{1,3}(?:\\.\\d+)?)(?:${PARTS})?\\s*(${SIDE})?$`, "i");
  const SPACED = /^(\d{1,3})[ :](\d{1,2})[ :](\d{1,2}(?:\.\d+)?)$/;
  const NEGATIVE = /^[sw]|^\u897f|^\u5357/i;
  // Where a degree begins within words, for one column that has both.
  const EACH = new RegExp(`(?:(?:${SIDE})\\s*:?\\s*)?[+-]?\\d+(?:\\.\\d+)?(?:${PARTS})?(?:\\s*[NSEW](?![a-z]))?`, "gi");
  const COMMA = /^[+-]?\d+,\d+$/; // one number with a decimal comma rather than two of whole degrees
  const LONGEST = 100; // characters of a place: what is longer is none, and would keep the patterns busy

  /* The signs of a cell as they stand on a keyboard; a ring that is no degree sign becomes one. */
  const narrow = (cell) =>
    (/[^\x20-\x7e]/.test(cell) ? cell.replace(/[\u00ba\u02da]/g, "\u00b0").normalize("NFKC") : cell).trim();

  /* The number that a cell is; NaN of anything else. */
  function number(cell) {
    const text = narrow(cell);
    if (NUMBER.test(text)) return Number(text);
    return THOUSANDS.test(text) ? Number(text.replace(/,/g, "")) : NaN;
  }

  /* Degrees of a cell; NaN of anything else. */
  function degrees(cell) {
    const text = narrow(cell);
    if (NUMBER.test(text)) return Number(text);
    if (text.length > LONGEST) return NaN;
    const found = DEGREES.exec(text);
    if (found) {
      const [, before, whole, minutes = 0, seconds = 0, after] = found;
      if (minutes >= 60 || seconds >= 60) return NaN;
      const size = Math.abs(whole) + minutes / 60 + seconds / 3600;
      return whole[0] === "-" || NEGATIVE.test(before || after || "") ? -size : size;
    }
    const spaced = SPACED.exec(text);
    return spaced && spaced[2] < 60 && spaced[3] < 60 ? Number(spaced[1]) + spaced[2] / 60 + spaced[3] / 3600 : NaN;
  }

  /* Both degrees of a cell that has two, such as "113.2, 23.1" or POINT (113.2 23.1); null of anything else. */
  function pair(cell) {
    const text = narrow(cell),
      found = text.length > LONGEST || COMMA.test(text) ? null : text.match(EACH);
    if (found?.length !== 2) return null;
    const both = found.map(degrees);
    return both.some(Number.isNaN) ? null : both;
  }

  ZM.degrees = { narrow, number, degrees, pair };
})(window.ZM);
