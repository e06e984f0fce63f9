/* needs: core.js i18n.js lead.js legend.js lines.js listed.js model.js panel.js relations.js shared.js state.js
   stated.js style.js told.js */
/* The card: one element's (or plan's) attributes in the order in which one reads them. */
((ZM) => {
  "use strict";

  let shown = null; // {element, others} or {plan}
  let cameFrom = null; // what had the focus before the card took it

  const text = (tag, className, words) => ZM.make(tag, { className, text: words });
  const km2 = (value) => `${ZM.number(value, 2)} km²`;
  const { known, chinese } = ZM;

  function fact(list, label, ...content) {
    if (!content.some(known)) return;
    list.append(
      ZM.make("dt", { text: label }),
      ZM.make(
        "dd",
        {},
        ...content.filter(known).map((item) => (item instanceof Node ? item : document.createTextNode(String(item)))),
      ),
    );
  }

  /* A button that leads to another element, named with its plan where there are several. */
  function link(element) {
    const name = ZM.pick(element, "name"),
      plan = ZM.pick(ZM.model.plan(element.plan), "layout");
    return ZM.leadTo(element, ZM.model.plans.size > 1 ? ZM.t("card.link", { name, plan }) : name);
  }

  function links(ids) {
    const found = (ids || []).map(ZM.model.named).filter(Boolean);
    return found.length
      ? ZM.make("ul", { className: "zm-links" }, ...found.map((item) => ZM.make("li", {}, link(item))))
      : null;
  }

  function head(title, subtitle, chips) {
    const close = ZM.make(
      "button",
      {
        className: "zm-control zm-plain",
        attrs: { type: "button", "aria-label": ZM.t("close"), title: ZM.t("close") },
        on: { click: hide },
      },
      ZM.icon("close"),
    );
    return ZM.make(
      "header",
      { className: "zm-card-head" },
      ZM.make("div", {}, text("h2", "", title), subtitle && ZM.make("p", { className: "zm-words" }, subtitle), chips),
      close,
    );
  }

  function graded({ grade }) {
    if (!ZM.hasText(`grade.${grade}`)) return null;
    return ZM.make(
      "p",
      { className: "zm-grade-line" },
      ZM.grade(grade),
      text("span", "zm-words", ZM.t(`grade_words.${grade}`)),
    );
  }

  const difference = (figure, { diff_km2, diff_pct }) =>
    figure(
      ZM.t("card.difference"),
      `${ZM.signed(diff_km2, 2)} km²`,
      known(diff_pct) ? `${ZM.signed(diff_pct, 1)} %` : null,
    );

  function areas(element) {
    if (!known(element.area_km2) && !known(element.stated_km2)) return null;
    const figure = (label, value, words) =>
      ZM.make(
        "div",
        { className: "zm-figure" },
        text("span", "zm-words", label),
        text("strong", "", value),
        words && text("span", "zm-words", words),
      );
    const row = ZM.make(
      "div",
      { className: "zm-figures" },
      figure(ZM.t("card.stated"), known(element.stated_km2) ? ZM.stated(element) : ZM.t("card.not_stated"), null),
      known(element.area_km2) &&
        figure(
          ZM.t("card.computed"),
          km2(element.area_km2),
          ZM.interval(element) && ZM.t("card.interval", { range: ZM.interval(element) }),
        ),
      known(element.diff_km2) && difference(figure, element),
    );
    const [first, ...others] = ZM.compared(element);
    const reference = first?.reference ? first : others[0];
    return ZM.make(
      "section",
      {},
      row,
      first && !first.reference && graded(first),
      reference &&
        ZM.make(
          "div",
          { className: "zm-figures" },
          figure(ZM.t("card.reference_area"), km2(reference.figure), null),
          difference(figure, reference),
        ),
      reference && graded(reference),
    );
  }

  function follows(side) {
    const words = ZM.model.follows(side);
    return words === side.baseline ? chinese(words) : text("span", "", words);
  }

  function sides(element) {
    if (!element.sides || !element.sides.length) return null;
    const rows = element.sides.map((side) =>
      ZM.make(
        "tr",
        {},
        ZM.make("th", {
          attrs: { scope: "row" },
          text: ZM.hasText(`side.${side.side}`) ? ZM.t(`side.${side.side}`) : side.side,
        }),
        ZM.make("td", {}, chinese(side.stated)),
        ZM.make(
          "td",
          {},
          follows(side),
          text("span", "zm-words", `${ZM.basis(side.basis)} ±${ZM.number(side.accuracy_m, 0)} m`),
          ...ZM.lineage.origin(side.baseline_id).map((words) => text("span", "zm-words", words)),
        ),
      ),
    );
    const titles = ["card.side", "card.side_stated", "card.side_follows"].map((key) =>
      ZM.make("th", { attrs: { scope: "col" }, text: ZM.t(key) }),
    );
    return ZM.make(
      "section",
      {},
      text("h3", "", ZM.t("card.sides")),
      ZM.make(
        "table",
        { className: "zm-sides" },
        ZM.make("thead", {}, ZM.make("tr", {}, ...titles)),
        ZM.make("tbody", {}, ...rows),
      ),
    );
  }

  /* How a boundary, a point's place or an axis's course is known, in words of its own for each. */
  function basis(facts, element) {
    const accuracy = known(element.accuracy_m) ? ` ±${ZM.number(element.accuracy_m, 0)} m` : "";
    const own = `known_by.${element.kind}`;
    const [title, words] = ZM.hasText(own)
      ? [own, `${own}.${element.basis}`]
      : ["card.basis", `basis_words.${element.basis}`];
    fact(
      facts,
      ZM.t(title),
      ZM.basis(element.basis) + accuracy,
      ZM.hasText(words) ? text("span", "zm-words", ZM.t(words)) : null,
    );
  }

  /* Where a geometry comes from, how far it may be off, and since when it stands in the layers. */
  function origin(element) {
    const facts = ZM.make("dl", { className: "zm-facts" });
    basis(facts, element);
    if (known(element.reference_km2))
      fact(facts, ZM.t("card.reference"), km2(element.reference_km2), chinese(element.reference_cite, "zm-words"));
    else fact(facts, ZM.t("card.reference"), chinese(element.reference_cite));
    if (ZM.hasText(`source_grade.${element.source_grade}`))
      fact(facts, ZM.t("card.source_grade"), ZM.t(`source_grade.${element.source_grade}`));
    if (known(element.plane_km2)) fact(facts, ZM.t("card.plane"), km2(element.plane_km2));
    fact(facts, ZM.t("card.entered"), element.entered);
    return facts;
  }

  function elementCard({ element, others, place }) {
    const plan = ZM.model.plan(element.plan),
      facts = ZM.make("dl", { className: "zm-facts" });
    const english = ZM.language() === "en",
      other = english ? element.name : element.name_en;
    const subtitle =
      other && other !== ZM.pick(element, "name")
        ? ZM.make("span", { text: other, attrs: { lang: english ? "zh-CN" : "en" } })
        : null;
    const chips = ZM.make(
      "p",
      { className: "zm-chips" },
      ZM.make(
        "span",
        { className: "zm-chip" },
        ZM.legend.swatch(element.color),
        ZM.make("span", { text: ZM.pick(element.roleInfo, "name") }),
      ),
      text("span", "zm-chip", ZM.hasText(`kind.${element.kind}`) ? ZM.t(`kind.${element.kind}`) : element.kind),
    );
    const said = ZM.make("dl", { className: "zm-facts" });
    for (const [label, value] of ZM.told.facts(element)) fact(said, label, value);
    fact(facts, ZM.t("card.parent"), links([element.parent]));
    fact(facts, ZM.t("card.members"), links(element.members));
    fact(facts, ZM.t("card.passes"), links(element.passes));
    fact(
      facts,
      ZM.t("card.shared"),
      links([element.same_as, ...(element.shared_by || [])].filter((id, i, all) => id && all.indexOf(id) === i)),
    );
    fact(facts, ZM.t("card.note"), chinese(element.note));
    fact(facts, ZM.t("card.cite"), chinese(element.cite));
    fact(
      facts,
      ZM.t("card.plan"),
      ZM.make("button", {
        className: "zm-link",
        attrs: { type: "button" },
        text: ZM.pick(plan, "title"),
        on: { click: () => showPlan(plan) },
      }),
    );
    fact(facts, ZM.t("card.also_here"), links((others || []).map((item) => item.id)));
    const rough =
      ZM.style.rough(element) &&
      text("p", "zm-rough", ZM.t("card.rough", { km: ZM.number(element.accuracy_m / 1000, 1) }));
    const indicative = element.shape_is_indicative && text("p", "zm-rough", ZM.t("card.indicative"));
    const body = ZM.make(
      "div",
      { className: "zm-card-body" },
      // First what the place is for, last how its boundary is known.
      said.hasChildNodes() && said,
      rough,
      indicative,
      areas(element),
      ...ZM.lineage.readings(element),
      facts,
      ZM.listed.section(element.id, place),
      ZM.relations(element),
      ZM.shared(element),
      sides(element),
      origin(element),
    );
    ZM.emit("card", { element, body });
    return [head(ZM.pick(element, "name"), subtitle, chips), body];
  }

  function planCard({ plan, place }) {
    const facts = ZM.make("dl", { className: "zm-facts" });
    fact(facts, ZM.t("plan.place"), ZM.pick(plan, "place"));
    fact(facts, ZM.t("plan.source"), chinese(plan.source));
    fact(facts, ZM.t("card.note"), chinese(plan.note));
    const claims = (plan.claims || []).map((claim) =>
      ZM.make(
        "li",
        { className: claim.ok ? "zm-claim" : "zm-claim zm-claim-no" },
        text("strong", "", ZM.t(claim.ok ? "plan.holds" : "plan.fails")),
        ZM.make(
          "span",
          {},
          text("span", "", ZM.pick(claim, "claim")),
          ZM.pick(claim, "message") && text("span", "zm-words", ZM.pick(claim, "message")),
        ),
      ),
    );
    const tested = plan.claims || [],
      untested = plan.untested || [];
    const held = { n: tested.filter(({ ok }) => ok).length, all: tested.length, untested: untested.length };
    const left = untested.map((each) =>
      ZM.make(
        "li",
        {},
        text("span", "", ZM.pick(each, "statement")),
        text("span", "zm-words", ZM.pick(each, "reason")),
        chinese(each.heading, "zm-words"),
      ),
    );
    return [
      head(ZM.pick(plan, "title"), ZM.pick(plan, "layout"), null),
      ZM.make(
        "div",
        { className: "zm-card-body" },
        facts,
        claims.length > 0 && text("h3", "", ZM.t("plan.claims")),
        claims.length > 0 && text("p", "zm-words", ZM.t("plan.held", held)),
        claims.length > 0 && ZM.make("ul", { className: "zm-claims" }, ...claims),
        left.length > 0 && text("h3", "", ZM.t("plan.untested")),
        left.length > 0 && ZM.make("ul", { className: "zm-told zm-untested" }, ...left),
        ZM.listed.section(plan.id, place),
      ),
    ];
  }

  function refresh() {
    const card = ZM.byId("zm-card");
    card.hidden = !shown;
    card.replaceChildren(...(shown ? (shown.element ? elementCard(shown) : planCard(shown)) : []));
    card.scrollTop = 0;
  }

  function takeFocus() {
    const card = ZM.byId("zm-card");
    if (!card.contains(document.activeElement)) cameFrom = document.activeElement;
    card.focus();
  }

  function hide() {
    const hadFocus = ZM.byId("zm-card").contains(document.activeElement);
    shown = null;
    ZM.state.select(null);
    if (hadFocus && cameFrom && cameFrom.isConnected) cameFrom.focus();
  }

  function showPlan(plan, place) {
    ZM.state.select(null);
    shown = { plan, place };
    refresh();
    ZM.panel.fit(ZM.model.extent(plan.elements));
    takeFocus();
  }

  ZM.on("select", ({ element, others, focus, place }) => {
    shown = element ? { element, others, place } : null;
    refresh();
    if (element && focus) takeFocus();
  });
  ZM.on("plan", ({ plan, place }) => showPlan(plan, place));
  ZM.on("language", refresh);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && shown && !event.defaultPrevented) hide();
  });

  ZM.card = { showPlan, hide };
})(window.ZM);
