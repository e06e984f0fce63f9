/* needs: core.js i18n.js */
/* What plans say of a place beyond its areas: functions, status, institutions, years and figures, in words. */
((ZM) => {
  "use strict";

  const { known } = ZM;
  const { terms, units } = ZM.payload;
  const FEW = 2; // functions that a cell of a table names

  const word = (words, id) => (ZM.owns(words, id) ? words[id][ZM.language()] : String(id));
  const term = (id) => word(terms, id);

  /* The functions in one language, as exports have them; null without any. */
  const inLanguage = (ids, language, between) =>
    ids?.length ? ids.map((id) => (ZM.owns(terms, id) ? terms[id][language] : id)).join(between) : null;

  const functions = ({ function: ids }) => (ids || []).map(term).join(ZM.t("told.between"));

  /* The first of many functions, and how many more there are. */
  function fewFunctions({ function: ids }) {
    if (!ids || ids.length <= FEW + 1) return functions({ function: ids });
    return ZM.t("told.more", { first: functions({ function: ids.slice(0, FEW) }), count: ids.length - FEW });
  }

  function status({ status: said, status_year: year }) {
    if (!known(said)) return "";
    const words = ZM.hasText(`status.${said}`) ? ZM.t(`status.${said}`) : String(said);
    return known(year) ? ZM.t("told.in_year", { words, year }) : words;
  }

  function years({ from_year: from, to_year: to }) {
    if (known(from) && known(to)) return from === to ? String(from) : `${from}–${to}`;
    if (known(from)) return ZM.t("told.from", { year: from });
    return known(to) ? ZM.t("told.to", { year: to }) : "";
  }

  const digits = (value) => (String(value).split(".")[1] || "").length;

  /* A figure as a line, such as “Incubators (target for 2025): at least 30 incubators”. */
  function figure(each) {
    const bound = known(each.bound) && ZM.hasText(`bound.${each.bound}`) ? ZM.t(`bound.${each.bound}`) : "";
    return ZM.t("told.figure", {
      quantity: ZM.pick(each, "quantity"),
      kind: known(each.year) ? ZM.t(`told.${each.kind}.in`, { year: each.year }) : ZM.t(`told.${each.kind}`),
      value: `${bound}${ZM.number(each.value, digits(each.value))}`,
      unit: word(units, each.unit),
    });
  }

  function figures({ figures: all }) {
    if (!all?.length) return null;
    const rows = all.map((each) =>
      ZM.make("li", {}, ZM.make("span", { text: figure(each) }), ZM.chinese(each.cite, "zm-words")),
    );
    return ZM.make("ul", { className: "zm-told" }, ...rows);
  }

  /* Labels and values of all that is said, in the order of the schema; values are texts or nodes. */
  function facts(record) {
    const own = [
      ["card.function", functions(record)],
      ["card.status", status(record)],
      ["card.host", ZM.pick(record, "host")],
      ["card.lead", ZM.pick(record, "lead")],
      ["card.years", years(record)],
      ["card.figures", figures(record)],
    ];
    return own.filter(([, value]) => known(value)).map(([key, value]) => [ZM.t(key), value]);
  }

  ZM.told = { facts, functions, fewFunctions, inLanguage, status, term, figure };
})(window.ZM);
