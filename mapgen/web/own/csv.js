/* needs: core.js own/refusal.js */
/* Tables as text, by RFC 4180 and as Excel reads and writes them: a first line "sep=;", semicolons or tabs for commas,
   line ends of any kind, what stands behind a closing quote. Time grows with the length of the text alone. */
((ZM) => {
  "use strict";

  const SIGNS = ["\t", ";", ",", "|"]; // where two fit alike, the first
  const LINES = 20; // in which a separator must be found
  const HEAD = 65536; // characters that these lines have at most

  /* Cells of a text, row by row; only `most` rows of it, if given. */
  function cells(text, sign, most = Infinity) {
    const out = [],
      end = text.length,
      code = sign.charCodeAt(0);
    let row = [],
      at = 0;
    const stop = (from) => {
      let i = from;
      for (; i < end; i += 1) {
        const sign = text.charCodeAt(i);
        if (sign === code || sign === 10 || sign === 13) break;
      }
      return i;
    };
    for (;;) {
      let cell = "";
      if (text[at] === '"') {
        at += 1;
        for (;;) {
          const to = text.indexOf('"', at);
          if (to < 0) throw ZM.refusal("open_quote", { row: out.length + 1 });
          cell += text.slice(at, to);
          at = to + 1;
          if (text[at] !== '"') break;
          cell += '"';
          at += 1;
        }
      }
      const to = stop(at);
      row.push(cell + text.slice(at, to));
      at = to;
      if (at < end && text.charCodeAt(at) === code) {
        at += 1;
        continue;
      }
      out.push(row);
      at += text.startsWith("\r\n", at) ? 2 : 1;
      if (at >= end || out.length >= most) return out;
      row = [];
    }
  }

  /* The same of a text without quotes and without line ends of old Macs: what most tables are, in half the time. */
  function simple(text, sign) {
    const lines = text.split("\n");
    if (lines[lines.length - 1] === "") lines.pop();
    return lines.map((line) => (line.endsWith("\r") ? line.slice(0, -1) : line).split(sign));
  }

  /* The sign that separates cells: which most lines have equally often. */
  function separator(text) {
    const head = text.slice(0, HEAD);
    let best = { sign: ",", alike: 0 };
    for (const sign of SIGNS) {
      let rows;
      try {
        rows = cells(head, sign, LINES);
      } catch {
        continue; // a quote that closes further on
      }
      const counts = rows.filter((row) => row.length > 1 || row[0].trim()).map((row) => row.length);
      const often = new Map();
      for (const count of counts) if (count > 1) often.set(count, (often.get(count) || 0) + 1);
      const alike = Math.max(0, ...often.values());
      if (alike > best.alike) best = { sign, alike };
    }
    return best.sign;
  }

  /* Rows of cells of a text. */
  ZM.csv = (text) => {
    const plain = text.replace(/^\ufeff/, "");
    const told = /^"?sep=(.)"?\r?\n/i.exec(plain);
    const body = told ? plain.slice(told[0].length) : plain;
    const sign = told ? told[1] : separator(body);
    const isSimple = !body.includes('"') && !/\r(?!\n)/.test(body);
    const rows = isSimple ? simple(body, sign) : cells(body, sign, ZM.refusal.MOST_ROWS + 100);
    if (rows.length > ZM.refusal.MOST_ROWS + 99) throw ZM.refusal.tooMany();
    return { rows, first: told ? 2 : 1 };
  };
})(window.ZM);
