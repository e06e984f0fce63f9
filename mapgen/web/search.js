/* needs: address.js core.js i18n.js legend.js link.js listed.js matching.js model.js pages.js share.js state.js */
/* Search by words of the Chinese name, the English name or pinyin initials, with results as one types.
   What is not on this page is looked for on the pages made with it. A combobox with a list box, as the ARIA
   practices describe it. */
((ZM) => {
  "use strict";

  const MOST = 100; // rows of the list, which scrolls
  let index = null,
    further = null;

  function entries() {
    index ||= [...ZM.model.elements.values(), ...ZM.model.listed].map(ZM.matching.entry);
    return index;
  }

  function entriesBeyond() {
    further ||= ZM.model.beyond.map(ZM.matching.entry);
    return further;
  }

  /* All that match, or the best `most` of them. */
  const find = (text, most) => ZM.matching.find(text, entries(), most);

  function start() {
    const input = ZM.make("input", {
      className: "zm-input",
      attrs: {
        id: "zm-search-input",
        type: "text",
        role: "combobox",
        autocomplete: "off",
        spellcheck: "false",
        "aria-autocomplete": "list",
        "aria-controls": "zm-search-list",
        "aria-expanded": "false",
        "data-t-placeholder": "search.placeholder",
        "data-t-label": "search.label",
      },
    });
    const list = ZM.make("ul", { attrs: { id: "zm-search-list", role: "listbox", "data-t-label": "search.results" } });
    const note = ZM.make("p", { className: "zm-nothing", attrs: { role: "status" } });
    const lead = ZM.make("p", { className: "zm-elsewhere", attrs: { role: "status" } });
    const panel = ZM.make("div", { className: "zm-results" }, lead, list, note);
    let results = [],
      away = false, // they are on other pages
      active = -1;

    function close() {
      panel.hidden = true;
      active = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
      ZM.state.hover(null);
    }

    const isOpen = () => !panel.hidden && !list.hidden;

    function point(at) {
      active = at;
      for (const [i, row] of [...list.children].entries()) row.setAttribute("aria-selected", String(i === at));
      if (at < 0) {
        input.removeAttribute("aria-activedescendant");
        return;
      }
      input.setAttribute("aria-activedescendant", list.children[at].id);
      const row = list.children[at];
      if (row.offsetTop < list.scrollTop || row.offsetTop + row.offsetHeight > list.scrollTop + list.clientHeight)
        list.scrollTop = row.offsetTop;
      if (!away) ZM.state.hover(onMap(results[at]));
    }

    function choose(at) {
      const element = results[at];
      if (!element) return;
      if (away) {
        location.assign(ZM.address(element.plan, element.id));
        return;
      }
      input.value = ZM.pick(element, "name");
      close();
      if (element.geometry) ZM.state.select(element.id, { fly: true, focus: true });
      else ZM.listed.lead(element);
    }

    /* What the map shows of a result: of a place without a geometry, what holds it. */
    const onMap = (element) => (element.geometry ? element : ZM.model.holder(element));

    /* What is on another page; choosing it goes there. */
    const rowBeyond = (element, i) =>
      ZM.make(
        "li",
        { attrs: { role: "option", id: `zm-result-${i}`, "aria-selected": "false" }, on: { click: () => choose(i) } },
        ZM.make(
          "span",
          {},
          ZM.make("span", { text: ZM.pick(element, "name") }),
          ZM.make("span", { className: "zm-words", text: ZM.pages.nameOf(ZM.pages.page(element.plan)) }),
        ),
      );

    function row(element, i) {
      const many = ZM.model.plans.size > 1;
      const holder = !element.geometry && ZM.model.holder(element);
      const inside = holder && ZM.t("search.in", { name: ZM.pick(holder, "name") });
      const words = [ZM.pick(element.roleInfo, "name"), inside, many && ZM.pick(ZM.model.plan(element.plan), "layout")]
        .filter(Boolean)
        .join(" · ");
      return ZM.make(
        "li",
        {
          attrs: { role: "option", id: `zm-result-${i}`, "aria-selected": "false" },
          on: { click: () => choose(i), mouseenter: () => ZM.state.hover(onMap(element)) },
        },
        ZM.legend.symbol(element),
        ZM.make(
          "span",
          {},
          ZM.make("span", { text: ZM.pick(element, "name") }),
          ZM.make("span", { className: "zm-words", text: words }),
        ),
      );
    }

    function show() {
      const view = ZM.share.viewIn(input.value);
      if (view) {
        input.value = "";
        close();
        ZM.link.take(view);
        return;
      }
      let found = find(input.value);
      away = !found.length;
      if (away) found = ZM.matching.find(input.value, entriesBeyond());
      const more = found.length - MOST;
      results = found.slice(0, MOST);
      list.replaceChildren(...results.map(away ? rowBeyond : row));
      list.scrollTop = 0;
      list.hidden = !results.length;
      lead.hidden = list.hidden || !away;
      lead.textContent = lead.hidden ? "" : ZM.t("search.elsewhere");
      note.hidden = results.length > 0 && more <= 0;
      note.textContent = list.hidden ? ZM.t("search.nothing") : ZM.t("search.more", { count: ZM.number(more, 0) });
      panel.hidden = !input.value.trim();
      input.setAttribute("aria-expanded", String(isOpen()));
      point(-1);
    }

    input.addEventListener("input", show);
    input.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step && isOpen()) {
        event.preventDefault();
        point((Math.max(active, step < 0 ? 0 : -1) + step + results.length) % results.length);
      } else if (event.key === "Enter" && isOpen()) {
        event.preventDefault();
        choose(Math.max(active, 0));
      } else if (event.key === "Escape" && input.value) {
        event.preventDefault();
        input.value = "";
        close();
      }
    });
    ZM.byId("zm-search").addEventListener("focusout", (event) => {
      if (!ZM.byId("zm-search").contains(event.relatedTarget)) close();
    });
    // The list must not take the focus away before its click arrives.
    panel.addEventListener("mousedown", (event) => event.preventDefault());
    ZM.byId("zm-search").append(input, panel);
    close();
    ZM.on("language", close);
  }

  ZM.search = { start, find };
})(window.ZM);
