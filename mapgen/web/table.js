/* needs: core.js i18n.js legend.js listed.js matching.js model.js panel.js state.js stated.js told.js */
/* The table of all elements shown: sorted by any column, filtered by the tree and by words, and
   joined to the map both ways. Long tables come in pages. */
((ZM) => {
  "use strict";

  const CHUNK = 200;
  const FULL_BAR = 50; // a bar is full at this difference in per cent
  const GRADES = ["consistent", "within uncertainty", "conflict"];
  const figure = (digits) => ({ figure: true, write: (value) => ZM.number(value, digits) });
  const compared = (element) => ZM.compared(element)[0] || {};
  const reference = (e) =>
    ZM.known(e.reference_km2) ? ZM.t("table.reference", { area: ZM.number(e.reference_km2, 2) }) : "";
  const COLUMNS = [
    { key: "name", value: (e) => ZM.pick(e, "name") },
    { key: "plan", value: (e) => ZM.pick(ZM.model.plan(e.plan), "layout"), onlyAtlas: true },
    { key: "role", value: (e) => ZM.pick(e.roleInfo, "name") },
    { key: "kind", value: (e) => (ZM.hasText(`kind.${e.kind}`) ? ZM.t(`kind.${e.kind}`) : e.kind) },
    {
      key: "basis",
      value: (e) => ZM.basis(e.basis),
      below: (e) => (e.shape_is_indicative ? ZM.t("table.indicative") : ""),
    },
    { key: "accuracy_m", value: (e) => e.accuracy_m, ...figure(0) },
    { key: "stated_km2", value: (e) => e.stated_km2, ...figure(2), below: reference },
    // The interval stands below its area: a column of its own would not fit.
    { key: "area_km2", value: (e) => e.area_km2, ...figure(2), below: ZM.interval },
    {
      key: "diff_pct",
      value: (e) => compared(e).diff_pct,
      write: (value) => `${ZM.signed(value, 1)} %`,
      bar: true,
      below: (e) => (compared(e).reference ? ZM.t("table.to_reference") : ""),
    },
    {
      key: "grade",
      value: (e) => (GRADES.includes(compared(e).grade) ? GRADES.indexOf(compared(e).grade) : null),
      write: (value) => ZM.t(`grade.${GRADES[value]}`),
      grade: true,
    },
    { key: "function", value: (e) => ZM.told.functions(e), short: ZM.told.fewFunctions, words: true },
    { key: "status", value: (e) => ZM.told.status(e), words: true },
  ];
  let sort = { key: null, down: false };
  let words = "";
  let first = 0; // number of the first row of the page shown
  const rows = new Map();
  const texts = new Map(); // what a row says, made when it is first looked for

  let box = null; // the box below the map, once there is one
  const isOpen = () => Boolean(box?.isOpen());
  const columns = () => COLUMNS.filter((column) => !column.onlyAtlas || ZM.model.plans.size > 1);

  /* What a cell shows, "" without a value. */
  function written(column, element) {
    const value = column.value(element);
    return ZM.known(value) ? (column.write ? column.write(value) : value) : "";
  }

  /* All that a row shows, and the names that it stands for. */
  function textOf(element) {
    if (!texts.has(element)) {
      const shown = columns().map((column) => [written(column, element), column.below?.(element)].join("\n"));
      texts.set(element, ZM.matching.plain([...shown, element.name, element.name_en, element.initials].join("\n")));
    }
    return texts.get(element);
  }

  /* A place without a geometry is shown with what holds it, or with its plan. */
  function isVisible(element) {
    if (element.geometry) return ZM.state.isVisible(element);
    const holder = ZM.model.holder(element);
    return holder ? ZM.state.isVisible(holder) : ZM.model.plan(element.plan).elements.some(ZM.state.isVisible);
  }

  const onMap = (element) => (element.geometry ? element : ZM.model.holder(element));

  /* On a phone a table and a card together would leave nothing of the map: the table gives way, and opens again at the
     row that was chosen. */
  function choose(element) {
    const { matches } = ZM.panel.narrow;
    if (matches) {
      ZM.byId("zm-table-toggle").focus();
      box.show(false);
    }
    if (element.geometry) ZM.state.select(element.id, { fly: true, focus: matches });
    else ZM.listed.lead(element);
  }

  /* Elements as the table lists them now. */
  function listed() {
    const wanted = ZM.matching.split(words);
    const shown = [...ZM.model.elements.values(), ...ZM.model.listed].filter(
      (element) => isVisible(element) && wanted.every((word) => textOf(element).includes(word)),
    );
    const column = COLUMNS.find(({ key }) => key === sort.key);
    if (!column) return shown;
    const compare = new Intl.Collator(ZM.language() === "zh" ? "zh-CN" : "en", { numeric: true }).compare;
    return shown
      .map((element) => ({ element, value: column.value(element) }))
      .sort((a, b) => {
        // What has no figure stands last, whichever way one sorts.
        if (!ZM.known(a.value) || !ZM.known(b.value)) return Number(!ZM.known(a.value)) - Number(!ZM.known(b.value));
        const order = typeof a.value === "number" ? a.value - b.value : compare(a.value, b.value);
        return sort.down ? -order : order;
      })
      .map(({ element }) => element);
  }

  function bar(element, text) {
    const { diff_pct: value, grade, reference: other } = compared(element);
    if (!ZM.known(value)) return [];
    const fill = ZM.make("span", { className: "zm-bar-fill", attrs: { "data-grade": grade } });
    const width = Math.min(Math.abs(value) / FULL_BAR, 1) * 50;
    fill.style.width = `${width}%`;
    fill.style.left = value < 0 ? `${50 - width}%` : "50%";
    return [
      ZM.make("span", { className: "zm-bar-track", attrs: { "aria-hidden": "true" } }, fill),
      ZM.make("span", { text }),
      other && ZM.make("span", { className: "zm-below", text: ZM.t("table.to_reference") }),
    ].filter(Boolean);
  }

  function cell(column, element) {
    const text = written(column, element);
    if (column.key === "name") {
      const button = ZM.make("button", {
        className: "zm-link",
        text,
        attrs: { type: "button" },
        on: { click: () => choose(element) },
      });
      return ZM.make(
        "th",
        { attrs: { scope: "row" } },
        ZM.make("span", { className: "zm-cell-name" }, ZM.legend.symbol(element), button),
      );
    }
    if (column.bar) return ZM.make("td", { className: "zm-cell-bar" }, ...bar(element, text));
    if (column.grade) return ZM.make("td", {}, text && ZM.grade(compared(element).grade));
    const className = column.figure ? "zm-cell-figure" : column.words ? "zm-cell-words" : "";
    const short = column.short?.(element) || text;
    const all = short === text ? null : text; // what is cut out can be pointed at, and stands in the card
    const below = column.below?.(element);
    return ZM.make(
      "td",
      { className, text: short || "–", attrs: { title: all } },
      below && ZM.make("span", { className: "zm-below", text: below }),
    );
  }

  function row(element) {
    const tr = ZM.make(
      "tr",
      {
        on: {
          mouseenter: () => ZM.state.hover(onMap(element)),
          mouseleave: () => ZM.state.hover(null),
          click: (event) => {
            if (!event.target.closest("button")) choose(element);
          },
        },
      },
      ...columns().map((column) => cell(column, element)),
    );
    rows.set(element, tr);
    return tr;
  }

  function header(column) {
    const own = sort.key === column.key,
      title = ZM.t(`table.${column.key}`);
    const scale =
      (column.bar && ZM.t("table.full_bar", { percent: FULL_BAR })) ||
      (column.key === "area_km2" && ZM.t("table.interval"));
    const button = ZM.make("button", {
      className: "zm-sort",
      text: title,
      attrs: { type: "button", title: scale, "aria-label": scale && `${title} (${scale})` },
      on: {
        click: () => {
          sort = own
            ? sort.down
              ? { key: null, down: false }
              : { key: column.key, down: true }
            : { key: column.key, down: false };
          fill();
          ZM.byId("zm-table").querySelector(`th[data-key="${column.key}"] button`).focus();
        },
      },
    });
    return ZM.make(
      "th",
      {
        className: column.figure ? "zm-cell-figure" : "",
        attrs: {
          scope: "col",
          "data-key": column.key,
          "aria-sort": own ? (sort.down ? "descending" : "ascending") : "none",
        },
      },
      button,
    );
  }

  /* Scrolls the table alone: scrollIntoView would move the page as well. */
  function reveal(tr) {
    const body = ZM.byId("zm-table-body"),
      head = body.querySelector("thead").offsetHeight;
    if (tr.offsetTop < body.scrollTop + head) body.scrollTop = tr.offsetTop - head;
    else if (tr.offsetTop + tr.offsetHeight > body.scrollTop + body.clientHeight)
      body.scrollTop = tr.offsetTop + tr.offsetHeight - body.clientHeight;
  }

  function mark(scroll) {
    const selected = ZM.state.selected();
    for (const [element, tr] of rows) {
      tr.classList.toggle("zm-chosen", element === selected);
      if (element === selected && scroll) reveal(tr);
    }
  }

  function step(name, to, length) {
    return ZM.make("button", {
      className: "zm-button",
      text: ZM.t(`table_page.${name}`),
      attrs: { type: "button", disabled: to < 0 || to >= length },
      on: {
        click: () => {
          first = to;
          fill();
          ZM.byId("zm-table-body").scrollTop = 0;
        },
      },
    });
  }

  /* turn: to the page that has the selected element. */
  function fill(turn) {
    if (!isOpen()) return;
    const all = listed();
    if (turn) first = Math.max(0, Math.floor(all.indexOf(ZM.state.selected()) / CHUNK)) * CHUNK;
    if (first >= all.length) first = 0;
    const part = all.slice(first, first + CHUNK);
    rows.clear();
    ZM.byId("zm-table-count").textContent = ZM.t("table.count", { count: ZM.number(all.length, 0) });
    const none =
      !all.length &&
      ZM.make("p", { className: "zm-table-none", text: ZM.t(words.trim() ? "search.nothing" : "legend.nothing") });
    const pages =
      all.length > CHUNK &&
      ZM.make(
        "div",
        { className: "zm-buttons zm-table-pages" },
        step("back", first - CHUNK, all.length),
        ZM.make("span", {
          className: "zm-words",
          text: ZM.t("table_page.rows", {
            from: ZM.number(first + 1, 0),
            to: ZM.number(first + part.length, 0),
            count: ZM.number(all.length, 0),
          }),
        }),
        step("on", first + CHUNK, all.length),
      );
    ZM.byId("zm-table-body").replaceChildren(
      ZM.make(
        "table",
        { className: columns().length === COLUMNS.length ? "zm-all-columns" : "" },
        ZM.make("caption", { className: "zm-hidden", text: ZM.t("table.title") }),
        ZM.make("thead", {}, ZM.make("tr", {}, ...columns().map(header))),
        ZM.make("tbody", {}, ...part.map(row)),
      ),
      ...[none, pages].filter(Boolean),
    );
    mark(false);
  }

  function start() {
    box = ZM.panel.below("table", (on) => {
      if (!on) return;
      fill(true);
      mark(true);
    });
    ZM.byId("zm-table-filter").addEventListener("input", (event) => {
      words = event.target.value;
      first = 0;
      fill();
    });
    ZM.on("language", () => texts.clear());
    ZM.on("visibility language grouping", () => fill());
    ZM.on("select", ({ element }) => {
      if (element && isOpen()) {
        if (!rows.has(element)) fill(true);
        mark(true);
      } else mark(false);
    });
    ZM.on("hover", (element) => {
      for (const [each, tr] of rows) tr.classList.toggle("zm-pointed", each === element);
    });
  }

  ZM.table = { start, show: (on) => box.show(on) };
})(window.ZM);
