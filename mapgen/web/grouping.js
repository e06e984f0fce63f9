/* needs: core.js model.js */
/* By what elements are grouped and coloured: by role, function, status or, of several plans, by plan. A group is
   {key, plan, name, name_en, color, elements}; by function an element is in a group for each of its functions that has
   one, and has the colour of the first. */
((ZM) => {
  "use strict";

  const { look } = ZM.config;
  const WAYS = ["role", "function", "status", ...(ZM.model.plans.size > 1 ? ["plan"] : [])];
  const { terms } = ZM.payload;
  let way = "role";
  let leading = []; // ids of plans that have the first colours

  /* Functions that have a colour of their own: those of most elements of the page. */
  function commonest() {
    const counts = new Map();
    for (const element of ZM.model.elements.values())
      for (const id of element.function || []) counts.set(id, (counts.get(id) || 0) + 1);
    return [...counts.keys()]
      .filter((id) => ZM.owns(terms, id))
      .sort((a, b) => counts.get(b) - counts.get(a) || (a < b ? -1 : 1))
      .slice(0, look.grouping.functions.length);
  }

  const named = (key, color, { zh, en }) => ({ key, color, name: zh, name_en: en });
  const words = (key) => ({ zh: ZM.texts.zh[key], en: ZM.texts.en[key] });

  /* Groups that elements may be in, in their order, and those that one is in. */
  const KINDS = {
    function() {
      const common = commonest();
      const other = named("other", look.grouping.other, words("group.other")),
        none = named("none", look.grouping.none, words("group.none"));
      const groups = common.map((id, i) => named(id, look.grouping.functions[i], terms[id]));
      return {
        groups: [...groups, other, none],
        of({ function: ids }) {
          if (!ids?.length) return [none];
          const own = ids.filter((id) => common.includes(id)).map((id) => groups[common.indexOf(id)]);
          return own.length ? own : [other];
        },
      };
    },
    status() {
      const none = named("none", look.grouping.none, words("group.none"));
      const groups = Object.entries(look.grouping.status).map(([status, color]) =>
        named(status, color, words(`status.${status}`)),
      );
      return {
        groups: [...groups, none],
        of: ({ status }) => [groups.find(({ key }) => key === status) || none],
      };
    },
    plan() {
      const ids = [...leading, ...[...ZM.model.plans.keys()].filter((id) => !leading.includes(id))];
      const groups = ids.map((id, i) => {
        const plan = ZM.model.plan(id);
        return named(id, look.grouping.plans[i] || look.grouping.other, { zh: plan.title, en: plan.title_en });
      });
      return { groups, of: ({ plan }) => [groups[ids.indexOf(plan)]] };
    },
  };

  let byPlan = new Map();
  let first = new Map(); // element → the group that gives its colour

  function arrange() {
    byPlan = new Map();
    first = new Map();
    const kind = way === "role" ? null : KINDS[way]();
    for (const plan of ZM.model.plans.values()) {
      const groups = kind
        ? kind.groups.map((group) => ({ ...group, key: `${plan.id}/${way}/${group.key}`, plan: plan.id, elements: [] }))
        : plan.groups;
      for (const element of plan.elements) {
        const own = kind ? kind.of(element).map((group) => groups[kind.groups.indexOf(group)]) : [element.roleInfo];
        if (kind) for (const group of own) group.elements.push(element);
        first.set(element, own[0]);
        element.color = own[0].color;
      }
      byPlan.set(
        plan,
        groups.filter((group) => group.elements.length),
      );
    }
  }

  function set(next) {
    if (!WAYS.includes(next) || next === way) return;
    way = next;
    arrange();
    ZM.emit("grouping");
  }

  /* Gives plans the first colours, which are told apart best. */
  function lead(plans) {
    leading = plans;
    if (way !== "plan") return;
    arrange();
    ZM.emit("grouping");
  }

  arrange();

  ZM.grouping = {
    WAYS,
    way: () => way,
    set,
    lead,
    of: (plan) => byPlan.get(plan),
    groupOf: (element) => first.get(element),
  };
})(window.ZM);
