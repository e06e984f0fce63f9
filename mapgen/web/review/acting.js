/* needs: core.js review/decisions.js review/found.js */
/* What a reviewer can do with a finding. Each deed is one step, which undo takes back. */
((ZM) => {
  "use strict";

  const { get, verdict, decide } = ZM.decisions;
  const { said, isDoubtful, owner } = ZM.found;

  /* Accepts a finding with what is stated of it; what is undefined is left out. */
  function accepted(item, more = {}) {
    const { verdict: had, ...before } = get(item) || {};
    const all = { ...(had === "accept" ? before : {}), ...more };
    return { verdict: "accept", ...Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) };
  }

  const accept = (item, more) => decide([[item.key, accepted(item, more)]]);
  const reject = (item) => decide([[item.key, { verdict: "reject" }]]);
  const clear = (item) => decide([[item.key, null]]);

  /* An element with everything that is said of it without a doubt; what is decided already stays. */
  function acceptWhole(item) {
    const element = owner(item);
    if (!element) return 0;
    const sure = said(element).filter((each) => !isDoubtful(each) && !verdict(each));
    return decide([[element.key, accepted(element)], ...sure.map((each) => [each.key, accepted(each)])]);
  }

  /* Name, role and parent of an element, each only if it is another than as read. */
  function edit(element, { name, role, parent }) {
    const other = (now, read) => (now === (read ?? "") ? undefined : now);
    return accept(element, {
      name: name && other(name, element.name),
      role: other(role, element.role),
      parent: other(parent, element.parent),
    });
  }

  const merge = (element, into) => accept(element, { into: into || undefined });
  const move = (item, zone) => accept(item, { zone: zone === item.subject ? undefined : zone });
  const draw = (item, line, metres) => accept(item, { line, accuracy_m: metres });
  const place = (item, point, metres) => accept(item, { point, accuracy_m: metres });

  ZM.acting = { accept, reject, clear, acceptWhole, edit, merge, move, draw, place };
})(window.ZM);
