/* needs: core.js */
/* What was decided, by the keys of findings, with every step to take back. A decision is never changed in place. */
((ZM) => {
  "use strict";

  const made = new Map();
  let left = []; // decisions of a file that match nothing here: they go back into the next file
  const past = [];
  let future = [];
  let saved = null; // the step after which a file was written

  const last = () => past[past.length - 1] || null;
  const get = (item) => made.get(item.key) || null;
  const verdict = (item) => get(item)?.verdict || null;
  const isUnsaved = () => last() !== saved;

  function apply(step, way) {
    for (const { key, ...each } of step.changes) {
      if (each[way]) made.set(key, each[way]);
      else made.delete(key);
    }
    if (step.left) left = step.left[way];
    ZM.emit(
      "decided",
      step.changes.map(({ key }) => key),
    );
  }

  /* Takes pairs of a key and its decision, or null for none, as one step. */
  function decide(pairs, newLeft = null) {
    const changes = [...new Map(pairs)]
      .map(([key, after]) => ({ key, before: made.get(key) || null, after }))
      .filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after));
    if (!changes.length && !newLeft) return 0;
    const step = { changes, left: newLeft && { before: left, after: newLeft } };
    past.push(step);
    future = [];
    apply(step, "after");
    return changes.length;
  }

  function undo() {
    const step = past.pop();
    if (!step) return false;
    future.push(step);
    apply(step, "before");
    return true;
  }

  function redo() {
    const step = future.pop();
    if (!step) return false;
    past.push(step);
    apply(step, "after");
    return true;
  }

  ZM.decisions = {
    get,
    verdict,
    decide,
    undo,
    redo,
    isUnsaved,
    all: () => made,
    left: () => left,
    canUndo: () => past.length > 0,
    canRedo: () => future.length > 0,
    written: () => {
      saved = last();
      ZM.emit("decided", []);
    },
  };
})(window.ZM);
