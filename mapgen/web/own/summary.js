/* needs: core.js i18n.js own/fields.js panel.js */
/* What became of all rows: in sentences, with lists of those that have no place and of places in no zone. */
((ZM) => {
  "use strict";

  const { make } = ZM;
  const LISTED = 20, // rows without a place that are told
    OUTSIDE = 100; // places in no zone that are listed

  const counted = (what, count) => ZM.t(`own.told.${what}`, { count: ZM.number(count, 0) });

  /* What was counted, in sentences. */
  function sentences({ row, rejected }, tally) {
    const kept = tally.all.count,
      { border } = tally;
    const told = [
      counted("placed", row.length),
      kept !== row.length && counted("kept", kept),
      counted("outside", tally.outside.count),
      border && counted("border", border),
      rejected.length && counted("rejected", rejected.length),
    ];
    return told.filter(Boolean).join(ZM.language() === "zh" ? "" : " ");
  }

  /* Nodes of it. kept: {table, columns, placed}. */
  ZM.summary = ({ table, columns, placed }, tally) => {
    const { row, rejected } = placed;
    const name = (row) => (columns.name >= 0 && table.rows[row][columns.name]) || "";
    const bad = rejected.slice(0, LISTED).map(({ row, reason }) =>
      make("li", {
        text: ZM.t("own.told.row", { row: table.first + row, reason: ZM.t(`own.reason.${reason}`), name: name(row) }),
      }),
    );
    const out = [];
    for (let i = 0; i < row.length && out.length < OUTSIDE; i += 1) {
      if (!tally.kept[i] || placed.inside.starts[i] !== placed.inside.starts[i + 1]) continue;
      const text = name(row[i]) || ZM.t("own.told.row_number", { row: table.first + row[i] });
      const button = make("button", {
        className: "zm-link",
        text,
        attrs: { type: "button" },
        on: {
          click: () => {
            const at = { lng: placed.lon[i], lat: placed.lat[i] };
            ZM.panel.look({ center: at, zoom: Math.max(14, ZM.map.getZoom()) });
          },
        },
      });
      out.push(make("li", {}, button));
    }
    const list = (title, items, all) =>
      items.length
        ? make(
            "details",
            {},
            make("summary", { text: ZM.t(title) }),
            make("ul", {}, ...items),
            all > items.length ? ZM.fields.words(counted("more", all - items.length)) : null,
          )
        : null;
    return make(
      "div",
      { className: "zm-own-told" },
      make("p", { text: sentences(placed, tally), attrs: { role: "status" } }),
      list("own.told.rejected_title", bad, rejected.length),
      list("own.told.outside_title", out, tally.outside.count),
    );
  };

  Object.assign(ZM.summary, { counted, sentences });
})(window.ZM);
