/* needs: core.js i18n.js painter.js panel.js shapes.js */
/* The places that one row has in each system, on the map: the reader sees which one it is. */
((ZM) => {
  "use strict";

  const PANE = "zm-own-trial";
  const CLOSE = 15; // zoom from which half a kilometre can be seen
  let marks = [],
    painter = null,
    shown = ""; // what the map was moved to

  const picture = {
    paint(pen, { scale, x, y }) {
      const { trial } = ZM.config.look.own;
      pen.font = `bold ${trial.letter}px ${getComputedStyle(document.body).fontFamily}`;
      pen.textBaseline = "middle";
      pen.lineJoin = "round";
      for (const { name, at } of marks) {
        const left = ZM.shapes.worldX(at[0]) * scale - x,
          top = ZM.shapes.worldY(at[1]) * scale - y;
        pen.beginPath();
        pen.arc(left, top, trial.radius, 0, 2 * Math.PI);
        pen.fillStyle = trial.colors[name];
        pen.fill();
        pen.strokeStyle = trial.halo;
        pen.lineWidth = 2;
        pen.stroke();
        pen.lineWidth = 4;
        const [title] = ZM.t(`own.datum.${name}`).split(/ \/| ?[(\uff08]/); // the name stands first
        pen.strokeText(title, left + trial.radius + 4, top);
        pen.fillText(title, left + trial.radius + 4, top);
      }
    },
  };

  function show(some) {
    marks = some;
    if (!painter) {
      const pane = ZM.map.createPane(PANE);
      pane.style.zIndex = 440;
      pane.style.pointerEvents = "none";
      painter = new ZM.Painter(() => [picture], { pane: PANE });
    }
    if (ZM.map.hasLayer(painter)) painter.repaint();
    else painter.addTo(ZM.map);
    const key = JSON.stringify(some);
    if (key === shown) return;
    shown = key;
    const lons = some.map(({ at }) => at[0]),
      lats = some.map(({ at }) => at[1]);
    ZM.panel.fit([Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)], CLOSE);
  }

  function hide() {
    marks = [];
    shown = "";
    if (painter) painter.remove();
  }

  ZM.trial = { show, hide };
})(window.ZM);
