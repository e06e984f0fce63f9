/* The page around the map: heading, side panel, map buttons, language, credits. */
(function (ZM) {
  "use strict";

  const narrow = window.matchMedia("(max-width: 720px)");

  function heading() {
    const { page } = ZM.payload;
    const title = ZM.pick(page, "title");
    const layouts = [...ZM.model.plans.values()].map((plan) => ZM.pick(plan, "layout")).filter(Boolean);
    ZM.byId("zm-title").textContent = title;
    ZM.byId("zm-subtitle").textContent = layouts.join(" · ");
    document.title = title;
    ZM.byId("zm-approval-number").textContent = page.review_number || "";
    const button = ZM.byId("zm-language");
    button.textContent = ZM.t("language.other");
    button.lang = ZM.language() === "zh" ? "en" : "zh-CN";
    ZM.map.getContainer().setAttribute("aria-label", ZM.t("map.label"));
    credits();
  }

  function credits() {
    const version = ZM.payload.page.layers_version;
    const words = [...(ZM.payload.credits || []), ...ZM.credits.map((key) => ZM.t(key)), "Leaflet", version && ZM.t("map.version", { version })];
    ZM.byId("zm-credits").textContent = words.filter(Boolean).join(" · ");
  }

  function showPanel(on) {
    document.body.classList.toggle("zm-panel-open", on);
    ZM.byId("zm-layers-toggle").setAttribute("aria-expanded", String(on));
    ZM.map.invalidateSize({ animate: false });
  }

  function home() {
    if (!ZM.model.elements.size) return;
    const [west, south, east, north] = ZM.model.whole();
    ZM.map.fitBounds([[south, west], [north, east]], { padding: [24, 24], maxZoom: 15, animate: !ZM.reducedMotion && ZM.ready });
  }

  function start() {
    const map = ZM.map;
    map.getContainer().setAttribute("role", "region");
    ZM.byId("zm-layers-toggle").addEventListener("click", () => showPanel(!document.body.classList.contains("zm-panel-open")));
    ZM.byId("zm-language").addEventListener("click", () => ZM.setLanguage(ZM.language() === "zh" ? "en" : "zh"));
    ZM.byId("zm-zoom-in").addEventListener("click", () => map.zoomIn());
    ZM.byId("zm-zoom-out").addEventListener("click", () => map.zoomOut());
    ZM.byId("zm-home").addEventListener("click", home);
    new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(ZM.byId("zm-stage"));
    showPanel(!narrow.matches);
    heading();
    ZM.on("language", heading);
    ZM.on("credits", credits);
  }

  ZM.credits = [];        // keys of further credits, e.g. of the tiles in use
  ZM.panel = { start, home, showPanel, narrow };
})(window.ZM);
