/* needs: core.js */
/* GCJ-02, the datum of Amap's tiles: how far it is off WGS 84 at a place. The published
   approximation, good to a few centimetres against itself; tests hold it against a library. */
((ZM) => {
  "use strict";

  const A = 6378245,
    E2 = 0.006693421622965943; // Krasovsky's ellipsoid, as GCJ-02 uses it
  const STEPS = 6, // each leaves about a thousandth of the error before it
    NEAR = 1e-10; // degrees: a step so small was the last
  // Waves as height, rate, height, rate, …
  const SHORT = [20, 6, 20, 2],
    NORTH = [20, 1, 40, 1 / 3, 160, 1 / 12, 320, 1 / 30],
    EAST = [20, 1, 40, 1 / 3, 150, 1 / 12, 300, 1 / 30];

  function wave(x, terms) {
    let sum = 0;
    for (let i = 0; i < terms.length; i += 2) sum += terms[i] * Math.sin(x * terms[i + 1] * Math.PI);
    return sum * (2 / 3);
  }

  /* WGS 84 → GCJ-02, [lon, lat] in degrees. Meant for places in China. */
  function fromWgs84(lon, lat) {
    const x = lon - 105,
      y = lat - 35,
      root = Math.sqrt(Math.abs(x)),
      ripple = wave(x, SHORT);
    const north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + ripple + wave(y, NORTH);
    const east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + ripple + wave(x, EAST);
    const phi = (lat * Math.PI) / 180,
      w2 = 1 - E2 * Math.sin(phi) ** 2,
      w = Math.sqrt(w2);
    const degrees = (metres, radius) => ((metres / radius) * 180) / Math.PI;
    return [lon + degrees(east, (A / w) * Math.cos(phi)), lat + degrees(north, (A * (1 - E2)) / (w2 * w))];
  }

  /* The way back from a shift, by walking to the place whose shifted position is the one given. */
  const back = (shift) => (lon, lat) => {
    let x = lon,
      y = lat;
    for (let i = 0; i < STEPS; i += 1) {
      const [east, north] = shift(x, y);
      x += lon - east;
      y += lat - north;
      if (Math.abs(lon - east) + Math.abs(lat - north) < NEAR) break;
    }
    return [x, y];
  };

  const CRS = L.CRS.EPSG3857;

  /* How far the tiles' picture is off at a place in pixels of a zoom. */
  function shiftAt(place, zoom) {
    const { lng, lat } = CRS.pointToLatLng(place, zoom),
      [lon, north] = fromWgs84(lng, lat);
    return CRS.latLngToPoint(L.latLng(north, lon), zoom).subtract(place).round();
  }

  /* A layer of tiles that are in GCJ-02, at places that are not: each tile is a window upon the two by two
     pictures below it, moved by the shift at its own middle; within one tile that hardly changes. */
  const Tiles = L.GridLayer.extend({
    initialize(url, options) {
      L.setOptions(this, options);
      this.url = url;
    },

    createTile(coords, done) {
      const size = this.getTileSize(),
        place = L.point(coords.x, coords.y).scaleBy(size);
      const moved = place.add(shiftAt(place.add(size.divideBy(2)), coords.z)),
        first = moved.unscaleBy(size).floor();
      const tile = L.DomUtil.create("div");
      tile.style.overflow = "hidden";
      const pictures = [0, 1, 2, 3].map((i) => {
        const at = first.add([i % 2, i >> 1]);
        return this.picture(tile, at, coords.z, at.scaleBy(size).subtract(moved));
      });
      Promise.all(pictures).then(() => done(null, tile), done);
      return tile;
    },

    /* Puts a picture into a tile; the promise is kept once it is there. */
    picture(tile, { x, y }, z, offset) {
      const { subdomains, key } = this.options,
        size = this.getTileSize(),
        s = subdomains[Math.abs(x + y) % subdomains.length];
      const image = L.DomUtil.create("img", "", tile);
      Object.assign(image.style, { position: "absolute", left: `${offset.x}px`, top: `${offset.y}px` });
      Object.assign(image, { alt: "", width: size.x, height: size.y });
      return new Promise((there, failed) => {
        image.addEventListener("load", there);
        image.addEventListener("error", () => failed(new Error("a tile did not come")));
        image.src = L.Util.template(this.url, { s: s || "", x, y, z, key });
      });
    },
  });

  ZM.gcj02 = { fromWgs84, toWgs84: back(fromWgs84), back, tiles: (url, options) => new Tiles(url, options) };
})(window.ZM);
