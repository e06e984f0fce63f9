/* Nodes as dots, painted in one pass over the picture's canvas and not kept as layers: 20,000 of them
   take a few hundredths of a second and no DOM node. */
(function (ZM) {
  "use strict";

  const CROWDED = 3000; // from here on a dot is a small square, and one spot is drawn once

  /* A place in pixels of zoom 0; a view's pixels are these times a power of two. */
  function world(map, element) {
    const [lon, lat] = element.geometry.coordinates;
    return map.project([lat, lon], 0);
  }

  /* Smaller on a small map, where places lie close together. */
  const radiusAt = (zoom) => (zoom < 10.5 ? 3.4 : zoom < 12 ? 4.4 : 5.5);

  function disc(pen, x, y, radius, color) {
    pen.beginPath();
    pen.arc(x, y, radius, 0, 2 * Math.PI);
    pen.fillStyle = color;
    pen.fill();
  }

  /* Returns {paint, again}: draws the shown nodes that lie between two corners, in layer pixels. */
  function create(map) {
    const nodes = ZM.model.drawn.filter((element) => element.geometry.type === "Point");
    const places = nodes.map((element) => ({
      element,
      at: world(map, element),
      color: ZM.style.darker(element.color, 0.25),
      rough: ZM.style.rough(element),
    }));

    let kept = [];

    /* Dots that would lie on one another become one, which remembers how many it stands for. */
    function thinned(seen, reach) {
      const cells = new Map(),
        alone = [];
      for (const dot of seen) {
        const column = Math.floor(dot.x / reach),
          row = Math.floor(dot.y / reach);
        let over = null;
        for (let i = column - 1; i <= column + 1 && !over; i += 1) {
          for (let j = row - 1; j <= row + 1 && !over; j += 1) {
            over =
              (cells.get(`${i},${j}`) || []).find((other) => Math.hypot(other.x - dot.x, other.y - dot.y) < reach) ||
              null;
          }
        }
        if (over) {
          over.stands += 1;
          continue;
        }
        const first = { ...dot, stands: 1 },
          cell = `${column},${row}`;
        if (!cells.has(cell)) cells.set(cell, []);
        cells.get(cell).push(first);
        alone.push(first);
      }
      return alone;
    }

    function few(pen, radius) {
      for (const { x, y, color, stands, rough } of kept) {
        if (stands > 1) {
          // a ring: there is more than one here
          disc(pen, x, y, radius * 1.75, color);
          disc(pen, x, y, radius * 1.45, "#ffffff");
        }
        disc(pen, x, y, radius, rough ? "#ffffff" : color);
        pen.strokeStyle = rough ? color : "#ffffff";
        pen.lineWidth = radius * 0.3;
        pen.setLineDash(rough ? [radius * 0.5, radius * 0.5] : []);
        pen.stroke();
      }
      pen.setLineDash([]);
    }

    function many(pen, seen) {
      const taken = new Set();
      for (const { x, y, color } of seen) {
        const spot = Math.round(x / 3) * 100003 + Math.round(y / 3);
        if (taken.has(spot)) continue;
        taken.add(spot);
        if (pen.fillStyle !== color) pen.fillStyle = color;
        pen.fillRect(Math.round(x) - 1.5, Math.round(y) - 1.5, 3, 3);
      }
    }

    function paint(pen, { min, max }) {
      const scale = map.getZoomScale(map.getZoom(), 0),
        origin = map.getPixelOrigin();
      const seen = [];
      for (const { element, at, color, rough } of places) {
        const x = at.x * scale - origin.x,
          y = at.y * scale - origin.y;
        if (x > min.x - 12 && x < max.x + 12 && y > min.y - 12 && y < max.y + 12 && ZM.state.isVisible(element))
          seen.push({ x, y, color, rough });
      }
      const radius = radiusAt(map.getZoom());
      kept = seen.length > CROWDED ? [] : thinned(seen, radius * 2.2);
      if (seen.length > CROWDED) many(pen, seen);
      else few(pen, radius);
    }

    /* The dots of the last painting once more, if they can be told apart. */
    const again = (pen) => few(pen, radiusAt(map.getZoom()));

    return { paint, again };
  }

  ZM.dots = { create };
})(window.ZM);
