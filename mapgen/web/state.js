/* needs: core.js model.js */
/* What the reader has chosen: elements shown, overlays, the one selected, the one pointed at.
   Of roles, those pointed at and the part of the layout phrase that is lit up; the rest of the map is dim then.
   On a page of several plans, how strongly each is drawn, and which is on which side of a map that is split.
   Modules change it through these functions and listen: "visibility", "overlays", "select", "hover",
   "point", "light", "opacity", "split", "swipe". */
((ZM) => {
  "use strict";

  const hidden = new Set(
    [...ZM.model.elements.values()].filter((element) => element.roleInfo.shown === false).map(({ id }) => id),
  );
  const ground = ZM.model.ground.length ? { ground: false } : {};
  const overlays = { context: false, ...ground, baselines: false, edges: false, labels: false }; // on with their layers
  if (ZM.model.relations.length) overlays.relations = false;
  if (ZM.model.against) overlays.tested = false;
  let selected = null;
  let hovered = null;
  let pointed = []; // elements of the role that is pointed at in the tree
  let lit = null; // {key, elements: Set, …}: a part of a layout phrase, or a plan

  const opacities = new Map(); // of plans that are not drawn in full, 0 to 1
  let split = null; // {plans: [left, right], at: share of the map's width}: ids of plans

  const isVisible = (element) => !hidden.has(element.id);

  function show(elements, on) {
    for (const element of elements) {
      if (on) hidden.delete(element.id);
      else hidden.add(element.id);
    }
    ZM.emit("visibility");
  }

  /* Shows these and hides all others. */
  function showOnly(elements) {
    for (const element of ZM.model.elements.values()) {
      if (elements.has(element)) hidden.delete(element.id);
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

  function point(elements) {
    pointed = elements;
    ZM.emit("point");
  }

  function light(part) {
    lit = part;
    ZM.emit("light");
  }

  /* What is chosen outside the part is not dim either. */
  const isLit = (element) => !lit || lit.elements.has(element) || element === selected;

  /* How strongly an element is drawn, 0 to 1. */
  const strength = (element) => (isLit(element) ? 1 : ZM.config.look.map.dim) * (opacities.get(element.plan) ?? 1);

  function setOpacity(plan, share) {
    if ((opacities.get(plan) ?? 1) === share) return;
    opacities.set(plan, share);
    ZM.emit("opacity");
  }

  function setSplit(next) {
    const isMoved = split && next && split.plans.join() === next.plans.join();
    if (split === next || (isMoved && split.at === next.at)) return;
    split = next;
    ZM.emit(isMoved ? "swipe" : "split");
  }

  /* Whether an element is not cut off at a share of the map's width. */
  const isOnSide = (element, share) => !split || element.plan === split.plans[share < split.at ? 0 : 1];

  ZM.state = {
    isVisible,
    show,
    showOnly,
    setOverlay,
    select,
    hover,
    point,
    light,
    isLit,
    isOnSide,
    strength,
    setOpacity,
    setSplit,
    split: () => split,
    overlay: (name) => overlays[name],
    overlayNames: () => Object.keys(overlays),
    selected: () => selected,
    hovered: () => hovered,
    pointed: () => pointed,
    lit: () => lit,
    visible: () => ZM.model.drawn.filter(isVisible),
  };
})(window.ZM);
