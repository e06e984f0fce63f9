/* needs: address.js core.js i18n.js stated.js */
/* The first page's table of areas: what plans state, or others give, against what is computed. */
((ZM) => {
  "use strict";

  const { make } = ZM;
  const layouts = new Map(ZM.payload.plans.map((plan) => [plan.id, plan]));
  const km2 = (value) => (ZM.known(value) ? ZM.number(value, 2) : "");

  const first = (row) => ZM.compared(row)[0] || {}; // what the plan states goes before what others give

  const COLUMNS = [
    ["name", (row) => make("a", { text: ZM.pick(row, "name"), attrs: { href: ZM.address(row.plan, row.id) } })],
    ["plan", (row) => ZM.pick(layouts.get(row.plan), "layout")],
    ["stated", (row) => km2(row.stated_km2)],
    ["reference", (row) => km2(row.reference_km2)],
    ["computed", (row) => km2(row.area_km2)],
    ["interval", ZM.interval],
    ["difference", (row) => (ZM.known(first(row).diff_pct) ? `${ZM.signed(first(row).diff_pct, 1)} %` : "")],
    ["grade", (row) => (ZM.known(first(row).grade) ? ZM.t(`grade.${first(row).grade}`) : "")],
  ];
  const NUMBERS = ["stated", "reference", "computed", "interval", "difference"];

  function cell(row, [key, written]) {
    const value = written(row);
    if (value instanceof Node) return make("th", { attrs: { scope: "row" } }, value);
    return make("td", {
      text: value,
      className: NUMBERS.includes(key) ? "ix-number" : null,
      attrs: { "data-grade": key === "grade" && first(row).grade },
    });
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
