/* needs: core.js i18n.js projection.js style.js */
/* Distance and area by clicking; with the keyboard Enter sets a point in the middle of the map. */
((ZM) => {
  "use strict";

  let mode = null;
  let points = [];
  let drawn = null;

  const asDrawn = (look) => ({ ...look, interactive: false, pane: "zm-measure" });
  const LINE = asDrawn({ ...ZM.style.MEASURED, fill: false });
  const AREA = asDrawn(ZM.style.MEASURED);
  const POINT = asDrawn(ZM.style.CLICKED);

  function words() {
    if (mode === "distance") {
      const metres = ZM.projection.length(points);
      return metres < 1000 ? `${ZM.number(metres, 0)} m` : `${ZM.fixed(metres / 1000, 2)} km`;
    }
    const metres = points.length > 2 ? ZM.projection.area(points) : 0;
    return metres < 100000 ? `${ZM.number(metres, 0)} m²` : `${ZM.fixed(metres / 1e6, 3)} km²`;
  }

  function redraw() {
    if (drawn) drawn.remove();
    const path = points.map(([lon, lat]) => [lat, lon]);
    drawn = L.layerGroup([
      mode === "area" && path.length > 2 ? L.polygon(path, AREA) : L.polyline(path, LINE),
      ...path.map((at) => L.circleMarker(at, POINT)),
    ]).addTo(ZM.map);
    ZM.byId("zm-measure-result").textContent = points.length > 1 ? words() : ZM.t(`measure_begin.${mode}`);
  }

  function add(latlng) {
    const last = points[points.length - 1];
    // The second click of a double click lands on the same spot.
    if (last && ZM.map.latLngToContainerPoint(latlng).distanceTo(ZM.map.latLngToContainerPoint([last[1], last[0]])) < 3)
      return;
    points.push([latlng.lng, latlng.lat]);
    redraw();
  }

  function set(next) {
    mode = next === mode ? null : next;
    ZM.busy = Boolean(mode);
    points = [];
    if (drawn) drawn.remove();
    for (const name of ["distance", "area"])
      ZM.byId(`zm-measure-${name}`).setAttribute("aria-pressed", String(mode === name));
    ZM.byId("zm-measure").hidden = !mode;
    ZM.map.getContainer().classList.toggle("zm-measuring", Boolean(mode));
    ZM.map.doubleClickZoom[mode ? "disable" : "enable"]();
    if (mode) redraw();
  }

  function undo() {
    points.pop();
    redraw();
  }

  function start() {
    const pane = ZM.map.createPane("zm-measure");
    pane.style.zIndex = 450;
    pane.style.pointerEvents = "none";
    for (const name of ["distance", "area"]) ZM.byId(`zm-measure-${name}`).addEventListener("click", () => set(name));
    ZM.byId("zm-measure-undo").addEventListener("click", undo);
    ZM.byId("zm-measure-clear").addEventListener("click", () => {
      points = [];
      redraw();
    });
    ZM.byId("zm-measure-close").addEventListener("click", () => set(null));
    ZM.map.on("click", (event) => {
      if (mode) add(event.latlng);
    });
    ZM.map.getContainer().addEventListener("keydown", (event) => {
      if (!mode) return;
      if (event.key === "Enter" && event.target === ZM.map.getContainer()) add(ZM.map.getCenter());
      else if (event.key === "Backspace") undo();
      else return;
      event.preventDefault();
    });
    document.addEventListener(
      "keydown",
      (event) => {
        if (event.key === "Escape" && mode && !event.defaultPrevented) {
          event.preventDefault();
          set(null);
        }
      },
      true,
    );
    ZM.on("language", () => {
      if (mode) redraw();
    });
  }

  ZM.measure = { start };
})(window.ZM);
