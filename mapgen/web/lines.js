/* needs: core.js i18n.js model.js */
/* What is known of the lines that a zone follows: where each comes from, and what other readings make of the zone. */
((ZM) => {
  "use strict";

  const { known } = ZM;
  const words = (className, text) => ZM.make("p", { className, text });

  function method(line, name) {
    const moved = name === "moved by half a width" && known(line.half_width_m);
    if (moved)
      return ZM.t("method.moved", {
        width: ZM.number(line.half_width_m, 0),
        off: ZM.number(line.half_width_accuracy_m, 0),
      });
    return ZM.hasText(`method.${name}`) ? ZM.t(`method.${name}`) : name;
  }

  /* Source, date, licence and method of the line with an id, as a list of two texts at most. */
  function origin(id) {
    const line = ZM.model.baseline(id);
    if (!line) return [];
    const comma = ZM.t("card.comma");
    const source = [ZM.pick(line, "source"), line.source_date, line.source_licence].filter(known).join(comma);
    const how = (line.method || []).map((name) => method(line, name)).join(comma);
    return [source && ZM.t("card.source", { source }), how && ZM.t("card.method", { how })].filter(Boolean);
  }

  function alternatives(figures, digits) {
    const texts = figures.map((figure) => ZM.number(figure, digits));
    return texts.length > 1
      ? `${texts.slice(0, -1).join(ZM.t("card.list"))}${ZM.t("card.or")}${texts[texts.length - 1]}`
      : texts[0];
  }

  /* The areas that a line's readings make, in a sentence: a range that no figure of one of them shows. */
  function sentence(element, main, readings) {
    const figures = [element.area_km2, ...readings.map((reading) => reading.area_km2)].sort((a, b) => a - b);
    const areas = alternatives(figures, figures[0] < 10 ? 2 : 1);
    const line = ZM.t(`line_kind.${main.kind}`);
    const range = ZM.t("card.readings", { areas, line, name: ZM.pick(main, "name") });
    if (!known(element.stated_km2)) return range;
    return ZM.t("card.readings_stated", { stated: ZM.number(element.stated_km2, 2), range });
  }

  function ofLine(element, main, readings) {
    const figure = (line, area) =>
      ZM.make("li", { text: ZM.t("card.reading", { name: ZM.pick(line, "name"), area: ZM.number(area, 2) }) });
    return ZM.make(
      "section",
      { className: "zm-readings" },
      words("", sentence(element, main, readings)),
      ZM.make(
        "ul",
        {},
        figure(main, element.area_km2),
        ...readings.map((reading) => {
          const line = ZM.model.baseline(reading.line),
            item = figure(line, reading.area_km2);
          item.append(words("zm-words", ZM.pick(line, "reason")));
          return item;
        }),
      ),
    );
  }

  /* A section for each line of an element that has other readings. */
  function readings(element) {
    const found = ZM.model.readingsOf(element);
    return [...new Set(found.map((reading) => reading.main))].map((id) =>
      ofLine(
        element,
        ZM.model.baseline(id),
        found.filter((reading) => reading.main === id),
      ),
    );
  }

  ZM.lineage = { origin, readings };
})(window.ZM);
