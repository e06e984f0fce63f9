/* needs: core.js i18n.js lead.js legend.js model.js own/classes.js own/degrees.js own/fields.js own/placed.js
   own/paper.js own/points.js own/shades.js own/summary.js own/take.js own/tallied.js print.js state.js */
/* The third step: what was counted, in sentences, in a table with bars, and on the map. */
((ZM) => {
  "use strict";

  const { make } = ZM;
  const { choice, entry, check, field, words } = ZM.fields;
  const ROWS = 300; // of the table: a page may have 25,000 elements
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

  /* What take(elements of a place, their tally) gives, of all places. */
  const all = (tally, take) =>
    ["areas", "lines"].flatMap((kind) => ZM.placed.groups[kind].flatMap((some, i) => take(some, tally[kind][i])));

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
      choice("zm-own-measure", field("measure"), measures, view.measure, set("measure", String)),
      view.measure === "count" ? null : column("column", field("column")),
      column("by", field("by")),
      ZM.placed.groups.lines.length
        ? entry("zm-own-metres", field("metres"), view.metres, set("metres", metres), {
            inputmode: "numeric",
            size: 6,
          })
        : null,
      column("filterBy", field("filter_by")),
      view.filterBy < 0
        ? null
        : entry("zm-own-filterFor", field("filter_for"), view.filterFor, set("filterFor", String), {
            placeholder: field("filter_hint"),
          }),
      column("colorBy", field("color_by")),
      check("zm-own-isDotted", field("dots"), view.isDotted, set("isDotted", Boolean)),
      check("zm-own-isShaded", field("shades"), view.isShaded, set("isShaded", Boolean)),
    );
  }

  function bar(value, most) {
    const fill = make("span", { className: "zm-own-bar" });
    fill.style.width = `${most > 0 && value > 0 ? (100 * value) / most : 0}%`;
    return make("span", { className: "zm-own-track", attrs: { "aria-hidden": "true" } }, fill);
  }

  const heading = (view, names) =>
    measure(view) === "count"
      ? ZM.t("own.measure.count")
      : ZM.t("own.measured", { measure: ZM.t(`own.measure.${view.measure}`), column: names[view.column] });

  const measure = (view) => (view.column < 0 ? "count" : view.measure);

  function table(view, { columns }, tally) {
    const value = (each) => ZM.tallied.value(each, measure(view)),
      isCount = measure(view) === "count";
    const isLine = ([element]) => Number(element.kind === "axis");
    const shown = all(tally, (some, own) => some.filter(ZM.state.isVisible).map((element) => [element, own]));
    const rows = shown.sort(
      (a, b) => isLine(a) - isLine(b) || (value(b[1]) || 0) - (value(a[1]) || 0) || b[1].count - a[1].count,
    );
    const most = Math.max(0, ...rows.map(([, each]) => value(each) || 0));
    const kinds = tally.kinds?.entries || [];
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
        rows.length > ROWS ? line(make("span", { text: ZM.summary.counted("more", rows.length - ROWS) }), null) : null,
        line(make("span", { text: ZM.t("own.outside") }), tally.outside, false),
        line(make("span", { text: ZM.t("own.all") }), tally.all, false),
      ),
    );
  }

  /* The counts as rows of cells, for taking away: every zone and axis, shown or not. */
  function counts(view, { columns }, tally) {
    const kinds = tally.kinds?.entries || [];
    const cells = (each) => [
      each.count,
      ...(measure(view) === "count" ? [] : [ZM.tallied.value(each, measure(view))]),
      ...kinds.map((_, i) => each.kinds[i]),
    ];
    const row = (some, own) =>
      some.map((element) => [element.plan, element.id, ZM.pick(element, "name"), ...cells(own)]);
    return [
      [
        ...["plan", "zone", "name", "count"].map((key) => ZM.t(`own.head.${key}`)),
        ...(measure(view) === "count" ? [] : [heading(view, columns.names)]),
        ...kinds.map(({ text }) => text),
      ],
      ...all(tally, row),
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

  const cell = (name, value) => ZM.t("own.told.cell", { name, value });

  function tellOf({ table, placed, columns }) {
    return (i) => {
      const row = table.rows[placed.row[i]],
        title = columns.name >= 0 ? row[columns.name] : "";
      const rest = columns.names
        .map((name, column) => [column, name, row[column]])
        .filter(([column, , value]) => column !== columns.name && value)
        .slice(0, TOLD)
        .map(([, name, value]) => make("div", { text: cell(name, value) }));
      return [make("b", { text: title || ZM.t("own.told.row_number", { row: table.first + placed.row[i] }) }), ...rest];
    };
  }

  function key({ title, entries }) {
    const items = entries.map(({ color, text }) => {
      const mark = make("span", { className: "zm-own-mark" });
      mark.style.background = color;
      return make("li", {}, mark, make("span", { text }));
    });
    return make("div", { className: "zm-own-key" }, make("b", { text: title }), make("ul", {}, ...items));
  }

  function legend(nodes) {
    ZM.byId("zm-own-keys").replaceChildren(...nodes);
    ZM.byId("zm-own-legend").hidden = !nodes.length;
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
    const { names } = kept.columns;
    const keys = [
      { title: heading(what, names), entries: shades },
      { title: points.title, entries: view.isDotted ? points.entries : [], isDot: true },
    ].filter(({ entries }) => entries.length);
    legend(keys.map(key));
    const filter = view.filterBy >= 0 && view.filterFor.trim();
    const said = [
      ZM.summary.sentences(kept.placed, tally),
      filter && cell(field("filter_for"), cell(names[view.filterBy], filter)),
    ];
    ZM.print.more =
      view.isDotted || view.isShaded
        ? ZM.paper({
            name: kept.name,
            placed: kept.placed,
            keys,
            words: said.filter(Boolean).join(" "),
            isDotted: view.isDotted,
          })
        : null;
    return [
      ZM.summary(kept, tally),
      controls(view, kept, again),
      make("div", { className: "zm-own-keys" }, ...keys.map(key)),
      table(what, kept, tally),
      make("div", { className: "zm-buttons" }, ...ZM.take(() => [kept, counts(what, kept, tally)])),
      words(ZM.t("own.note")),
    ];
  };

  ZM.results.fresh = fresh;
  ZM.results.hide = () => {
    ZM.print.more = null;
    ZM.shades.hide();
    ZM.ownPoints.hide();
    legend([]);
  };
})(window.ZM);
