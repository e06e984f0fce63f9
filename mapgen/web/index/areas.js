/* needs: core.js i18n.js index/finding.js */
/* The first page's table of areas: what plans state against what is computed. */
((ZM) => {
  "use strict";

  const { make } = ZM;
  const layouts = new Map(ZM.payload.plans.map((plan) => [plan.id, plan]));
  const km2 = (value) => (ZM.known(value) ? ZM.number(value, 2) : "");

  const COLUMNS = [
    ["name", (row) => make("a", { text: ZM.pick(row, "name"), attrs: { href: ZM.finding.address(row.plan, row.id) } })],
    ["plan", (row) => ZM.pick(layouts.get(row.plan), "layout")],
    ["stated", (row) => km2(row.stated_km2)],
    ["computed", (row) => km2(row.area_km2)],
    ["interval", (row) => [row.area_low_km2, row.area_high_km2].map(km2).filter(Boolean).join("–")],
    ["difference", (row) => (ZM.known(row.diff_pct) ? `${ZM.signed(row.diff_pct, 1)} %` : "")],
    ["grade", (row) => (ZM.known(row.grade) ? ZM.t(`index.grade_is.${row.grade}`) : "")],
  ];
  const NUMBERS = ["stated", "computed", "interval", "difference"];

  function cell(row, [key, written]) {
    const value = written(row),
      options = { className: NUMBERS.includes(key) ? "ix-number" : null };
    if (key === "grade") options.attrs = { "data-grade": row.grade };
    return value instanceof Node
      ? make("th", { attrs: { scope: "row" } }, value)
      : make("td", { ...options, text: value });
  }

  function draw() {
    ZM.byId("ix-areas").hidden = !ZM.payload.areas.length;
    ZM.byId("ix-areas-table").replaceChildren(
      make(
        "table",
        {},
        make(
          "thead",
          {},
          make(
            "tr",
            {},
            ...COLUMNS.map(([key]) =>
              make("th", {
                text: ZM.t(`index.areas.${key}`),
                className: NUMBERS.includes(key) ? "ix-number" : null,
                attrs: { scope: "col" },
              }),
            ),
          ),
        ),
        make(
          "tbody",
          {},
          ...ZM.payload.areas.map((row) => make("tr", {}, ...COLUMNS.map((column) => cell(row, column)))),
        ),
      ),
    );
  }

  ZM.areas = { draw };
})(window.ZM);
