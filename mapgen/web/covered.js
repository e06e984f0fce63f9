/* needs: core.js painter.js */
/* What stands on the map and hides it: names keep clear of it. */
((ZM) => {
  "use strict";

  /* Boxes in the pixels of a map's view; what is not shown has none. */
  ZM.covered = (map) => {
    const { min } = ZM.viewOf(map),
      { left, top } = map.getContainer().getBoundingClientRect();
    return [...document.querySelectorAll("[data-over]")]
      .map((node) => node.getBoundingClientRect())
      .filter(({ width, height }) => width && height)
      .map((box) => [
        min.x + box.left - left,
        min.y + box.top - top,
        min.x + box.right - left,
        min.y + box.bottom - top,
      ]);
  };
})(window.ZM);
