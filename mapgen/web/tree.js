/* needs: card.js core.js grouping.js i18n.js legend.js model.js only.js panel.js state.js */
/* The layer tree: plan → role, function or status → element. Native check boxes and buttons do what keyboards and
   screen readers expect; rows of a role are made when it is first opened. */
((ZM) => {
  "use strict";

  const CHUNK = 200;
  const ROWS = 14; // of these few at first, the legend below is in sight
  const boxes = []; // {input, elements}: every check box and what it stands for
  const nameButtons = new Map();
  const gaps = new Set(); // {elements, from, to, open}: rows of long roles that are not made yet
  const branches = new Map(); // the key of a plan or role: what opens or closes its branch
  const opened = new Map(); // the same key: whether it is open, kept when the tree is made again
  let made = 0;

  function checkbox(elements, label) {
    const input = ZM.make("input", {
      attrs: { type: "checkbox", "aria-label": label },
      on: { change: () => ZM.state.show(elements, input.checked) },
    });
    boxes.push({ input, elements });
    return input;
  }

  function sync() {
    for (const { input, elements } of boxes) {
      const on = elements.reduce((sum, element) => sum + (ZM.state.isVisible(element) ? 1 : 0), 0);
      input.checked = on === elements.length;
      input.indeterminate = on > 0 && on < elements.length;
    }
  }

  /* On a narrow page the panel and a card together would leave nothing of the map. */
  function toMap(show) {
    if (ZM.panel.narrow.matches) ZM.panel.showPanel(false);
    show();
  }

  /* The elements of a row are marked on the map while the pointer or the focus is in it. */
  function pointing(row, elements) {
    for (const event of ["mouseenter", "focusin"]) row.addEventListener(event, () => ZM.state.point(elements));
    for (const event of ["mouseleave", "focusout"]) row.addEventListener(event, () => ZM.state.point([]));
    return row;
  }

  /* A row with a button that opens the list below it. */
  function branch(options) {
    const { key, label, elements, open, fill, level, swatch, onName, last } = options;
    const id = `zm-branch-${++made}`;
    const list = ZM.make("ul", { attrs: { id }, className: "zm-branch" });
    let filled = false;
    const twist = ZM.make(
      "button",
      {
        className: "zm-twist",
        attrs: { type: "button", "aria-controls": id, "aria-label": ZM.t("tree.open", { name: label }) },
      },
      ZM.icon("chevron"),
    );
    const name = ZM.make("button", {
      className: `zm-name zm-name-${level}`,
      text: label,
      attrs: { type: "button" },
      on: { click: () => (onName ? onName() : toggle()) },
    });
    function set(on) {
      if (on && !filled) {
        filled = true;
        fill(list);
        sync();
        mark();
      }
      list.hidden = !on;
      twist.setAttribute("aria-expanded", String(on));
      if (!onName) name.setAttribute("aria-expanded", String(on));
      opened.set(key, on);
    }
    function toggle() {
      set(list.hidden);
    }
    twist.addEventListener("click", toggle);
    branches.set(key, set);
    set(opened.get(key) ?? open);
    const row = ZM.make(
      "div",
      { className: `zm-row zm-row-${level}` },
      twist,
      checkbox(elements, label),
      swatch,
      name,
      ZM.make("span", {
        className: "zm-count",
        text: ZM.number(elements.length, 0),
        attrs: {
          "aria-label": ZM.t(elements.length === 1 ? "tree.count_one" : "tree.count", {
            count: ZM.number(elements.length, 0),
          }),
        },
      }),
      last,
    );
    return ZM.make("li", {}, swatch ? pointing(row, elements) : row, list);
  }

  function leaf(element) {
    const label = ZM.pick(element, "name");
    const name = ZM.make("button", {
      className: "zm-name zm-name-element",
      text: label,
      attrs: { type: "button" },
      on: {
        click: () => toMap(() => ZM.state.select(element.id, { fly: true, focus: true })),
        mouseenter: () => ZM.state.hover(element),
        mouseleave: () => ZM.state.hover(null),
        focus: () => ZM.state.hover(element),
        blur: () => ZM.state.hover(null),
      },
    });
    if (!nameButtons.has(element)) nameButtons.set(element, []);
    nameButtons.get(element).push(name);
    const row = ZM.make(
      "div",
      { className: "zm-row zm-row-element" },
      checkbox([element], label),
      ZM.legend.symbol(element),
      name,
    );
    const depth = ZM.grouping.way() === "role" ? element.depth : 0; // a parent may be in another group
    row.style.paddingInlineStart = `${44 + Math.min(depth, 4) * 14}px`;
    return ZM.make("li", {}, row);
  }

  /* Long roles come in pieces, so that 20,000 points do not become 20,000 rows at once: the rows of
     one piece, and a button for those that come before and after. */
  function rows(elements, from, to, at) {
    const end = Math.min(at + CHUNK, to);
    return [...gap(elements, from, at), ...elements.slice(at, end).map(leaf), ...gap(elements, end, to)];
  }

  function gap(elements, from, to) {
    if (from >= to) return [];
    const open = (at) => {
      gaps.delete(self);
      item.replaceWith(...rows(elements, from, to, at));
      sync();
      mark();
    };
    const self = { elements, from, to, open };
    const item = ZM.make(
      "li",
      {},
      ZM.make("button", {
        className: "zm-button zm-more",
        text: ZM.t("tree.more", { count: ZM.number(to - from, 0) }),
        attrs: { type: "button" },
        on: { click: () => open(from) },
      }),
    );
    gaps.add(self);
    return [item];
  }

  function role(item, open) {
    const label = ZM.pick(item, "name");
    return branch({
      key: item.key,
      label,
      last: ZM.only.button(item.elements, label),
      elements: item.elements,
      level: "role",
      open,
      swatch: ZM.legend.swatch(item.color),
      fill: (list) => list.append(...rows(item.elements, 0, item.elements.length, 0)),
    });
  }

  /* The groups that are open at first: as many as leave the legend in sight. */
  function few(groups) {
    let room = ROWS - groups.length;
    return groups.slice(0, 3).filter(({ elements }) => {
      const fits = elements.length <= room;
      if (fits) room -= elements.length;
      return fits;
    });
  }

  function plan(item, single) {
    const groups = ZM.grouping.of(item),
      open = single ? few(groups) : [];
    if (ZM.grouping.way() === "plan") return alike(item, groups[0]);
    return branch({
      key: item.id,
      label: ZM.pick(item, "title"),
      elements: item.elements,
      level: "plan",
      open: single || (item === [...ZM.model.plans.values()][0] && groups.length + ZM.model.plans.size <= ROWS),
      fill: (list) => list.append(...groups.map((each) => role(each, open.includes(each)))),
      onName: () => toMap(() => ZM.card.showPlan(item)),
    });
  }

  /* A plan all in one colour has its elements right below it. */
  function alike(item, { color, elements }) {
    const label = ZM.pick(item, "title");
    return branch({
      key: item.id,
      label,
      elements,
      level: "plan",
      swatch: ZM.legend.swatch(color),
      fill: (list) => list.append(...rows(elements, 0, elements.length, 0)),
      onName: () => toMap(() => ZM.card.showPlan(item)),
      last: ZM.only.button(elements, label),
    });
  }

  function mark() {
    const selected = ZM.state.selected();
    for (const [element, buttons] of nameButtons)
      for (const button of buttons) {
        if (element === selected) button.setAttribute("aria-current", "true");
        else button.removeAttribute("aria-current");
      }
  }

  /* Opens the branches that lead to what is selected; the focus stays where it is. */
  function reveal() {
    const element = ZM.state.selected();
    if (!element) return;
    const group = ZM.grouping.groupOf(element);
    for (const key of [element.plan, group.key]) branches.get(key)?.(true); // by plan, they are one
    if (!nameButtons.has(element)) {
      const place = group.elements.indexOf(element);
      const hole = [...gaps].find(
        ({ elements, from, to }) => elements === group.elements && from <= place && place < to,
      );
      hole.open(place - ((place - hole.from) % CHUNK));
    }
    if (!ZM.panel.narrow.matches) nameButtons.get(element)[0].scrollIntoView({ block: "nearest" });
  }

  /* By what the tree groups and the map colours. */
  function ways() {
    const choice = ZM.make(
      "select",
      { className: "zm-input", attrs: { id: "zm-grouping" }, on: { change: () => ZM.grouping.set(choice.value) } },
      ...ZM.grouping.WAYS.map((way) =>
        ZM.make("option", {
          text: ZM.t(`group.by.${way}`),
          attrs: { value: way, selected: way === ZM.grouping.way() },
        }),
      ),
    );
    return ZM.make(
      "div",
      { className: "zm-row zm-grouping" },
      ZM.make("label", { text: ZM.t("group.title"), attrs: { for: choice.id } }),
      choice,
    );
  }

  function build() {
    boxes.length = 0;
    for (const store of [nameButtons, gaps, branches]) store.clear();
    if (ZM.state.pointed().length) ZM.state.point([]);
    const plans = [...ZM.model.plans.values()].filter((item) => item.elements.length);
    const all = ZM.make(
      "div",
      { className: "zm-row zm-row-all" },
      ZM.make("button", {
        className: "zm-button",
        text: ZM.t("tree.all"),
        attrs: { type: "button" },
        on: { click: () => ZM.state.show([...ZM.model.elements.values()], true) },
      }),
      ZM.make("button", {
        className: "zm-button",
        text: ZM.t("tree.none"),
        attrs: { type: "button" },
        on: { click: () => ZM.state.show([...ZM.model.elements.values()], false) },
      }),
    );
    ZM.byId("zm-tree").replaceChildren(
      ways(),
      all,
      ZM.make("ul", { className: "zm-branch" }, ...plans.map((item) => plan(item, plans.length === 1))),
    );
    sync();
    mark();
  }

  function start() {
    build();
    reveal();
    ZM.on("visibility", sync);
    ZM.on("select", () => {
      reveal();
      mark();
    });
    ZM.on("language", build);
    ZM.on("grouping", () => {
      const chosen = document.activeElement?.id === "zm-grouping";
      build();
      reveal();
      if (chosen) ZM.byId("zm-grouping").focus();
    });
  }

  ZM.tree = { start };
})(window.ZM);
