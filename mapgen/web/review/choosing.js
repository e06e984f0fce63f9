/* needs: core.js notice.js review/decisions.js review/found.js */
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

  /* Where the chosen one stands, or before the end from which a step goes. */
  function place(by) {
    const at = order.indexOf(current);
    return at < 0 && by < 0 ? order.length : at;
  }

  /* The one in the list that is further by so many, or the last there is that way. */
  function step(by) {
    choose(order[Math.min(Math.max(place(by) + by, 0), order.length - 1)]);
  }

  /* The next doubt that nobody has decided, from the other end if need be. */
  function doubt(by) {
    const open = (item) => item !== current && isDoubtful(item) && !ZM.decisions.verdict(item);
    const at = place(by);
    const ahead = by > 0 ? order.slice(at + 1) : order.slice(0, at).reverse();
    const next = ahead.find(open) || (by > 0 ? order : [...order].reverse()).find(open);
    if (next) choose(next);
    else ZM.notice("review.no_doubts");
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
