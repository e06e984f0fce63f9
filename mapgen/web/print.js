/* needs: core.js draw.js fit.js frame.js geo.js i18n.js legend.js model.js phrase.js shapes.js state.js tiles.js */
/* A sheet for paper, A4 or A3, landscape or portrait as the plan is wide or tall: title, map, legend, scale,
   north arrow, credits, 示意图 and the 审图号. The map on it is a second one, in lines rather than pixels. A legend too
   long to be read beside the map goes on to further sheets. */
((ZM) => {
  "use strict";

  const NICE = [1, 1.25, 1.5, 1.75, 2, 2.5, 3, 3.5, 4, 5, 6, 7, 8];
  const MANY = 4000; // beyond this many elements lines would be slower than pixels
  const TALL = 1.25; // times as high as wide: what is taller is larger on a sheet in portrait
  const PX_PER_METRE = 96 / 0.0254;
  const EQUATOR = 40075016.6856;
  let sheetMap = null;
  let paper = "A4";
  let turn = "landscape";
  let back = null;

  const make = ZM.make;
  const { BEST, legendOf, setType, fitHead, fitLegend, takeRest } = ZM.fit;
  const around = (lat) => (EQUATOR * Math.cos((lat * Math.PI) / 180) * PX_PER_METRE) / 256;
  const zoomOf = (scale, lat) => Math.log2(around(lat) / scale);
  const scaleOf = (zoom, lat) => around(lat) / 2 ** zoom;

  /* The first round scale that shows at least what the screen shows. */
  function roundScale(scale) {
    const power = 10 ** Math.floor(Math.log10(scale));
    return (NICE.find((step) => step * power >= scale * 0.999) || 10) * power;
  }

  function north() {
    return ZM.svg(
      "svg",
      { class: "zm-north", viewBox: "0 0 24 36", role: "img", "aria-label": ZM.t("print.north") },
      ZM.svg("path", { d: "M12 2 19 24 12 19.5 5 24z", fill: "#17202b" }),
      ZM.svg("path", { d: "M12 2 5 24l7-4.5z", fill: "#fff", stroke: "#17202b", "stroke-width": 0.8 }),
      Object.assign(ZM.svg("text", { x: 12, y: 34, "text-anchor": "middle", "font-size": 9, "font-weight": 700 }), {
        textContent: "N",
      }),
    );
  }

  const today = () => new Date().toLocaleDateString("sv"); // as ISO 8601 has it, of here

  /* What every sheet has: the title above; 示意图, the 审图号 and the credits below. */
  function sheet(subtitle, ...parts) {
    return make(
      "article",
      { className: "zm-sheet", attrs: { "data-paper": paper, "data-turn": turn, lang: document.documentElement.lang } },
      make(
        "header",
        { className: "zm-sheet-head" },
        make("h1", { text: ZM.frame.name() }),
        make("p", { text: subtitle }),
      ),
      ...parts,
      make(
        "footer",
        { className: "zm-sheet-foot" },
        make(
          "p",
          {},
          make("strong", { text: ZM.t("map.schematic") }),
          make("span", { className: "zm-sheet-approval", text: ZM.frame.approval() }),
          make("span", { className: "zm-sheet-number" }),
        ),
        make(
          "p",
          {},
          make("span", {
            text: [ZM.byId("zm-credits").textContent, ZM.print.more?.credit()].filter(Boolean).join(" · "),
          }),
          make("span", { className: "zm-date", text: `WGS 84 · ${today()}` }),
        ),
      ),
    );
  }

  function mapSheet() {
    const shown = [...ZM.model.plans.values()].filter((plan) => plan.elements.some(ZM.state.isVisible));
    const layouts = shown.map((plan) => ZM.pick(plan, "layout"));
    const phrases = [...layouts, ZM.phrase.sentence()].filter(Boolean).join(" · ");
    return sheet(
      phrases,
      make("div", { className: "zm-sheet-map" }),
      make(
        "aside",
        { className: "zm-sheet-side" },
        // The scale is known once the map is drawn; its line takes its room from the start.
        make(
          "div",
          { className: "zm-sheet-top" },
          north(),
          make(
            "p",
            {},
            make("strong", { className: "zm-sheet-scale", text: "1 :" }),
            make("span", { className: "zm-words", text: ZM.t("print.at_size", { paper }) }),
          ),
        ),
        make("h2", { text: ZM.t("legend.title") }),
        make("div", { className: "zm-sheet-legend" }, ...(ZM.print.more?.legend() || []), ...ZM.legend.sections(true)),
      ),
    );
  }

  /* What the screen shows; if all that is shown lies well inside it, just that, for a larger scale. */
  function region() {
    const view = ZM.map.getBounds(),
      shown = ZM.state.visible();
    if (!shown.length) return view;
    const [west, south, east, north] = ZM.geo.union(shown.map(ZM.model.box));
    const all = L.latLngBounds([south, west], [north, east]);
    ZM.print.more?.widen(all, view);
    return view.contains(all) && all.isValid() && (east > west || north > south) ? all.pad(0.06) : view;
  }

  function turnOf(bounds) {
    const [west, south, east, north] = bounds.toBBoxString().split(",").map(Number),
      { worldX, worldY } = ZM.shapes;
    return worldY(south) - worldY(north) > TALL * (worldX(east) - worldX(west)) ? "portrait" : "landscape";
  }

  function drawMap(place) {
    const map = L.map(place, {
      zoomControl: false,
      attributionControl: false,
      zoomSnap: 0,
      fadeAnimation: false,
      zoomAnimation: false,
      keyboard: false,
      dragging: false,
      scrollWheelZoom: false,
      doubleClickZoom: false,
      boxZoom: false,
      touchZoom: false,
      tap: false,
    });
    const bounds = region(),
      center = bounds.getCenter();
    map.setView(center, 3, { animate: false });
    const fitted = map.getBoundsZoom(bounds);
    const scale = roundScale(scaleOf(fitted, center.lat));
    map.setView(center, zoomOf(scale, center.lat), { animate: false });
    if (ZM.tiles.isOn()) for (const layer of ZM.tiles.layers(ZM.tiles.current())) layer.addTo(map);
    const picture = ZM.draw.create(map, { paper: true, vector: ZM.state.visible().length < MANY });
    ZM.print.more?.draw(map);
    const selected = ZM.state.selected();
    if (selected) picture.highlight([{ element: selected, soft: false }]);
    L.control.scale({ imperial: false, position: "bottomleft", maxWidth: 160 }).addTo(map);
    return { map, scale };
  }

  /* Further sheets for what the legend beside the map cannot hold. With them the map gets its room
     back, and the type its size. */
  function goOn(first, holder) {
    const sheets = [first];
    // A longer foot leaves less room above it: the number's place is taken before anything is fitted.
    const number = (made, i, count) => {
      made.querySelector(".zm-sheet-number").textContent = ZM.t("print.sheet", { number: i, count });
    };
    number(first, 88, 88);
    first.classList.remove("zm-wide");
    first.querySelector("h2").append(make("span", { className: "zm-words", text: ZM.t("print.goes_on") }));
    for (let rest = takeRest(legendOf(first)); rest; ) {
      const made = sheet(ZM.t("print.legend_on"), make("div", { className: "zm-sheet-legend zm-sheet-more" }, rest));
      const words = made.querySelector(".zm-sheet-head p"); // what the headings of its legend stand below
      words.setAttribute("role", "heading");
      words.setAttribute("aria-level", "2");
      holder.append(made);
      sheets.push(made);
      number(made, 88, 88);
      fitHead(made);
      setType(made, BEST[paper]);
      rest = takeRest(legendOf(made), made.querySelector(".zm-entry"));
    }
    for (const [i, made] of sheets.entries()) number(made, i + 1, sheets.length);
  }

  function build() {
    if (sheetMap) sheetMap.remove();
    const made = mapSheet(),
      holder = ZM.byId("zm-sheet-holder");
    holder.replaceChildren(made);
    fitHead(made);
    if (!fitLegend(made)) goOn(made, holder);
    const { map, scale } = drawMap(made.querySelector(".zm-sheet-map")); // now that its place is as large as it stays
    sheetMap = map;
    made.querySelector(".zm-sheet-scale").textContent = `1 : ${ZM.number(scale, 0)}`;
  }

  const isOpen = () => !ZM.byId("zm-print").hidden;

  /* Shows or hides the sheet; what lies behind it can neither be reached by keyboard nor read out (print.css). */
  function show(on) {
    const view = ZM.byId("zm-print");
    view.hidden = !on;
    document.body.classList.toggle("zm-printing", on);
  }

  function open(focus) {
    back = document.activeElement;
    show(true);
    turn = turnOf(region());
    for (const input of document.querySelectorAll("input[name=zm-turn]")) input.checked = input.value === turn;
    build();
    if (focus) ZM.byId("zm-print-now").focus();
  }

  function close() {
    if (sheetMap) sheetMap.remove();
    sheetMap = null;
    ZM.byId("zm-sheet-holder").replaceChildren();
    show(false);
    if (back?.isConnected) back.focus();
  }

  function start() {
    let byItself = false;
    ZM.byId("zm-print-open").addEventListener("click", () => open(true));
    ZM.byId("zm-print-close").addEventListener("click", close);
    ZM.byId("zm-print-now").addEventListener("click", () => window.print());
    for (const input of document.querySelectorAll("input[name=zm-paper]")) {
      input.addEventListener("change", () => {
        paper = input.value;
        build();
      });
    }
    for (const input of document.querySelectorAll("input[name=zm-turn]")) {
      input.addEventListener("change", () => {
        turn = input.value;
        build();
      });
    }
    // Before others hear of it: Escape closes the sheet alone, wherever the focus is.
    document.addEventListener(
      "keydown",
      (event) => {
        if (event.key === "Escape" && isOpen()) {
          event.preventDefault();
          event.stopPropagation();
          close();
        }
      },
      true,
    );
    // The browser's own print command gets a sheet too.
    window.addEventListener("beforeprint", () => {
      if (!isOpen()) {
        byItself = true;
        open(false);
      }
    });
    window.addEventListener("afterprint", () => {
      if (byItself) close();
      byItself = false;
    });
    ZM.on("language", () => {
      if (isOpen()) build();
    });
  }

  // more: what is on the map and none of the plan's, as own/paper.js gives it.
  ZM.print = { start, open, close, more: null };
})(window.ZM);
