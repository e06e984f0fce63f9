/* needs: core.js i18n.js model.js scene.js state.js style.js */
/* The legend names only what is on the map now: roles, symbols, and how a boundary is known. */
((ZM) => {
  "use strict";

  const GREY = "#374151"; // of signs that stand for any role
  const KINDS = ["group", "zone", "axis", "node"];

  function swatch(color) {
    return ZM.svg(
      "svg",
      { class: "zm-swatch", viewBox: "0 0 14 14", "aria-hidden": "true" },
      ZM.svg("rect", {
        x: 1,
        y: 1,
        width: 12,
        height: 12,
        rx: 3,
        fill: color,
        stroke: ZM.style.darker(color, 0.25),
        "stroke-width": 1,
      }),
    );
  }

  const sign = (...shapes) =>
    ZM.svg("svg", { class: "zm-symbol", viewBox: "0 0 22 14", "aria-hidden": "true" }, ...shapes);

  const dot = (color) => ZM.svg("circle", { cx: 11, cy: 7, r: 4.2, fill: color, stroke: "#fff", "stroke-width": 1.2 });

  /* A dot whose place is a rough guess: seven dashes go round it. */
  const hollow = (color) =>
    ZM.svg("circle", {
      cx: 11,
      cy: 7,
      r: 4.4,
      fill: "#fff",
      stroke: color,
      "stroke-width": 1.6,
      "stroke-dasharray": "2.2 1.75",
    });

  /* A dot that stands for several, as dots.js draws it. */
  const stack = () =>
    sign(
      ZM.svg("circle", { cx: 11, cy: 7, r: 5.6, fill: "#fff", stroke: GREY, "stroke-width": 1.2 }),
      ZM.svg("circle", { cx: 11, cy: 7, r: 3.4, fill: GREY }),
    );

  /* The symbol of an element, as the map draws it. */
  function symbol(item) {
    const line = ZM.style.darker(item.color, 0.25),
      dash = ZM.style.dash(item.basis, 1);
    const children = {
      node: () => (ZM.style.rough(item) ? hollow : dot)(line),
      axis: () =>
        ZM.svg("path", { d: "M1 7H21", stroke: line, "stroke-width": 3.4, "stroke-dasharray": dash, fill: "none" }),
      group: () =>
        ZM.svg("rect", {
          x: 1.5,
          y: 1.5,
          width: 19,
          height: 11,
          rx: 1,
          fill: item.color,
          "fill-opacity": 0.1,
          stroke: line,
          "stroke-width": 1.2,
          "stroke-dasharray": dash,
        }),
      zone: () =>
        ZM.svg("rect", {
          x: 1.5,
          y: 1.5,
          width: 19,
          height: 11,
          rx: 1,
          fill: item.color,
          "fill-opacity": 0.35,
          stroke: line,
          "stroke-width": 1.8,
          "stroke-dasharray": dash,
        }),
    };
    return sign((children[item.kind] || children.zone)());
  }

  function lineSample(options) {
    return ZM.svg(
      "svg",
      { class: "zm-line", viewBox: "0 0 48 10", "aria-hidden": "true" },
      ZM.svg("path", {
        d: "M1 5H47",
        stroke: options.color,
        "stroke-width": options.weight,
        "stroke-dasharray": options.dashArray,
        fill: "none",
      }),
    );
  }

  function entry(mark, title, words) {
    return ZM.make(
      "li",
      { className: "zm-entry" },
      mark,
      ZM.make(
        "span",
        {},
        ZM.make("span", { text: title }),
        words && ZM.make("span", { className: "zm-words", text: words }),
      ),
    );
  }

  function list(titleKey, entries) {
    return entries.length
      ? [ZM.make("h3", { text: ZM.t(titleKey) }), ZM.make("ul", { className: "zm-entries" }, ...entries)]
      : [];
  }

  const signs = (...some) => ZM.make("span", { className: "zm-signs" }, ...some);

  /* What the map draws alike has one key; keys sort by kind, and solid before dashed. */
  function look(element) {
    const line = element.kind === "node" ? ZM.style.rough(element) : ZM.style.dash(element.basis) || "";
    return `${KINDS.indexOf(element.kind)} ${line}`;
  }

  /* A sign for each look of the role's elements, so that no solid line stands for dashed ones. */
  function role(item, shown) {
    const looks = new Map(
      item.elements.filter((element) => shown.has(element)).map((element) => [look(element), element]),
    );
    return looks.size
      ? entry(signs(...[...looks.keys()].sort().map((key) => symbol(looks.get(key)))), ZM.pick(item, "name"), null)
      : null;
  }

  /* Plans may use one role name in different colours, so each of several plans has its own heading. */
  function roles(shown) {
    const several = ZM.model.plans.size > 1;
    return [...ZM.model.plans.values()].flatMap((plan) => {
      const entries = plan.groups.map((item) => role(item, shown)).filter(Boolean);
      return entries.length && several
        ? [ZM.make("li", { className: "zm-entry-plan", text: ZM.pick(plan, "layout") }), ...entries]
        : entries;
    });
  }

  /* Nodes have no boundary; what sets some of them off is not their role. */
  function dots(nodes, onPaper) {
    return [
      nodes.some(ZM.style.rough) && entry(signs(sign(hollow(GREY))), ZM.t("legend.rough"), ZM.t("legend.rough_words")),
      !onPaper && nodes.length > 1 && entry(signs(stack()), ZM.t("legend.stacked"), ZM.t("legend.stacked_words")),
    ].filter(Boolean);
  }

  /* Banks and roads, each as sure as some of them are. */
  function ground() {
    if (!ZM.state.overlay("baselines")) return [];
    const drawn = new Set(ZM.model.baselines.map((line) => JSON.stringify(ZM.style.baseline(line))));
    return [
      ["bank", "legend.baseline_wet"],
      ["road", "legend.baseline_dry"],
    ].flatMap(([kind, title]) =>
      ["traced", "sketched"]
        .filter((basis) => drawn.has(JSON.stringify(ZM.style.baseline({ kind, basis }))))
        .map((basis) =>
          entry(
            lineSample({ ...ZM.style.baseline({ kind, basis }), weight: 1.4 }),
            `${ZM.t(title)} · ${ZM.basis(basis)}`,
            null,
          ),
        ),
    );
  }

  /* All sections of the legend for what is shown; print.js puts the same into the sheet, where no
     dot stands for several. */
  function sections(onPaper) {
    const visible = ZM.state.visible(),
      shown = new Set(visible);
    const nodes = visible.filter((item) => item.kind === "node"),
      bases = new Set(visible.filter((item) => item.kind !== "node").map((item) => item.basis));
    const edges = ZM.scene.shownEdges();
    const lines = ZM.style.BASES.filter((basis) => bases.has(basis)).map((basis) =>
      entry(
        lineSample({ color: GREY, weight: 2, dashArray: ZM.style.dash(basis) }),
        ZM.basis(basis),
        ZM.t(`basis_words.${basis}`),
      ),
    );
    const sides = ["traced", "sketched", "inferred"]
      .filter((basis) => edges.some((edge) => edge.basis === basis))
      .map((basis) => entry(lineSample(ZM.style.edge({ basis })), ZM.t(`edge.${basis}`), ZM.t(`edge_words.${basis}`)));
    return [
      ...list("legend.roles", [...roles(shown), ...dots(nodes, onPaper)]),
      ...list("legend.bases", lines),
      ...list("legend.edges", sides),
      ...list("legend.ground", ground()),
    ];
  }

  function refresh() {
    const parts = sections();
    ZM.byId("zm-legend").replaceChildren(
      ...(parts.length ? parts : [ZM.make("p", { className: "zm-words", text: ZM.t("legend.nothing") })]),
    );
  }

  /* The basis in words; one that the page does not know is shown as it stands. */
  ZM.basis = (basis) => (ZM.hasText(`basis.${basis}`) ? ZM.t(`basis.${basis}`) : String(basis || "–"));

  function start() {
    refresh();
    ZM.on("visibility overlays language", refresh);
  }

  ZM.legend = { start, swatch, symbol, sections };
})(window.ZM);
