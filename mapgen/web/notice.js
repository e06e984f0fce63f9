/* needs: core.js i18n.js */
/* Plain sentences about what went wrong or was done. They are read out and go away by themselves. */
((ZM) => {
  "use strict";

  const SHOWN_FOR_MS = 9000;
  const MOST = 2; // more would cover the map

  ZM.notice = (key, params) => {
    const place = ZM.byId("zm-notices");
    const sentence = ZM.t(key, params);
    for (const old of [...place.children]) if (old.firstChild.textContent === sentence) old.remove();
    while (place.children.length >= MOST) place.firstElementChild.remove();
    const close = ZM.make(
      "button",
      { className: "zm-control zm-plain", attrs: { type: "button", "aria-label": ZM.t("close") } },
      ZM.icon("close"),
    );
    const box = ZM.make("div", { className: "zm-notice" }, ZM.make("span", { text: sentence }), close);
    close.addEventListener("click", () => box.remove());
    place.append(box);
    setTimeout(() => box.remove(), SHOWN_FOR_MS);
  };

  ZM.notice.clear = () => ZM.byId("zm-notices").replaceChildren();
  ZM.on("language", ZM.notice.clear);
})(window.ZM);
