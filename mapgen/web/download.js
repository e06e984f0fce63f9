/* needs: core.js hand.js i18n.js link.js model.js notice.js popover.js state.js told.js */
/* What is shown, or one element, as GeoJSON (RFC 7946) or as CSV that a spreadsheet opens. */
((ZM) => {
  "use strict";

  const { columns } = ZM.config; // of elements, and of edges as in boundaries.geojson

  // Where an element stands, which GeoJSON says by its geometry.
  const PLACE = ["lon", "lat"];

  // What the page makes of other attributes.
  const MADE = {
    function_zh: (record) => ZM.told.inLanguage(record.function, "zh", "；"),
    function_en: (record) => ZM.told.inLanguage(record.function, "en", "; "),
  };

  const told = (record, key) => (MADE[key] ? MADE[key](record) : (record[key] ?? null));

  function geojson(elements) {
    const { page, credits } = ZM.payload;
    return JSON.stringify({
      type: "FeatureCollection",
      title: page.title || undefined,
      license: page.license || undefined,
      credits: credits?.length ? credits : undefined,
      layers_version: page.layers_version,
      features: [
        ...elements.map((element) => ({ type: "Feature", id: element.id, ...written(element, columns.elements) })),
        ...edgesOf(elements).map((edge) => ({ type: "Feature", ...written(edge, columns.edges) })),
      ],
    });
  }

  function written(record, keys) {
    return {
      properties: Object.fromEntries(keys.map((key) => [key, told(record, key)])),
      geometry: record.geometry,
    };
  }

  /* The sides of the elements, while they are shown on the map; those of a shared place once. */
  function edgesOf(elements) {
    if (!ZM.state.overlay("edges")) return [];
    return [...new Map(elements.map((element) => [element.geom, element])).values()].flatMap((element) =>
      ZM.model.edgesOf(element).map((edge) => ({ ...edge, zone_name: element.name })),
    );
  }

  /* In a table for readers of Chinese, values that are terms of ours are Chinese as well. */
  const TERMS = {
    kind: "kind",
    basis: "basis",
    grade: "grade",
    reference_grade: "grade",
    status: "status",
    source_grade: "source_grade",
    shape_is_indicative: "download",
  };
  const CHINESE = {
    sides: (sides) =>
      sides.map(({ side, stated, baseline }) => `${ZM.t(`side.${side}`)} ${stated}（${baseline}）`).join("；"),
    figures: (figures) => figures.map(ZM.told.figure).join("；"),
  };

  const isChinese = () => ZM.language() === "zh";
  const heading = (key) => (isChinese() ? ZM.t(`column.${key}`) : key);

  function inWords(key, value) {
    if (!isChinese() || !ZM.known(value)) return flat(key, value);
    if (CHINESE[key]) return CHINESE[key](value);
    const word = `${TERMS[key]}.${value}`;
    return TERMS[key] && ZM.hasText(word) ? ZM.t(word) : flat(key, value);
  }

  function flat(key, value) {
    if (value === null || value === undefined) return "";
    if (key === "sides") return value.map((side) => `${side.side} ${side.stated} (${side.baseline})`).join("; ");
    if (key === "figures") return JSON.stringify(value);
    return Array.isArray(value) ? value.join(";") : value;
  }

  /* A spreadsheet runs a text that begins like a formula; an apostrophe makes it text. */
  function cell(value) {
    if (typeof value === "number") return String(value);
    const text = String(value);
    const safe = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
  }

  /* Five decimals are a metre. A line or an area has its label point. */
  const place = (element) =>
    ZM.model
      .anchor(element)
      .slice(0, 2)
      .map((degrees) => Number(degrees.toFixed(5)));

  function csv(elements) {
    const lines = [
      [...columns.elements, ...PLACE].map(heading),
      ...elements.map((element) => [
        ...columns.elements.map((key) => inWords(key, told(element, key))),
        ...place(element),
      ]),
    ];
    return `\ufeff${lines.map((line) => line.map(cell).join(",")).join("\r\n")}\r\n`;
  }

  const FORMATS = {
    geojson: { write: geojson, type: "application/geo+json" },
    csv: { write: csv, type: "text/csv;charset=utf-8" },
  };

  function save(format, elements, name) {
    if (!elements.length) {
      ZM.notice("download.nothing");
      return;
    }
    const { write, type } = FORMATS[format];
    ZM.hand(new Blob([write(elements)], { type }), `${name}.${format}`);
  }

  function buttons(elements, name) {
    return Object.keys(FORMATS).map((format) =>
      ZM.make("button", {
        className: "zm-button",
        text: ZM.t(`download.${format}`),
        attrs: { type: "button", "data-format": format },
        on: { click: () => save(format, elements(), name) },
      }),
    );
  }

  function fill() {
    const license = ZM.pick(ZM.payload.page, "license");
    const shown = () => [...ZM.model.elements.values()].filter(ZM.state.isVisible);
    ZM.byId("zm-download").replaceChildren(
      ZM.make("p", { text: ZM.t("download.shown", { count: ZM.number(shown().length, 0) }) }),
      ZM.make("div", { className: "zm-buttons" }, ...buttons(shown, `${ZM.payload.page.id}-shown`)),
      ZM.make("p", {
        className: "zm-words",
        text: [ZM.t("download.words"), license && ZM.t("download.license", { license })].filter(Boolean).join(" "),
      }),
    );
  }

  function start() {
    ZM.popover(ZM.byId("zm-download-toggle"), ZM.byId("zm-download"));
    ZM.on("visibility language", fill);
    ZM.on("card", ({ element, body }) => {
      body.append(
        ZM.make(
          "div",
          { className: "zm-buttons", attrs: { role: "group", "aria-label": ZM.t("download.one") } },
          ...buttons(() => [element], element.id),
          ZM.link.button(),
        ),
      );
    });
    fill();
  }

  ZM.download = { start, geojson, csv, cell };
})(window.ZM);
