/* needs: core.js i18n.js */
/* The frame around the map: fixed texts, title, credits, panel open or not. The map must find the room
   that it will have. On a wide page no text changes that, so texts come after the layers; laying them
   out takes as long as drawing the map. On others the bar grows with its texts: they come first. */
((ZM) => {
  "use strict";

  const narrow = window.matchMedia("(max-width: 720px)"),
    growing = window.matchMedia("(max-width: 900px)");
  const { page, plans, credits, credits_en } = ZM.payload;
  const name = () => ZM.pick(page, "title") || ZM.t("map.all_plans");

  /* The map approval number, or that there is none: an empty line would look as if it had been forgotten. */
  const approval = () =>
    page.review_number ? ZM.t("map.approval", { number: page.review_number }) : ZM.t("map.not_approved");

  function heading() {
    const title = name(),
      button = ZM.byId("zm-language");
    Object.assign(ZM.byId("zm-title"), { textContent: title, title }); // it may be cut where there is little room
    ZM.byId("zm-subtitle").textContent = plans
      .map((plan) => ZM.pick(plan, "layout"))
      .filter(Boolean)
      .join(" · ");
    document.title = title;
    ZM.byId("zm-approval").textContent = approval();
    button.textContent = ZM.t("language.other");
    button.lang = ZM.language() === "zh" ? "en" : "zh-CN";
    ZM.byId("map_zonemap").setAttribute("aria-label", ZM.t("map.label"));
    sources();
  }

  function sources() {
    const version = page.layers_version,
      license = ZM.pick(page, "license");
    const words = [
      ...((ZM.language() === "en" && credits_en) || credits || []),
      license && ZM.t("license", { license }),
      ...ZM.credits.map((key) => ZM.t(key)),
      "Leaflet",
      version && ZM.t("map.version", { version }),
    ];
    ZM.byId("zm-credits").textContent = words.filter(Boolean).join(" · ");
  }

  function openPanel(on) {
    document.body.classList.toggle("zm-panel-open", on);
    ZM.byId("zm-layers-toggle").setAttribute("aria-expanded", String(on));
  }

  ZM.credits = []; // keys of further credits, e.g. of the tiles in use
  function write() {
    ZM.translate();
    heading();
  }

  ZM.frame = { name, approval, narrow, openPanel, write };
  ZM.byId("map_zonemap").setAttribute("role", "region");
  openPanel(!narrow.matches);
  if (growing.matches) write();
  ZM.on("language", heading);
  ZM.on("credits", sources);
})(window.ZM);
