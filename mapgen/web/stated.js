/* needs: core.js i18n.js */
((ZM) => {
  "use strict";

  /* The area that a plan states, with its qualifier (约, 总 …); one without a translation stays as the plan has it. */
  ZM.stated = ({ stated_km2: figure, qualifier: word }) => {
    const before = word && (ZM.hasText(`qualifier.${word}`) ? ZM.t(`qualifier.${word}`) : `${word} `);
    return `${before || ""}${ZM.number(figure, 2)} km²`;
  };

  /* The interval in which the computed area lies, such as 8.28–11.85; "" for what has no area. */
  ZM.interval = ({ area_low_km2: low, area_high_km2: high }) =>
    ZM.known(low) && ZM.known(high) ? `${ZM.number(low, 2)}–${ZM.number(high, 2)}` : "";

  /* What the computed area is compared with {figure, diff_km2, diff_pct, grade}: first what the plan states,
     then what another public source gives; each only where there is one. */
  ZM.compared = (element) =>
    ["", "reference_"]
      .map((from) => ({
        reference: Boolean(from),
        figure: element[from ? "reference_km2" : "stated_km2"],
        diff_km2: element[`${from}diff_km2`],
        diff_pct: element[`${from}diff_pct`],
        grade: element[`${from}grade`],
      }))
      .filter(({ grade }) => ZM.known(grade));

  /* Whether neither rounding nor accuracy explains the difference; what the plan states goes first. */
  ZM.unexplained = (element) => ZM.compared(element)[0]?.grade === "conflict";

  /* How the two compare, as a mark. */
  ZM.grade = (grade) =>
    ZM.make("span", { className: "zm-grade", text: ZM.t(`grade.${grade}`), attrs: { "data-grade": grade } });
})(window.ZM);
