/* needs: core.js i18n.js */
/* A map of counts: zones shaded by what they hold, step by step: points, a sum, or points per km². Every word of the
   data goes in as textContent. */
((ZM) => {
  "use strict";

  const { make, svg, byId, payload } = ZM;
  const SHADES = ["#ffffff", "#dbe9f6", "#a9cfe5", "#6aaed6", "#3182bd", "#08519c"]; // none, then from few to many
  const LINE = { color: "#33475b", fillOpacity: 1 };
  const shapes = new Map();
  const DIGITS = { count: 0, sum: 2, density: 2 };
  const WORDS = { count: "tally.count", sum: "tally.sum_of", density: "tally.density" };
  let step = 0,
    measure = payload.measures[0];

  const value = (zone, kind = measure.kind) => zone[kind][step];
  const figure = (number, kind = measure.kind) => ZM.number(number, DIGITS[kind]);
  const called = (kind) => ZM.t(WORDS[kind], { column: payload.total });
  // All years together have a scale of their own, or each of them would be pale.
  const scale = () => measure.scales[Number(step > 0)];
  const shade = (number) => (number === 0 ? 0 : 1 + scale().breaks.filter((limit) => number > limit).length);
  const stepName = (at) => (payload.steps[at] === null ? ZM.t("tally.all") : String(payload.steps[at]));

  function told(zone) {
    const lines = payload.measures.map(({ kind }) =>
      ZM.t("tally.value", { name: called(kind), value: figure(value(zone, kind), kind) }),
    );
    lines.push(ZM.t("tally.accuracy", { m: ZM.number(zone.accuracy_m, 0) }));
    return make(
      "div",
      {},
      make("strong", { text: ZM.pick(zone, "name") }),
      make("div", { text: ZM.pick(payload.plans[zone.plan], "title") }),
      ...lines.map((line) => make("div", { text: line })),
    );
  }

  const flip = (nested) => (typeof nested[0] === "number" ? [nested[1], nested[0]] : nested.map(flip));

  function start() {
    const map = L.map("ta-map", { zoomSnap: 0.25, attributionControl: false });
    const water = { color: "#b9d3e6", weight: 0, fillColor: "#cfe3f1", fillOpacity: 1, interactive: false };
    for (const rings of payload.water) L.polygon(flip(rings), water).addTo(map);
    for (const zone of payload.zones) {
      // A group has the members that fill it.
      const shape = L.polygon(flip(zone.places), {
        ...LINE,
        weight: payload.line * (zone.outline ? 2 : 1),
        dashArray: zone.dash.join(" ") || null,
        fill: !zone.outline,
      });
      shape.bindTooltip(() => told(zone), { sticky: true }).addTo(map);
      shapes.set(zone, shape);
    }
    L.control.scale({ imperial: false }).addTo(map);
    return map;
  }

  const whole = (map) =>
    map.fitBounds(L.featureGroup([...shapes.values()]).getBounds(), { padding: [20, 20], animate: false });

  function legend() {
    const { least, breaks } = scale(),
      isCount = measure.kind === "count";
    const words = [isCount ? 1 : least, ...breaks.map((limit) => (isCount ? limit + 1 : limit))].map((from, at) => {
      const to = breaks[at];
      if (to === undefined) return ZM.t(isCount || !breaks.length ? "tally.from" : "tally.above", { n: figure(from) });
      return from === to ? figure(to) : `${figure(from)}–${figure(to)}`;
    });
    return ["0", ...words].map((text, at) =>
      make(
        "li",
        {},
        svg(
          "svg",
          { viewBox: "0 0 22 14", "aria-hidden": "true" },
          svg("rect", { x: 0.5, y: 0.5, width: 21, height: 13, fill: SHADES[at], stroke: LINE.color }),
        ),
        make("span", { text }),
      ),
    );
  }

  /* What the table has: the points, and what zones are shaded by or may be. */
  const listed = () => {
    const other = measure.kind === "count" && payload.total !== null ? "sum" : measure.kind;
    return other === "count" ? ["count"] : ["count", other];
  };

  function rows(map) {
    const ordered = [...payload.zones].sort((a, b) => value(b) - value(a));
    return ordered.map((zone) =>
      make(
        "tr",
        {},
        make(
          "td",
          {},
          make("button", {
            text: ZM.pick(zone, "name"),
            attrs: { type: "button" },
            on: { click: () => map.fitBounds(shapes.get(zone).getBounds(), { maxZoom: 14, padding: [40, 40] }) },
          }),
          // Plans may have zones of one name.
          payload.plans.length > 1 &&
            make("div", { text: ZM.pick(payload.plans[zone.plan], "title"), className: "ta-plan" }),
        ),
        ...listed().map((kind) => make("td", { text: figure(value(zone, kind), kind), className: "ta-figure" })),
      ),
    );
  }

  function draw(map) {
    for (const [zone, shape] of shapes) shape.setStyle({ fillColor: SHADES[shade(value(zone))] });
    byId("ta-head").replaceChildren(
      ...[ZM.t("tally.zone"), ...listed().map(called)].map((text, at) =>
        make("th", { text, className: at ? "ta-figure" : "", attrs: { scope: "col", title: text } }),
      ),
    );
    byId("ta-legend").replaceChildren(...legend());
    byId("ta-now").textContent = stepName(step);
    byId("ta-step").setAttribute("aria-valuetext", stepName(step));
    byId("ta-rows").replaceChildren(...rows(map));
  }

  function write(map) {
    document.title = ZM.t("tally.title");
    byId("ta-plans").textContent = payload.plans.map((plan) => ZM.pick(plan, "title")).join(ZM.t("tally.comma"));
    byId("ta-by").replaceChildren(
      ...payload.measures.map(({ kind }) =>
        make("option", { text: called(kind), attrs: { value: kind, selected: kind === measure.kind } }),
      ),
    );
    byId("ta-told").textContent = ZM.t("tally.told", payload.told);
    const credits = (ZM.language() === "en" && payload.credits_en) || payload.credits;
    byId("ta-credits").textContent = credits.join(" · ");
    const button = byId("ta-language");
    button.textContent = ZM.t("language.other");
    button.lang = ZM.language() === "zh" ? "en" : "zh-CN";
    map.invalidateSize(); // titles of another length leave it another height
    draw(map);
  }

  const map = start();
  byId("ta-language").addEventListener("click", () => ZM.setLanguage(ZM.language() === "zh" ? "en" : "zh"));
  ZM.on("language", () => write(map));
  byId("ta-steps").hidden = payload.steps.length < 2;
  byId("ta-step").max = payload.steps.length - 1;
  byId("ta-step").addEventListener("input", (event) => {
    step = Number(event.target.value);
    draw(map);
  });
  byId("ta-by").addEventListener("change", (event) => {
    measure = payload.measures.find(({ kind }) => kind === event.target.value);
    draw(map);
  });
  ZM.translate();
  whole(map); // a map without a view draws nothing
  write(map);
  whole(map); // only now are legend and notes there, which leave the map its height
})(window.ZM);
