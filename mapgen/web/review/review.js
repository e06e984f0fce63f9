/* needs: core.js i18n.js motion.js review/asking.js review/beneath.js review/card.js review/choosing.js
   review/commands.js review/drawing.js review/keys.js review/kept.js review/list.js review/picture.js
   review/saving.js review/taking.js review/text.js */
/* Starts the review page: the text first, which is what a reader came for, then all that stands around it. */
((ZM) => {
  "use strict";

  const { byId, payload } = ZM;
  const t = ZM.t;

  function heading() {
    const name = t("review.title_of", { name: payload.source.name }),
      button = byId("zm-language");
    Object.assign(byId("zm-title"), { textContent: name, title: name });
    document.title = name;
    button.textContent = t("language.other");
    button.lang = ZM.language() === "zh" ? "en" : "zh-CN";
    if (!payload.map) return;
    byId("map_zonemap").setAttribute("aria-label", t("review.map"));
    const { is_osm: isOsm, extract } = payload.map;
    byId("zm-credits").textContent = isOsm ? t("review.credits") : t("review.credits_unknown", { name: extract });
  }

  function start(map) {
    ZM.map = map;
    byId("rv-stage").hidden = !payload.map;
    document.body.classList.toggle("rv-alone", !payload.map);
    ZM.commands.start();
    ZM.translate();
    heading();
    document.body.dataset.ready = "";
    ZM.reader.start();
    ZM.findingList.start();
    ZM.asking.start();
    ZM.findingCard.start();
    ZM.saving.start();
    ZM.taking.start();
    if (payload.map) {
      byId("map_zonemap").setAttribute("role", "region");
      map.invalidateSize();
      ZM.picture.start();
      ZM.beneath.start();
      ZM.drawing.start();
      ZM.on("language", () => map.invalidateSize());
    }
    ZM.keys.start();
    ZM.kept.start();
    byId("zm-language").addEventListener("click", () => ZM.setLanguage(ZM.language() === "zh" ? "en" : "zh"));
    ZM.on("language", heading);
    if (!ZM.choosing.current()) ZM.choosing.step(1);
    byId("rv-list").focus();
  }

  ZM.start = start;
})(window.ZM);
