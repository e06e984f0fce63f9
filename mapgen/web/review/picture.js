/* needs: core.js i18n.js review/choosing.js review/decisions.js review/found.js review/located.js review/naming.js
   review/telling.js style.js */
/* The map beside the text: zones that were closed, the lines of their sides by how sure they are, what closes gaps,
   and what the reviewer draws. What is uncertain looks uncertain, as on every map. */
((ZM) => {
  "use strict";

  const { make, byId, payload } = ZM;
  const t = ZM.t;
  const ZONE = "#1c5d8a",
    OWN = "#a11d33";
  const shapes = new Map(); // finding → its shapes
  const bands = []; // strokes whose width is metres on the ground
  let drawn = null,
    glow = null;

  const flip = (nested) => (typeof nested[0] === "number" ? [nested[1], nested[0]] : nested.map(flip));
  const keep = (item, shape) => {
    if (item) shapes.set(item, [...(shapes.get(item) || []), shape]);
    return shape;
  };

  /* Line geometries only: what a clip leaves of a line may hold points as well. */
  const paths = (geometry) => {
    if (!geometry) return [];
    if (geometry.type === "GeometryCollection") return geometry.geometries.flatMap(paths);
    if (geometry.type === "LineString") return [flip(geometry.coordinates)];
    return geometry.type === "MultiLineString" ? geometry.coordinates.map(flip) : [];
  };

  function interactive(shape, item, words) {
    shape.bindTooltip(() => make("div", {}, ...words().map((text) => make("div", { text }))), { sticky: true });
    shape.on("click", (event) => {
      if (ZM.busy) return;
      L.DomEvent.stopPropagation(event);
      if (item) ZM.choosing.choose(item);
    });
    return shape;
  }

  function band(path, color, metres, group) {
    for (const { metres: width, ...look } of ZM.style.band(color, metres)) {
      const stroke = L.polyline(path, { ...look, weight: 1, interactive: false, lineCap: "butt" }).addTo(group);
      bands.push({ stroke, width });
    }
  }

  /* Bands are to scale: their width in pixels is another at each zoom. */
  function widen() {
    const middle = ZM.map.getCenter();
    const at = ZM.map.latLngToContainerPoint(middle);
    const perPixel = middle.distanceTo(ZM.map.containerPointToLatLng(at.add([100, 0]))) / 100;
    for (const { stroke, width } of bands) stroke.setStyle({ weight: Math.max(1, width / perPixel) });
  }

  function zones() {
    for (const zone of payload.map.zones) {
      if (!zone.geometry) continue;
      const item = ZM.found.elements.get(zone.name) || null;
      const look = ZM.style.element({ kind: "zone", basis: "stated sides", color: ZONE });
      const shape = L.polygon(flip(zone.geometry.coordinates), { ...look, weight: 1, dashArray: null }).addTo(ZM.map);
      keep(
        item,
        interactive(shape, item, () => [zone.name, t("review.zone_closed", { km2: ZM.number(zone.computed_km2, 2) })]),
      );
      const label = make("span", { text: zone.name, attrs: { lang: "zh-CN", "data-over": "" } });
      L.tooltip({ permanent: true, direction: "center", className: "rv-label", interactive: false })
        .setLatLng(shape.getBounds().getCenter())
        .setContent(label)
        .addTo(ZM.map);
    }
  }

  function sides() {
    const under = L.layerGroup().addTo(ZM.map);
    for (const side of payload.map.sides) {
      const path = paths(side.geometry);
      if (!path.length) continue;
      const item = ZM.located.findingOf(side),
        look = ZM.style.edge(side);
      band(path, look.color, side.accuracy_m, under);
      if (look.dashArray) L.polyline(path, { ...ZM.style.CASING, interactive: false }).addTo(ZM.map);
      keep(
        item,
        interactive(L.polyline(path, look).addTo(ZM.map), item, () => [
          t("review.side_line", { side: t(`review.side.${side.side}`), name: side.name }),
          side.zone,
          t("review.line_off", { metres: ZM.number(side.accuracy_m, 0) }),
        ]),
      );
    }
    for (const { zone, geometry } of payload.map.connectors)
      for (const path of paths(geometry))
        interactive(L.polyline(path, ZM.style.edge({ basis: "inferred" })).addTo(ZM.map), null, () => [
          t("review.connector"),
          zone,
        ]);
  }

  /* Lines and points of the reviewer, as rough as lines drawn by hand are. */
  function own() {
    if (drawn) drawn.remove();
    drawn = L.layerGroup().addTo(ZM.map);
    bands.splice(0, bands.length, ...bands.filter(({ stroke }) => ZM.map.hasLayer(stroke)));
    for (const item of ZM.found.all) {
      const made = ZM.decisions.get(item);
      if (made?.line) {
        const path = flip(made.line);
        band(path, OWN, made.accuracy_m, drawn);
        const look = { ...ZM.style.edge({ basis: "sketched" }), color: OWN };
        interactive(L.polyline(path, look).addTo(drawn), item, () => [t("review.drawn"), ZM.telling.value(item)]);
      }
      if (made?.point) {
        const at = flip(made.point);
        L.circle(at, { ...ZM.style.REACH, radius: made.accuracy_m, interactive: false }).addTo(drawn);
        const dot = L.circleMarker(at, { ...ZM.style.CLICKED, radius: 6 }).addTo(drawn);
        interactive(dot, item, () => [t("review.drawn"), ZM.naming.nameOf(item)]);
      }
    }
    widen();
  }

  /* All that the map has of a finding: its own shapes, and for an element its sides. */
  function placesOf(item) {
    const own = shapes.get(item) || [];
    const of = item.kind === "element" ? ZM.found.said(item).flatMap((each) => shapes.get(each) || []) : [];
    const made = ZM.decisions.get(item);
    const paths = [...own, ...(own.length ? [] : of)].map((shape) => shape.getLatLngs());
    if (made?.line) paths.push(flip(made.line));
    if (made?.point) paths.push([flip(made.point)]);
    return paths;
  }

  function light(item, move) {
    if (glow) glow.remove();
    glow = L.layerGroup().addTo(ZM.map);
    const found = item ? placesOf(item) : [];
    if (!found.length) return;
    const bounds = L.latLngBounds([]);
    for (const path of found) {
      const [halo, ring] = ZM.style.glow(false, false);
      for (const look of [ring, halo]) {
        const shape = L.polyline(path, { ...look, interactive: false }).addTo(glow);
        bounds.extend(shape.getBounds());
        shape.bringToBack();
      }
    }
    if (move && bounds.isValid() && !ZM.map.getBounds().contains(bounds))
      ZM.map.fitBounds(bounds.pad(0.2), { maxZoom: 15, animate: !ZM.reducedMotion });
  }

  function whole() {
    const all = [...shapes.values()].flat();
    if (all.length)
      ZM.map.fitBounds(L.featureGroup(all).getBounds(), { padding: [24, 24], maxZoom: 15, animate: false });
    else ZM.map.setView([35, 105], 4, { animate: false }); // nothing was located: the whole country
  }

  /* What could not be closed, each with its reason; it has no shape that could be pointed at. */
  function pending() {
    const { pending: all } = ZM.located;
    byId("rv-pending").hidden = !all.length;
    byId("rv-pending-title").textContent = t("review.pending", { count: all.length });
    byId("rv-pending-list").replaceChildren(
      ...all.map((zone) =>
        make(
          "li",
          {},
          make("button", {
            className: "zm-link",
            text: zone.part > 1 ? `${zone.name} ${t("review.part", { part: zone.part })}` : zone.name,
            attrs: { type: "button", lang: "zh-CN" },
            on: { click: () => ZM.choosing.choose(ZM.found.elements.get(zone.name)) },
          }),
          make("span", { text: ` ${ZM.pick(zone, "why")}` }),
        ),
      ),
    );
  }

  function start() {
    zones();
    sides();
    ZM.map.on("zoomend", widen);
    for (const [id, run] of [
      ["rv-zoom-in", () => ZM.map.zoomIn()],
      ["rv-zoom-out", () => ZM.map.zoomOut()],
      ["rv-home", whole],
    ])
      byId(id).addEventListener("click", run);
    whole();
    own();
    pending();
    ZM.on("decided", own);
    ZM.on("decided", () => light(ZM.choosing.current(), false));
    ZM.on("chosen", ({ item }) => light(item, true));
    ZM.on("language", pending);
  }

  ZM.picture = { start, whole };
})(window.ZM);
