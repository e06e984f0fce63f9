/* needs: core.js i18n.js */
/* Indicators as lists with bars from base to target, plan by plan or the same one of several plans beside
   each other. For the map's panel and for the first page; every word of the data goes in as textContent. */
((ZM) => {
  "use strict";

  const { make, known } = ZM;
  const figure = (value) => ZM.number(value, 4);
  const text = (tag, className, words) => make(tag, { className, text: words });
  const dated = (year, value) => (known(year) ? ZM.t("indicators.dated", { year, value }) : value);

  /* The figure that a bar is measured by. */
  const most = (row) =>
    Math.max(0, ...[row.base, row.target, row.value, ...Object.values(row.actual || {})].filter(known));

  function stripe(className, from, to, full) {
    const part = make("span", { className: `zm-goal-stripe ${className}` });
    part.style.left = `${(100 * Math.max(0, from)) / full}%`;
    part.style.width = `${(100 * Math.max(0, to - from)) / full}%`;
    return part;
  }

  /* A bar from nothing to `full`: what is there, what is to come on top of it or to go, and where the target is. */
  function bar(row, full) {
    if (row.measure === "mean growth" || !(full > 0)) return null;
    const track = make("span", { className: "zm-goal-bar", attrs: { "aria-hidden": "true" } });
    const start = known(row.value) ? row.value : row.base;
    if (known(start)) track.append(stripe("zm-goal-base", 0, start, full));
    if (known(row.base)) {
      if (row.target >= row.base) track.append(stripe("zm-goal-more", row.base, row.target, full));
      else track.append(stripe("zm-goal-less", row.target, row.base, full));
    } else if (!known(start)) track.append(stripe("zm-goal-open", 0, row.target, full));
    if (known(row.target)) track.append(stripe("zm-goal-aim", row.target, row.target, full));
    for (const value of Object.values(row.actual || {})) track.append(stripe("zm-goal-actual", value, value, full));
    return track;
  }

  const bounded = (row, value) => (row.bound ? ZM.t(`indicators.bound.${row.bound}`, { value }) : value);

  function aim(row) {
    const value = bounded(row, figure(row.target));
    if (row.measure === "mean growth") return ZM.t("indicators.mean_growth", { value, year: row.target_year });
    return dated(row.target_year, value);
  }

  /* Base and target, or what was found, with the unit. */
  function figures(row) {
    const start = known(row.value) ? dated(row.value_year, bounded(row, figure(row.value))) : null;
    const base = known(row.base) ? dated(row.base_year, figure(row.base)) : ZM.t("indicators.no_base");
    const words = start
      ? known(row.target)
        ? ZM.t("indicators.found_of", { value: start, target: figure(row.target) })
        : start
      : row.measure === "mean growth"
        ? aim(row)
        : ZM.t("indicators.from_to", { base, target: aim(row) });
    return make("span", { className: "zm-goal-text" }, `${words} `, text("span", "zm-goal-unit", ZM.pick(row, "unit")));
  }

  function growth(row) {
    if (row.outcome) return text("span", "zm-goal-growth", ZM.t(`indicators.outcome.${row.outcome}`));
    if (known(row.value)) return null;
    const words = known(row.growth_pct)
      ? ZM.t("indicators.growth", { percent: ZM.signed(row.growth_pct, 2) })
      : known(row.points_per_year)
        ? ZM.t("indicators.points", { points: ZM.signed(row.points_per_year, 3) })
        : ZM.t("indicators.no_growth");
    return text(
      "span",
      known(row.growth_pct) || known(row.points_per_year) ? "zm-goal-growth" : "zm-goal-growth zm-words",
      words,
    );
  }

  function remarks(row) {
    const misfits = (ZM.language() === "en" && row.misfits_en) || row.misfits;
    const actual = Object.entries(row.actual || {}).map(([year, value]) => dated(year, figure(value)));
    return [
      actual.length &&
        text("p", "zm-words", ZM.t("indicators.actual", { values: actual.join(ZM.t("indicators.comma")) })),
      ZM.chinese(row.note, "zm-words", "p"),
      ...misfits.map((words) => text("p", "zm-goal-misfit", ZM.t("indicators.misfit", { words }))),
    ].filter(Boolean);
  }

  function item(row, full, lead) {
    return make(
      "li",
      {},
      make(
        "div",
        { className: "zm-indicator" },
        make(
          "span",
          { className: "zm-goal-what" },
          lead,
          ` ${ZM.pick(row, "name")} `,
          row.nature && text("span", "zm-goal-nature", ZM.t(`indicators.nature.${row.nature}`)),
        ),
        bar(row, full) || make("span", {}),
        figures(row),
        growth(row),
      ),
      ...remarks(row),
    );
  }

  const numbered = (row) => text("span", "zm-goal-number", row.number);

  /* Rows one after the other, with a heading where the group changes. */
  function grouped(rows, full) {
    const parts = [];
    let group = null,
      list = null;
    for (const row of rows) {
      if (!list || row.group !== group) {
        group = row.group;
        list = make("ul", {});
        if (group) parts.push(text("h4", "", ZM.pick(row, "group")));
        parts.push(list);
      }
      // A figure alone, beside figures of other things, has nothing to be measured by.
      list.append(item(row, full || (known(row.target) ? most(row) : 0), numbered(row)));
    }
    return parts;
  }

  /* One table of a document. */
  function table(info, data) {
    const rows = data.rows.filter((row) => row.table === info.id);
    // Figures that were found without a target and in one unit are parts of one whole, and measured by the largest.
    const one = rows.every((row) => ZM.pick(row, "unit") === ZM.pick(rows[0], "unit"));
    const parts = one && rows.every((row) => known(row.value) && !known(row.target));
    return make(
      "section",
      { className: "zm-indicators" },
      text("h3", "", ZM.pick(info, "title")),
      ZM.chinese(info.cite, "zm-words", "p"),
      ...grouped(rows, parts && Math.max(...rows.map(most))),
    );
  }

  /* One topic: a row for each plan, measured by the largest, with the base years if they differ. */
  function topic(info, data) {
    const tables = new Map(data.tables.map((each) => [each.id, each]));
    const rows = data.rows.filter((row) => row.topic === info.id && !known(row.value));
    const full = Math.max(...rows.map(most));
    const years = [...new Set(rows.map((row) => row.base_year).filter(known))].sort();
    return make(
      "section",
      { className: "zm-indicators" },
      text("h3", "", ZM.pick(info, "name")),
      years.length > 1 &&
        text("p", "zm-goal-misfit", ZM.t("indicators.base_years", { years: years.join(ZM.t("indicators.comma")) })),
      make("ul", {}, ...rows.map((row) => item(row, full, text("b", "", ZM.pick(tables.get(row.table), "place"))))),
    );
  }

  const key = (word) => text("p", "zm-words zm-goal-key", ZM.t(word));

  /* Tables of one plan, or of all of them. */
  const byPlan = (data, plans) => [
    key("indicators.key"),
    ...data.tables.filter((info) => plans.includes(info.plan)).map((info) => table(info, data)),
  ];

  const compared = (data) => [key("indicators.key_compared"), ...data.topics.map((info) => topic(info, data))];

  ZM.indicators = { byPlan, compared };
})(window.ZM);
