/* needs: core.js notice.js review/saving.js */
/* Decisions outlive a reload in the memory of their own tab. What a browser keeps for all tabs it shares among all
   files that are opened from disk, and words of a plan need not be read by another page. */
((ZM) => {
  "use strict";

  /* A number for a text, so that no other document is given these decisions. */
  function digest(text) {
    let sum = 0x811c9dc5;
    for (let i = 0; i < text.length; i++) sum = Math.imul(sum ^ text.charCodeAt(i), 0x01000193);
    return (sum >>> 0).toString(16);
  }

  const { name, text } = ZM.payload.source;
  const key = `zonemap-review:${digest(name)}:${digest(text)}`;

  /* Some browsers have no such memory for files, or refuse it, or it is full: then there is none. */
  function memory(work) {
    try {
      return work(window.sessionStorage);
    } catch {
      return null;
    }
  }

  const keep = ZM.onceAFrame(() => memory((store) => store.setItem(key, ZM.saving.content())));

  function start() {
    const kept = memory((store) => store.getItem(key));
    if (kept && JSON.parse(kept).decisions.length) {
      const { taken } = ZM.saving.take(JSON.parse(kept).decisions);
      ZM.notice("review.restored", { count: taken });
    }
    ZM.on("decided", keep);
  }

  ZM.kept = { start };
})(window.ZM);
