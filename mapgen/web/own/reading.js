/* needs: core.js i18n.js own/csv.js own/decode.js own/geojson.js own/refusal.js own/xlsx.js */
/* A file or what was pasted as a table {rows, first, merged}: rows of texts, `first` the number of the first one. */
((ZM) => {
  "use strict";

  const starts = (bytes, ...signs) => signs.every((sign, i) => bytes[i] === sign);

  const single = (name, about, table) => ({ name, about, sheets: [], read: async () => table });

  function fromText(name, text, about) {
    if (!text.trim()) throw ZM.refusal("empty");
    if (/^\ufeff?\s*[[{]/.test(text)) {
      const { rows, crs } = ZM.geojson(text);
      // RFC 7946 knows no other system; files of older programs may name one.
      return single(name, "GeoJSON", { rows, crs, first: 0, isGeojson: true });
    }
    return single(name, about, ZM.csv(text));
  }

  /* {name, about, sheets, read(number)} of a File. */
  ZM.reading = async (file) => {
    if (file.size > ZM.refusal.MOST_BYTES) throw ZM.refusal.tooMany();
    const bytes = new Uint8Array(await file.arrayBuffer());
    if (starts(bytes, 0xd0, 0xcf, 0x11, 0xe0)) throw ZM.refusal("old_workbook"); // .xls, or one with a password
    if (starts(bytes, 0x50, 0x4b)) {
      const { sheets, read } = await ZM.xlsx(bytes);
      return {
        name: file.name,
        about: "XLSX",
        sheets,
        read: async (number) => ({ first: 1, ...(await read(number)) }),
      };
    }
    const { text, encoding } = ZM.decode(bytes);
    return fromText(file.name, text, encoding.toUpperCase());
  };

  ZM.reading.pasted = (text) => fromText(ZM.t("own.pasted"), text, ZM.t("own.clipboard"));
})(window.ZM);
