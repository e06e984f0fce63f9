/* needs: core.js i18n.js model.js state.js told.js */
/* Places without a geometry: they stand in the card of what holds them, or in that of their plan. */
((ZM) => {
  "use strict";

  function facts(place) {
    const rows = [
      [ZM.t("table.role"), ZM.pick(place.roleInfo, "name")],
      ...ZM.told.facts(place),
      ...(place.note ? [[ZM.t("card.note"), ZM.chinese(place.note)]] : []),
      [ZM.t("card.cite"), ZM.chinese(place.cite)],
    ];
    return ZM.make(
      "dl",
      { className: "zm-facts" },
      ...rows.flatMap(([label, value]) => [ZM.make("dt", { text: label }), ZM.make("dd", {}, node(value))]),
    );
  }

  const node = (value) => (value instanceof Node ? value : ZM.make("span", { text: value }));

  function item(place, chosen) {
    const details = ZM.make(
      "details",
      { attrs: { "data-place": place.id, open: place === chosen } },
      ZM.make("summary", { text: ZM.pick(place, "name") }),
      facts(place),
    );
    return ZM.make("li", {}, details);
  }

  /* The part of a card about the places in an element or, without a holder, of a plan; null if there are none. */
  function section(id, chosen) {
    const places = ZM.model.heldBy(id).filter(({ kind }) => kind === "place");
    if (!places.length) return null;
    return ZM.make(
      "section",
      { className: "zm-listed" },
      ZM.make("h3", { text: ZM.t("card.listed", { count: ZM.number(places.length, 0) }) }),
      ZM.make("p", { className: "zm-words", text: ZM.t("card.listed_words") }),
      ZM.make("ul", {}, ...places.map((place) => item(place, chosen))),
    );
  }

  /* Leads to what holds a place, with what is said of the place open in the card. */
  function lead(place) {
    const holder = ZM.model.holder(place);
    if (holder) ZM.state.select(holder.id, { fly: true, focus: true, place });
    else ZM.emit("plan", { plan: ZM.model.plan(place.plan), place });
    const open = ZM.byId("zm-card").querySelector("details[open]");
    open?.querySelector("summary").focus({ preventScroll: true });
    open?.scrollIntoView({ block: "nearest" });
  }

  ZM.listed = { section, lead, item };
})(window.ZM);
