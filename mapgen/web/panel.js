/* needs: core.js frame.js i18n.js model.js */
/* The side panel and the buttons that move the map or change the language. */
((ZM) => {
  "use strict";

  const { narrow, openPanel } = ZM.frame;

  // Pixels at left, top, right and bottom of the map that buttons, 示意图 and the foot lie on.
  const ROOM = { wide: [24, 12, 24, 72], narrow: [8, 50, 8, 32] };
  const ROUNDED = 2; // pixels by which the middle of a map may be off after it was given another size
  const MOST = 0.6; // of the map's width that the card may take beside what it is about, as in card.css
  const LOW = 400; // pixels of height up to which a map is low
  const LEAST = 60; // what is left for the box, however small the map and large the card

  function showPanel(on) {
    const toggle = ZM.byId("zm-layers-toggle");
    // What is hidden cannot keep the focus: it goes to the button that brings the panel back.
    if (!on && ZM.byId("zm-panel").contains(document.activeElement)) toggle.focus();
    openPanel(on);
    ZM.map.invalidateSize({ animate: false });
  }

  /* How far the card reaches into the map, pixels: from below on a phone, from above where beside it nothing would be
     left. */
  function underCard() {
    const { offsetWidth: wide, offsetHeight: tall } = ZM.byId("zm-card"),
      none = { top: 0, right: 0, bottom: 0 };
    if (narrow.matches) return { ...none, bottom: tall };
    return wide > MOST * ZM.map.getSize().x ? { ...none, top: tall } : { ...none, right: wide };
  }

  /* Shows all of a box, clear of what lies on the map's edges and of the card. */
  function fit([west, south, east, north], maxZoom = 15) {
    if (west > east) return; // the box of nothing
    const card = underCard(),
      size = ZM.map.getSize();
    const [left, top, right, bottom] = narrow.matches ? ROOM.narrow : ROOM.wide;
    const beside = (room, covers) => Math.max(room, covers && covers + 24);
    unsnapped(() =>
      ZM.map.fitBounds(
        [
          [south, west],
          [north, east],
        ],
        {
          paddingTopLeft: [left, Math.min(beside(top, card.top), size.y - bottom - LEAST)],
          paddingBottomRight: [
            Math.min(right + card.right, size.x - left - LEAST),
            Math.min(beside(bottom, card.bottom), size.y - top - LEAST),
          ],
          maxZoom,
          animate: Boolean(ZM.ready) && !ZM.reducedMotion,
        },
      ),
    );
  }

  /* Readers zoom in quarter steps, to which Leaflet would round down: a box would lose up to a sixth of its size. */
  function unsnapped(move) {
    const { zoomSnap } = ZM.map.options;
    ZM.map.options.zoomSnap = 0;
    move();
    ZM.map.options.zoomSnap = zoomSnap;
  }

  /* Goes to a view {center, zoom} as it was. */
  function look({ center, zoom }, animate = !ZM.reducedMotion) {
    unsnapped(() => ZM.map.setView(center, zoom, { animate }));
  }

  const view = () => ({ center: ZM.map.getCenter(), zoom: ZM.map.getZoom() });
  const isSame = (a, b) => a.zoom === b.zoom && ZM.map.project(a.center).distanceTo(ZM.map.project(b.center)) < ROUNDED;

  /* A box below the map, where there is room for one: {isOpen, show}. `fill` gets whether it is shown, before the
     map takes the size that is left for it. The smaller map shows all that it showed; with its room back it is as it
     was, unless the reader has moved it. */
  function below(name, fill) {
    const [box, toggle, close] = ["", "-toggle", "-close"].map((part) => ZM.byId(`zm-${name}${part}`));
    const isOpen = () => !box.hidden;
    let before = null;

    function show(on) {
      if (on) ZM.emit("below", name); // another box gives its room back first
      const opens = on && !isOpen(),
        seen = ZM.map.getBounds(),
        last = view();
      box.hidden = !on;
      toggle.setAttribute("aria-expanded", String(on));
      if (on && narrow.matches) showPanel(false);
      fill(on);
      settle();
      if (opens) {
        before = last;
        if (ZM.map.getSize().y > LEAST) unsnapped(() => ZM.map.fitBounds(seen, { animate: false }));
        before.fitted = view();
      } else if (!on && before) {
        if (isSame(before.fitted, last)) look(before, false);
        before = null;
      }
    }
    toggle.addEventListener("click", () => show(!isOpen()));
    close.addEventListener("click", () => {
      show(false);
      toggle.focus();
    });
    ZM.on("below", (other) => other !== name && isOpen() && show(false));
    return { isOpen, show };
  }

  const home = () => fit(ZM.model.whole());

  /* The map takes the room that it has; on a low one buttons stand side by side, before names look for room. */
  function settle() {
    const stage = ZM.byId("zm-stage");
    stage.classList.toggle("zm-low", stage.clientHeight <= LOW);
    ZM.map.invalidateSize({ animate: false });
  }

  function start() {
    const map = ZM.map;
    ZM.byId("zm-layers-toggle").addEventListener("click", () =>
      showPanel(!document.body.classList.contains("zm-panel-open")),
    );
    ZM.byId("zm-language").addEventListener("click", () => ZM.setLanguage(ZM.language() === "zh" ? "en" : "zh"));
    ZM.byId("zm-zoom-in").addEventListener("click", () => map.zoomIn());
    ZM.byId("zm-zoom-out").addEventListener("click", () => map.zoomOut());
    ZM.byId("zm-home").addEventListener("click", home);
    new ResizeObserver(settle).observe(ZM.byId("zm-stage"));
  }

  ZM.panel = { start, home, fit, underCard, look, below, showPanel, narrow };
})(window.ZM);
