/* needs: core.js model.js */
/* How much the name of an element weighs: the one rule. Looks and the order of names on the map follow from it. */
((ZM) => {
  "use strict";

  const MANY = /^(\u591a|many\b)/i; // what a phrase only calls many

  /* Roles that a plan's layout phrase counts one by one. */
  const counted = new Map(
    [...ZM.model.plans.values()].map((plan) => [
      plan.id,
      new Set((plan.phrase || []).filter(({ part }) => !MANY.test(part)).flatMap(({ roles }) => roles)),
    ]),
  );

  /* core: an axis, a group or what the phrase counts; park: another zone; part: what lies in one of these;
     point: a node. */
  ZM.rank = (element) => {
    if (element.kind === "node") return "point";
    const parent = ZM.model.element(element.parent);
    if (parent && parent.kind !== "node") return "part";
    if (element.kind !== "zone" || counted.get(element.plan).has(element.role)) return "core";
    return "park";
  };
})(window.ZM);
