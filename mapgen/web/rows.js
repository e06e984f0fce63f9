/* needs: core.js */
/* A name in rows that are short enough for a map, and how wide they are. Rows end between words: a Chinese name
   comes with the lengths of its words (mapgen/text/breaks.py), others have spaces. */
((ZM) => {
  "use strict";

  const HEIGHT = 1.25; // of a row, in sizes of its type
  const MOST_ROWS = 4;
  // How wide rows should be, and a word may be before it is cut, in ideographs; a letter is half as wide.
  const IDEOGRAPHS = { wide: 9, most: 12 };
  const LETTERS = { wide: 12, most: 24 };
  const CHINESE = /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]/;
  const BEFORE_BRACKETS = /(?=[（［｛《〈「『【“])/;

  /* What of a name must stay together in a row. */
  function wordsOf(text, lengths) {
    if (!CHINESE.test(text)) return text.split(/(?<= )/);
    if (!lengths) return text.split(BEFORE_BRACKETS);
    const characters = [...text];
    let at = 0;
    return [...lengths].map((digit) => {
      at += parseInt(digit, 36);
      return characters.slice(at - parseInt(digit, 36), at).join("");
    });
  }

  const width = (text) => [...text].reduce((sum, character) => sum + (CHINESE.test(character) ? 1 : 0.5), 0);

  /* A word that is too long for any row, in pieces. */
  function cut(word, most) {
    if (width(word) <= most) return [word];
    const characters = [...word],
      each = CHINESE.test(word) ? most : 2 * most;
    return Array.from({ length: Math.ceil(characters.length / each) }, (_, i) =>
      characters.slice(i * each, (i + 1) * each).join(""),
    );
  }

  /* Words in so many rows that the widest is as narrow as it can be: where each row begins. */
  function starts(widths, count) {
    const ends = [0];
    for (const each of widths) ends.push(ends.slice(-1)[0] + each);
    const made = new Map();
    function best(from, rows) {
      if (rows === 1) return { widest: ends[widths.length] - ends[from], at: [from] };
      const key = from * (MOST_ROWS + 1) + rows;
      if (!made.has(key)) {
        let found = null;
        for (let to = from + 1; to <= widths.length - rows + 1; to++) {
          const rest = best(to, rows - 1),
            widest = Math.max(ends[to] - ends[from], rest.widest);
          if (!found || widest < found.widest) found = { widest, at: [from, ...rest.at] };
        }
        made.set(key, found);
      }
      return made.get(key);
    }
    return best(0, count);
  }

  /* Ways to set a name in rows, the best first: then ones with more rows, which are narrower. */
  function layouts(text, lengths) {
    const { wide, most } = CHINESE.test(text) ? IDEOGRAPHS : LETTERS;
    const words = [];
    let left = MOST_ROWS * (wide + 1);
    for (const word of wordsOf(text, lengths).flatMap((each) => cut(each, most))) {
      left -= width(word);
      words.push(left < 1 ? "…" : word);
      if (left < 1) break;
    }
    const widths = words.map(width),
      found = [];
    for (let count = 1; count <= Math.min(MOST_ROWS, words.length); count++) {
      const { widest, at } = starts(widths, count);
      if (widest > wide + 1 && count < Math.min(MOST_ROWS, words.length)) continue;
      const rows = at.map((from, i) =>
        words
          .slice(from, at[i + 1])
          .join("")
          .trim(),
      );
      if (!found.length || widest < found.slice(-1)[0].widest) found.push({ rows, widest });
    }
    return found.map(({ rows }) => rows);
  }

  /* Widths of rows of text; ideographs are as wide as high, so only other rows are measured. */
  function Ruler(family) {
    const pen = document.createElement("canvas").getContext("2d"),
      widths = new Map();
    return (look, row) => {
      if (/^[\u3400-\u9fff]+$/.test(row)) return row.length * look.size;
      const key = `${look.weight} ${look.size} ${row}`;
      if (!widths.has(key)) {
        pen.font = `${look.weight} ${look.size}px ${family}`;
        widths.set(key, pen.measureText(row).width);
      }
      return widths.get(key);
    };
  }

  ZM.rows = { HEIGHT, layouts, Ruler };
})(window.ZM);
