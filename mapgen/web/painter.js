/* needs: core.js */
/* A Leaflet layer that paints on a canvas of its own, by Leaflet's public interface alone.

   new ZM.Painter(drawList, options).addTo(map)

   drawList() gives what is painted, from bottom to top, as objects with paint(pen, view). Shapes are made such an
   object by ZM.shapes. A view is {zoom, scale, x, y, min, max}: a place in pixels of zoom 0 (Web Mercator) times
   the scale less (x, y) is where to paint it, and (min, max) are the corners of what is asked for. */
((ZM) => {
  "use strict";

  /* The view of a map, and of `padding` times its size around it. */
  ZM.viewOf = (map, padding = 0) => {
    const size = map.getSize(),
      around = size.multiplyBy(padding).round();
    const min = map.containerPointToLayerPoint([0, 0]).subtract(around).round();
    const zoom = map.getZoom(),
      { x, y } = map.getPixelOrigin();
    return { zoom, scale: map.getZoomScale(zoom, 0), x, y, min, max: min.add(size).add(around).add(around) };
  };

  /* Where a map's pixel origin will be once it has zoomed. */
  const originAt = (map, center, zoom) =>
    map
      .project(center, zoom)
      .subtract(map.getSize().divideBy(2))
      .subtract(map.containerPointToLayerPoint([0, 0]))
      .round();

  /* The parts of a view of this size that are new after what it shows has moved by (dx, dy). */
  function uncovered({ min, max }, dx, dy) {
    const column = dx > 0 ? L.bounds(min, [min.x + dx, max.y]) : L.bounds([max.x + dx, min.y], max);
    const row = dy > 0 ? L.bounds(min, [max.x, min.y + dy]) : L.bounds([min.x, max.y + dy], max);
    return [...(dx ? [column] : []), ...(dy ? [row] : [])];
  }

  ZM.Painter = L.Layer.extend({
    options: {
      pane: "overlayPane",
      ratio: null, // dots of the canvas to a pixel; null is what the screen has
      padding: 0.15, // how far the canvas reaches beyond the map, of its size: seen while the map is dragged
      scrolls: false, // whether a moved map keeps what is painted and gets what is new painted to it: not for
      // what is placed by what else is in sight, such as names
    },

    initialize(drawList, options) {
      L.setOptions(this, options);
      this.drawList = drawList;
    },

    onAdd(map) {
      if (map.options.crs !== L.CRS.EPSG3857) throw new Error("ZM.Painter paints on maps in EPSG:3857 only");
      this.map = map;
      this.canvas = L.DomUtil.create("canvas", "leaflet-zoom-animated", this.getPane());
      this.pen = this.canvas.getContext("2d");
      this.paintAll();
    },

    onRemove() {
      cancelAnimationFrame(this.frame);
      this.canvas.remove();
      this.view = this.frame = null;
    },

    getEvents() {
      return {
        moveend: this.follow,
        resize: this.follow,
        zoom: () => this.stretch(this.map.getZoom(), this.map.getPixelOrigin()),
        zoomanim: ({ center, zoom }) => this.stretch(zoom, originAt(this.map, center, zoom)),
      };
    },

    /* Paints anew in the next frame, however often it is asked for. */
    repaint() {
      if (!this.map || this.frame) return this;
      this.frame = requestAnimationFrame(() => this.paintAll());
      return this;
    },

    /* Paints at once what is in sight. */
    paintAll() {
      cancelAnimationFrame(this.frame);
      this.frame = null;
      const view = ZM.viewOf(this.map, this.options.padding),
        size = view.max.subtract(view.min),
        ratio = this.options.ratio || (L.Browser.retina ? 2 : 1);
      Object.assign(this.canvas, { width: size.x * ratio, height: size.y * ratio });
      Object.assign(this.canvas.style, { width: `${size.x}px`, height: `${size.y}px` });
      Object.assign(this, { view, ratio });
      this.place();
      this.paintPart(view);
    },

    place() {
      const { ratio, view, pen } = this;
      pen.setTransform(ratio, 0, 0, ratio, -view.min.x * ratio, -view.min.y * ratio);
      L.DomUtil.setTransform(this.canvas, view.min, 1);
    },

    paintPart({ min, max }) {
      const { pen } = this,
        view = { ...this.view, min, max };
      for (const each of this.drawList()) {
        pen.save();
        each.paint(pen, view);
        pen.restore();
      }
    },

    /* The map has moved: what is still in sight is moved along, and the rest is painted. */
    follow() {
      const last = this.view,
        view = ZM.viewOf(this.map, this.options.padding),
        size = view.max.subtract(view.min);
      const dx = last.x + last.min.x - view.x - view.min.x,
        dy = last.y + last.min.y - view.y - view.min.y;
      const stays =
        this.options.scrolls &&
        !this.frame &&
        last.zoom === view.zoom &&
        size.equals(last.max.subtract(last.min)) &&
        Math.abs(dx) < size.x &&
        Math.abs(dy) < size.y;
      if (!stays) {
        this.paintAll();
        return;
      }
      this.view = view;
      const { pen } = this;
      pen.save();
      pen.resetTransform();
      pen.globalCompositeOperation = "copy";
      pen.drawImage(this.canvas, dx * this.ratio, dy * this.ratio);
      pen.restore();
      this.place();
      for (const part of uncovered(view, dx, dy)) {
        const { x, y } = part.getSize();
        pen.save();
        pen.beginPath();
        pen.rect(part.min.x, part.min.y, x, y);
        pen.clip();
        pen.clearRect(part.min.x, part.min.y, x, y); // the corner that a column and a row share
        this.paintPart(part);
        pen.restore();
      }
    },

    /* While the map zooms, the canvas is stretched. */
    stretch(zoom, origin) {
      const { view, map } = this,
        scale = map.getZoomScale(zoom, view.zoom);
      const corner = L.point(view.x, view.y).add(view.min).multiplyBy(scale);
      L.DomUtil.setTransform(this.canvas, corner.subtract(origin), scale);
    },

    /* How far the canvas reaches beyond the map, of its size. */
    widen(padding) {
      this.options.padding = padding;
      this.paintAll();
    },
  });
})(window.ZM);
