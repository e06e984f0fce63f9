/* needs: core.js */
/* GCJ-02, the datum of Amap's tiles: how far it is off WGS 84 at a place. The published
   approximation, good to a few centimetres against itself; tests hold it against a library. */
(function (ZM) {
  "use strict";

  const A = 6378245,
    E2 = 0.00669342162296594323; // Krasovsky's ellipsoid, as GCJ-02 uses it
  const wave = (x, terms) =>
    terms.reduce((sum, [height, rate]) => sum + height * Math.sin(x * rate * Math.PI), 0) * (2 / 3);
  const SHORT = [
    [20, 6],
    [20, 2],
  ];

  /* WGS 84 → GCJ-02, [lon, lat] in degrees. Meant for places in China. */
  function fromWgs84(lon, lat) {
    const x = lon - 105,
      y = lat - 35,
      root = Math.sqrt(Math.abs(x)),
      ripple = wave(x, SHORT);
    const north =
      -100 +
      2 * x +
      3 * y +
      0.2 * y * y +
      0.1 * x * y +
      0.2 * root +
      ripple +
      wave(y, [
        [20, 1],
        [40, 1 / 3],
        [160, 1 / 12],
        [320, 1 / 30],
      ]);
    const east =
      300 +
      x +
      2 * y +
      0.1 * x * x +
      0.1 * x * y +
      0.1 * root +
      ripple +
      wave(x, [
        [20, 1],
        [40, 1 / 3],
        [150, 1 / 12],
        [300, 1 / 30],
      ]);
    const phi = (lat * Math.PI) / 180,
      w2 = 1 - E2 * Math.sin(phi) ** 2,
      w = Math.sqrt(w2);
    const degrees = (metres, radius) => ((metres / radius) * 180) / Math.PI;
    return [lon + degrees(east, (A / w) * Math.cos(phi)), lat + degrees(north, (A * (1 - E2)) / (w2 * w))];
  }

  /* GCJ-02 → WGS 84, by going back from where the forward formula arrives. */
  function toWgs84(lon, lat) {
    let guess = [lon, lat];
    for (let i = 0; i < 4; i++) {
      const [x, y] = fromWgs84(...guess);
      guess = [guess[0] + lon - x, guess[1] + lat - y];
    }
    return guess;
  }

  /* A tile layer whose tiles are in GCJ-02. Each tile is moved by the shift at its own middle;
     within one tile the shift hardly changes. The data never moves. The two underscored methods
     are Leaflet 1.9's own; tests/browser/test_tiles.py fails if they change. */
  const Tiles = L.TileLayer.extend({
    _getTilePos(coords) {
      const size = this.getTileSize(),
        z = coords.z;
      const middle = L.point(coords.x + 0.5, coords.y + 0.5).scaleBy(size),
        at = this._map.unproject(middle, z);
      const [lon, lat] = toWgs84(at.lng, at.lat);
      return L.TileLayer.prototype._getTilePos
        .call(this, coords)
        .add(this._map.project([lat, lon], z).subtract(middle).round());
    },

    _getTiledPixelBounds(center) {
      const bounds = L.TileLayer.prototype._getTiledPixelBounds.call(this, center),
        z = this._tileZoom;
      const [lon, lat] = fromWgs84(center.lng, center.lat);
      const shift = this._map.project([lat, lon], z).subtract(this._map.project(center, z));
      return L.bounds(bounds.min.add(shift).subtract([8, 8]), bounds.max.add(shift).add([8, 8]));
    },
  });

  ZM.gcj02 = { fromWgs84, toWgs84, tiles: (url, options) => new Tiles(url, options) };
})(window.ZM);
