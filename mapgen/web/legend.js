/* needs: core.js grouping.js i18n.js model.js scene.js state.js stated.js style.js */
/* The legend names only what is on the map now: roles, symbols, and how a boundary is known. */
((ZM) => {
  "use strict";

  const KINDS = ["group", "zone", "axis", "node"];
  const TITLES = {
    role: "legend.by.role",
    function: "legend.by.function",
    status: "legend.by.status",
    plan: "legend.by.plan",
  };

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
        stroke: ZM.style.darker(color),
        "stroke-width": 1,
      }),
    );
  }

  const sign = (...shapes) =>
    ZM.svg("svg", { class: "zm-symbol", viewBox: "0 0 22 14", "aria-hidden": "true" }, ...shapes);

  /* What the map draws, smaller; a sign is 22 × 14. */
  const scale = ZM.config.look.legend.scale;
  const scaled = (dashes) =>
    dashes
      ?.split(" ")
      .map((length) => length * scale)
      .join(" ");

  const pen = (look) => ({
    stroke: look.color,
    "stroke-width": look.weight * scale,
    "stroke-opacity": look.opacity,
    "stroke-dasharray": scaled(look.dashArray),
    "stroke-linecap": look.lineCap,
    fill: look.fill ? look.fillColor : "none",
    "fill-opacity": look.fillOpacity,
  });

  const dot = (look) => ZM.svg("circle", { cx: 11, cy: 7, r: look.radius * scale, ...pen(look) });

  /* A dot whose place is a rough guess, of any role. */
  const rough = () => sign(dot(ZM.style.element({ kind: "node", accuracy_m: Infinity, color: ZM.style.NEUTRAL })));

  /* A dot that stands for several, as dots.js draws it on a small map: a larger ring would not fit. */
  function stack() {
    const look = ZM.style.element({ kind: "node", color: ZM.style.NEUTRAL }),
      radius = ZM.config.look.map.small_dots.slice(-1)[0].radius;
    const disc = (share, fill) => ZM.svg("circle", { cx: 11, cy: 7, r: radius * share * scale, fill });
    return sign(
      disc(ZM.style.STACK.to, look.fillColor),
      disc(ZM.style.STACK.from, ZM.style.PAPER),
      dot({ ...look, radius, weight: (look.weight * radius) / look.radius }),
    );
  }

  const drawnLike = (item) => ZM.style.element({ ...item, basis: ZM.model.outlineBasis(item) });

  /* The symbol of an element, as the map draws it. */
  function symbol(item) {
    if (item.kind === "place") return swatch(item.color);
    const look = drawnLike(item);
    if (item.kind === "node") return sign(dot(look));
    if (item.kind === "axis") return sign(ZM.svg("path", { d: "M1 7H21", ...pen(look) }));
    return sign(ZM.svg("rect", { x: 1.5, y: 1.5, width: 19, height: 11, rx: 1, ...pen(look) }));
  }

  const stroke = (options) =>
    ZM.svg("path", {
      d: "M1 5H47",
      stroke: options.color,
      "stroke-width": options.weight,
      "stroke-dasharray": options.dashArray,
      "stroke-opacity": options.opacity,
      "stroke-linecap": options.lineCap,
      fill: "none",
    });

  const lineSample = (...strokes) =>
    ZM.svg("svg", { class: "zm-line", viewBox: "0 0 48 10", "aria-hidden": "true" }, ...strokes.map(stroke));

  /* The outline of a zone of any role. */
  const outline = (basis) => ZM.style.element({ kind: "zone", basis, color: ZM.style.NEUTRAL });

  /* A line with its band, as wide as the sign is high. */
  function bandSample() {
    const line = outline("stated sides");
    const band = ZM.style.band(line.color, 1).map((look) => ({ ...look, weight: 5 * look.metres, lineCap: "butt" }));
    return lineSample(...band, line);
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

  function list(titleKey, entries, params) {
    return entries.length
      ? [ZM.make("h3", { text: ZM.t(titleKey, params) }), ZM.make("ul", { className: "zm-entries" }, ...entries)]
      : [];
  }

  const signs = (...some) => ZM.make("span", { className: "zm-signs" }, ...some);

  /* What the map draws alike has one key; keys sort by kind, and solid before dashed. */
  function look(element) {
    const line = element.kind === "node" ? ZM.style.rough(element) : drawnLike(element).dashArray || "";
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

  /* A function or a status, with a box that shows or hides its elements; none on paper. */
  function group(item, shown, onPaper) {
    const seen = item.elements.filter((element) => shown.has(element)).length;
    if (onPaper) return seen ? entry(swatch(item.color), ZM.pick(item, "name"), null) : null;
    const input = ZM.make("input", { attrs: { type: "checkbox", "data-group": item.key } });
    input.checked = seen === item.elements.length;
    input.indeterminate = seen > 0 && !input.checked;
    input.addEventListener("change", () => {
      ZM.state.show(item.elements, input.checked);
      document.querySelector(`#zm-legend [data-group="${CSS.escape(item.key)}"]`)?.focus();
    });
    const label = ZM.make("label", {}, input, swatch(item.color), ZM.make("span", { text: ZM.pick(item, "name") }));
    return ZM.make("li", { className: "zm-entry zm-entry-group" }, label);
  }

  /* What the fills of two plans make where they lie upon each other. */
  function overlap([one, other]) {
    const { fillOpacity } = ZM.style.element({ kind: "zone", color: one.color });
    const square = ({ color }, x) =>
      ZM.svg("rect", { x, y: 1.5, width: 13, height: 11, fill: color, "fill-opacity": fillOpacity });
    return entry(signs(sign(square(one, 0), square(other, 9))), ZM.t("legend.overlap"), null);
  }

  /* Plans may use one role name in different colours, so each of several plans has its own heading. */
  function roles(shown, onPaper) {
    const one = ZM.grouping.way() === "role" ? role : group;
    const plans = [...ZM.model.plans.values()];
    const byPlan = ZM.grouping.way() === "plan",
      several = plans.length > 1 && !byPlan;
    const entries = plans.flatMap((plan) => {
      const own = ZM.grouping
        .of(plan)
        .map((item) => one(item, shown, onPaper))
        .filter(Boolean);
      return own.length && several
        ? [ZM.make("li", { className: "zm-entry-plan", text: ZM.pick(plan, "layout") }), ...own]
        : own;
    });
    const seen = byPlan ? plans.filter((plan) => plan.elements.some((element) => shown.has(element))) : [];
    return seen.length > 1 && (onPaper || !ZM.state.split())
      ? [...entries, overlap(seen.flatMap((plan) => ZM.grouping.of(plan)))]
      : entries;
  }

  /* Nodes have no boundary; what sets some of them off is not their role. */
  function dots(nodes, onPaper) {
    return [
      nodes.some(ZM.style.rough) &&
        entry(
          signs(rough()),
          ZM.t("legend.rough"),
          ZM.t("legend.rough_words", { km: ZM.number(ZM.config.look.rough_m / 1000, 1) }),
        ),
      !onPaper && nodes.length > 1 && entry(signs(stack()), ZM.t("legend.stacked"), ZM.t("legend.stacked_words")),
    ].filter(Boolean);
  }

  /* Banks and roads, each as sure as some of them are. */
  function ground() {
    if (!ZM.state.overlay("baselines")) return [];
    const drawn = new Set(ZM.model.baselines.map((line) => JSON.stringify(ZM.style.baseline(line))));
    const followed = [
      ["bank", "legend.baseline_wet"],
      ["road", "legend.baseline_dry"],
    ].flatMap(([kind, title]) =>
      ["traced", "sketched"]
        .filter((basis) => drawn.has(JSON.stringify(ZM.style.baseline({ kind, basis }))))
        .map((basis) =>
          entry(lineSample(ZM.style.baseline({ kind, basis })), `${ZM.t(title)} · ${ZM.basis(basis)}`, null),
        ),
    );
    const other = ZM.model.baselines.find((line) => line.alternative_to);
    return other
      ? [
          ...followed,
          entry(
            lineSample(ZM.style.baseline(other)),
            ZM.t("legend.baseline_alternative"),
            ZM.t("legend.baseline_alternative_words"),
          ),
        ]
      : followed;
  }

  /* Roads, lines and stations of the ground, and how well they are known. */
  function surroundings() {
    if (!ZM.state.overlay("ground")) return [];
    const kinds = new Set(ZM.model.ground.map(({ kind }) => kind));
    return ["road", "metro", "rail", "hill"]
      .filter((kind) => kinds.has(kind))
      .map((kind, i) =>
        entry(
          kind === "hill" ? swatch(ZM.style.ground({ kind }).fillColor) : lineSample(ZM.style.ground({ kind })),
          ZM.t(`ground.${kind}`),
          i ? null : ZM.t("ground.words"),
        ),
      );
  }

  /* Paper has no cards to look the kinds up in: there they stand in the legend. */
  function relations(onPaper) {
    const shown = ZM.scene.shownRelations();
    if (!shown.length) return [];
    const kinds = [...new Set(shown.map(({ kind }) => ZM.t(`relation.out.${kind}`)))].join(ZM.t("told.between"));
    const words = onPaper ? ZM.t("legend.relation_paper", { kinds }) : ZM.t("legend.relation_words");
    return [entry(lineSample(ZM.style.RELATION), ZM.t("legend.relation"), words)];
  }

  /* What was tested, and against which files. */
  function tested() {
    const verdicts = new Set(ZM.scene.shownTested().map(({ verdict }) => verdict));
    return ZM.style.VERDICTS.filter((verdict) => verdicts.has(verdict)).map((verdict) =>
      entry(lineSample(ZM.style.tested({ verdict })), ZM.t(`verdict.${verdict}`), ZM.t(`verdict_words.${verdict}`)),
    );
  }

  /* What shows how sure a line is: the band along it, and that a shape means little. */
  function sureness(visible) {
    const shapes = visible.filter((item) => item.kind !== "node");
    return [
      shapes.some((item) => item.accuracy_m > 0) && entry(bandSample(), ZM.t("legend.band"), ZM.t("legend.band_words")),
      shapes.some(ZM.unexplained) &&
        entry(
          lineSample(ZM.style.UNEXPLAINED, outline("stated sides")),
          ZM.t("legend.unexplained"),
          ZM.t("legend.unexplained_words"),
        ),
      shapes.some((item) => item.shape_is_indicative) &&
        entry(
          signs(symbol({ kind: "zone", shape_is_indicative: true, color: ZM.style.NEUTRAL })),
          ZM.t("legend.indicative"),
          ZM.t("legend.indicative_words"),
        ),
    ].filter(Boolean);
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
        lineSample({ ...ZM.style.element({ kind: "zone", basis, color: ZM.style.NEUTRAL }), color: ZM.style.NEUTRAL }),
        ZM.basis(basis),
        ZM.t(`basis_words.${basis}`),
      ),
    );
    const sides = ["traced", "sketched", "inferred"]
      .filter((basis) => edges.some((edge) => edge.basis === basis))
      .map((basis) => entry(lineSample(ZM.style.edge({ basis })), ZM.t(`edge.${basis}`), ZM.t(`edge_words.${basis}`)));
    return [
      ...list(TITLES[ZM.grouping.way()], [...roles(shown, onPaper), ...dots(nodes, onPaper)]),
      ...list("legend.bases", [...lines, ...sureness(visible)]),
      ...list("legend.edges", sides),
      ...list("overlay.tested", tested(), { files: ZM.model.against }),
      ...list("legend.relations", relations(onPaper)),
      ...list("legend.ground", ground()),
      ...list("ground.title", surroundings()),
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
    ZM.on("visibility overlays language grouping split", refresh);
  }

  ZM.legend = { start, swatch, symbol, sign, entry, sections };
})(window.ZM);
