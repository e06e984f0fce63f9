/* needs: core.js i18n.js */
((ZM) => {
  "use strict";

  /* The area that a plan states, with its qualifier (约, 总 …); one without a translation stays as the plan has it. */
  ZM.stated = ({ stated_km2: figure, qualifier: word }) => {
    const before = word && (ZM.hasText(`qualifier.${word}`) ? ZM.t(`qualifier.${word}`) : `${word} `);
    return `${before || ""}${ZM.number(figure, 2)} km²`;
  };
})(window.ZM);
