/* needs: address.js core.js i18n.js matching.js unpack.js */
/* The first page's search over everything that any plan names; each result leads to its map. */
((ZM) => {
  "use strict";

  const MOST = 50;
  const entries = ZM.records(ZM.payload.finds).map(ZM.matching.entry);
  const layouts = new Map(ZM.payload.plans.map((plan) => [plan.id, plan]));

  function row(found) {
    return ZM.make(
      "li",
      {},
      ZM.make("a", { text: ZM.pick(found, "name"), attrs: { href: ZM.address(found.plan, found.id) } }),
      ZM.make("span", { text: ZM.pick(layouts.get(found.plan), "layout") }),
    );
  }

  function show() {
    const words = ZM.byId("ix-search").value,
      found = ZM.matching.find(words, entries),
      shown = Math.min(found.length, MOST),
      key = !shown ? "index.search.nothing" : shown < found.length ? "index.search.more" : "index.search.found";
    ZM.byId("ix-found").hidden = !words.trim();
    ZM.byId("ix-found").textContent = ZM.t(key, { count: ZM.number(found.length, 0), shown });
    ZM.byId("ix-results").hidden = !shown;
    ZM.byId("ix-results").replaceChildren(...found.slice(0, MOST).map(row));
  }

  ZM.byId("ix-search").addEventListener("input", show);
  ZM.on("language", show);
})(window.ZM);
