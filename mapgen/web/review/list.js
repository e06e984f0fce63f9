/* needs: core.js i18n.js review/choosing.js review/decisions.js review/found.js review/telling.js */
/* The findings as a list to go through: doubts first, names that are merely said last, folded away. */
((ZM) => {
  "use strict";

  const { make, byId, payload } = ZM;
  const t = ZM.t;
  const { isDoubtful, said } = ZM.found;
  const rows = new Map();
  let isOpen = false;

  /* Groups in order; each finding stands in the first that takes it. */
  function groups() {
    const sure = payload.findings.filter((item) => !isDoubtful(item));
    const named = new Set();
    const elements = [];
    for (const element of sure.filter((item) => item.kind === "element")) {
      const own = [element, ...said(element).filter((item) => !isDoubtful(item))];
      if (element.tier === "B" && own.length === 1) named.add(element);
      else elements.push(...own);
    }
    const listed = new Set([...elements, ...named]);
    const rest = sure.filter((item) => !listed.has(item));
    return [
      ["doubts", payload.findings.filter(isDoubtful).sort((a, b) => a.start - b.start)],
      ["layout", rest.filter((item) => item.kind === "layout")],
      ["elements", [...elements, ...rest.filter((item) => !["layout", "indicator"].includes(item.kind))]],
      ["indicators", rest.filter((item) => item.kind === "indicator")],
      ["named", [...named]],
    ].filter(([, items]) => items.length);
  }

  function row(item) {
    const node = make("li", { attrs: { role: "option", id: `rv-row-${item.index}` } });
    node.dataset.i = item.index;
    rows.set(item, node);
    write(item);
    return node;
  }

  const plan = (className, text) => make("span", { className, text, attrs: { lang: "zh-CN" } });

  function write(item) {
    const node = rows.get(item),
      verdict = ZM.decisions.verdict(item),
      subject = ZM.telling.subject(item);
    node.className = [
      "rv-row",
      item.kind !== "element" && item.element !== null && !isDoubtful(item) && "rv-inner",
      verdict && (verdict === "accept" ? "rv-yes" : "rv-no"),
    ]
      .filter(Boolean)
      .join(" ");
    node.setAttribute("aria-selected", String(item === ZM.choosing.current()));
    node.replaceChildren(
      make("span", { className: `rv-sign rv-k-${item.kind}`, text: ZM.telling.kind(item) }),
      plan("rv-value", ZM.telling.value(item)),
      ...(subject && (isDoubtful(item) || ZM.decisions.get(item)?.zone) ? [plan("rv-of", subject)] : []),
      ...(isDoubtful(item) && !verdict ? [make("span", { className: "rv-flag", text: t("review.doubtful") })] : []),
      make("span", { className: "rv-state", text: ZM.telling.verdict(item) }),
    );
  }

  /* A group with its heading; the one that is folded has no rows until it is opened. */
  function build() {
    const list = byId("rv-list"),
      order = [];
    rows.clear();
    const all = document.createDocumentFragment();
    let folds = false;
    for (const [name, items] of groups()) {
      const words = t(`review.group.${name}`, { count: ZM.number(items.length, 0) });
      all.append(make("li", { className: "rv-group", text: words, attrs: { role: "presentation" } }));
      folds ||= name === "named";
      if (name === "named" && !isOpen) continue;
      for (const item of items) all.append(row(item));
      order.push(...items);
    }
    list.replaceChildren(all);
    const fold = byId("rv-fold");
    fold.hidden = !folds;
    fold.setAttribute("aria-expanded", String(isOpen));
    fold.textContent = t(isOpen ? "review.fold" : "review.unfold");
    ZM.choosing.listed(order);
  }

  function open(on) {
    isOpen = on;
    build();
    follow(ZM.choosing.current());
  }

  function follow(item) {
    const list = byId("rv-list");
    if (!item || !rows.has(item)) return;
    const node = rows.get(item);
    node.setAttribute("aria-selected", "true");
    list.setAttribute("aria-activedescendant", node.id);
    const box = node.getBoundingClientRect(),
      frame = list.getBoundingClientRect();
    if (box.top < frame.top) list.scrollTop += box.top - frame.top;
    else if (box.bottom > frame.bottom) list.scrollTop += box.bottom - frame.bottom;
  }

  function start() {
    build();
    byId("rv-fold").addEventListener("click", () => open(!isOpen));
    byId("rv-list").addEventListener("click", (event) => {
      const node = event.target.closest("[role=option]");
      if (node) ZM.choosing.choose(payload.findings[node.dataset.i]);
    });
    ZM.on("chosen", ({ item, before }) => {
      if (!rows.has(item)) open(true); // chosen in the text
      if (rows.has(before)) rows.get(before).setAttribute("aria-selected", "false");
      follow(item);
    });
    ZM.on("decided", (keys) => {
      for (const item of touched(keys)) if (rows.has(item)) write(item);
    });
    ZM.on("language", build);
    ZM.on("language", () => follow(ZM.choosing.current()));
  }

  /* A decision on an element changes what its findings are said of. */
  function touched(keys) {
    const found = new Set();
    for (const key of keys)
      for (const item of ZM.found.byKey.get(key) || []) {
        found.add(item);
        if (item.kind === "element") for (const each of said(item)) found.add(each);
      }
    return found;
  }

  ZM.findingList = { start };
})(window.ZM);
