/* needs: core.js i18n.js listed.js state.js */
/* A name that leads to its element, or to what is said of something without a geometry. */
((ZM) => {
  "use strict";

  const go = (element) =>
    element.geometry ? ZM.state.select(element.id, { fly: true, focus: true }) : ZM.listed.lead(element);

  ZM.leadTo = (element, words = ZM.pick(element, "name")) =>
    ZM.make("button", {
      className: "zm-link",
      attrs: { type: "button" },
      text: words,
      on: { click: () => go(element) },
    });
})(window.ZM);
