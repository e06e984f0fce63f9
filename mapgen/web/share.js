/* needs: core.js model.js notice.js state.js */
/* The present view for somebody else: as one HTML file, this page with the view in it, or as a short code. */
((ZM) => {
  "use strict";

  const CODE = "zm:";
  const head = document.head.cloneNode(true);
  // The page as it came, before scripts write into it. Scripts and data stay as they are and are taken later.
  const body = [...document.body.childNodes].map((node) => (node.nodeName === "SCRIPT" ? node : node.cloneNode(true)));

  /* JSON that cannot end the script element in which it stands. */
  const safe = (value) =>
    JSON.stringify(value).replace(
      /[<>&\u2028\u2029]/g,
      (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );

  /* The payload as packed in the page, with the elements shown and what belongs to them. */
  function shown(payload) {
    const rows = (table, keep) => ({
      ...table,
      r: table.r.filter((row) => keep(Object.fromEntries(table.k.map((key, i) => [key, row[i]])))),
    });
    const elements = rows(payload.elements, ({ id }) => ZM.state.isVisible(ZM.model.element(id)));
    const kept = ZM.model.drawn.filter(ZM.state.isVisible),
      ids = new Set([...kept.map(({ id }) => id), ...payload.ends.r.map((row) => row[payload.ends.k.indexOf("id")])]),
      places = new Set(kept.map(({ geom }) => geom));
    const atPlace = ({ zone }) => places.has(zone);
    return {
      ...payload,
      elements,
      geometries: Object.fromEntries(Object.entries(payload.geometries).filter(([id]) => places.has(id))),
      edges: rows(payload.edges, atPlace),
      ...(payload.tested && { tested: rows(payload.tested, atPlace) }),
      relations: rows(payload.relations, ({ ends }) => ends.every((id) => ids.has(id))),
      listed: rows(payload.listed, ({ holder }) => holder === null || ids.has(holder)),
    };
  }

  /* A page of its own that opens with a view: the part of an address behind the #. */
  function page(view, onlyShown) {
    const made = document.documentElement.cloneNode(false),
      inner = document.createElement("body"),
      block = document.createElement("script");
    made.lang = "zh-CN";
    block.type = "application/json";
    block.id = "zm-view";
    block.textContent = safe(view);
    for (const node of body) {
      const copy = node.cloneNode(true);
      if (copy.id === "zm-view") continue; // of a page that was made in this way itself
      if (copy.id === "zm-payload" && onlyShown) copy.textContent = safe(shown(JSON.parse(node.textContent)));
      inner.append(copy);
    }
    inner.insertBefore(block, inner.querySelector("script"));
    made.append(head.cloneNode(true), inner);
    return `<!DOCTYPE html>\n${made.outerHTML}\n`;
  }

  function save(view, onlyShown) {
    const url = URL.createObjectURL(new Blob([page(view, onlyShown)], { type: "text/html" }));
    ZM.make("a", { attrs: { href: url, download: `${ZM.payload.page.id}-view.html` } }).click();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
    ZM.notice("share.saved");
  }

  /* What somebody has sent, a code or a whole link, as the part behind the #; null if it is neither. */
  function viewIn(text) {
    const words = text.trim(),
      view = words.startsWith(CODE) ? words.slice(CODE.length) : /^\w+:\S+#(\S+)$/.exec(words)?.[1];
    return view?.includes("=") ? view : null;
  }

  /* A short code of a view, which says of which page it is. */
  const code = (view) => `${CODE}page=${encodeURIComponent(ZM.payload.page.id)}&${view}`;

  ZM.share = { code, viewIn, page, save, kept: ZM.block("zm-view") };
})(window.ZM);
