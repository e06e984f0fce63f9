/* needs: core.js */
/* What was found in the text: one list, with a key for each finding by which a decision is known again. */
((ZM) => {
  "use strict";

  const { source, findings, headings } = ZM.payload;
  const byKey = new Map(); // what says the same in the same words takes one decision
  const elements = new Map(); // by name as read
  const parts = new Map(); // place of an element in the draft → what is said of it

  /* Kind and quote come first; the rest tells apart what one quote says. */
  const keyOf = ({ kind, quote, subject, value, side, part }) =>
    JSON.stringify([kind, quote, subject, value ?? null, kind === "side" ? [side, part] : null]);

  const add = (map, key, item) => (map.has(key) ? map.get(key).push(item) : map.set(key, [item]));

  for (const [index, item] of findings.entries()) {
    item.index = index;
    item.quote = source.text.slice(item.start, item.end);
    item.headings = headings[item.heading];
    item.key = keyOf(item);
    add(byKey, item.key, item);
    if (item.kind === "element") elements.set(item.name, item);
    else if (item.element !== null) add(parts, item.element, item);
  }

  const isDoubtful = (item) => item.doubts.length > 0;
  /* The element that a finding is said of, or that it is. */
  const owner = (item) => (item.kind === "element" ? item : (elements.get(item.subject) ?? null));
  const said = (element) => parts.get(element.element) || [];

  ZM.found = { all: findings, byKey, elements, keyOf, isDoubtful, owner, said };
})(window.ZM);
