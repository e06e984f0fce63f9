/* needs: core.js i18n.js review/decisions.js review/naming.js */
/* Findings in words: what each says, what is doubtful about it, and what was decided. */
((ZM) => {
  "use strict";

  const { known } = ZM;
  const t = ZM.t;

  const kind = (item) => t(item.kind === "element" ? `review.type.${item.type}` : `review.kind.${item.kind}`);

  const VALUES = {
    element: (item) => ZM.naming.nameOf(item),
    layout: (item) => item.phrase,
    side: (item) => t("review.side_line", { side: t(`review.side.${item.side}`), name: item.name || item.words }),
    area: (item) => `${item.qualifier || ""}${ZM.number(item.value, 6)} ${item.unit}`,
    member: (item) => item.value,
    passes: (item) => item.value,
    indicator: (item) => item.name,
  };
  /* Loose findings of a draft of strangers may lack a value: then the quote speaks. */
  const value = (item) => {
    const loose = (item.kind === "side" && !item.side) || (item.kind === "area" && !known(item.value));
    return loose ? item.quote : String(VALUES[item.kind](item));
  };

  const subject = (item) => {
    if (item.kind === "element") return "";
    const element = ZM.naming.goesTo(item);
    return element ? ZM.naming.nameOf(element) : item.subject;
  };

  /* What a doubt is about, where that is not what the finding is said of. */
  const ABOUT = { "role-inferred": (item) => item.role, "parent-several": (item) => item.parent };

  function doubt(item, code) {
    if (!ZM.hasText(`doubt.${code}`)) return t("review.doubt_other", { code });
    const about = ZM.owns(ABOUT, code) ? ABOUT[code](item) : item.subject;
    return t(`doubt.${code}`, { quote: item.quote, subject: about || t("review.nothing") });
  }

  const verdict = (item) => t(`review.verdict.${ZM.decisions.verdict(item) || "open"}`);

  /* What was decided beyond yes and no, line by line. */
  function more(item) {
    const made = ZM.decisions.get(item) || {};
    const lines = [];
    if (known(made.name)) lines.push(t("review.made.name", { name: made.name }));
    if (known(made.into)) lines.push(t("review.made.into", { name: made.into }));
    if (known(made.zone)) lines.push(t("review.made.zone", { name: made.zone }));
    if (known(made.role)) lines.push(t("review.made.role", { name: made.role }));
    if (made.parent === "") lines.push(t("review.made.no_parent"));
    if (known(made.parent)) lines.push(t("review.made.parent", { name: made.parent }));
    const off = { metres: ZM.number(made.accuracy_m || 0, 0) };
    if (made.line) lines.push(t("review.made.line", { count: made.line.length, ...off }));
    if (made.point) lines.push(t("review.made.point", off));
    if (ZM.naming.isOrphan(item)) lines.push(t("review.orphan"));
    return lines;
  }

  ZM.telling = { kind, value, subject, doubt, verdict, more };
})(window.ZM);
