/* needs: core.js geo.js i18n.js lead.js legend.js listed.js model.js panel.js start.js stated.js */
/* Zones whose boundary is not known yet, on pages that have such: below the tree, and in the card of what they
   belong to, with their sides and what is known of these. They are on no map. */
((ZM) => {
  "use strict";

  const isPending = ({ basis }) => basis === "pending";
  const zones = ZM.model.listed.filter(isPending);
  const { section, lead } = ZM.listed;
  const { symbol } = ZM.legend;

  /* An outline of dots with nothing in it: what the map would draw, were it known. */
  ZM.legend.symbol = (item) =>
    isPending(item)
      ? ZM.legend.sign(
          ZM.svg("rect", {
            ...{ x: 1.5, y: 1.5, width: 19, height: 11, rx: 1, fill: "none" },
            ...{ stroke: item.color, "stroke-width": 1.6, "stroke-dasharray": "0.2 3", "stroke-linecap": "round" },
          }),
        )
      : symbol(item);

  const mark = () => ZM.make("span", { className: "zm-chip zm-waits", text: ZM.basis("pending") });

  function side(each) {
    const { side: way, stated } = each,
      line = ZM.model.follows(each);
    return ZM.make(
      "tr",
      {},
      ZM.make("th", { attrs: { scope: "row" }, text: ZM.t(`side.${way}`) }),
      ZM.make("td", {}, ZM.chinese(stated)),
      ZM.make("td", line ? { text: line } : { className: "zm-lacks", text: ZM.t("pending.no_line") }),
    );
  }

  function sides(zone) {
    const heads = ["card.side", "card.side_stated", "card.side_follows"];
    return ZM.make(
      "table",
      { className: "zm-sides" },
      ZM.make("thead", {}, ZM.make("tr", {}, ...heads.map((key) => head(ZM.t(key))))),
      ZM.make("tbody", {}, ...zone.sides.map(side)),
    );
  }

  const head = (text) => ZM.make("th", { attrs: { scope: "col" }, text });

  /* What waits for a zone to be known: those that it would hold or be made of. */
  function links(ids, key) {
    const found = ids.map(ZM.model.named).filter(Boolean);
    if (!found.length) return [];
    const list = found.map((each) => ZM.make("li", {}, ZM.leadTo(each)));
    return [
      ZM.make("dt", { text: ZM.t(key, { count: ZM.number(found.length, 0) }) }),
      ZM.make("dd", {}, ZM.make("ul", { className: "zm-links" }, ...list)),
    ];
  }

  function item(zone, chosen) {
    const made = ZM.listed.item(zone, chosen),
      facts = made.querySelector("dl"),
      held = ZM.model.listed.filter(({ holder, kind }) => holder === zone.id && kind === "place");
    made.querySelector("summary").append(" ", mark());
    if (ZM.known(zone.stated_km2))
      facts.prepend(ZM.make("dt", { text: ZM.t("card.stated") }), ZM.make("dd", { text: ZM.stated(zone) }));
    facts.append(
      ...links([zone.parent], "card.parent"),
      ...links(zone.members, "card.members"),
      ...links([zone.same_as], "card.shared"),
      ...links(
        held.map(({ id }) => id),
        "card.listed",
      ),
    );
    facts.before(ZM.make("p", { className: "zm-words", text: ZM.t(`pending.${zone.kind}`) }));
    if (zone.sides.length) facts.after(sides(zone));
    return made;
  }

  ZM.listed.section = (id, chosen) => {
    const own = ZM.model.heldBy(id).filter(isPending),
      others = section(id, chosen);
    if (!own.length) return others;
    return ZM.make(
      "div",
      {},
      ZM.make(
        "section",
        { className: "zm-listed" },
        ZM.make("h3", { text: ZM.t("pending.title", { count: ZM.number(own.length, 0) }) }),
        ZM.make("ul", {}, ...own.map((zone) => item(zone, chosen))),
      ),
      others,
    );
  };

  /* What is said of a zone is taller than that of a place: its name must not leave the card at the top. */
  ZM.listed.lead = (place) => {
    lead(place);
    if (isPending(place)) ZM.byId("zm-card").querySelector("details[open]").scrollIntoView();
  };

  /* On a narrow page the panel and a card together would leave nothing of the map. */
  function open(zone) {
    if (ZM.panel.narrow.matches) ZM.panel.showPanel(false);
    ZM.listed.lead(zone);
  }

  /* A row of the tree: it has no box, for there is nothing to show or hide. */
  function row(zone) {
    const name = ZM.make("button", {
      className: "zm-name zm-name-element",
      text: ZM.pick(zone, "name"),
      attrs: { type: "button" },
      on: { click: () => open(zone) },
    });
    return ZM.make(
      "li",
      {},
      ZM.make("div", { className: "zm-row zm-row-element" }, ZM.legend.symbol(zone), name, mark()),
    );
  }

  function list() {
    const title = ZM.t("pending.title", { count: ZM.number(zones.length, 0) });
    ZM.byId("zm-tree").append(
      ZM.make(
        "section",
        { className: "zm-pending" },
        ZM.make("h3", { text: title }),
        ZM.make("p", { className: "zm-words", text: ZM.t("pending.words") }),
        ZM.make("ul", { className: "zm-branch" }, ...zones.map(row)),
      ),
    );
  }

  /* The tree is made anew for each of these, and has begun to listen before. */
  function start() {
    list();
    // Of a plan of which nothing is known at all, the map shows at least where it is.
    const around = [...ZM.model.context, ...ZM.model.baselines];
    if (!ZM.model.elements.size) ZM.panel.fit(ZM.geo.union(around.map(({ geometry }) => ZM.geo.box(geometry))));
    ZM.on("language grouping", list);
  }

  ZM.parts.push({ start });
})(window.ZM);
