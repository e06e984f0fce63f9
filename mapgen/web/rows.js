/* needs: core.js */
/* A name in rows that are short enough for a map, and how wide they are. */
((ZM) => {
  "use strict";

  const HEIGHT = 1.25; // of a row, in sizes of its type
  const MOST_ROWS = 4;
  const WIDE = { ideographs: 9, letters: 24 };

  /* Words in rows of letters; the last row says "…" where words are left out. */
  function rowsOfWords(text) {
    const rows = [""];
    for (const word of text.split(" ")) {
      const last = rows[rows.length - 1];
      if (last && last.length + word.length >= WIDE.letters) rows.push(word);
      else rows[rows.length - 1] = last ? `${last} ${word}` : word;
    }
    if (rows.length > MOST_ROWS) rows[MOST_ROWS - 1] += " …";
    return rows
      .slice(0, MOST_ROWS)
      .map((row) => (row.length > 2 * WIDE.letters ? `${row.slice(0, 2 * WIDE.letters)}…` : row));
  }

  /* Long Chinese names in rows of about the same length. */
  function rowsOf(text) {
    if (!/[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]/.test(text)) return rowsOfWords(text);
    let characters = [...text];
    if (characters.length <= WIDE.ideographs + 1) return [text];
    const most = MOST_ROWS * (WIDE.ideographs + 3);
    if (characters.length > most) characters = [...characters.slice(0, most - 1), "…"];
    const count = Math.min(MOST_ROWS, Math.ceil(characters.length / WIDE.ideographs)),
      each = Math.ceil(characters.length / count);
    return Array.from({ length: count }, (_, i) => characters.slice(i * each, (i + 1) * each).join(""));
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

  ZM.rows = { HEIGHT, of: rowsOf, Ruler };
})(window.ZM);
