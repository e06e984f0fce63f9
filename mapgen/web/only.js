/* needs: core.js i18n.js state.js */
/* “Only this”: one branch of the tree alone on the map, and back to what was shown before. */
((ZM) => {
  "use strict";

  let alone = null; // {elements, before}: what is alone, and all that was shown
  let own = false; // whether it is this module that changes what is shown
  const buttons = new Map(); // each with its elements

  const mark = (button, elements) => button.setAttribute("aria-pressed", String(alone?.elements === elements));

  function toggle(elements) {
    const before = alone?.before || new Set(ZM.state.visible());
    const back = alone?.elements === elements;
    alone = back ? null : { elements, before };
    own = true;
    ZM.state.showOnly(back ? before : new Set(elements));
    own = false;
  }

  /* A button for a branch of this name. */
  function button(elements, name) {
    const words = ZM.t("tree.only_this", { name });
    const made = ZM.make("button", {
      className: "zm-only",
      text: ZM.t("tree.only"),
      attrs: { type: "button", "aria-label": words, title: words },
      on: { click: () => toggle(elements) },
    });
    buttons.set(made, elements);
    mark(made, elements);
    return made;
  }

  /* What is shown or grouped otherwise since is no longer “only this”. */
  function follow() {
    if (!own) alone = null;
    for (const [made, elements] of buttons) {
      if (made.isConnected) mark(made, elements);
      else buttons.delete(made); // of a tree that was made again
    }
  }

  ZM.on("visibility grouping", follow);

  ZM.only = { button };
})(window.ZM);
