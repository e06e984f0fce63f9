/* needs: core.js */
/* A button that opens a small panel below itself; Escape and a click elsewhere close it. */
((ZM) => {
  "use strict";

  ZM.popover = (button, panel) => {
    function set(on) {
      panel.hidden = !on;
      button.setAttribute("aria-expanded", String(on));
    }
    button.addEventListener("click", () => set(panel.hidden));
    document.addEventListener("pointerdown", (event) => {
      if (!panel.hidden && !panel.contains(event.target) && !button.contains(event.target)) set(false);
    });
    for (const node of [button, panel]) {
      node.addEventListener("keydown", (event) => {
        if (event.key !== "Escape" || panel.hidden) return;
        event.preventDefault();
        set(false);
        button.focus();
      });
    }
    set(false);
    return set;
  };
})(window.ZM);
