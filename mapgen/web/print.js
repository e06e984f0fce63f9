/* A sheet for paper, A4 or A3 landscape: title, map, legend, scale, north arrow, credits, 示意图 and
   the slot for the 审图号. The map on it is a second one, in lines rather than pixels. */
(function (ZM) {
  "use strict";

  const NICE = [1, 1.25, 1.5, 1.75, 2, 2.5, 3, 3.5, 4, 5, 6, 7, 8];
  const MANY = 4000;            // beyond this many elements lines would be slower than pixels
  const PX_PER_METRE = 96 / 0.0254;
  const EQUATOR = 40075016.6856;
  let sheetMap = null;
  let paper = "A4";
  let back = null;

  const make = ZM.make;
  const zoomOf = (scale, lat) => Math.log2((EQUATOR * Math.cos((lat * Math.PI) / 180) * PX_PER_METRE) / (256 * scale));
  const scaleOf = (zoom, lat) => (EQUATOR * Math.cos((lat * Math.PI) / 180) * PX_PER_METRE) / (256 * 2 ** zoom);

  /* The first round scale that shows at least what the screen shows. */
  function roundScale(scale) {
    const power = 10 ** Math.floor(Math.log10(scale));
    return (NICE.find((step) => step * power >= scale * 0.999) || 10) * power;
  }

  function north() {
    return ZM.svg("svg", { class: "zm-north", viewBox: "0 0 24 36", role: "img", "aria-label": ZM.t("print.north") },
      ZM.svg("path", { d: "M12 2 19 24 12 19.5 5 24z", fill: "#17202b" }), ZM.svg("path", { d: "M12 2 5 24l7-4.5z", fill: "#fff", stroke: "#17202b", "stroke-width": 0.8 }),
      Object.assign(ZM.svg("text", { x: 12, y: 34, "text-anchor": "middle", "font-size": 9, "font-weight": 700 }), { textContent: "N" }));
  }

  function sheet() {
    const { page } = ZM.payload;
    const phrases = [...ZM.model.plans.values()].map((plan) => ZM.pick(plan, "layout")).filter(Boolean).join(" · ");
    return make("article", { className: "zm-sheet", attrs: { "data-paper": paper, lang: document.documentElement.lang } },
      make("header", { className: "zm-sheet-head" }, make("h1", { text: ZM.pick(page, "title") }), make("p", { text: phrases })),
      make("div", { className: "zm-sheet-map" }),
      make("aside", { className: "zm-sheet-side" },
        make("div", { className: "zm-sheet-top" }, north(), make("p", {}, make("strong", { className: "zm-sheet-scale" }), make("span", { className: "zm-words", text: ZM.t("print.at_size", { paper }) }))),
        make("h2", { text: ZM.t("legend.title") }),
        make("div", { className: "zm-sheet-legend" }, ...ZM.legend.sections(true))),
      make("footer", { className: "zm-sheet-foot" },
        make("p", {}, make("strong", { text: ZM.t("map.schematic") }), make("span", { text: ZM.t("map.approval") }), make("span", { className: "zm-slot", text: page.review_number || "" })),
        make("p", { text: ZM.byId("zm-credits").textContent })));
  }

  /* What the screen shows; if all that is shown lies well inside it, just that, for a larger scale. */
  function region() {
    const view = ZM.map.getBounds(), shown = ZM.state.visible();
    if (!shown.length) return view;
    const [west, south, east, north] = ZM.geo.union(shown.map(ZM.model.box));
    const all = L.latLngBounds([south, west], [north, east]);
    return view.contains(all) && all.isValid() && (east > west || north > south) ? all.pad(0.06) : view;
  }

  function drawMap(place) {
    const map = L.map(place, { zoomControl: false, attributionControl: false, zoomSnap: 0, fadeAnimation: false, zoomAnimation: false, keyboard: false, dragging: false, scrollWheelZoom: false, doubleClickZoom: false, boxZoom: false, touchZoom: false, tap: false, preferCanvas: true });
    const bounds = region(), center = bounds.getCenter();
    map.setView(center, 3, { animate: false });
    const fitted = map.getBoundsZoom(bounds);
    const scale = roundScale(scaleOf(fitted, center.lat));
    map.setView(center, zoomOf(scale, center.lat), { animate: false });
    if (ZM.tiles.isOn()) for (const layer of ZM.tiles.layers(ZM.tiles.current())) layer.addTo(map);
    const picture = ZM.draw.create(map, { paper: true, vector: ZM.state.visible().length < MANY });
    const selected = ZM.state.selected();
    if (selected) picture.highlight([{ geometry: selected.geometry, soft: true }]);
    L.control.scale({ imperial: false, position: "bottomleft", maxWidth: 160 }).addTo(map);
    return { map, scale };
  }

  /* Makes the legend's type smaller, then its columns two, until nothing of it is cut. */
  function fitLegend(place) {
    for (const [two, most, least] of [[false, 3.1, 2.3], [true, 2.9, 1.3]]) {
      place.classList.toggle("zm-two", two);
      for (let size = most; size >= least; size -= 0.1) {
        place.style.fontSize = `${size * (paper === "A3" ? 1.3 : 1)}mm`;
        if (place.scrollHeight <= place.clientHeight + 1 && place.scrollWidth <= place.clientWidth + 1) return;
      }
    }
  }

  function build() {
    if (sheetMap) sheetMap.remove();
    const made = sheet(), holder = ZM.byId("zm-sheet-holder");
    holder.replaceChildren(made);
    const { map, scale } = drawMap(made.querySelector(".zm-sheet-map"));
    sheetMap = map;
    made.querySelector(".zm-sheet-scale").textContent = `1 : ${ZM.number(scale, 0)}`;
    fitLegend(made.querySelector(".zm-sheet-legend"));
  }

  const isOpen = () => !ZM.byId("zm-print").hidden;

  function open(focus) {
    back = document.activeElement;
    ZM.byId("zm-print").hidden = false;
    document.body.classList.add("zm-printing");
    build();
    if (focus) ZM.byId("zm-print-now").focus();
  }

  function close() {
    if (sheetMap) sheetMap.remove();
    sheetMap = null;
    ZM.byId("zm-sheet-holder").replaceChildren();
    ZM.byId("zm-print").hidden = true;
    document.body.classList.remove("zm-printing");
    if (back && back.isConnected) back.focus();
  }

  function start() {
    let byItself = false;
    ZM.byId("zm-print-open").addEventListener("click", () => open(true));
    ZM.byId("zm-print-close").addEventListener("click", close);
    ZM.byId("zm-print-now").addEventListener("click", () => window.print());
    for (const input of document.querySelectorAll("input[name=zm-paper]")) {
      input.addEventListener("change", () => { paper = input.value; build(); });
    }
    ZM.byId("zm-print").addEventListener("keydown", (event) => {
      if (event.key === "Escape") { event.preventDefault(); close(); }
    });
    // The browser's own print command gets a sheet too.
    window.addEventListener("beforeprint", () => { if (!isOpen()) { byItself = true; open(false); } });
    window.addEventListener("afterprint", () => { if (byItself) close(); byItself = false; });
    ZM.on("language", () => { if (isOpen()) build(); });
  }

  ZM.print = { start, open, close, roundScale };
})(window.ZM);
