/* needs: core.js */
/* Why a file or a row cannot be taken: a code with values, which the box puts into words. */
((ZM) => {
  "use strict";

  /* An error that is told in one sentence, own.refused.<code>. */
  ZM.refusal = (code, params) => Object.assign(new Error(code), { code, params: params || {} });

  ZM.refusal.MOST_ROWS = 200000; // more belong to the command
  ZM.refusal.MOST_BYTES = 200e6; // of a file as it is given

  ZM.refusal.tooMany = () => ZM.refusal("too_many", { most: ZM.refusal.MOST_ROWS.toLocaleString("en") });
})(window.ZM);
