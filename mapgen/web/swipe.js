/* needs: comparing.js core.js i18n.js letter.js model.js */
/* The handle between two plans on a map that is split: dragged by mouse or finger, moved by the arrow keys. */
((ZM) => {
  "use strict";

  const STEP = 0.02,
    LEAP = 0.1;
  const KEYS = {
    ArrowLeft: (at) => at - STEP,
    ArrowDown: (at) => at - STEP,
    ArrowRight: (at) => at + STEP,
    ArrowUp: (at) => at + STEP,
    PageDown: (at) => at - LEAP,
    PageUp: (at) => at + LEAP,
    Home: () => 0,
    End: () => 1,
  };

  const names = [0, 1].map(() => ZM.make("span", { className: "zm-swipe-name", attrs: { "data-over": "" } }));
  const handle = ZM.make(
    "div",
    {
      className: "zm-swipe-handle",
      attrs: {
        role: "slider",
        tabindex: "0",
        "aria-orientation": "horizontal",
        "aria-valuemin": "0",
        "aria-valuemax": "100",
      },
    },
    ZM.make("span", { className: "zm-swipe-grip", attrs: { "aria-hidden": "true" }, text: "◂ ▸" }),
  );
  const line = ZM.make("div", { className: "zm-swipe", attrs: { hidden: true } }, ...names, handle);

  function follow() {
    const pair = ZM.comparing.pair(),
      { at } = ZM.comparing.view();
    line.hidden = !pair || at === null;
    if (line.hidden) return;
    const percent = Math.round(at * 100),
      [first, second] = pair.map(ZM.model.shortName);
    line.style.setProperty("--at", `${percent}%`);
    handle.setAttribute("aria-label", ZM.t("compare.swipe"));
    handle.setAttribute("aria-valuenow", String(percent));
    handle.setAttribute("aria-valuetext", ZM.t("compare.position", { percent, first, second }));
    for (const [i, name] of names.entries()) {
      name.replaceChildren(ZM.letterSign(i), ZM.make("span", { text: i ? second : first }));
    }
  }

  /* Where the pointer is, as a share of the map's width. */
  function share({ clientX }) {
    const { left, width } = line.getBoundingClientRect();
    return (clientX - left) / width;
  }

  function start() {
    const stage = ZM.byId("zm-stage");
    stage.insertBefore(line, ZM.byId("zm-card"));
    handle.addEventListener("keydown", (event) => {
      const move = ZM.owns(KEYS, event.key) && KEYS[event.key];
      if (!move || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      ZM.comparing.swipe(move(ZM.comparing.view().at));
    });
    handle.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      event.preventDefault(); // no text is chosen on the way
      handle.focus();
      handle.setPointerCapture(event.pointerId);
    });
    handle.addEventListener("pointermove", (event) => {
      if (handle.hasPointerCapture(event.pointerId)) ZM.comparing.swipe(share(event));
    });
    follow();
    ZM.on("compare language", follow);
  }

  ZM.swipe = { start };
})(window.ZM);
