/* needs: core.js i18n.js tiles.js */
/* A link may name tiles. Whoever wrote it must not make this browser ask a server for them: the reader is
   asked first, and nothing is fetched before the answer. */
((ZM) => {
  "use strict";

  const box = ZM.byId("zm-offer");
  let offered = null; // id of the tiles in question
  let before = null; // what had the keyboard

  function fill() {
    if (!offered) return;
    ZM.byId("zm-offer-words").textContent = ZM.t("tiles.offer", { name: ZM.tiles.nameOf(offered) });
    for (const answer of ["yes", "no"]) ZM.byId(`zm-offer-${answer}`).textContent = ZM.t(`tiles.offer_${answer}`);
  }

  function close() {
    if (!offered) return;
    const hadFocus = box.contains(document.activeElement);
    offered = null;
    box.hidden = true;
    if (hadFocus && before?.isConnected) before.focus();
  }

  function accept() {
    const id = offered;
    close();
    ZM.tiles.choose(id);
  }

  /* Takes the id that a link names, or null: no tiles are no question. */
  function offer(id) {
    if (id === ZM.tiles.current()) return close();
    if (!ZM.tiles.nameOf(id)) return ZM.tiles.use(null);
    before = offered ? before : document.activeElement;
    offered = id;
    fill();
    box.hidden = false;
    ZM.byId("zm-offer-no").focus(); // Enter alone fetches nothing
  }

  ZM.byId("zm-offer-yes").addEventListener("click", accept);
  ZM.byId("zm-offer-no").addEventListener("click", close);
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation(); // it closes this box alone
    close();
  });
  ZM.on("language", fill);
  ZM.on("basemap", close); // the reader has chosen elsewhere, or another link has

  ZM.offer = offer;
})(window.ZM);
