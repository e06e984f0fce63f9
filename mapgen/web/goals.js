/* needs: core.js indicators.js panel.js */
/* The panel of indicators below the map: built when it is first opened. */
((ZM) => {
  "use strict";

  const data = ZM.payload.indicators;
  const own = data.tables.filter((table) => ZM.payload.page.plans.includes(table.plan));
  let comparing = false;

  let box = null; // the box below the map, once there is one

  function fill() {
    if (!box.isOpen()) return;
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

  // At once: where the header grows with its buttons, the map must find the room that it will have.
  ZM.byId("zm-goals-toggle").hidden = !own.length;

  function start() {
    box = ZM.panel.below("goals", fill);
    ZM.byId("zm-goals-compare").hidden = !data.topics.length;
    ZM.byId("zm-goals-plans").addEventListener("click", () => compare(false));
    ZM.byId("zm-goals-compare").addEventListener("click", () => compare(true));
    ZM.on("language", fill);
  }

  ZM.goals = { start };
})(window.ZM);
