/* needs: core.js own/refusal.js */
/* The XML of a sheet and of shared strings, read as it comes: as a document, 200,000 rows would not fit into memory.
   What spreadsheet programs write is expected; whatever it is, time grows with its length alone. */
((ZM) => {
  "use strict";

  const NAMES = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };
  const LONGEST = 8e6; // characters of one row, and of what stands behind all rows
  const WIDEST = 16384; // columns
  const DAY_MS = 86400000;
  const FIRST_DAY = 25569; // 1970-01-01 as Excel counts

  const sign = (code) => (code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : "");

  /* Text between tags: entities, and signs that Excel writes as x000D between underscores. */
  function plain(text) {
    const read = text.includes("&")
      ? text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w{1,4}));/gi, (all, hex, ten, name) =>
          hex ? sign(parseInt(hex, 16)) : ten ? sign(Number(ten)) : (NAMES[name] ?? all),
        )
      : text;
    return read.includes("_") ? read.replace(/[_]x([0-9A-F]{4})[_]/g, (_, code) => sign(parseInt(code, 16))) : read;
  }

  /* All that stands in <t>, but for how it is pronounced. */
  function words(xml) {
    const written = xml
      .split(/<(?:\w+:)?rPh(?=[\s>])/)
      .map((part, i) => (i ? part.split(/<\/(?:\w+:)?rPh>/)[1] || "" : part));
    let out = "";
    for (const [, text] of written.join("").matchAll(/<(?:\w+:)?t(?:\s[^<>]*)?>([^<]*)/g)) out += text;
    return plain(out);
  }

  /* "BC12" → [11, 54]: row and column from 0. */
  function place(name) {
    let column = 0,
      i = 0;
    for (; i < name.length && name.charCodeAt(i) > 57; i += 1) column = column * 26 + (name.charCodeAt(i) & 31);
    return [Number(name.slice(i)) - 1, column - 1];
  }

  function day(serial) {
    const number = Number(serial);
    if (!(number >= 1 && number < 2958466)) return serial;
    const at = new Date(Math.round((number - FIRST_DAY) * DAY_MS)).toISOString();
    return number % 1 ? `${at.slice(0, 10)} ${at.slice(11, 19)}` : at.slice(0, 10);
  }

  const attribute = (name) => new RegExp(`(?:^|\\s)${name}="([^"]*)"`);
  const R = attribute("r"),
    S = attribute("s"),
    T = attribute("t"),
    VALUE = /<(?:\w+:)?v(?:\s[^<>]*)?>([^<]*)/;

  const tags = (name) => ({
    open: new RegExp(`<(?:\\w+:)?${name}(?=[\\s>/])([^<>]*)>`, "g"),
    close: new RegExp(`</(?:\\w+:)?${name}>`, "g"),
  });

  const CELL = tags("c");

  /* Calls take(attributes, inside) for each whole element in a text; returns where the rest of it begins. */
  function each({ open, close }, text, take) {
    let at = 0;
    for (;;) {
      open.lastIndex = at;
      const begin = open.exec(text);
      if (!begin) return Math.max(at, text.lastIndexOf("<"));
      const from = open.lastIndex;
      if (begin[1].endsWith("/")) {
        take(begin[1], "");
        at = from;
        continue;
      }
      close.lastIndex = from;
      const end = close.exec(text);
      if (!end) return begin.index;
      at = close.lastIndex;
      take(begin[1], text.slice(from, end.index));
    }
  }

  /* A reader of pieces of XML: calls take(attributes, inside) for each element of a name once it is whole. */
  function elements(name, take) {
    const both = tags(name);
    let kept = "",
      isFirst = true;
    return (text) => {
      kept += text;
      if (isFirst && /<!DOCTYPE/i.test(kept.slice(0, 4096))) throw ZM.refusal("document_type");
      isFirst = false;
      kept = kept.slice(each(both, kept, take)); // what is not whole yet waits for the next piece
      if (kept.length > LONGEST) throw ZM.refusal("unpacks_too_far");
    };
  }

  /* Reads a sheet: take(text) for each piece of its XML, then whole() gives rows of cells and ranges of merged cells.
     strings: shared ones; isDay(style): whether numbers of a style are days. */
  ZM.sheet = (strings, isDay) => {
    const rows = [];
    let behind = null, // what stands behind all rows
      edge = "";

    function cell(attributes, inside) {
      const type = T.exec(attributes)?.[1];
      if (type === "inlineStr") return words(inside);
      const value = VALUE.exec(inside)?.[1];
      if (!value || type === "e") return "";
      if (type === "s") return strings[Number(value)] ?? "";
      if (type === "b") return value === "1" ? "TRUE" : "FALSE";
      if (type === "str" || type === "d") return plain(value);
      const style = S.exec(attributes);
      return style && isDay(Number(style[1])) ? day(value) : value;
    }

    const read = elements("row", (about, inside) => {
      const number = Number(R.exec(about)?.[1] || rows.length + 1) - 1;
      const broken = () => ZM.refusal("broken_sheet", { row: number + 1 });
      if (!(number >= rows.length && number < 1048576)) throw broken();
      const cells = [];
      let wide = 0;
      each(CELL, inside, (attributes, within) => {
        const at = R.exec(attributes),
          column = at ? place(at[1])[1] : wide;
        if (!(column >= wide && column < WIDEST)) throw broken();
        wide = column + 1;
        const text = cell(attributes, within);
        if (text === "") return;
        while (cells.length < column) cells.push("");
        cells.push(text);
      });
      if (!cells.length) return; // a row that has nothing but a look
      if (number >= ZM.refusal.MOST_ROWS + 99) throw ZM.refusal.tooMany();
      while (rows.length < number) rows.push([]);
      rows.push(cells);
    });

    return {
      take(text) {
        if (behind !== null) {
          behind += text;
          if (behind.length > LONGEST) throw ZM.refusal("unpacks_too_far");
          return;
        }
        read(text);
        const seen = edge + text,
          end = /<\/(?:\w+:)?sheetData>/.exec(seen);
        if (end) behind = seen.slice(end.index);
        edge = seen.slice(-40);
      },
      whole() {
        // A sheet that ends among its rows has lost some.
        if (behind === null && rows.length) throw ZM.refusal("broken_sheet", { row: rows.length + 1 });
        const ranges = (behind || "").matchAll(/<(?:\w+:)?mergeCell\s[^<>]*?ref="([A-Z]{1,3}\d+):([A-Z]{1,3}\d+)"/g);
        return { rows, merged: [...ranges].map(([, from, to]) => [...place(from), ...place(to)]) };
      },
    };
  };

  /* Reads shared strings: take(text) for each piece, all of them in `all`. */
  ZM.sheet.strings = () => {
    const all = [];
    return { take: elements("si", (_, inside) => all.push(words(inside))), all };
  };
})(window.ZM);
