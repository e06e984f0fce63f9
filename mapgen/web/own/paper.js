/* needs: core.js i18n.js legend.js own/points.js own/shades.js painter.js */
/* The reader's own places, shades and their legend on printed sheets, and that they are none of the plan's. */
((ZM) => {
  "use strict";

  const { make, svg } = ZM;
  const FINE = 3; // dots of a canvas to a pixel: 288 to the inch
  const LONGEST = 60; // characters of a heading: a column may be called anything

  const short = (text) => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);

  function dot(fill) {
    const { width, color, radius } = ZM.config.look.own.point;
    return ZM.legend.sign(svg("circle", { cx: 11, cy: 7, r: radius, fill, stroke: color, "stroke-width": width }));
  }

  const section = (title, items) => [
    make("h3", { text: short(title) }),
    make("ul", { className: "zm-entries" }, ...items),
  ];

  function draw(map) {
    const add = (name, zIndex, picture) => {
      map.createPane(name).style.zIndex = zIndex;
      new ZM.Painter(() => [picture], { pane: name, padding: 0, ratio: FINE }).addTo(map);
    };
    // Above the insides of zones, and below their lines where these are apart.
    add("zm-own-shades", map.getPane("zm-insides") ? 325 : 405, ZM.shades.picture);
    add("zm-own-points", 405, ZM.ownPoints.picture);
  }

  /* name: of the table; words: what is said of it; keys: of shades and dots, {title, entries, isDot}. */
  ZM.paper = ({ name, words, keys, placed, isDotted }) => ({
    legend: () => [
      ...section(ZM.t("own.paper"), [
        ZM.legend.entry(
          isDotted && !keys.some(({ isDot }) => isDot) && dot(ZM.config.look.own.point.fill),
          name,
          words,
        ),
      ]),
      ...keys.flatMap(({ title, entries, isDot }) =>
        section(
          title,
          entries.map(({ color, text }) => ZM.legend.entry((isDot ? dot : ZM.legend.swatch)(color), text)),
        ),
      ),
    ],
    // All places that the screen shows have room on the sheet.
    widen: (box, view) =>
      isDotted &&
      placed.lon.forEach((lon, i) => {
        const at = [placed.lat[i], lon];
        if (view.contains(at)) box.extend(at);
      }),
    credit: () => ZM.t("own.paper"),
    draw,
  });
})(window.ZM);
