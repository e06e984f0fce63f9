/* needs: core.js i18n.js notice.js style.js review/telling.js */
/* A line or a point set on the map, by clicks, or by keys alone: arrows move a cross, Space sets a point there. */
((ZM) => {
  "use strict";

  const { byId } = ZM;
  const t = ZM.t;
  const STEP = 10,
    FAR = 60, // px that an arrow moves the cross
    EDGE = 40; // px from the edge at which the map follows it
  const HAND_PX = 8, // as well as a hand points
    LEAST_M = 100; // and no better than any line that is drawn by eye
  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  let task = null;
  let points = [];
  let shown = null;
  let cross = null; // where it points

  const box = () => ZM.map.getContainer();
  const isOn = () => Boolean(task);
  const isPossible = () => Boolean(ZM.payload.map);
  const rounded = (degrees) => Number(degrees.toFixed(6));

  /* How far off a hand may be at this zoom, m: 1, 2 or 5 and noughts. */
  function metres() {
    const at = ZM.map.getSize().divideBy(2);
    const across = ZM.map.containerPointToLatLng(at).distanceTo(ZM.map.containerPointToLatLng(at.add([HAND_PX, 0])));
    const power = 10 ** Math.floor(Math.log10(across));
    const nice = [1, 2, 5, 10].find((each) => each * power >= across) * power;
    return Math.max(LEAST_M, nice);
  }

  /* Whether a line meets itself: no side does, and layers refuse it. */
  function crosses() {
    const turn = ([ax, ay], [bx, by], [cx, cy]) => Math.sign((bx - ax) * (cy - ay) - (by - ay) * (cx - ax));
    for (let i = 0; i + 1 < points.length; i++)
      for (let j = i + 2; j + 1 < points.length; j++) {
        const [a, b, c, d] = [points[i], points[i + 1], points[j], points[j + 1]];
        if (turn(a, b, c) * turn(a, b, d) <= 0 && turn(c, d, a) * turn(c, d, b) <= 0) return true;
      }
    return false;
  }

  function redraw() {
    if (shown) shown.remove();
    const path = points.map(([lon, lat]) => [lat, lon]);
    const quiet = { interactive: false };
    shown = L.layerGroup([
      L.polyline(path, { ...ZM.style.MEASURED, fill: false, ...quiet }),
      ...path.map((at) => L.circleMarker(at, { ...ZM.style.CLICKED, ...quiet })),
    ]).addTo(ZM.map);
    byId("rv-draw-count").textContent = task.kind === "line" ? t("review.draw_count", { count: points.length }) : "";
  }

  const say = (key, params) => {
    byId("rv-said").textContent = t(key, params);
  };

  function set(latlng) {
    const last = points[points.length - 1];
    const at = ZM.map.latLngToContainerPoint(latlng);
    // The second click of a double click lands on the same spot.
    if (last && at.distanceTo(ZM.map.latLngToContainerPoint([last[1], last[0]])) < 3) return;
    if (task.kind === "point") points = [];
    points.push([rounded(latlng.lng), rounded(latlng.lat)]);
    redraw();
    const [lon, lat] = points[points.length - 1];
    say("review.draw_set", { number: points.length, lon: lon.toFixed(5), lat: lat.toFixed(5) });
  }

  function back() {
    if (!points.length) return;
    points.pop();
    redraw();
    say("review.draw_count", { count: points.length });
  }

  function showCross() {
    const at = ZM.map.latLngToContainerPoint(cross);
    Object.assign(byId("rv-cross").style, { left: `${at.x}px`, top: `${at.y}px` });
  }

  function move([x, y], far) {
    const size = ZM.map.getSize(),
      by = far ? FAR : STEP;
    const at = ZM.map.latLngToContainerPoint(cross).add([x * by, y * by]);
    cross = ZM.map.containerPointToLatLng(at);
    const out = at.x < EDGE || at.y < EDGE || at.x > size.x - EDGE || at.y > size.y - EDGE;
    if (out) ZM.map.panTo(cross, { animate: false });
    showCross();
  }

  function end() {
    task = null;
    ZM.busy = false;
    points = [];
    if (shown) shown.remove();
    byId("rv-draw").hidden = true;
    byId("rv-cross").hidden = true;
    box().classList.remove("rv-drawing");
    ZM.map.doubleClickZoom.enable();
    ZM.map.keyboard.enable();
  }

  function leave() {
    end();
    say("review.draw_left");
    byId("rv-list").focus();
  }

  function finish() {
    if (points.length < (task.kind === "line" ? 2 : 1)) return ZM.notice(`review.draw_few.${task.kind}`);
    if (task.kind === "line" && crosses()) return ZM.notice("review.draw_crosses");
    const { done } = task,
      made = points,
      off = metres();
    end();
    byId("rv-list").focus();
    return done(made, off);
  }

  function begin(item, kind, done) {
    if (task) end();
    task = { item, kind, done };
    ZM.busy = true; // clicks set points
    points = [];
    cross = ZM.map.getCenter();
    byId("rv-draw-words").textContent = t(`review.draw.${kind}`, { name: ZM.telling.value(item) });
    byId("rv-draw").hidden = false;
    byId("rv-cross").hidden = false;
    box().classList.add("rv-drawing");
    ZM.map.doubleClickZoom.disable();
    ZM.map.keyboard.disable();
    redraw();
    showCross();
    box().focus();
    say(`review.draw.${kind}`, { name: ZM.telling.value(item) });
  }

  const KEYS = {
    " ": () => set(cross),
    Enter: finish,
    Backspace: back,
    Escape: leave,
    "+": () => ZM.map.setZoomAround(cross, ZM.map.getZoom() + 1, { animate: false }),
    "=": () => ZM.map.setZoomAround(cross, ZM.map.getZoom() + 1, { animate: false }),
    "-": () => ZM.map.setZoomAround(cross, ZM.map.getZoom() - 1, { animate: false }),
  };

  function pressed(event) {
    if (!task || event.ctrlKey || event.metaKey || event.altKey) return;
    const onButton = event.target.closest?.("button") && (event.key === " " || event.key === "Enter");
    if (onButton) return;
    if (ARROWS[event.key]) move(ARROWS[event.key], event.shiftKey);
    else if (ZM.owns(KEYS, event.key)) KEYS[event.key]();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  function start() {
    document.addEventListener("keydown", pressed, true);
    ZM.map.on("click", (event) => {
      if (task) set(event.latlng);
    });
    ZM.map.on("move zoom viewreset", () => {
      if (task) showCross();
    });
    byId("rv-draw-finish").addEventListener("click", finish);
    byId("rv-draw-back").addEventListener("click", back);
    byId("rv-draw-leave").addEventListener("click", leave);
    ZM.on("chosen", () => {
      if (task) end();
    });
  }

  ZM.drawing = { start, begin, isOn, isPossible };
})(window.ZM);
