/* needs: core.js model.js state.js */
/* Roles and backgrounds as Leaflet layers of a page of ours. They hold no shapes: the picture draws what the
   state shows. That a layer is on the map and that its box in the tree is ticked are one thing. */
((ZM) => {
  "use strict";

  /* A layer that is on the map while something is shown; `event` says that this may have changed. */
  function bound(event, isShown, show) {
    const layer = L.layerGroup();
    layer.on("add", () => isShown() || show(true));
    layer.on("remove", () => isShown() && show(false));
    ZM.on(event, () => {
      if (!ZM.map || isShown() === ZM.map.hasLayer(layer)) return;
      if (isShown()) layer.addTo(ZM.map);
      else layer.remove();
    });
    return layer;
  }

  /* The layer of the role that stands at a place in the plan at a place in the payload. */
  ZM.role = (plan, rank) => {
    // A page that was saved with what was shown alone may have nothing of a role.
    const { elements } = [...ZM.model.plans.values()][plan].groups.find((role) => role.rank === rank) || {
      elements: [],
    };
    return bound(
      "visibility",
      () => elements.some(ZM.state.isVisible),
      (on) => ZM.state.show(elements, on),
    );
  };

  ZM.overlay = (name) =>
    bound(
      "overlays",
      () => ZM.state.overlay(name),
      (on) => ZM.state.setOverlay(name, on),
    );
})(window.ZM);
