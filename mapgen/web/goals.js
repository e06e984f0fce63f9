/* needs: core.js indicators.js panel.js */
/* The panel of indicators below the map: built when it is first opened. */
((ZM) => {
  "use strict";

  const data = ZM.payload.indicators;
  const own = data.tables.filter((table) => ZM.payload.page.plans.includes(table.plan));
  let comparing = false;

  const isOpen = () => !ZM.byId("zm-goals").hidden;

  function fill() {
    if (!isOpen()) return;
    const parts = comparing ? ZM.indicators.compared(data) : ZM.indicators.byPlan(data, ZM.payload.page.plans);
    ZM.byId("zm-goals-body").replaceChildren(...parts);
    ZM.byId("zm-goals-plans").setAttribute("aria-pressed", String(!comparing));
    ZM.byId("zm-goals-compare").setAttribute("aria-pressed", String(comparing));
  }

  function compare(on) {
    comparing = on;
    fill();
    ZM.byId("zm-goals-body").scrollTop = 0;
  }

  function show(on) {
    ZM.byId("zm-goals").hidden = !on;
    ZM.byId("zm-goals-toggle").setAttribute("aria-expanded", String(on));
    if (on) ZM.emit("below", "goals");
    if (on && ZM.panel.narrow.matches) ZM.panel.showPanel(false);
    fill();
    ZM.map.invalidateSize({ animate: false });
  }

  function start() {
    ZM.byId("zm-goals-toggle").hidden = !own.length;
    ZM.byId("zm-goals-compare").hidden = !data.topics.length;
    ZM.byId("zm-goals-toggle").addEventListener("click", () => show(!isOpen()));
    ZM.byId("zm-goals-plans").addEventListener("click", () => compare(false));
    ZM.byId("zm-goals-compare").addEventListener("click", () => compare(true));
    ZM.byId("zm-goals-close").addEventListener("click", () => {
      show(false);
      ZM.byId("zm-goals-toggle").focus();
    });
    ZM.on("language", fill);
    // There is room below the map for one of them.
    ZM.on("below", (name) => name !== "goals" && isOpen() && show(false));
  }

  ZM.goals = { start, show };
})(window.ZM);
