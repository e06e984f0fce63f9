/* needs: core.js i18n.js state.js */
/* A name that leads to its element. */
((ZM) => {
  "use strict";

  const toElement = (element) => ZM.state.select(element.id, { fly: true, focus: true });

  ZM.leadTo = (element, words = ZM.pick(element, "name"), go = toElement) =>
    ZM.make("button", {
      className: "zm-link",
      attrs: { type: "button" },
      text: words,
      on: { click: () => go(element) },
    });
})(window.ZM);
