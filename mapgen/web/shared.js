/* needs: address.js core.js i18n.js lead.js model.js pages.js stated.js told.js */
/* A place that several plans name: what each of them says there, with what differs marked in words. */
((ZM) => {
  "use strict";

  const { known } = ZM;

  /* Attributes that need more than their own value. A name leads to the element, if it is on the page. */
  const WRITTEN = {
    name: (said, own) => (said === own || !ZM.model.element(said.id) ? ZM.pick(said, "name") : ZM.leadTo(said)),
    role: (said) => ZM.pick(said.roleInfo || { name: said.role, name_en: said.role_en }, "name"),
    stated_km2: ZM.stated,
    function: ZM.told.functions,
    status: ZM.told.status,
    figures: (said) => said.figures.map(ZM.told.figure).join("; "),
  };
  /* Attributes that stand with another. */
  const WITH_ANOTHER = (key) => ["qualifier", "status_year"].includes(key) || key.split("_").pop() === "en";

  function written(key, said, own) {
    if (!known(said[key])) return ZM.make("span", { className: "zm-words", text: ZM.t("card.not_stated") });
    const value = WRITTEN[key] ? WRITTEN[key](said, own) : ZM.pick(said, key);
    if (value instanceof Node) return value;
    const translated = known(said[`${key}_en`]) || key in WRITTEN;
    return ZM.make("span", { text: value, attrs: { lang: translated ? null : "zh-CN" } });
  }

  const LABELS = { name: "table.name", role: "table.role", stated_km2: "card.stated" };
  const label = (key) => ZM.t([LABELS[key], `card.${key}`, `field.${key}`].find((each) => each && ZM.hasText(each)));

  /* A plan by its title, which leads to its page and the place there if it is not on this one. */
  function heading(plan, said) {
    const title = ZM.pick(plan, "title");
    if (ZM.model.plan(plan.id) || !ZM.pages.page(plan.id)) return ZM.make("h4", { text: title });
    return ZM.make("h4", {}, ZM.make("a", { text: title, attrs: { href: ZM.address(plan.id, said.id) } }));
  }

  function block(said, own, keys, differing) {
    const plan = said.planInfo || ZM.model.plan(said.plan);
    const facts = keys.flatMap((key) => [
      ZM.make("dt", { text: label(key) }),
      ZM.make(
        "dd",
        {},
        written(key, said, own),
        differing.includes(key) &&
          known(said[key]) &&
          ZM.make("span", { className: "zm-differs", text: ZM.t("card.differs") }),
      ),
    ]);
    return ZM.make("li", {}, heading(plan, said), ZM.make("dl", { className: "zm-facts" }, ...facts));
  }

  /* The part of a card about other plans; null for a place that no other plan names. */
  ZM.shared = (element) => {
    const here = element.shared_by.map(ZM.model.element).filter(Boolean);
    const all = [element, ...here, ...ZM.model.othersAt(element.geom)];
    if (all.every((said) => said.plan === element.plan)) return null;
    const keys = ZM.config.said.filter((key) => !WITH_ANOTHER(key) && all.some((said) => known(said[key])));
    const differing = ZM.model.differing(element.geom);
    return ZM.make(
      "section",
      { className: "zm-said" },
      ZM.make("h3", { text: ZM.t("card.said") }),
      ZM.make("ul", {}, ...all.map((said) => block(said, element, keys, differing))),
    );
  };
})(window.ZM);
