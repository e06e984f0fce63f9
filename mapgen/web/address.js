/* needs: core.js i18n.js */
((ZM) => {
  "use strict";

  /* Address of another page of the build in the language in use, with what is to be selected there. */
  ZM.address = (page, selected) => {
    const parts = new URLSearchParams({ lang: ZM.language() });
    if (selected) parts.set("sel", selected);
    return `${encodeURIComponent(page)}.html#${parts}`;
  };
})(window.ZM);
