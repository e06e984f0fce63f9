/* needs: core.js i18n.js notice.js projection.js */
/* Coordinates under the pointer (of the map's middle without one), the scale bar, full screen, and on a
   phone the button that opens the foot of the map. */
((ZM) => {
  "use strict";

  let pointer = null;

  function write() {
    const { lat, lng } = pointer || ZM.map.getCenter();
    const [east, north] = ZM.projection.plane(lng, lat);
    const { code, name, datum, meridian } = ZM.payload.page.crs;
    const metres = (value) => ZM.number(Math.round(value), 0);
    ZM.byId("zm-position").replaceChildren(
      ZM.make("span", { text: `${lng.toFixed(5)}° E  ${lat.toFixed(5)}° N` }),
      ZM.make("span", {
        text: ZM.t("position.plane", { datum, meridian, east: metres(east), north: metres(north) }),
        attrs: { title: `EPSG:${code} ${name}` },
      }),
    );
  }

  function fullScreen() {
    const asked = document.fullscreenElement
      ? document.exitFullscreen()
      : document.documentElement.requestFullscreen
        ? document.documentElement.requestFullscreen()
        : Promise.reject(new Error());
    asked.catch(() => ZM.notice("position.no_full_screen"));
  }

  function start() {
    const later = ZM.onceAFrame(write);
    ZM.map.on("mousemove", (event) => {
      pointer = event.latlng;
      later();
    });
    ZM.map.on("mouseout", () => {
      pointer = null;
      later();
    });
    ZM.map.on("move", later);
    ZM.on("language", later);
    const scale = L.control.scale({ imperial: false, maxWidth: 120 }).addTo(ZM.map);
    ZM.byId("zm-foot-start").prepend(scale.getContainer());
    ZM.byId("zm-full-screen").addEventListener("click", fullScreen);
    document.addEventListener("fullscreenchange", () =>
      ZM.byId("zm-full-screen").setAttribute("aria-pressed", String(Boolean(document.fullscreenElement))),
    );
    const more = ZM.byId("zm-foot-more");
    more.addEventListener("click", () =>
      more.setAttribute("aria-expanded", String(more.parentElement.classList.toggle("zm-foot-open"))),
    );
    write();
  }

  ZM.position = { start };
})(window.ZM);
