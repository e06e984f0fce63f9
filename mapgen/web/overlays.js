/* needs: core.js i18n.js labels.js model.js state.js */
/* Check boxes for what lies below and above the elements: background, sides, names. */
((ZM) => {
  "use strict";

  function write() {
    const rows = ZM.state.overlayNames().map((name) => {
      const input = ZM.make("input", {
        attrs: { type: "checkbox", id: `zm-overlay-${name}` },
        on: { change: () => ZM.state.setOverlay(name, input.checked) },
      });
      input.checked = ZM.state.overlay(name);
      return ZM.make(
        "div",
        { className: "zm-row" },
        input,
        ZM.make("label", {
          text: ZM.t(`overlay.${name}`, { files: ZM.model.against }),
          attrs: { for: input.id },
        }),
      );
    });
    const hint = ZM.make("p", { className: "zm-words zm-hint", text: ZM.t("overlay.edges_hint") });
    rows.splice(ZM.state.overlayNames().indexOf("edges") + 1, 0, hint);
    ZM.byId("zm-overlays").replaceChildren(...rows);
    tell();
  }

  /* Sides without their names are but lines: where the names are is said. */
  function tell() {
    const hint = ZM.byId("zm-overlays").querySelector(".zm-hint");
    const wanted = ["edges", "labels"].every(ZM.state.overlay);
    hint.hidden = !wanted || ZM.labels.isNamed("edge", ZM.map.getZoom());
  }

  function start() {
    write();
    ZM.on("overlays language", write);
    ZM.map.on("zoomend", tell);
  }

  ZM.overlays = { start };
})(window.ZM);
