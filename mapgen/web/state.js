/* needs: core.js model.js */
/* What the reader has chosen: elements shown, overlays, the one selected, the one pointed at.
   Modules change it through these functions and listen: "visibility", "overlays", "select", "hover". */
((ZM) => {
  "use strict";

  const hidden = new Set(
    [...ZM.model.elements.values()].filter((element) => element.roleInfo.shown === false).map(({ id }) => id),
  );
  const overlays = { context: false, baselines: false, edges: false, labels: false }; // on with their layers
  if (ZM.model.relations.length) overlays.relations = false;
  if (ZM.model.against) overlays.tested = false;
  let selected = null;
  let hovered = null;

  const isVisible = (element) => !hidden.has(element.id);

  function show(elements, on) {
    for (const element of elements) {
      if (on) hidden.delete(element.id);
      else hidden.add(element.id);
    }
    ZM.emit("visibility");
  }

  function setOverlay(name, on) {
    if (!(name in overlays) || overlays[name] === on) return;
    overlays[name] = on;
    ZM.emit("overlays");
  }

  /* options.fly: move the map there; options.others: elements under the same click;
     options.focus: put the keyboard into the card. */
  function select(id, options) {
    const element = id === null ? null : ZM.model.element(id) || null;
    selected = element;
    if (element && hidden.has(element.id)) show([element], true);
    ZM.emit("select", { element, ...(options || {}) });
  }

  function hover(element) {
    if (hovered === element) return;
    hovered = element;
    ZM.emit("hover", element);
  }

  ZM.state = {
    isVisible,
    show,
    setOverlay,
    select,
    hover,
    overlay: (name) => overlays[name],
    overlayNames: () => Object.keys(overlays),
    selected: () => selected,
    hovered: () => hovered,
    visible: () => ZM.model.drawn.filter(isVisible),
  };
})(window.ZM);
