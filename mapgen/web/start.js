/* Puts the modules together, last of all. */
(function (ZM) {
  "use strict";

  const { map } = ZM;
  // First everything that writes into the page, then what has to know how large things are.
  ZM.search.start();
  ZM.tree.start();
  ZM.legend.refresh();
  ZM.tiles.start();
  ZM.translate();
  ZM.panel.start();
  ZM.panel.home();

  const picture = ZM.draw.create(map);

  function highlight() {
    const selected = ZM.state.selected(), hovered = ZM.state.hovered();
    const marks = [];
    if (hovered && hovered !== selected) marks.push({ geometry: hovered.geometry, soft: true });
    if (selected) marks.push({ geometry: selected.geometry, soft: false });
    picture.highlight(marks);
  }

  ZM.on("visibility", () => { picture.refreshElements(); picture.refreshOverlays(); picture.refreshNames(); });
  ZM.on("overlays", () => { picture.refreshOverlays(); picture.refreshNames(); });
  ZM.on("language", picture.refreshNames);
  ZM.on("hover", highlight);
  ZM.on("select", ({ element, fly }) => {
    highlight();
    picture.refreshNames();
    if (element && fly) ZM.pickAt.fly(map, element);
  });

  ZM.table.start();
  ZM.download.start();
  ZM.measure.start();
  ZM.position.start();
  ZM.print.start();
  ZM.pickAt.start(map);
  ZM.picture = picture;
  ZM.names = picture.names;
  ZM.link.start();
  ZM.ready = true;
  document.body.dataset.ready = "true";
  ZM.emit("ready");
})(window.ZM);
