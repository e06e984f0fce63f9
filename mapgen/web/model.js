/* needs: core.js geo.js i18n.js unpack.js */
/* The payload, indexed. Maps, not objects: ids and names come from outside. */
((ZM) => {
  "use strict";

  const payload = ZM.unpack(ZM.payload);
  const elements = new Map();
  const plans = new Map();
  const boxes = new Map();
  const anchors = new Map();

  function safeColor(color) {
    return /^#[0-9a-f]{6}$/i.test(color) ? color : ZM.config.look.neutral;
  }

  for (const plan of payload.plans) {
    plans.set(plan.id, {
      ...plan,
      elements: [],
      groups: [],
      palette: new Map(
        (plan.roles || []).map((role, rank) => [role.name, { ...role, rank, color: safeColor(role.color) }]),
      ),
    });
  }

  /* A role of a plan as the tree shows it: {key, plan, name, name_en, color, rank, elements}. */
  function roleOf(plan, name) {
    let found = plan.groups.find((role) => role.name === name);
    if (!found) {
      const known = plan.palette.get(name) || {
        name,
        name_en: "",
        color: ZM.config.look.neutral,
        rank: plan.palette.size,
      };
      found = { ...known, plan: plan.id, key: `${plan.id}/${plan.groups.length}`, elements: [] };
      plan.groups.push(found);
    }
    return found;
  }

  for (const record of payload.elements) {
    const plan = plans.get(record.plan);
    const geometry = payload.geometries[record.geom];
    if (!plan || !geometry) continue;
    const role = roleOf(plan, record.role);
    const element = { ...record, geometry, roleInfo: role, color: role.color };
    elements.set(element.id, element);
    plan.elements.push(element);
    role.elements.push(element);
  }

  /* What has no geometry, each with the element that holds it, or with none. */
  const listed = payload.listed.map((record) => {
    const plan = plans.get(record.plan);
    const known = plan.palette.get(record.role) || { name: record.role, name_en: "", color: ZM.config.look.neutral };
    return { kind: "place", basis: "listed", ...record, roleInfo: known, color: known.color };
  });
  const bare = new Map(listed.map((place) => [place.id, place]));
  const held = new Map();
  for (const place of listed) {
    const key = elements.has(place.holder) ? place.holder : place.plan;
    if (!held.has(key)) held.set(key, []);
    held.get(key).push(place);
  }

  /* Parts of the layout phrases: {key, plan, part, part_en, name, name_en, elements}. Roles come in their order. */
  for (const plan of plans.values()) {
    const roles = plan.phrase.flatMap((part) => part.roles);
    const place = ({ name }) => (roles.includes(name) ? roles.indexOf(name) : roles.length);
    plan.groups.sort((a, b) => place(a) - place(b));
    plan.parts = plan.phrase
      .map((part) => ({
        ...part,
        key: `${plan.id}/${part.part}`,
        plan: plan.id,
        elements: new Set(
          plan.elements.filter((element) => part.roles.includes(element.role) || part.ids.includes(element.id)),
        ),
      }))
      .filter((part) => part.elements.size);
  }

  /* Parents may lie in another role; depth indents an element only below a parent of its own role. */
  for (const element of elements.values()) {
    element.depth = 0;
    const seen = new Set([element.id]);
    let parent = elements.get(element.parent);
    while (parent && parent.roleInfo === element.roleInfo && !seen.has(parent.id)) {
      seen.add(parent.id);
      element.depth += 1;
      parent = elements.get(parent.parent);
    }
  }

  function cached(store, key, compute) {
    if (!store.has(key)) store.set(key, compute());
    return store.get(key);
  }

  const box = (element) => cached(boxes, element.geom, () => ZM.geo.box(element.geometry));
  const anchor = (element) => cached(anchors, element.geom, () => ZM.geo.anchor(element.geometry));

  function size(element) {
    const [west, south, east, north] = box(element);
    return (east - west) * (north - south);
  }

  /* Drawn order: groups, zones, axes, nodes; within a kind the role's rank, then the larger below. */
  const KINDS = ["group", "zone", "axis", "node"];
  const drawn = [...elements.values()].sort(
    (a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || a.roleInfo.rank - b.roleInfo.rank || size(b) - size(a),
  );

  /* Where elements lie, but for those that nobody sees before asking for them. */
  function extent(some) {
    const atFirst = some.filter((element) => element.roleInfo.shown !== false);
    return ZM.geo.union((atFirst.length ? atFirst : some).map(box));
  }

  const edges = new Map();
  for (const edge of payload.edges || []) {
    if (!edges.has(edge.zone)) edges.set(edge.zone, []);
    edges.get(edge.zone).push(edge);
  }

  /* Edges with the verdict on their claim, likewise; none on a page of what was not tested. */
  const FEW = 2; // files that are named
  const tested = new Map();
  for (const edge of payload.tested || []) {
    if (!tested.has(edge.zone)) tested.set(edge.zone, []);
    tested.get(edge.zone).push(edge);
  }

  /* Edges are kept under the id of the place, which several elements may share. */
  const edgesOf = (element) => edges.get(element.geom) || [];

  /* The basis that a place's outline looks like: a built one that mostly follows sketched lines is no surer. */
  function outlineBasis(element) {
    const own = edges.get(element.geom) || [];
    const length = (some) => some.reduce((sum, edge) => sum + edge.length_m, 0);
    const sketched = own.filter(({ basis }) => basis === "sketched");
    return length(sketched) > length(own) / 2 ? "sketched" : element.basis;
  }

  /* What is said of each place by plans that are not on the page: records with no geometry, by the place. */
  const otherPlans = new Map(payload.other_plans.map((plan) => [plan.id, plan]));
  const others = new Map();
  for (const record of payload.others) {
    if (!others.has(record.geom)) others.set(record.geom, []);
    others.get(record.geom).push({ ...record, planInfo: otherPlans.get(record.plan) });
  }

  const byPlace = new Map(); // elements, by the place that they share
  for (const element of elements.values()) {
    if (!byPlace.has(element.geom)) byPlace.set(element.geom, []);
    byPlace.get(element.geom).push(element);
  }

  /* Relations, each with its ends as records: elements, or what is not on the page. */
  const ends = new Map(payload.ends.map((end) => [end.id, { ...end, planInfo: otherPlans.get(end.plan) }]));
  const relations = payload.relations.map((relation) => ({
    ...relation,
    ends: relation.ends.map((id) => elements.get(id) || ends.get(id)),
  }));
  const differing = new Map(Object.entries(payload.differing));

  const baselines = new Map((payload.baselines || []).map((line) => [line.id, line]));

  /* What a side or an edge follows: the record's own words, or the baseline's English name. */
  function follows(record) {
    const line = baselines.get(record.baseline_id);
    return String((ZM.language() === "en" && line && line.name_en) || record.baseline || "");
  }

  /* What a plan is called in short: its place, without the code of the division behind it; its title where another
     plan of the page has that place, as states of one plan have. */
  function shortName(plan) {
    const isAlone = [...plans.values()].every((other) => other.id === plan.id || other.place !== plan.place);
    return isAlone ? ZM.pick(plan, "place").replace(/\s*[（(]\d+[)）]$/, "") : ZM.pick(plan, "title");
  }

  ZM.model = {
    follows,
    shortName,
    elements,
    plans,
    drawn,
    element: (id) => elements.get(id),
    named: (id) => elements.get(id) || bare.get(id), // with a geometry or without
    listed,
    heldBy: (id) => held.get(id) || [], // an element's id; a plan's for places of which no holder is known
    holder: (place) => elements.get(place.holder) || null,
    plan: (id) => plans.get(id),
    edgesOf,
    outlineBasis,
    testedOf: (element) => tested.get(element.geom) || [],
    against: tested.size
      ? payload.tested_files.slice(0, FEW).join(", ") + (payload.tested_files.length > FEW ? " …" : "")
      : null,
    othersAt: (place) => others.get(place) || [],
    relations,
    same: payload.same,
    at: (place) => byPlace.get(place) || [],
    differing: (place) => differing.get(place) || [],
    baselines: payload.baselines || [],
    baseline: (id) => baselines.get(id),
    pages: payload.pages,
    beyond: payload.beyond,
    readingsOf: (element) => (payload.readings || []).filter((reading) => reading.zone === element.geom),
    context: payload.context || [],
    ground: payload.ground || [],
    box,
    anchor,
    size,
    extent,
    whole: () => extent([...elements.values()]),
  };
})(window.ZM);
