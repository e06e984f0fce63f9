/* needs: core.js geo.js grid.js i18n.js model.js panel.js state.js */
/* Which elements lie under a place on the map, the smallest first; the name beside the pointer;
   clicks, taps and Enter on the map. */
((ZM) => {
  "use strict";

  const RANK = { node: 0, axis: 1, zone: 2, group: 3 };
  const { drawn, box } = ZM.model;
  let near = null; // a grid of all boxes, made when the pointer first asks: opening does not wait for it

  /* Elements within `reach` pixels of a map position. */
  function at(map, latlng, reach) {
    const step = map.unproject(map.project(latlng).add([1, -1]));
    const px = Math.abs(step.lng - latlng.lng),
      py = Math.abs(step.lat - latlng.lat);
    const dx = px * reach,
      dy = py * reach,
      hits = [],
      share = map.latLngToContainerPoint(latlng).x / map.getSize().x;
    near ||= ZM.grid(drawn.map(box));
    for (const number of near([latlng.lng - dx, latlng.lat - dy, latlng.lng + dx, latlng.lat + dy])) {
      const element = drawn[number];
      if (!ZM.state.isVisible(element) || !ZM.state.isOnSide(element, share)) continue;
      const [west, south, east, north] = box(element);
      if (latlng.lng < west - dx || latlng.lng > east + dx || latlng.lat < south - dy || latlng.lat > north + dy)
        continue;
      const { geometry } = element;
      const hit = ZM.geo.isArea(geometry)
        ? ZM.geo.contains(geometry, latlng.lng, latlng.lat)
        : ZM.geo.distance(geometry, [latlng.lng, latlng.lat], [px, py]) <= reach;
      if (hit) hits.push(element);
    }
    return hits.sort((a, b) => RANK[a.kind] - RANK[b.kind] || ZM.model.size(a) - ZM.model.size(b));
  }

  function start(map) {
    const stage = map.getContainer(),
      tip = ZM.byId("zm-tip");
    const coarse = window.matchMedia("(pointer: coarse)").matches;
    const reach = coarse ? 16 : 9;
    let pointer = null;

    // Leaflet gives a map that is clicked the focus, which browsers may take for the keyboard's doing.
    stage.addEventListener("pointerdown", () => stage.classList.add("zm-by-pointer"), true);
    document.addEventListener("keydown", () => stage.classList.remove("zm-by-pointer"), true);

    function choose(latlng, focus) {
      const [first, ...others] = at(map, latlng, reach);
      ZM.state.select(first ? first.id : null, { others, focus, at: latlng });
    }

    map.on("click", (event) => {
      if (!ZM.busy) choose(event.latlng, false);
    });

    // The keyboard has no pointer: Enter asks about the middle of the map, where a cross is shown.
    stage.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target === stage && !ZM.busy) choose(map.getCenter(), true);
    });

    const look = ZM.onceAFrame(() => {
      const found = pointer && !ZM.busy ? at(map, pointer.latlng, reach)[0] : null;
      ZM.state.hover(found || null);
      stage.classList.toggle("zm-over", Boolean(found));
      tip.hidden = !found;
      if (!found) return;
      tip.textContent = ZM.pick(found, "name");
      const { x, y } = pointer.containerPoint,
        { width, height } = tip.getBoundingClientRect(),
        { right, bottom } = ZM.panel.underCard(), // what the card says stays readable
        size = map.getSize();
      tip.style.left = `${Math.max(6, Math.min(x + 14, size.x - right - width - 18))}px`;
      tip.style.top = `${Math.max(6, Math.min(y + 16, size.y - bottom - height - 6))}px`;
    });
    if (!coarse) {
      map.on("mousemove", (event) => {
        pointer = event;
        look();
      });
      map.on("mouseout", () => {
        pointer = null;
        look();
      });
      map.on("movestart", () => {
        pointer = null;
        look();
      });
    }
  }

  /* Moves the map just so far that a place does not lie under the card. */
  function reveal(map, latlng) {
    const { x, y } = map.latLngToContainerPoint(latlng),
      { top, right, bottom } = ZM.panel.underCard(),
      size = map.getSize(),
      MARGIN = 40;
    const east = right && Math.max(0, x + MARGIN - (size.x - right)),
      south = top ? Math.min(0, y - MARGIN - top) : bottom && Math.max(0, y + MARGIN - (size.y - bottom));
    if (east || south) map.panBy([east, south], { animate: !ZM.reducedMotion });
  }

  /* Moves the map to an element, clear of the card that lies over it. */
  function fly(map, element) {
    ZM.panel.fit(ZM.model.box(element), element.kind === "node" ? Math.max(13, map.getZoom()) : 15);
  }

  ZM.pickAt = { at, start, fly, reveal };
})(window.ZM);
