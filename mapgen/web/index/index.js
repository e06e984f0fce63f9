/* needs: address.js core.js i18n.js index/areas.js index/finding.js indicators.js style.js */
/* The first page: a card for each plan. Every word of the data goes in as textContent. */
((ZM) => {
  "use strict";

  const { make, svg, byId, payload } = ZM;
  const KINDS = ["zone", "group", "axis", "node", "pending"];
  const GRADES = ["consistent", "within uncertainty", "conflict"];
  const { look } = ZM.config;
  const { BASES } = ZM.style;

  function picture(plan) {
    const { width, height, shapes } = plan.picture;
    const image = svg("svg", {
      viewBox: `0 0 ${width} ${height}`,
      class: "ix-picture",
      role: "img",
      "aria-label": ZM.t("index.card.picture", { name: ZM.pick(plan, "layout") }),
    });
    // Each shape is the attributes of an element, worked out by look.py.
    for (const shape of shapes) image.append(svg("cx" in shape ? "circle" : "path", shape));
    for (const { x, y, text } of plan.picture.names[ZM.language()]) {
      const name = svg("text", { x, y });
      name.textContent = text;
      image.append(name);
    }
    return image;
  }

  /* "12 zones, 1 axis": only what there is. English counts one thing in words of its own. */
  function counted(counts, names, prefix) {
    const key = (name) =>
      counts[name] === 1 && ZM.hasText(`${prefix}.${name}.one`) ? `${prefix}.${name}.one` : `${prefix}.${name}`;
    return names
      .filter((name) => counts[name])
      .map((name) => ZM.t(key(name), { n: counts[name] }))
      .join(ZM.t("index.comma"));
  }

  function row(term, text) {
    return [make("dt", { text: ZM.t(term) }), make("dd", { text })];
  }

  function card(plan) {
    const id = `ix-${plan.id}`;
    const { held, tested, untested } = plan.claims;
    const claims = [
      ZM.t("index.card.claims_held", { n: held, all: tested }),
      untested && ZM.t("index.card.untested", { n: untested }),
    ];
    const data = plan.layers.map((layer) =>
      make("a", {
        text: ZM.t(`index.layer.${layer}`),
        attrs: { href: `geojson/${plan.id}/${layer}.geojson`, download: `${plan.id}-${layer}.geojson` },
      }),
    );
    return make(
      "article",
      { className: "ix-card", attrs: { "aria-labelledby": id } },
      make(
        "a",
        { className: "ix-frame", attrs: { href: ZM.address(plan.id), tabindex: "-1", "aria-hidden": "true" } },
        picture(plan),
      ),
      make("h2", { text: ZM.pick(plan, "layout"), attrs: { id } }),
      make("p", { className: "ix-title", text: ZM.pick(plan, "title") }),
      make(
        "dl",
        {},
        ...row("index.card.counts", counted(plan.counts, KINDS, "index.count")),
        ...row("index.card.bases", counted(plan.bases, BASES, "index.basis.count")),
        ...row("index.card.areas", counted(plan.grades, GRADES, "index.grade") || ZM.t("index.card.no_areas")),
        ...row("index.card.claims", claims.filter(Boolean).join(ZM.t("index.comma"))),
      ),
      make(
        "p",
        { className: "ix-open" },
        make("a", {
          className: "ix-button ix-strong",
          text: ZM.t("index.card.open"),
          attrs: { href: ZM.address(plan.id), "aria-describedby": id },
        }),
      ),
      make("p", { className: "ix-data" }, make("span", { text: ZM.t("index.card.data") }), ...data),
    );
  }

  /* Closed parts that are built when they are opened: the plans beside each other, then each plan's own. */
  function part(title, build) {
    const summary = make("summary", { text: title });
    const details = make("details", {}, summary);
    details.addEventListener("toggle", () => {
      if (details.open && details.lastChild === summary) details.append(...build());
    });
    return details;
  }

  function indicators() {
    const data = payload.indicators;
    const open = [...byId("ix-tables").children].map((each) => each.open);
    const plans = payload.plans.filter((plan) => data.tables.some((table) => table.plan === plan.id));
    const parts = plans.map((plan) => part(ZM.pick(plan, "title"), () => ZM.indicators.byPlan(data, [plan.id])));
    if (data.topics.length) parts.unshift(part(ZM.t("indicators.compare"), () => ZM.indicators.compared(data)));
    for (const [i, each] of parts.entries()) each.open = Boolean(open[i]);
    byId("ix-tables").replaceChildren(...parts);
    byId("ix-indicators").hidden = !parts.length;
  }

  function draw() {
    document.title = ZM.pick(payload, "title") || ZM.t("index.title");
    byId("ix-title").textContent = document.title;
    indicators();
    ZM.areas.draw();
    byId("ix-atlas").href = ZM.address("atlas");
    byId("ix-cards").replaceChildren(...payload.plans.map(card));
    byId("ix-bases").replaceChildren(
      ...BASES.flatMap((basis) => [
        make(
          "dt",
          {},
          svg(
            "svg",
            { viewBox: "0 0 44 10", "aria-hidden": "true" },
            svg("path", {
              d: "M2,5H42",
              "stroke-width": look.element.zone.width,
              "stroke-linecap": look.element.zone.cap || "round",
              "stroke-dasharray": ZM.style.dash(basis, look.element.zone.width),
            }),
          ),
          make("span", { text: ZM.t(`basis.${basis}`) }),
        ),
        make("dd", { text: ZM.t(`basis_words.${basis}`) }),
      ]),
    );
    const credits = (ZM.language() === "en" && payload.credits_en) || payload.credits;
    const version = ZM.t("index.version", { version: payload.layers_version });
    const license = ZM.pick(payload, "license");
    byId("ix-credits").textContent = [...credits, license && ZM.t("license", { license }), version]
      .filter(Boolean)
      .join(" · ");
    const button = byId("ix-language");
    button.textContent = ZM.t("language.other");
    button.lang = ZM.language() === "zh" ? "en" : "zh-CN";
  }

  byId("ix-language").addEventListener("click", () => ZM.setLanguage(ZM.language() === "zh" ? "en" : "zh"));
  ZM.on("language", draw);
  document.documentElement.style.setProperty("--map-ground", look.ground);
  ZM.setLanguage(new URLSearchParams(location.hash.slice(1)).get("lang") || "");
  ZM.translate();
  draw();
})(window.ZM);
