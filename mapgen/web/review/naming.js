/* needs: core.js review/decisions.js review/found.js */
/* What elements are called once decisions are taken: by names as read or by new ones, merged ones by where they go. */
((ZM) => {
  "use strict";

  const { elements } = ZM.found;
  const { get, verdict } = ZM.decisions;

  const nameOf = (element) => get(element)?.name || element.name;

  /* The element that a name means: as read first, else as renamed. */
  function byName(name) {
    const read = elements.get(name);
    if (read) return read;
    for (const element of elements.values()) if (get(element)?.name === name) return element;
    return null;
  }

  /* Where an element goes in the end; null if it goes in a circle. */
  function target(element) {
    const seen = new Set();
    let at = element;
    while (at && get(at)?.into) {
      if (seen.has(at)) return null;
      seen.add(at);
      at = byName(get(at).into);
    }
    return at;
  }

  /* The element to which an accepted finding goes, or null. */
  function goesTo(item) {
    const first = get(item)?.zone ? byName(get(item).zone) : ZM.found.owner(item);
    return first && target(first);
  }

  /* Whether it is accepted and yet nothing comes of it, as its element is not. */
  function isOrphan(item) {
    if (verdict(item) !== "accept" || ["element", "layout", "indicator"].includes(item.kind)) return false;
    const element = goesTo(item);
    return !element || verdict(element) !== "accept";
  }

  ZM.naming = { nameOf, byName, target, goesTo, isOrphan };
})(window.ZM);
