/* needs: core.js */
/* Tables as a workbook (XLSX): texts as texts, which no spreadsheet runs, numbers as numbers; packed by the browser. */
((ZM) => {
  "use strict";

  const LONGEST = 32767; // characters of a cell, as Excel has it
  const ROWS = 2000; // written in one piece
  const MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    PACKAGE = "http://schemas.openxmlformats.org/package/2006",
    TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml";
  const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
  const ESCAPES = { "<": "&lt;", ">": "&gt;", "&": "&amp;", '"': "&quot;" };

  const escaped = (text) =>
    text
      .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "")
      .replace(/[<>&"]/g, (sign) => ESCAPES[sign]);

  /* A text that is a number as spreadsheets write it; 007 and what has more digits than a number holds stay texts. */
  const isNumber = (text) => /^-?(?:0|[1-9]\d{0,14})(?:\.\d{1,12})?$/.test(text) && text.length < 17;

  function cell(value) {
    if (typeof value === "number" && Number.isFinite(value)) return `<c><v>${value}</v></c>`;
    const text = String(value ?? "");
    if (!text) return "<c/>";
    if (isNumber(text)) return `<c><v>${text}</v></c>`;
    return `<c t="inlineStr"><is><t xml:space="preserve">${escaped(text.slice(0, LONGEST))}</t></is></c>`;
  }

  const row = (cells) => `<row>${cells.map(cell).join("")}</row>`;

  function sheet(rows) {
    const parts = [`${HEAD}<worksheet xmlns="${MAIN}"><sheetData>`];
    for (let i = 0; i < rows.length; i += ROWS)
      parts.push(
        rows
          .slice(i, i + ROWS)
          .map(row)
          .join(""),
      );
    return [...parts, "</sheetData></worksheet>"];
  }

  async function packed(parts) {
    const zipped = new Blob(parts).stream().pipeThrough(new CompressionStream("gzip"));
    const bytes = new Uint8Array(await new Response(zipped).arrayBuffer());
    // gzip has ten bytes before what is deflated, and its CRC-32 and length behind.
    return { body: bytes.subarray(10, -8), sum: bytes.subarray(-8, -4), size: bytes.subarray(-4) };
  }

  const numbers = (...some) =>
    Uint8Array.from(
      some.flatMap(([value, bytes]) => Array.from({ length: bytes }, (_, i) => Math.floor(value / 256 ** i) % 256)),
    );

  async function zip(files) {
    const out = [],
      directory = [];
    let at = 0;
    for (const [path, parts] of files) {
      const { body, sum, size } = await packed(parts),
        name = new TextEncoder().encode(path);
      // Version 2.0, deflated, 1980-01-01: the same table gives the same file.
      const about = [numbers([20, 2], [0, 2], [8, 2], [0, 2], [33, 2]), sum, numbers([body.length, 4]), size];
      const local = [numbers([0x04034b50, 4]), ...about, numbers([name.length, 2], [0, 2]), name, body];
      directory.push(
        numbers([0x02014b50, 4], [20, 2]),
        ...about,
        numbers([name.length, 2], [0, 2], [0, 2], [0, 2], [0, 2], [0, 4], [at, 4]),
        name,
      );
      out.push(...local);
      at += local.reduce((sum, part) => sum + part.length, 0);
    }
    const length = directory.reduce((sum, part) => sum + part.length, 0),
      count = files.length;
    const end = numbers([0x06054b50, 4], [0, 2], [0, 2], [count, 2], [count, 2], [length, 4], [at, 4], [0, 2]);
    return new Blob([...out, ...directory, end], { type: `${TYPES}.sheet` });
  }

  /* sheets: [{name, rows: [[text or number, …], …]}, …]; a Blob. */
  ZM.workbook = (sheets) => {
    const part = (i) => `xl/worksheets/sheet${i + 1}.xml`;
    const link = (id, type, target) => `<Relationship Id="r${id}" Type="${LINKS}/${type}" Target="${target}"/>`;
    const links = (some) => [`${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${some}</Relationships>`];
    const type = (path, name) => `<Override PartName="/${path}" ContentType="${TYPES}.${name}+xml"/>`;
    const types = [type("xl/workbook.xml", "sheet.main"), ...sheets.map((_, i) => type(part(i), "worksheet"))];
    const named = sheets.map(({ name }, i) => `<sheet name="${escaped(name)}" sheetId="${i + 1}" r:id="r${i + 1}"/>`);
    return zip([
      [
        "[Content_Types].xml",
        [
          `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" `,
          `ContentType="application/vnd.openxmlformats-package.relationships+xml"/>${types.join("")}</Types>`,
        ],
      ],
      ["\u005frels/.rels", links(link(1, "officeDocument", "xl/workbook.xml"))],
      [
        "xl/workbook.xml",
        [`${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${LINKS}"><sheets>`, ...named, "</sheets></workbook>"],
      ],
      [
        "xl/\u005frels/workbook.xml.rels",
        links(sheets.map((_, i) => link(i + 1, "worksheet", `worksheets/sheet${i + 1}.xml`)).join("")),
      ],
      ...sheets.map(({ rows }, i) => [part(i), sheet(rows)]),
    ]);
  };
})(window.ZM);
