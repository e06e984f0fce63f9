/* needs: core.js model.js */
/* What two plans of the page have in common, and what only one has. Which places are the same was found out when the
   page was built (mapgen/tables/same.py). */
((ZM) => {
  "use strict";

  /* Everything that a plan names: elements, then places without a geometry. */
  const named = (plan) => [...plan.elements, ...ZM.model.listed.filter((place) => place.plan === plan.id)];

  /* What both have, as {ends: [of the first, of the second], also, by, area, stated}; area and stated are
     {km2, percent} of the second against the first, or null. */
  function both(first, second) {
    return ZM.model.same.flatMap((row) => {
      const ends = [row.first, row.second].map(ZM.model.named);
      if (!ends.every(Boolean)) return []; // of a page that was saved with what was shown alone
      const turned = ends[0].plan === second.id && ends[1].plan === first.id;
      if (!turned && !(ends[0].plan === first.id && ends[1].plan === second.id)) return [];
      const difference = (km2, percent, back) =>
        ZM.known(km2) ? { km2: turned ? -km2 : km2, percent: turned ? back : percent } : null;
      return [
        {
          ends: turned ? [ends[1], ends[0]] : ends,
          also: (row.also || []).map(find).filter(Boolean),
          by: row.by,
          area: difference(row.diff_km2, row.diff_pct, row.back_pct),
          stated: difference(row.stated_diff_km2, row.stated_diff_pct, row.stated_back_pct),
        },
      ];
    });
  }

  /* {both, only: [places of the first alone, of the second alone]}. */
  function of(first, second) {
    const found = both(first, second),
      taken = new Set(found.flatMap(({ ends, also }) => [...ends, ...also]));
    return { both: found, only: [first, second].map((plan) => named(plan).filter((each) => !taken.has(each))) };
  }

  /* The two plans that one would compare first: a later state and what it supersedes, else those that have the most
     in common, else the first two. */
  function likeliest(plans) {
    const byId = new Map(plans.map((plan) => [plan.id, plan])),
      later = plans.find((plan) => byId.has(plan.supersedes));
    if (later) return [byId.get(later.supersedes), later];
    const counts = new Map();
    let best = plans.slice(0, 2),
      most = 0;
    for (const row of ZM.model.same) {
      const pair = [row.first, row.second].map((id) => byId.get(find(id)?.plan));
      if (!pair.every(Boolean)) continue;
      const key = pair.map(({ id }) => id).join(),
        count = (counts.get(key) || 0) + 1;
      counts.set(key, count);
      if (count > most) [best, most] = [pair, count];
    }
    return best;
  }

  ZM.pairs = { of, likeliest };
})(window.ZM);
