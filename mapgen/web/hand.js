/* needs: core.js */
((ZM) => {
  "use strict";

  /* Gives the reader a file. */
  ZM.hand = (content, name) => {
    const address = URL.createObjectURL(content);
    const link = ZM.make("a", { attrs: { href: address, download: name } });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
  };
})(window.ZM);
