/* The legend names only what is on the map now: roles, symbols, and how a boundary is known. */
(function (ZM) {
  "use strict";

  function swatch(color) {
    return ZM.svg("svg", { class: "zm-swatch", viewBox: "0 0 14 14", "aria-hidden": "true" },
      ZM.svg("rect", { x: 1, y: 1, width: 12, height: 12, rx: 3, fill: color, stroke: ZM.style.darker(color, 0.25), "stroke-width": 1 }));
  }

  /* The symbol of an element of a kind, as the map draws it. */
  function symbol(item) {
    const line = ZM.style.darker(item.color, 0.25), dash = ZM.style.dash(item.basis, 1);
    const children = {
      node: () => ZM.svg("circle", { cx: 11, cy: 7, r: 4.2, fill: line, stroke: "#fff", "stroke-width": 1.2 }),
      axis: () => ZM.svg("path", { d: "M1 7H21", stroke: line, "stroke-width": 3.4, "stroke-dasharray": dash, fill: "none" }),
      group: () => ZM.svg("rect", { x: 1.5, y: 1.5, width: 19, height: 11, rx: 1, fill: item.color, "fill-opacity": 0.1, stroke: line, "stroke-width": 1.2, "stroke-dasharray": dash }),
      zone: () => ZM.svg("rect", { x: 1.5, y: 1.5, width: 19, height: 11, rx: 1, fill: item.color, "fill-opacity": 0.35, stroke: line, "stroke-width": 1.8, "stroke-dasharray": dash }),
    };
    return ZM.svg("svg", { class: "zm-symbol", viewBox: "0 0 22 14", "aria-hidden": "true" }, (children[item.kind] || children.zone)());
  }

  /* A dot that stands for several, as dots.js draws it. */
  function stack() {
    return ZM.svg("svg", { class: "zm-symbol", viewBox: "0 0 22 14", "aria-hidden": "true" },
      ZM.svg("circle", { cx: 11, cy: 7, r: 5.6, fill: "#fff", stroke: "#374151", "stroke-width": 1.2 }),
      ZM.svg("circle", { cx: 11, cy: 7, r: 3.4, fill: "#374151" }));
  }

  function lineSample(options) {
    return ZM.svg("svg", { class: "zm-line", viewBox: "0 0 48 10", "aria-hidden": "true" },
      ZM.svg("path", { d: "M1 5H47", stroke: options.color, "stroke-width": options.weight, "stroke-dasharray": options.dashArray, fill: "none" }));
  }

  function entry(sign, title, words) {
    return ZM.make("li", { className: "zm-entry" }, sign,
      ZM.make("span", {}, ZM.make("span", { text: title }), words && ZM.make("span", { className: "zm-words", text: words })));
  }

  function list(titleKey, entries) {
    return entries.length ? [ZM.make("h3", { text: ZM.t(titleKey) }), ZM.make("ul", { className: "zm-entries" }, ...entries)] : [];
  }

  function role(item, shown) {
    const kinds = [...new Set(item.elements.filter((element) => shown.has(element)).map((element) => element.kind))];
    const signs = kinds.map((kind) => symbol({ kind, color: item.color, basis: "stated sides" }));
    return kinds.length ? entry(ZM.make("span", { className: "zm-signs" }, ...signs), ZM.pick(item, "name"), null) : null;
  }

  /* Plans may use one role name in different colours, so each of several plans has its own heading. */
  function roles(shown) {
    const several = ZM.model.plans.size > 1;
    return [...ZM.model.plans.values()].flatMap((plan) => {
      const entries = plan.groups.map((item) => role(item, shown)).filter(Boolean);
      return entries.length && several ? [ZM.make("li", { className: "zm-entry-plan", text: ZM.pick(plan, "layout") }), ...entries] : entries;
    });
  }

  /* All sections of the legend for what is shown; print.js puts the same into the sheet, where no
     dot stands for several. */
  function sections(onPaper) {
    const visible = ZM.state.visible(), shown = new Set(visible);
    const bases = new Set(visible.map((item) => item.basis));
    const edges = ZM.scene.shownEdges();
    const lines = ZM.style.BASES.filter((basis) => bases.has(basis)).map((basis) =>
      entry(lineSample({ color: "#374151", weight: 2, dashArray: ZM.style.dash(basis) }), ZM.basis(basis), ZM.t(`basis_words.${basis}`)));
    const sides = ["traced", "sketched", "inferred"].filter((basis) => edges.some((edge) => edge.basis === basis)).map((basis) =>
      entry(lineSample(ZM.style.edge({ basis })), ZM.t(`edge.${basis}`), ZM.t(`edge_words.${basis}`)));
    const ground = ZM.state.overlay("baselines") && ZM.model.baselines.length
      ? [entry(lineSample({ color: "#6f9fb8", weight: 1.4, dashArray: null }), ZM.t("legend.baseline_wet"), null), entry(lineSample({ color: "#8d8878", weight: 1.4, dashArray: null }), ZM.t("legend.baseline_dry"), null)]
      : [];
    const stacked = !onPaper && visible.filter((item) => item.kind === "node").length > 1 ? [entry(stack(), ZM.t("legend.stacked"), ZM.t("legend.stacked_words"))] : [];
    return [...list("legend.roles", [...roles(shown), ...stacked]), ...list("legend.bases", lines), ...list("legend.edges", sides), ...list("legend.ground", ground)];
  }

  function refresh() {
    const parts = sections();
    ZM.byId("zm-legend").replaceChildren(...(parts.length ? parts : [ZM.make("p", { className: "zm-words", text: ZM.t("legend.nothing") })]));
  }

  /* The basis in words; one that the page does not know is shown as it stands. */
  ZM.basis = (basis) => (ZM.hasText(`basis.${basis}`) ? ZM.t(`basis.${basis}`) : String(basis || "–"));

  function start() {
    refresh();
    ZM.on("visibility overlays language", refresh);
  }

  ZM.legend = { start, swatch, symbol, sections };
})(window.ZM);
