/* The side panel and the buttons that move the map or change the language. */
(function (ZM) {
  "use strict";

  const { narrow, openPanel } = ZM.frame;

  function showPanel(on) {
    openPanel(on);
    ZM.map.invalidateSize({ animate: false });
  }

  function home() {
    if (!ZM.model.elements.size) return;
    const [west, south, east, north] = ZM.model.whole();
    ZM.map.fitBounds([[south, west], [north, east]], { padding: [24, 24], maxZoom: 15, animate: !ZM.reducedMotion && ZM.ready });
  }

  function start() {
    const map = ZM.map;
    ZM.byId("zm-layers-toggle").addEventListener("click", () => showPanel(!document.body.classList.contains("zm-panel-open")));
    ZM.byId("zm-language").addEventListener("click", () => ZM.setLanguage(ZM.language() === "zh" ? "en" : "zh"));
    ZM.byId("zm-zoom-in").addEventListener("click", () => map.zoomIn());
    ZM.byId("zm-zoom-out").addEventListener("click", () => map.zoomOut());
    ZM.byId("zm-home").addEventListener("click", home);
    new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(ZM.byId("zm-stage"));
  }

  ZM.panel = { start, home, showPanel, narrow };
})(window.ZM);
