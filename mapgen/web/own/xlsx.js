/* needs: core.js own/refusal.js own/sheet.js own/zip.js */
/* Workbooks: which sheets there are, and one of them as rows of cells. Small parts are read by the browser's own
   parser, sheets and shared strings as they come. */
((ZM) => {
  "use strict";

  const LINKS = "xl/\u005frels/workbook.xml.rels";
  const MOST_SMALL = 20e6, // bytes of a workbook's own parts
    MOST_STRINGS = 300e6,
    MOST_SHEET = 600e6; // bytes of a sheet: 200,000 rows of 40 columns
  const DAYS = [
    [14, 22],
    [27, 36],
    [45, 47],
    [50, 58],
  ]; // numbers of formats that Excel has for days

  function parsed(text) {
    if (/<!DOCTYPE/i.test(text)) throw ZM.refusal("document_type");
    const made = new DOMParser().parseFromString(text, "application/xml");
    if (made.getElementsByTagName("parsererror").length) throw ZM.refusal("broken_zip");
    return made;
  }

  const all = (xml, name) => [...xml.getElementsByTagNameNS("*", name)];

  /* Whether a format shows a day: a letter of dates outside quotes, brackets and escapes. */
  const showsDay = (format) => /[ymdh]/i.test(format.replace(/"[^"]*"|\[[^\]]*\]|\\./g, ""));

  async function days(zip, part) {
    if (!zip.has("xl/styles.xml")) return () => false;
    const xml = parsed(await part("xl/styles.xml"));
    const own = new Map(
      all(xml, "numFmt").map((each) => [each.getAttribute("numFmtId"), each.getAttribute("formatCode") || ""]),
    );
    const styles = all(xml, "cellXfs").flatMap((list) =>
      all(list, "xf").map((each) => {
        const id = each.getAttribute("numFmtId");
        return own.has(id) ? showsDay(own.get(id)) : DAYS.some(([from, to]) => Number(id) >= from && Number(id) <= to);
      }),
    );
    return (style) => Boolean(styles[style]);
  }

  /* {sheets: names, read(number)}: read gives {rows, merged} of a sheet. */
  ZM.xlsx = async (bytes) => {
    const zip = ZM.zip(bytes),
      part = (name) => zip.text(name, MOST_SMALL);
    if (!zip.has("xl/workbook.xml")) throw ZM.refusal("no_workbook");
    const book = parsed(await part("xl/workbook.xml"));
    const links = zip.has(LINKS) ? parsed(await part(LINKS)) : null;
    const targets = new Map(
      (links ? all(links, "Relationship") : []).map((each) => [each.getAttribute("Id"), each.getAttribute("Target")]),
    );
    const path = (target) => (target.startsWith("/") ? target.slice(1) : `xl/${target}`);
    const sheets = all(book, "sheet")
      .map((each) => {
        const id = [...each.attributes].find(({ localName, name }) => localName === "id" && name.includes(":"));
        return { name: each.getAttribute("name"), part: path(targets.get(id?.value) || "") };
      })
      .filter((each) => zip.has(each.part) && !each.part.includes("chartsheets"));
    if (!sheets.length) throw ZM.refusal("no_workbook");
    // Files of old Macs count days from 1904: there a day stays a number.
    const isOld = all(book, "workbookPr").some((each) => /^(1|true)$/.test(each.getAttribute("date1904") || ""));
    let strings = null,
      isDay = null;

    async function stream(name, most, take) {
      const decoder = new TextDecoder();
      await zip.chunks(name, most, (bytes) => take(decoder.decode(bytes, { stream: true })));
      take(decoder.decode());
    }

    async function read(number) {
      if (!strings) {
        const reader = ZM.sheet.strings();
        if (zip.has("xl/sharedStrings.xml")) await stream("xl/sharedStrings.xml", MOST_STRINGS, reader.take);
        strings = reader.all;
        isDay = isOld ? () => false : await days(zip, part);
      }
      const reader = ZM.sheet(strings, isDay);
      await stream(sheets[number].part, MOST_SHEET, reader.take);
      return reader.whole();
    }

    return { sheets: sheets.map(({ name }) => name), read };
  };
})(window.ZM);
