/* needs: core.js grouping.js link.js model.js pairs.js panel.js state.js */
/* Which two plans are compared, and how: side by side on a map that is split, or upon each other. The two are alone on
   the map then, each in one colour; what was there before comes back in the end. Listen: "compare". */
((ZM) => {
  "use strict";

  const plans = [...ZM.model.plans.values()].filter((plan) => plan.elements.length);
  const LEAST = 0.1; // of a plan's opacity: what cannot be seen at all is left out in the tree instead
  const START = { at: 0.5, opacities: [1, 1] };
  let pair = null; // the two plans: left and right
  let view = START; // {at: share of the map's width that shows the left plan, or null: upon each other; opacities}
  let isFitted = false; // the map has moved to the two plans
  let before = null; // {shown, way}: what was shown before, and in which colours

  const atFirst = (elements) => elements.filter((element) => element.roleInfo.shown !== false);

  function show() {
    ZM.state.setSplit(pair && view.at !== null ? { plans: pair.map(({ id }) => id), at: view.at } : null);
    for (const plan of plans) {
      const place = pair ? pair.indexOf(plan) : -1;
      ZM.state.setOpacity(plan.id, place < 0 ? 1 : view.opacities[place]);
    }
    ZM.emit("compare");
  }

  function fit() {
    isFitted = true;
    ZM.panel.fit(ZM.model.extent(pair.flatMap((plan) => plan.elements)));
  }

  /* The map has another size than when it last moved to the two plans, if it did. */
  const refit = () => isFitted && fit();

  /* Compares two plans; `shown` and colours of a link go before those that one begins with. */
  function set(next, { at, opacities } = view, isLink = false) {
    const isNew = !pair;
    if (isNew)
      before = isLink
        ? { shown: new Set(atFirst([...ZM.model.elements.values()])), way: "role" }
        : { shown: new Set(ZM.state.visible()), way: ZM.grouping.way() };
    const isOther = isNew || pair.some((plan) => !next.includes(plan));
    pair = next;
    view = { at, opacities };
    ZM.grouping.lead(pair.map(({ id }) => id));
    if (!isLink) {
      if (isNew) ZM.grouping.set("plan");
      if (isOther) {
        const elements = pair.flatMap((plan) => plan.elements);
        if (ZM.state.lit()) ZM.state.light(null);
        ZM.state.showOnly(new Set(atFirst(elements)));
        fit();
      }
    }
    show();
  }

  function stop() {
    if (!pair) return;
    pair = null;
    view = START;
    ZM.state.showOnly(before.shown);
    ZM.grouping.set(before.way);
    ZM.grouping.lead([]);
    show();
  }

  const begin = () => set(ZM.pairs.likeliest(plans));

  /* The place of a share of the map's width, in whole percent as links have it. */
  const whole = (share, least) => Math.min(1, Math.max(least, Math.round(share * 100) / 100));

  function swipe(at) {
    view = { ...view, at: whole(at, 0) };
    show();
  }

  /* Upon each other, or side by side again. */
  function overlay(on) {
    view = { ...view, at: on ? null : START.at };
    show();
  }

  function setOpacity(place, share) {
    view = { ...view, opacities: view.opacities.map((own, i) => (i === place ? whole(share, LEAST) : own)) };
    show();
  }

  /* In a link: both plans, the share of the left one in percent or nothing, and both opacities. */
  function write() {
    if (!pair) return "";
    const percent = (share) => Math.round(share * 100);
    const at = view.at === null ? "" : percent(view.at);
    return [...pair.map(({ id }) => id), at, ...view.opacities.map(percent)].join(",");
  }

  function read(word, hasView) {
    const [left, right, at, ...opacities] = (word || "").split(",");
    const next = [left, right].map((id) => plans.find((plan) => plan.id === id));
    if (!next.every(Boolean) || left === right) {
      stop();
      return;
    }
    const share = (text, otherwise, least) =>
      text && Number(text) >= 0 && Number(text) <= 100 ? whole(Number(text) / 100, least) : otherwise;
    const state = {
      at: at === "" ? null : share(at, START.at, 0),
      opacities: [0, 1].map((i) => share(opacities[i], 1, LEAST)),
    };
    set(next, state, hasView);
  }

  ZM.link.add("cmp", { write, read });

  ZM.comparing = {
    plans,
    LEAST,
    begin,
    refit,
    set,
    stop,
    swipe,
    overlay,
    setOpacity,
    pair: () => pair,
    view: () => view,
    isPossible: plans.length > 1,
  };
})(window.ZM);
