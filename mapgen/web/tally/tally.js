/* needs: core.js i18n.js */
/* A map of counts: zones shaded by how many points they hold, step by step. Every word of the data goes in as
   textContent. */
((ZM) => {
  "use strict";

  const { make, svg, byId, payload } = ZM;
  const SHADES = ["#ffffff", "#dbe9f6", "#a9cfe5", "#6aaed6", "#3182bd", "#08519c"]; // none, then from few to many
  const LINE = { color: "#33475b", fillOpacity: 1 };
  const shapes = new Map();
  let step = 0;

  const count = (zone) => zone.counts[step];
  const shade = (value) => (value === 0 ? 0 : 1 + payload.breaks.filter((limit) => value > limit).length);
  const stepName = (at) => (payload.steps[at] === null ? ZM.t("tally.all") : String(payload.steps[at]));

  function told(zone) {
    const lines = [ZM.t("tally.points", { n: ZM.number(count(zone), 0) })];
    if (payload.total !== null)
      lines.push(ZM.t("tally.sum", { column: payload.total, value: ZM.number(zone.sums[step], 2) }));
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
    map.fitBounds(L.featureGroup([...shapes.values()]).getBounds(), { padding: [20, 20] });
    L.control.scale({ imperial: false }).addTo(map);
    return map;
  }

  function legend() {
    const limits = [0, ...payload.breaks];
    const words = limits.map((limit, at) => {
      const next = payload.breaks[at];
      if (next === undefined) return ZM.t("tally.above", { n: ZM.number(limit + 1, 0) });
      return limit + 1 === next ? ZM.number(next, 0) : `${ZM.number(limit + 1, 0)}–${ZM.number(next, 0)}`;
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

  function rows(map) {
    const ordered = [...payload.zones].sort((a, b) => count(b) - count(a));
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
        make("td", { text: ZM.number(count(zone), 0), className: "ta-figure" }),
        payload.total !== null && make("td", { text: ZM.number(zone.sums[step], 2), className: "ta-figure" }),
      ),
    );
  }

  function draw(map) {
    for (const [zone, shape] of shapes) shape.setStyle({ fillColor: SHADES[shade(count(zone))] });
    byId("ta-now").textContent = stepName(step);
    byId("ta-step").setAttribute("aria-valuetext", stepName(step));
    byId("ta-rows").replaceChildren(...rows(map));
  }

  function write(map) {
    document.title = ZM.t("tally.title");
    byId("ta-plans").textContent = payload.plans.map((plan) => ZM.pick(plan, "title")).join(ZM.t("tally.comma"));
    const heads = [ZM.t("tally.zone"), ZM.t("tally.count")];
    if (payload.total !== null) heads.push(ZM.t("tally.sum_of", { column: payload.total }));
    byId("ta-head").replaceChildren(
      ...heads.map((text, at) =>
        make("th", { text, className: at ? "ta-figure" : "", attrs: { scope: "col", title: text } }),
      ),
    );
    byId("ta-legend").replaceChildren(...legend());
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
  ZM.translate();
  write(map);
})(window.ZM);
