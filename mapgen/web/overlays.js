/* needs: core.js i18n.js model.js state.js */
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
    ZM.byId("zm-overlays").replaceChildren(...rows);
  }

  function start() {
    write();
    ZM.on("overlays language", write);
  }

  ZM.overlays = { start };
})(window.ZM);
