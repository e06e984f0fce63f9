/* needs: core.js i18n.js review/decisions.js review/found.js review/naming.js */
/* How far the review is, and what `zonemap accept` would take of it. */
((ZM) => {
  "use strict";

  const { byId } = ZM;
  const t = ZM.t;
  const KINDS = ["layout", "element", "side", "area", "member", "passes"]; // indicators are entered by hand

  function count() {
    const { all, isDoubtful } = ZM.found;
    const sums = { decided: 0, all: all.length, doubts: 0, rejected: 0, orphans: 0, kinds: {} };
    for (const item of all) {
      const verdict = ZM.decisions.verdict(item);
      if (verdict) sums.decided++;
      else if (isDoubtful(item)) sums.doubts++;
      if (verdict === "reject") sums.rejected++;
      if (verdict !== "accept") continue;
      if (ZM.naming.isOrphan(item)) sums.orphans++;
      else sums.kinds[item.kind] = (sums.kinds[item.kind] || 0) + 1;
    }
    return sums;
  }

  function write() {
    const { kinds, ...sums } = count();
    const taken = KINDS.filter((kind) => kinds[kind]).map((kind) =>
      t("review.taken_one", { kind: t(`review.kind.${kind}`), count: ZM.number(kinds[kind], 0) }),
    );
    byId("rv-progress").textContent = t("review.progress", sums);
    byId("rv-taken").textContent = [
      taken.length ? t("review.taken", { what: taken.join(t("review.comma")) }) : t("review.taken_nothing"),
      sums.orphans ? t("review.orphans", { count: sums.orphans }) : "",
      kinds.indicator ? t("review.indicators", { count: kinds.indicator }) : "",
    ].join(" ");
    byId("rv-unsaved").textContent = ZM.decisions.isUnsaved() ? t("review.unsaved") : "";
    for (const [name, able] of [
      ["undo", ZM.decisions.canUndo()],
      ["redo", ZM.decisions.canRedo()],
    ])
      byId(`rv-do-${name}`).setAttribute("aria-disabled", String(!able));
  }

  function start() {
    ZM.on("decided language", write);
    write();
  }

  ZM.taking = { start, count };
})(window.ZM);
