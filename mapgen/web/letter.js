/* needs: comparing.js core.js grouping.js style.js */
((ZM) => {
  "use strict";

  const LETTERS = ["A", "B"];

  /* The letter of the left (0) or the right plan (1) of two that are compared. */
  ZM.letter = (place) => LETTERS[place];

  /* The same as a sign in the plan's colour. */
  ZM.letterSign = (place) => {
    const [{ color }] = ZM.grouping.of(ZM.comparing.pair()[place]),
      made = ZM.make("span", { className: "zm-compare-sign", text: LETTERS[place] });
    // As dark as its lines on the map: white on the colour itself could not be read.
    made.style.background = ZM.style.darker(
      ZM.grouping.way() === "plan" ? color : ZM.config.look.grouping.plans[place],
    );
    return made;
  };
})(window.ZM);
