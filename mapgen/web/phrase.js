/* needs: core.js i18n.js model.js panel.js state.js */
/* The layout phrase above the map: each part of it is a button that lights up what it is on the ground, dims the
   rest and moves the map there; pressed again, it brings back what was there before. On a page of several plans
   the plans come first, and the one that is lit shows the parts of its phrase behind it. */
((ZM) => {
  "use strict";

  const MOST_PLANS = 30; // of more, a row of buttons would be no help
  const NAMED = 3; // elements that are named beside a lit part
  const plans = [...ZM.model.plans.values()].filter((plan) => plan.elements.length);
  const several = plans.length > 1;
  const bar = ZM.byId("zm-phrase");
  const buttons = new Map(); // each part with its button
  let before = null; // {center, zoom}: the view before anything was lit
  let unhidden = []; // elements that were hidden and are shown because they are lit

  /* All that has a button, in the order of the bar: plans, where there are several, and their parts. */
  const parts = plans.flatMap((plan) => [
    ...(several ? [{ key: plan.id, plan: plan.id, elements: new Set(plan.elements) }] : []),
    ...plan.parts,
  ]);
  bar.hidden = !parts.length || plans.length > MOST_PLANS;
  document.body.classList.toggle("zm-with-phrase", !bar.hidden);

  const name = (part) => (part.part ? ZM.pick(part, "part") : ZM.model.shortName(ZM.model.plan(part.plan)));

  /* What a part is on the ground: the elements of it that lie in no other. */
  function members(part) {
    const own = [...part.elements].filter((element) => !part.elements.has(ZM.model.element(element.parent)));
    const names = own.slice(0, NAMED).map((element) => ZM.pick(element, "name"));
    const said = names.join(ZM.t("phrase.between"));
    return own.length > NAMED ? ZM.t("phrase.more", { names: said, count: ZM.number(own.length, 0) }) : said;
  }

  const words = (part) => (part.part ? members(part) : ZM.pick(ZM.model.plan(part.plan), "layout"));

  /* The lit part in one line, for a sheet of paper; empty if none is. */
  function sentence() {
    const part = ZM.state.lit();
    return part ? ZM.t("phrase.lit", { part: [name(part), ZM.pick(part, "name")].filter(Boolean).join(" ") }) : "";
  }

  /* Lights a part up, or none; the view stays. */
  function light(part) {
    const again = unhidden;
    unhidden = part && ![...part.elements].some(ZM.state.isVisible) ? [...part.elements] : [];
    if (again.length) ZM.state.show(again, false);
    if (unhidden.length) ZM.state.show(unhidden, true);
    ZM.state.light(part);
  }

  function press(part) {
    if (ZM.state.lit() === part) {
      light(null);
      if (before) ZM.panel.look(before);
      else ZM.panel.home();
      before = null;
      return;
    }
    if (!ZM.state.lit()) before = { center: ZM.map.getCenter(), zoom: ZM.map.getZoom() };
    light(part);
    ZM.panel.fit(ZM.model.extent([...part.elements]));
  }

  /* What a link says; a view that it has goes before that of the part. */
  function read(key, hasView) {
    const part = parts.find((each) => each.key === key) || null;
    if (part === ZM.state.lit()) return;
    before = null;
    light(part);
    if (part && !hasView) ZM.panel.fit(ZM.model.extent([...part.elements]));
  }

  function sync() {
    const lit = ZM.state.lit();
    for (const [part, button] of buttons) {
      button.setAttribute("aria-pressed", String(part === lit));
      // Of several plans, only the lit one shows its parts.
      button.hidden = several && Boolean(part.part) && part.plan !== lit?.plan;
    }
    const line = ZM.byId("zm-phrase-words");
    line.textContent = lit ? words(lit) : ZM.t("phrase.hint");
    line.title = line.textContent;
  }

  /* The phrase with its parts as buttons. Words between them stay; marks and blanks go: there are gaps instead. */
  function phrase(plan) {
    let rest = ZM.pick(plan, "layout");
    const words = (text) => text.replace(/^[\p{P}\s]+|[\p{P}\s]+$/gu, "");
    const row = parts.flatMap((part) => {
      const own = ZM.pick(part, "part"),
        at = rest.indexOf(own),
        between = words(rest.slice(0, Math.max(0, at)));
      if (at >= 0) rest = rest.slice(at + own.length);
      return [between && ZM.make("span", { text: between }), buttons.get(part)];
    });
    return [...row, ZM.make("span", { text: words(rest) })].filter((node) => node?.textContent);
  }

  function build() {
    buttons.clear();
    for (const part of parts) {
      const own = ZM.pick(part, "name");
      const button = ZM.make(
        "button",
        {
          className: part.part ? "zm-button zm-part" : "zm-button zm-part zm-part-plan",
          attrs: { type: "button", title: part.part ? null : ZM.pick(ZM.model.plan(part.plan), "title") },
          on: { click: () => press(part) },
        },
        ZM.make("span", { text: name(part) }),
        own && ZM.make("span", { className: "zm-words", text: own }),
      );
      buttons.set(part, button);
    }
    ZM.byId("zm-phrase-parts").replaceChildren(...(several ? buttons.values() : phrase(plans[0])));
    sync();
  }

  function start() {
    if (bar.hidden) return;
    build();
    ZM.on("light", sync);
    ZM.on("language", build);
  }

  ZM.phrase = { start, read, sentence };
})(window.ZM);
