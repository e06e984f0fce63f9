/* needs: core.js i18n.js state.js */
/* A name that leads to its element. */
((ZM) => {
  "use strict";

  ZM.leadTo = (element, words = ZM.pick(element, "name")) =>
    ZM.make("button", {
      className: "zm-link",
      attrs: { type: "button" },
      text: words,
      on: { click: () => ZM.state.select(element.id, { fly: true, focus: true }) },
    });
})(window.ZM);
