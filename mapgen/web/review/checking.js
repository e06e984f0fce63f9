/* needs: core.js */
/* Whether what stands in a file is a decision: files come from anywhere. */
((ZM) => {
  "use strict";

  const KINDS = ["layout", "element", "area", "side", "member", "passes", "indicator"];
  const KEYS = ["kind", "quote", "subject", "value", "side", "part", "verdict"];
  const MORE = ["name", "into", "zone", "role", "parent", "line", "point", "accuracy_m"];
  const isText = (value) => typeof value === "string";
  const absent = (value) => value === undefined;

  const isPlace = (value) =>
    Array.isArray(value) &&
    value.length === 2 &&
    value.every(Number.isFinite) &&
    Math.abs(value[0]) <= 180 &&
    Math.abs(value[1]) <= 90;

  const isLine = (value) => Array.isArray(value) && value.length > 1 && value.every(isPlace);

  function isDecision(one) {
    if (one === null || typeof one !== "object") return false;
    if (!KINDS.includes(one.kind) || !isText(one.quote) || !one.quote || !isText(one.subject)) return false;
    if (!Object.keys(one).every((key) => KEYS.includes(key) || MORE.includes(key))) return false;
    if (one.verdict === "reject") return MORE.every((key) => absent(one[key]));
    if (one.verdict !== "accept") return false;
    if (
      !["value", "side", "name", "into", "zone", "role", "parent"].every((key) => absent(one[key]) || isText(one[key]))
    )
      return false;
    if (!absent(one.part) && !Number.isInteger(one.part)) return false;
    if (!absent(one.accuracy_m) && !(one.accuracy_m > 0)) return false;
    return (absent(one.line) || isLine(one.line)) && (absent(one.point) || isPlace(one.point));
  }

  ZM.checking = { isDecision };
})(window.ZM);
