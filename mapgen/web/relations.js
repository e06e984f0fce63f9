/* needs: core.js i18n.js lead.js model.js */
/* Relations of an element in its card: each leads to the other end, if that is on the page. */
((ZM) => {
  "use strict";

  /* Relations at the element's place as {key, other, relation}, seen from there: in one way or the other. */
  function seenFrom(element) {
    return ZM.model.relations.flatMap((relation) => {
      const at = relation.ends.findIndex((end) => end.geom === element.geom);
      return at < 0 ? [] : [{ key: `${at ? "in" : "out"}.${relation.kind}`, other: relation.ends[1 - at], relation }];
    });
  }

  /* The other end: a button that leads there, be it under another name or to what holds it; or its name, with
     its plan if that is neither here nor the one that the citation names. */
  function end(other, relation) {
    const element = ZM.model.named(other.id) || ZM.model.at(other.geom)[0];
    if (element) return ZM.make("li", {}, ZM.leadTo(element));
    const name = ZM.pick(other, "name"),
      plan = other.planInfo && other.plan !== relation.plan && ZM.pick(other.planInfo, "title");
    return ZM.make("li", { text: plan ? ZM.t("card.link", { name, plan }) : name });
  }

  /* What the same plan says in one breath stands together, with its citation once. */
  function groups(seen) {
    const found = new Map();
    for (const each of seen) {
      const { cite, note } = each.relation,
        name = JSON.stringify([each.key, cite, note]);
      if (!found.has(name)) found.set(name, []);
      found.get(name).push(each);
    }
    return [...found.values()];
  }

  /* The part of a card about relations; null for an element that has none. */
  ZM.relations = (element) => {
    const seen = seenFrom(element);
    if (!seen.length) return null;
    const facts = groups(seen).flatMap((group) => [
      ZM.make("dt", { text: ZM.t(`relation.${group[0].key}`) }),
      ZM.make(
        "dd",
        {},
        ZM.make("ul", { className: "zm-links" }, ...group.map(({ other, relation }) => end(other, relation))),
        ZM.chinese(group[0].relation.note, "zm-words"),
        ZM.chinese(group[0].relation.cite, "zm-words"),
      ),
    ]);
    return ZM.make(
      "section",
      { className: "zm-relations" },
      ZM.make("h3", { text: ZM.t("card.relations") }),
      ZM.make("dl", { className: "zm-facts" }, ...facts),
    );
  };
})(window.ZM);
