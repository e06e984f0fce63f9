/* needs: bring.js core.js download.js draw.js frame.js goals.js layers.js legend.js link.js measure.js motion.js
   overlays.js pages.js panel.js phrase.js pick.js position.js print.js search.js state.js table.js tiles.js tree.js */
/* Puts the modules together, last of all: first the layers, drawn and answering; in the next frame their
   names and all around the map. */
((ZM) => {
  "use strict";

  ZM.parts = [
    ZM.phrase,
    ZM.pages,
    ZM.search,
    ZM.tree,
    ZM.overlays,
    ZM.legend,
    ZM.tiles,
    ZM.table,
    ZM.goals,
    ZM.download,
    ZM.measure,
    ZM.position,
    ZM.print,
    ZM.bring,
  ];
  const LATEST_MS = 300; // a page in the background gets no frames

  function start(map) {
    ZM.map = map;
    ZM.panel.home();
    const picture = ZM.draw.create(ZM.map);

    function highlight() {
      const selected = ZM.state.selected(),
        hovered = ZM.state.hovered();
      const marks = [];
      if (hovered && hovered !== selected) marks.push({ element: hovered, soft: true });
      for (const element of ZM.state.pointed())
        if (element !== selected && ZM.state.isVisible(element)) marks.push({ element, soft: true });
      if (selected && ZM.state.isVisible(selected)) marks.push({ element: selected, soft: false });
      picture.highlight(marks);
    }

    ZM.on("visibility overlays language grouping light opacity split", picture.refresh);
    ZM.on("swipe", picture.swipe);
    // The name of what is chosen goes first, and it is not dim.
    ZM.on("select", () => (ZM.state.lit() ? picture.refresh() : picture.repaint()));
    ZM.on("hover point select visibility", highlight);
    ZM.on("select", ({ element, fly, at }) => {
      if (element && fly) ZM.pickAt.fly(ZM.map, element);
      else if (element && at) ZM.pickAt.reveal(ZM.map, at);
    });
    ZM.names = picture.names;
    ZM.panel.start();
    ZM.pickAt.start(ZM.map);
    ZM.link.start();
    document.body.dataset.drawn = "true";

    let begun = false;
    function surround() {
      if (begun) return;
      begun = true;
      try {
        for (const part of ZM.parts) part.start();
        ZM.frame.write();
        ZM.ready = true;
      } finally {
        document.body.dataset.ready = "true"; // what stands around the map is shown whatever happens
        picture.showNames(); // last: names keep clear of what stands on the map
      }
    }

    requestAnimationFrame(() => setTimeout(surround));
    setTimeout(surround, LATEST_MS);
  }

  ZM.start = start;
})(window.ZM);
