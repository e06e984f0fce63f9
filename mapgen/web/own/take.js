/* needs: core.js download.js hand.js i18n.js own/placed.js own/workbook.js */
/* The rows as they were given, each with the zones in which it lies, and the counts, to take away. */
((ZM) => {
  "use strict";

  const BETWEEN = "; ";
  const NUMBER = /^[+-]?\d+(?:\.\d+)?$/;

  /* Ids and names of the elements that cover place i. */
  function zones({ inside: { starts, items } }, i) {
    const some = Array.from(items.slice(starts[i], starts[i + 1])).flatMap((number) => ZM.placed.groups.areas[number]);
    return [some.map(({ id }) => id).join(BETWEEN), some.map((element) => ZM.pick(element, "name")).join(BETWEEN)];
  }

  const degrees = (value) => Number(value.toFixed(7)); // a centimetre

  const heads = () => ["zone_id", "zone_name", "lon", "lat", "note"].map((key) => ZM.t(`own.head.${key}`));

  /* Every row of the table, and what was found of it. */
  function rows({ table, columns, placed }) {
    const width = columns.names.length,
      extra = new Map();
    placed.row.forEach((row, i) => {
      extra.set(row, [...zones(placed, i), degrees(placed.lon[i]), degrees(placed.lat[i]), ""]);
    });
    for (const { row, reason } of placed.rejected) extra.set(row, ["", "", "", "", ZM.t(`own.reason.${reason}`)]);
    const body = [...extra].sort((a, b) => a[0] - b[0]);
    return [
      [...columns.names, ...heads()],
      ...body.map(([row, found]) => [
        ...Array.from({ length: width }, (_, column) => table.rows[row][column] || ""),
        ...found,
      ]),
    ];
  }

  // What begins like a formula is guarded, a negative number is none.
  const cell = (value) => (NUMBER.test(value) ? String(value) : ZM.download.cell(value));
  const csv = (lines) => `\ufeff${lines.map((line) => line.map(cell).join(",")).join("\r\n")}\r\n`;

  function geojson({ table, columns, placed }) {
    const [id, name] = heads();
    const features = Array.from(placed.row, (row, i) => {
      const properties = Object.fromEntries(columns.names.map((key, column) => [key, table.rows[row][column] || ""]));
      [properties[id], properties[name]] = zones(placed, i);
      const coordinates = [degrees(placed.lon[i]), degrees(placed.lat[i])];
      return JSON.stringify({ type: "Feature", properties, geometry: { type: "Point", coordinates } });
    });
    return [`{"type":"FeatureCollection","features":[\n${features.join(",\n")}\n]}\n`];
  }

  const FORMATS = {
    csv: async (kept) => new Blob([csv(rows(kept))], { type: "text/csv;charset=utf-8" }),
    xlsx: (kept, counts) =>
      ZM.workbook([
        { name: ZM.t("own.sheet.counts"), rows: counts },
        { name: ZM.t("own.sheet.rows"), rows: rows(kept) },
      ]),
    geojson: async (kept) => new Blob(geojson(kept), { type: "application/geo+json" }),
    counts: async (_, counts) => new Blob([csv(counts)], { type: "text/csv;charset=utf-8" }),
  };

  /* Buttons; `given` gives {table, columns, placed, name} and the counts as rows of cells. */
  ZM.take = (given) =>
    Object.entries(FORMATS).map(([format, write]) =>
      ZM.make("button", {
        className: "zm-button",
        text: ZM.t(`own.take.${format}`),
        attrs: { type: "button", "data-format": format },
        on: {
          click: async () => {
            const [kept, counts] = given(),
              base = kept.name.replace(/\.[^.]*$/, "").replace(/[\\/:*?"<>|]/g, "_");
            const name = format === "counts" ? `${base}-counts.csv` : `${base}-zones.${format}`;
            ZM.hand(await write(kept, counts), name);
          },
        },
      }),
    );
})(window.ZM);
