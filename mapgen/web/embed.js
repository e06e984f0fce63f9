/* needs: core.js geo.js i18n.js stated.js style.js unpack.js */
/* Roles and backgrounds as Leaflet layers on a map of somebody else's: Leaflet's own shapes in our look. Names
   and facts of an element stand in its tooltip and popup, as text. */
((ZM) => {
  "use strict";

  const KINDS = ["group", "zone", "axis", "node", "edge", "relation"]; // from bottom to top
  const GROUND = { water: 0, river: 1, land: 2, island: 3 };
  const sources = new Map(); // id of a block → its payload
  const told = new WeakMap(); // shape → {kind, element, role}

  function source(id) {
    if (!sources.has(id)) sources.set(id, ZM.unpack(ZM.block(id)));
    return sources.get(id);
  }

  const flip = (nested) => (typeof nested[0] === "number" ? [nested[1], nested[0]] : nested.map(flip));

  function shape(geometry, look, options) {
    const kind = geometry.type === "Point" ? L.circleMarker : ZM.geo.isArea(geometry) ? L.polygon : L.polyline;
    return kind(flip(geometry.coordinates), { ...look, smoothFactor: 0.6, ...options });
  }

  /* Leaflet writes the credits of a layer as HTML. */
  const asHtml = (text) => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

  const credits = (payload) =>
    asHtml([ZM.t("map.schematic"), ...payload[ZM.language() === "en" ? "credits_en" : "credits"]].join(" · "));

  /* Points stay above lines and lines above zones, whichever layer was switched on last. */
  const Arranged = L.FeatureGroup.extend({
    onAdd(map) {
      L.FeatureGroup.prototype.onAdd.call(this, map);
      const shapes = [],
        rank = (layer) => KINDS.indexOf(told.get(layer).kind);
      map.eachLayer((layer) => told.has(layer) && shapes.push(layer));
      for (const layer of shapes.sort((a, b) => rank(a) - rank(b))) layer.bringToFront();
    },
  });

  const { known } = ZM;
  const word = (key, otherwise) => (ZM.hasText(key) ? ZM.t(key) : otherwise);
  const km2 = (value) => known(value) && `${ZM.number(value, 2)} km²`;

  function described(title, line, facts) {
    return ZM.make(
      "div",
      { className: "zm-popup" },
      ZM.make("h3", { text: title }),
      line && ZM.make("p", { text: line }),
      ZM.make(
        "dl",
        {},
        ...facts
          .filter(([, value]) => value && known(value))
          .flatMap(([term, value]) => [ZM.make("dt", { text: term }), ZM.make("dd", { text: value })]),
      ),
    );
  }

  function popup({ element, role }) {
    const { kind, basis, accuracy_m: accuracy } = element;
    const stated = known(element.stated_km2) && ZM.stated(element);
    return described(ZM.pick(element, "name"), `${ZM.pick(role, "name")} · ${word(`kind.${kind}`, kind)}`, [
      [
        word(`known_by.${kind}`, ZM.t("card.basis")),
        word(`basis.${basis}`, basis) + (known(accuracy) ? ` ±${ZM.number(accuracy, 0)} m` : ""),
      ],
      [ZM.t("card.stated"), stated],
      [ZM.t("card.computed"), km2(element.area_km2)],
      [ZM.t("card.interval_head"), ZM.interval(element) && `${ZM.interval(element)} km²`],
      [
        ZM.t("card.difference"),
        known(element.diff_km2) && `${ZM.signed(element.diff_km2, 2)} km² · ${word(`grade.${element.grade}`, "")}`,
      ],
      [ZM.t("card.cite"), element.cite],
      [ZM.t("card.note"), element.note],
    ]);
  }

  /* What a plan says of two places, from the first of them to the second. */
  const sentence = ({ relation, from, to }) => `${from} · ${ZM.t(`relation.out.${relation.kind}`)} · ${to}`;

  function relationPopup({ relation, from, to }) {
    return described(from, null, [
      [ZM.t(`relation.out.${relation.kind}`), to],
      [ZM.t("card.cite"), relation.cite],
      [ZM.t("card.note"), relation.note],
    ]);
  }

  /* The layer of the role that stands at a place in the plan at a place in the payload. */
  ZM.role = (plan, rank, id) => {
    const payload = source(id),
      { id: owner, roles } = payload.plans[plan],
      role = roles[rank];
    const shapes = payload.elements
      .filter((element) => element.plan === owner && element.role === role.name)
      .map((element) => {
        const look = ZM.style.element({ ...element, color: role.color });
        const made = shape(payload.geometries[element.geom], look);
        told.set(made, { kind: element.kind, element, role });
        return made;
      });
    return new Arranged(shapes, { attribution: credits(payload) })
      .bindTooltip((made) => ZM.make("span", { text: ZM.pick(told.get(made).element, "name") }), { sticky: true })
      .bindPopup((made) => popup(told.get(made)), { maxWidth: 340 });
  };

  /* A pane below all shapes that lets the pointer through. */
  const Ground = L.FeatureGroup.extend({
    onAdd(map) {
      if (!map.getPane("zm-ground")) {
        const pane = map.createPane("zm-ground");
        pane.style.zIndex = 350;
        pane.style.pointerEvents = "none";
      }
      L.FeatureGroup.prototype.onAdd.call(this, map);
    },
  });

  const ground = (items, lookOf) =>
    new Ground(items.map((item) => shape(item.geometry, lookOf(item), { pane: "zm-ground", interactive: false })));

  const OVERLAYS = {
    context: ({ context }) =>
      ground(
        context
          .filter((item) => item.geometry.type !== "Point" && item.kind in GROUND)
          .sort((a, b) => GROUND[a.kind] - GROUND[b.kind]),
        ZM.style.context,
      ),
    ground: (payload) =>
      ground(
        payload.ground.sort((a, b) => (b.kind === "hill") - (a.kind === "hill") || b.rank - a.rank),
        ZM.style.ground,
      ),
    baselines: ({ baselines }) => ground(baselines, ZM.style.baseline),
    edges({ edges }) {
      const shapes = [() => ZM.style.CASING, ZM.style.edge].flatMap((lookOf) =>
        edges.map((edge) => shape(edge.geometry, lookOf(edge), { interactive: false })),
      );
      for (const made of shapes) told.set(made, { kind: "edge" });
      return new Arranged(shapes);
    },
    relations({ relations, elements }) {
      const names = new Map(elements.map((element) => [element.id, ZM.pick(element, "name")]));
      const shapes = relations.map((relation) => {
        const made = shape(relation.geometry, ZM.style.RELATION),
          [from, to] = relation.ends.map((id) => names.get(id));
        told.set(made, { kind: "relation", relation, from, to });
        return made;
      });
      return new Arranged(shapes)
        .bindTooltip((made) => ZM.make("span", { text: sentence(told.get(made)) }), { sticky: true })
        .bindPopup((made) => relationPopup(told.get(made)), { maxWidth: 340 });
    },
  };

  ZM.overlay = (name, id) => OVERLAYS[name](source(id));
})(window.ZM);
