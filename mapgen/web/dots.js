/* needs: core.js shapes.js state.js style.js */
/* Nodes as dots, painted in one pass: 20,000 of them take a few hundredths of a second and no DOM node. */
((ZM) => {
  "use strict";

  const CROWDED = 3000; // of more, a dot is a small square without a name, and one spot is drawn once
  const SPOT = 3; // pixels: the side of that square
  const REACH = 12; // pixels that a dot reaches at most
  const HALF = 6; // pixels from its middle that a name keeps clear
  const CROWD = 400; // dots that leave no room for names anywhere

  function disc(pen, x, y, radius, color) {
    pen.beginPath();
    pen.arc(x, y, radius, 0, 2 * Math.PI);
    pen.fillStyle = color;
    pen.fill();
  }

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

  /* A smaller dot is the same drawn smaller. */
  function few(pen, seen, radius) {
    for (const { x, y, color, look, stands } of thinned(seen, radius * 2.2)) {
      pen.globalAlpha = look.opacity;
      const share = radius / look.radius;
      if (stands > 1) {
        // a ring: there is more than one here
        disc(pen, x, y, radius * ZM.style.STACK.to, color);
        disc(pen, x, y, radius * ZM.style.STACK.from, ZM.style.PAPER);
      }
      disc(pen, x, y, radius, look.fillColor);
      pen.strokeStyle = look.color;
      pen.lineWidth = look.weight * share;
      pen.lineCap = look.lineCap;
      pen.setLineDash(look.dashArray ? look.dashArray.split(" ").map((length) => length * share) : []);
      pen.stroke();
    }
  }

  function many(pen, seen, { min, max }) {
    const across = Math.ceil((max.x - min.x + 2 * REACH) / SPOT) + 1,
      down = Math.ceil((max.y - min.y + 2 * REACH) / SPOT) + 1;
    const taken = new Uint8Array(across * down);
    let last = null;
    for (const { x, y, color, look } of seen) {
      const spot = Math.round((y - min.y + REACH) / SPOT) * across + Math.round((x - min.x + REACH) / SPOT);
      if (taken[spot]) continue;
      taken[spot] = 1;
      if (look !== last) {
        last = look;
        pen.fillStyle = color;
        pen.globalAlpha = look.opacity;
      }
      pen.fillRect(Math.round(x) - 1.5, Math.round(y) - 1.5, SPOT, SPOT);
    }
  }

  /* Something to paint out of nodes. */
  ZM.dots = (elements) => {
    const looks = new Map();
    // Where dots meet, the first stands for them: one that is lit up.
    const inOrder = ZM.state.lit()
      ? [...elements.filter(ZM.state.isLit), ...elements.filter((element) => !ZM.state.isLit(element))]
      : elements;
    const places = inOrder.map((element) => {
      const [lon, lat] = element.geometry.coordinates;
      const rough = ZM.style.rough(element),
        strength = ZM.state.strength(element),
        key = `${element.color}${rough}${strength}`;
      if (!looks.has(key)) looks.set(key, ZM.style.faded(ZM.style.element(element), strength));
      const look = looks.get(key);
      return {
        x: ZM.shapes.worldX(lon),
        y: ZM.shapes.worldY(lat),
        look,
        color: rough ? look.color : look.fillColor,
      };
    });

    return {
      paint(pen, view) {
        const { min, max, scale } = view,
          seen = [];
        for (const place of places) {
          const x = place.x * scale - view.x,
            y = place.y * scale - view.y;
          if (x > min.x - REACH && x < max.x + REACH && y > min.y - REACH && y < max.y + REACH)
            seen.push({ x, y, color: place.color, look: place.look });
        }
        if (seen.length > CROWDED) many(pen, seen, view);
        else few(pen, seen, ZM.style.dotRadius(view.zoom));
      },
    };
  };

  ZM.dots.CROWDED = CROWDED;

  /* Dots of what is shown in a view, as boxes; none of a crowd. */
  ZM.dots.boxes = ({ scale, x, y }) => {
    const points = ZM.state.visible().filter(({ geometry }) => geometry.type === "Point");
    if (points.length > CROWD) return [];
    return points.map(({ geometry }) =>
      ZM.shapes.of(geometry).box.map((at, i) => at * scale - (i % 2 ? y : x) + (i < 2 ? -HALF : HALF)),
    );
  };
})(window.ZM);
