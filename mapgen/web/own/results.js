/* needs: core.js i18n.js lead.js legend.js model.js own/classes.js own/degrees.js own/fields.js own/placed.js
   own/points.js own/shades.js own/take.js own/tallied.js panel.js state.js */
/* The third step: what was counted, in sentences, in a table with bars, and on the map. */
((ZM) => {
  "use strict";

  const { make } = ZM;
  const { choice, entry, check, words } = ZM.fields;
  const ROWS = 300; // of the table: a page may have 25,000 elements
  const LISTED = 20, // rows without a place that are told
    OUTSIDE = 100; // places in no zone that are listed
  const TOLD = 6; // columns that are said of a place on pointing
  const DIGITS = 2;
  const MOST_M = 50000;

  const fresh = () => ({
    measure: "count",
    column: -1,
    by: -1,
    metres: 1000,
    colorBy: -1,
    filterBy: -1,
    filterFor: "",
    isShaded: true,
    isDotted: true,
  });

  const number = (value) => (Number.isNaN(value) ? "–" : ZM.number(value, DIGITS));

  /* Elements shown that are counted, each with its tally. */
  function rowsOf(tally) {
    const { groups } = ZM.placed;
    const row = (kind) => (some, i) => some.filter(ZM.state.isVisible).map((element) => [element, tally[kind][i]]);
    return [...groups.areas.flatMap(row("areas")), ...groups.lines.flatMap(row("lines"))];
  }

  function summary({ table, columns, placed }, tally) {
    const { row, rejected } = placed;
    const kept = tally.all.count;
    const told = [ZM.t("own.told.placed", { count: ZM.number(row.length, 0) })];
    if (kept !== row.length) told.push(ZM.t("own.told.kept", { count: ZM.number(kept, 0) }));
    told.push(ZM.t("own.told.outside", { count: ZM.number(tally.outside.count, 0) }));
    if (tally.border) told.push(ZM.t("own.told.border", { count: ZM.number(tally.border, 0) }));
    if (rejected.length) told.push(ZM.t("own.told.rejected", { count: ZM.number(rejected.length, 0) }));
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
            all > items.length ? words(ZM.t("own.told.more", { count: ZM.number(all - items.length, 0) })) : null,
          )
        : null;
    return make(
      "div",
      { className: "zm-own-told" },
      make("p", { text: told.join(ZM.language() === "zh" ? "" : " "), attrs: { role: "status" } }),
      list("own.told.rejected_title", bad, rejected.length),
      list("own.told.outside_title", out, tally.outside.count),
    );
  }

  function controls(view, { columns }, again) {
    const options = [[-1, ZM.t("own.none")], ...columns.names.map((name, i) => [i, name])];
    const set = (key, read) => (value) => {
      view[key] = read(value);
      again();
    };
    const column = (key, label) => choice(`zm-own-${key}`, label, options, view[key], set(key, Number));
    const measures = ["count", "sum", "mean"].map((each) => [each, ZM.t(`own.measure.${each}`)]);
    const metres = (value) => Math.max(0, Math.min(MOST_M, Number(value) || 0));
    return make(
      "div",
      { className: "zm-own-fields" },
      choice("zm-own-measure", ZM.t("own.field.measure"), measures, view.measure, set("measure", String)),
      view.measure === "count" ? null : column("column", ZM.t("own.field.column")),
      column("by", ZM.t("own.field.by")),
      ZM.placed.groups.lines.length
        ? entry("zm-own-metres", ZM.t("own.field.metres"), view.metres, set("metres", metres), {
            inputmode: "numeric",
            size: 6,
          })
        : null,
      column("filterBy", ZM.t("own.field.filter_by")),
      view.filterBy < 0
        ? null
        : entry("zm-own-filterFor", ZM.t("own.field.filter_for"), view.filterFor, set("filterFor", String), {
            placeholder: ZM.t("own.field.filter_hint"),
          }),
      column("colorBy", ZM.t("own.field.color_by")),
      check("zm-own-isDotted", ZM.t("own.field.dots"), view.isDotted, set("isDotted", Boolean)),
      check("zm-own-isShaded", ZM.t("own.field.shades"), view.isShaded, set("isShaded", Boolean)),
    );
  }

  function bar(value, most) {
    const fill = make("span", { className: "zm-own-bar" });
    fill.style.width = `${most > 0 && value > 0 ? (100 * value) / most : 0}%`;
    return make("span", { className: "zm-own-track", attrs: { "aria-hidden": "true" } }, fill);
  }

  const heading = (view, names) =>
    view.measure === "count" || view.column < 0
      ? ZM.t("own.measure.count")
      : ZM.t("own.measured", { measure: ZM.t(`own.measure.${view.measure}`), column: names[view.column] });

  const measure = (view) => (view.column < 0 ? "count" : view.measure);

  function table(view, { columns }, tally) {
    const value = (each) => ZM.tallied.value(each, measure(view)),
      isCount = measure(view) === "count";
    const isLine = ([element]) => Number(element.kind === "axis");
    const rows = rowsOf(tally).sort(
      (a, b) => isLine(a) - isLine(b) || (value(b[1]) || 0) - (value(a[1]) || 0) || b[1].count - a[1].count,
    );
    const most = Math.max(0, ...rows.map(([, each]) => value(each) || 0));
    const kinds = tally.kinds ? tally.kinds.entries : [];
    const figures = (each) => [
      isCount ? null : make("td", { className: "zm-cell-figure", text: ZM.number(each.count, 0) }),
      ...kinds.map((_, i) => make("td", { className: "zm-cell-figure", text: ZM.number(each.kinds[i], 0) })),
    ];
    const line = (head, each, isBarred) =>
      make(
        "tr",
        {},
        make("th", { attrs: { scope: "row" } }, head),
        ...(each
          ? [
              make(
                "td",
                { className: "zm-own-value" },
                isBarred ? bar(value(each), most) : null,
                make("span", { text: number(value(each)) }),
              ),
              ...figures(each),
            ]
          : []),
      );
    const name = (element) =>
      make(
        "span",
        { className: "zm-cell-name" },
        ZM.legend.symbol(element),
        ZM.leadTo(element),
        element.kind === "axis"
          ? make("span", { className: "zm-words", text: ZM.t("own.within", { metres: ZM.number(view.metres, 0) }) })
          : null,
        ZM.model.plans.size > 1
          ? make("span", { className: "zm-words", text: ZM.model.shortName(ZM.model.plan(element.plan)) })
          : null,
      );
    const head = (text, isFigure) =>
      make("th", { className: isFigure ? "zm-cell-figure" : "", text, attrs: { scope: "col" } });
    return make(
      "table",
      {},
      make("caption", { className: "zm-hidden", text: ZM.t("own.caption") }),
      make(
        "thead",
        {},
        make(
          "tr",
          {},
          head(ZM.t("table.name")),
          head(heading(view, columns.names)),
          isCount ? null : head(ZM.t("own.measure.count"), true),
          ...kinds.map(({ text }) => head(text, true)),
        ),
      ),
      make(
        "tbody",
        {},
        ...rows.slice(0, ROWS).map(([element, each]) => line(name(element), each, true)),
        rows.length > ROWS
          ? line(make("span", { text: ZM.t("own.more", { count: ZM.number(rows.length - ROWS, 0) }) }), null)
          : null,
        line(make("span", { text: ZM.t("own.outside") }), tally.outside, false),
        line(make("span", { text: ZM.t("own.all") }), tally.all, false),
      ),
    );
  }

  /* The counts as rows of cells, for taking away: every zone and axis, shown or not. */
  function counts(view, { columns }, tally) {
    const { groups } = ZM.placed,
      kinds = tally.kinds ? tally.kinds.entries : [];
    const cells = (each) => [
      each.count,
      ...(measure(view) === "count" ? [] : [ZM.tallied.value(each, measure(view))]),
      ...kinds.map((_, i) => each.kinds[i]),
    ];
    const row = (kind) => (some, i) =>
      some.map((element) => [element.plan, element.id, ZM.pick(element, "name"), ...cells(tally[kind][i])]);
    return [
      [
        ...["plan", "zone", "name", "count"].map((key) => ZM.t(`own.head.${key}`)),
        ...(measure(view) === "count" ? [] : [heading(view, columns.names)]),
        ...kinds.map(({ text }) => text),
      ],
      ...groups.areas.flatMap(row("areas")),
      ...groups.lines.flatMap(row("lines")),
      ["", "", ZM.t("own.outside"), ...cells(tally.outside)],
      ["", "", ZM.t("own.all"), ...cells(tally.all)],
    ].map((line) => line.map((value) => (Number.isNaN(value) ? "" : value)));
  }

  /* Colours of the places, and their legend. */
  function colored(view, { table, placed, columns }) {
    const { point } = ZM.config.look.own;
    if (view.colorBy < 0) return { color: new Uint8Array(placed.row.length), colors: [point.fill], entries: [] };
    const cells = ZM.tallied.cells(table, placed, view.colorBy);
    const title = columns.names[view.colorBy];
    if (!ZM.classes.isFigures(cells)) {
      const kinds = ZM.classes.kinds(cells);
      const entries = kinds.entries;
      return { title, color: Uint8Array.from(cells, kinds.of), colors: entries.map(({ color }) => color), entries };
    }
    const values = cells.map((cell) => ZM.degrees.number(cell)),
      steps = ZM.classes.steps(values, ZM.config.look.own.steps),
      none = steps.entries.length;
    return {
      title,
      color: Uint8Array.from(values, (value) => (Number.isNaN(value) ? none : steps.of(value))),
      colors: [...steps.entries.map(({ color }) => color), ZM.config.look.grouping.other],
      entries: steps.entries,
    };
  }

  function tellOf({ table, placed, columns }) {
    return (i) => {
      const row = table.rows[placed.row[i]],
        title = columns.name >= 0 ? row[columns.name] : "";
      const rest = columns.names
        .map((name, column) => [column, name, row[column]])
        .filter(([column, , value]) => column !== columns.name && value)
        .slice(0, TOLD)
        .map(([, name, value]) => make("div", { text: ZM.t("own.told.cell", { name, value }) }));
      return [make("b", { text: title || ZM.t("own.told.row_number", { row: table.first + placed.row[i] }) }), ...rest];
    };
  }

  function key(title, entries) {
    if (!entries.length) return null;
    const items = entries.map(({ color, text }) => {
      const mark = make("span", { className: "zm-own-mark" });
      mark.style.background = color;
      return make("li", {}, mark, make("span", { text }));
    });
    return make("div", { className: "zm-own-key" }, make("b", { text: title }), make("ul", {}, ...items));
  }

  /* Nodes of the step, and the map with them. kept: {table, columns, placed, name}. */
  ZM.results = (view, kept, again) => {
    const what = { ...view, column: view.measure === "count" ? -1 : view.column };
    const tally = ZM.tallied(kept.table, kept.placed, what);
    const values = tally.areas.map((each) => ZM.tallied.value(each, measure(what)));
    let shades = [];
    if (view.isShaded) shades = ZM.shades.show(values);
    else ZM.shades.hide();
    const points = colored(view, kept);
    if (view.isDotted) ZM.ownPoints.show(kept.placed, { ...points, kept: tally.kept, tell: tellOf(kept) });
    else ZM.ownPoints.hide();
    const keys = () =>
      [
        view.isShaded && key(heading(what, kept.columns.names), shades),
        view.isDotted && key(points.title, points.entries),
      ].filter(Boolean);
    ZM.byId("zm-own-legend").replaceChildren(...keys());
    return [
      summary(kept, tally),
      controls(view, kept, again),
      make("div", { className: "zm-own-keys" }, ...keys()),
      table(what, kept, tally),
      make("div", { className: "zm-buttons" }, ...ZM.take(() => [kept, counts(what, kept, tally)])),
      words(ZM.t("own.note")),
    ];
  };

  ZM.results.fresh = fresh;
  ZM.results.hide = () => {
    ZM.shades.hide();
    ZM.ownPoints.hide();
    ZM.byId("zm-own-legend").replaceChildren();
  };
})(window.ZM);
