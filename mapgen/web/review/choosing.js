/* needs: core.js review/found.js review/decisions.js */
/* The one finding that is chosen; text, list, card and map follow. */
((ZM) => {
  "use strict";

  const { isDoubtful } = ZM.found;
  let current = null;
  let order = []; // as the list has them

  function choose(item) {
    if (!item || item === current) return;
    const before = current;
    current = item;
    ZM.emit("chosen", { item, before });
  }

  /* The next one in the list, by so many, or the next of those that pass a test. */
  function step(by, passes = () => true) {
    let at = current ? order.indexOf(current) : by > 0 ? -1 : order.length;
    if (current && at < 0) at = by > 0 ? -1 : order.length;
    for (at += by; at >= 0 && at < order.length; at += by)
      if (passes(order[at])) {
        choose(order[at]);
        return true;
      }
    return false;
  }

  /* The next doubt that nobody has decided, from the other end if need be. */
  function doubt(by) {
    const open = (item) => isDoubtful(item) && !ZM.decisions.verdict(item);
    if (step(by, open)) return true;
    const rest = (by > 0 ? order : [...order].reverse()).find((item) => open(item) && item !== current);
    if (rest) choose(rest);
    return Boolean(rest);
  }

  ZM.choosing = {
    choose,
    step,
    doubt,
    current: () => current,
    listed: (items) => {
      order = items;
    },
  };
})(window.ZM);
