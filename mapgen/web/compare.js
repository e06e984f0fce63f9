/* needs: comparing.js core.js i18n.js lead.js legend.js letter.js model.js pairs.js panel.js start.js
   swipe.js */
/* The box below the map in which two plans are compared: which, how they are shown, and a list of the places that both
   have or only one has, with the differences of their areas. On pages of several plans only. */
((ZM) => {
  "use strict";

  const { make, known } = ZM;
  const MOST = 200; // rows of a part at first
  let box = null;

  function button(id, words, press) {
    return make("button", {
      className: "zm-button",
      attrs: { type: "button", id, "data-t": words },
      on: { click: press },
    });
  }

  const parts = () => ["compare", "compare-toggle", "compare-close"].map((name) => `zm-${name}`);

  /* The button in the header and the box, which pages of one plan do without. */
  function build() {
    const [id, toggle, close] = parts();
    const swap = () => {
      const { at, opacities } = ZM.comparing.view();
      ZM.comparing.set([...ZM.comparing.pair()].reverse(), { at, opacities: [...opacities].reverse() });
    };
    ZM.byId("zm-goals-toggle").after(
      make(
        "button",
        {
          className: "zm-button",
          attrs: { type: "button", id: toggle, "aria-controls": id, "aria-expanded": "false" },
        },
        ZM.icon("compare"),
        make("span", { text: ZM.t("compare.title"), attrs: { "data-t": "compare.title" } }),
      ),
    );
    ZM.byId("zm-main").append(
      make(
        "section",
        { className: "zm-table zm-compare", attrs: { id, "aria-labelledby": "zm-compare-title", hidden: true } },
        make(
          "header",
          { className: "zm-table-head" },
          make("h2", { attrs: { id: "zm-compare-title", "data-t": "compare.title" } }),
          make(
            "div",
            { className: "zm-compare-ways" },
            button("zm-compare-swipe", "compare.by_swipe", () => ZM.comparing.overlay(false)),
            button("zm-compare-overlay", "compare.by_overlay", () => ZM.comparing.overlay(true)),
            button("zm-compare-swap", "compare.swap", swap),
            button("zm-compare-stop", "compare.stop", () => {
              box.show(false);
              ZM.comparing.stop();
              ZM.byId(toggle).focus();
            }),
          ),
          make(
            "button",
            { className: "zm-control zm-plain", attrs: { type: "button", id: close, "data-t-label": "close" } },
            ZM.icon("close"),
          ),
        ),
        make(
          "div",
          {
            className: "zm-table-body",
            attrs: { id: "zm-compare-body", tabindex: "0", role: "group", "data-t-label": "compare.title" },
          },
          make("div", { attrs: { id: "zm-compare-plans" }, className: "zm-compare-plans" }),
          make("div", { attrs: { id: "zm-compare-list" } }),
        ),
      ),
    );
  }

  /* The choice of a plan; the other one of the pair changes places with it. */
  function choice(place) {
    const pair = ZM.comparing.pair();
    const made = make(
      "select",
      {
        className: "zm-input",
        attrs: { id: `zm-compare-plan-${place}`, "aria-label": ZM.t("compare.plan", { letter: ZM.letter(place) }) },
        on: {
          change: () => {
            const next = ZM.model.plan(made.value),
              [first, second] = ZM.comparing.pair();
            if (next === (place ? first : second)) ZM.comparing.set([second, first]);
            else ZM.comparing.set(place ? [first, next] : [next, second]);
            ZM.byId(`zm-compare-plan-${place}`).focus();
          },
        },
      },
      ...ZM.comparing.plans.map((plan) =>
        make("option", {
          text: ZM.model.shortName(plan),
          attrs: { value: plan.id, selected: plan === pair[place] },
        }),
      ),
    );
    return made;
  }

  const percent = (share) => `${Math.round(share * 100)} %`;

  function opacity(place) {
    const id = `zm-compare-opacity-${place}`,
      share = ZM.comparing.view().opacities[place];
    const shown = make("output", { text: percent(share), attrs: { for: id } });
    const input = make("input", {
      attrs: {
        type: "range",
        id,
        min: ZM.comparing.LEAST * 100,
        max: 100,
        step: 5,
        value: Math.round(share * 100),
        "aria-label": ZM.t("compare.opacity_of", { letter: ZM.letter(place) }),
      },
      on: {
        input: () => {
          ZM.comparing.setOpacity(place, Number(input.value) / 100);
          shown.textContent = percent(Number(input.value) / 100);
        },
      },
    });
    return make(
      "span",
      { className: "zm-compare-opacity" },
      make("label", { text: ZM.t("compare.opacity"), attrs: { for: id } }),
      input,
      shown,
    );
  }

  function fillPlans() {
    ZM.byId("zm-compare-plans").replaceChildren(
      ...[0, 1].map((place) =>
        make("div", { className: "zm-compare-plan" }, ZM.letterSign(place), choice(place), opacity(place)),
      ),
    );
  }

  const area = (value) => (known(value) ? ZM.number(value, 2) : "–");
  const difference = (found) =>
    found ? ZM.t("compare.difference", { km2: ZM.signed(found.km2, 2), percent: ZM.signed(found.percent, 1) }) : "–";

  const figure = (text) => make("td", { className: "zm-cell-figure", text });

  /* A place: what it is called in either plan, and areas, computed and stated, with how they differ. */
  function row(ends, found) {
    const [first, second] = ends,
      name = first || second;
    const other = first && second && ZM.pick(first, "name") !== ZM.pick(second, "name");
    // A place that the layers hold once has one outline: its areas cannot differ.
    const isOne = found?.by === "place" && known(first.area_km2) && known(second.area_km2);
    return make(
      "tr",
      {},
      make(
        "th",
        { attrs: { scope: "row" } },
        make(
          "div",
          { className: "zm-compare-name" },
          name.kind === "place" ? null : ZM.legend.symbol(name),
          ZM.leadTo(name),
        ),
        other && make("div", { className: "zm-compare-name" }, ZM.letterSign(1), ZM.leadTo(second)),
        found?.by === "name" && make("div", { className: "zm-words", text: ZM.t("compare.by_name") }),
      ),
      ...ends.map((end) => figure(area(end?.area_km2))),
      figure(isOne ? ZM.t("compare.one_outline") : difference(found?.area)),
      ...ends.map((end) => figure(area(end?.stated_km2))),
      figure(difference(found?.stated)),
    );
  }

  /* Rows under a heading; of many, the first, and a button for the rest. */
  function group(title, rows) {
    const head = make(
      "tr",
      { className: "zm-compare-group" },
      make("th", { text: title, attrs: { scope: "rowgroup", colspan: "7" } }),
    );
    const body = make("tbody", {}, head, ...rows.slice(0, MOST).map((each) => each()));
    if (rows.length > MOST) {
      const more = make(
        "tr",
        {},
        make(
          "td",
          { attrs: { colspan: "7" } },
          make("button", {
            className: "zm-button",
            text: ZM.t("tree.more", { count: ZM.number(rows.length - MOST, 0) }),
            attrs: { type: "button" },
            on: { click: () => more.replaceWith(...rows.slice(MOST).map((each) => each())) },
          }),
        ),
      );
      body.append(more);
    }
    return body;
  }

  /* Those first whose areas differ most, then those that have one. */
  function byDifference(found) {
    const weight = ({ area, stated, ends }) =>
      Math.max(Math.abs(area?.percent || 0), Math.abs(stated?.percent || 0)) * 1e6 +
      ends.some((end) => known(end.area_km2));
    return [...found].sort((a, b) => weight(b) - weight(a));
  }

  const byArea = (places) => [...places].sort((a, b) => (b.area_km2 || 0) - (a.area_km2 || 0));

  function fillList() {
    const pair = ZM.comparing.pair(),
      { both, only } = ZM.pairs.of(...pair);
    const states = pair.some((plan) => pair.some(({ supersedes }) => supersedes === plan.id));
    const column = (words, ...signs) =>
      make("th", { attrs: { scope: "col" } }, ...signs, make("span", { text: ZM.t(words) }));
    ZM.byId("zm-compare-list").replaceChildren(
      make(
        "details",
        { className: "zm-compare-rule" },
        make("summary", { text: ZM.t("compare.rule_title") }),
        make("p", { className: "zm-words", text: ZM.t(states ? "compare.rule_states" : "compare.rule") }),
      ),
      make(
        "table",
        {},
        make("caption", { className: "zm-hidden", text: ZM.t("compare.caption") }),
        make(
          "thead",
          {},
          make(
            "tr",
            {},
            column("table.name"),
            column("compare.computed", ZM.letterSign(0)),
            column("compare.computed", ZM.letterSign(1)),
            column("compare.computed_difference"),
            column("compare.stated", ZM.letterSign(0)),
            column("compare.stated", ZM.letterSign(1)),
            column("compare.stated_difference"),
          ),
        ),
        group(
          ZM.t("compare.both", { count: ZM.number(both.length, 0) }),
          byDifference(both).map((found) => () => row(found.ends, found)),
        ),
        ...only.map((places, i) =>
          group(
            ZM.t("compare.only", {
              letter: ZM.letter(i),
              plan: ZM.model.shortName(pair[i]),
              count: ZM.number(places.length, 0),
            }),
            byArea(places).map((place) => () => row(i ? [null, place] : [place, null])),
          ),
        ),
      ),
    );
  }

  const kept = { pair: null }; // what the box was filled for

  function mark() {
    const isSplit = ZM.comparing.view().at !== null;
    ZM.byId("zm-compare-swipe").setAttribute("aria-pressed", String(isSplit));
    ZM.byId("zm-compare-overlay").setAttribute("aria-pressed", String(!isSplit));
  }

  function fill() {
    const pair = ZM.comparing.pair();
    if (!box.isOpen() || !pair) return;
    mark();
    fillPlans();
    fillList();
    kept.pair = pair;
  }

  function start() {
    box = ZM.panel.below("compare", (on) => {
      document.body.classList.toggle("zm-comparing", on);
      if (on && !ZM.comparing.pair()) {
        ZM.map.invalidateSize({ animate: false }); // both plans must fit into what the box leaves
        ZM.comparing.begin();
      }
      if (on) fill();
    });
    ZM.on("compare", () => {
      // Opacity and split move while their controls have the focus: only what they change is written anew.
      if (!box.isOpen() || !ZM.comparing.pair()) return;
      if (kept.pair === ZM.comparing.pair()) mark();
      else fill();
    });
    ZM.on("language grouping", fill);
    if (!ZM.comparing.pair()) return;
    box.show(true);
    ZM.comparing.refit(); // a link without a view
  }

  // At once: where the header grows with its buttons, the map must find the room that it will have.
  if (!ZM.comparing.isPossible) return;
  build();
  ZM.parts.push(ZM.swipe, { start });
})(window.ZM);
