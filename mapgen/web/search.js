/* Search by Chinese name, English name or pinyin initials, with results as one types.
   A combobox with a list box, as the ARIA practices describe it. */
(function (ZM) {
  "use strict";

  const MOST = 12;
  const plain = (text) => String(text || "").normalize("NFKC").toLowerCase();
  let index = null;

  function entries() {
    index = index || [...ZM.model.elements.values()].map((element) => ({
      element, name: plain(element.name), english: plain(element.name_en), initials: plain(element.initials),
    }));
    return index;
  }

  /* Smaller is better; Infinity is no match. */
  function score(entry, query) {
    if (entry.name === query || entry.english === query) return 0;
    if (entry.name.startsWith(query)) return 1;
    if (entry.initials.startsWith(query)) return 2;
    if (entry.english.startsWith(query)) return 3;
    if (entry.name.includes(query)) return 4;
    if (entry.english.includes(` ${query}`)) return 5;
    if (entry.initials.includes(query)) return 6;
    return entry.english.includes(query) ? 7 : Infinity;
  }

  function find(words, most) {
    const query = plain(words).trim();
    if (!query) return [];
    return entries()
      .map((entry) => ({ entry, rank: score(entry, query) }))
      .filter(({ rank }) => rank < Infinity)
      .sort((a, b) => a.rank - b.rank)
      .slice(0, most)
      .map(({ entry }) => entry.element);
  }

  function start() {
    const input = ZM.make("input", { className: "zm-input", attrs: {
      id: "zm-search-input", type: "text", role: "combobox", autocomplete: "off", spellcheck: "false",
      "aria-autocomplete": "list", "aria-controls": "zm-search-list", "aria-expanded": "false",
      "data-t-placeholder": "search.placeholder", "data-t-label": "search.label" } });
    const list = ZM.make("ul", { className: "zm-results", attrs: { id: "zm-search-list", role: "listbox", "data-t-label": "search.results" } });
    const none = ZM.make("p", { className: "zm-results zm-nothing", attrs: { role: "status" } });
    let results = [], active = -1;

    function close() {
      list.hidden = none.hidden = true;
      active = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
      ZM.state.hover(null);
    }

    function point(at) {
      active = at;
      [...list.children].forEach((row, i) => row.setAttribute("aria-selected", String(i === at)));
      if (at < 0) return;
      input.setAttribute("aria-activedescendant", list.children[at].id);
      const row = list.children[at];
      if (row.offsetTop < list.scrollTop || row.offsetTop + row.offsetHeight > list.scrollTop + list.clientHeight) list.scrollTop = row.offsetTop;
      ZM.state.hover(results[at]);
    }

    function choose(at) {
      const element = results[at];
      if (!element) return;
      input.value = ZM.pick(element, "name");
      close();
      ZM.state.select(element.id, { fly: true, focus: true });
    }

    function row(element, i) {
      const many = ZM.model.plans.size > 1;
      const words = [ZM.pick(element.roleInfo, "name"), many && ZM.pick(ZM.model.plan(element.plan), "layout")].filter(Boolean).join(" · ");
      return ZM.make("li", { attrs: { role: "option", id: `zm-result-${i}`, "aria-selected": "false" },
        on: { click: () => choose(i), mouseenter: () => ZM.state.hover(element) } },
        ZM.legend.symbol(element), ZM.make("span", {}, ZM.make("span", { text: ZM.pick(element, "name") }), ZM.make("span", { className: "zm-words", text: words })));
    }

    function show() {
      results = find(input.value, MOST);
      list.replaceChildren(...results.map(row));
      list.hidden = !results.length;
      none.hidden = Boolean(results.length) || !input.value.trim();
      none.textContent = none.hidden ? "" : ZM.t("search.nothing");
      input.setAttribute("aria-expanded", String(!list.hidden));
      point(-1);
    }

    input.addEventListener("input", show);
    input.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step && results.length && !list.hidden) {
        event.preventDefault();
        point((active + step + results.length) % results.length);
      } else if (event.key === "Enter" && !list.hidden) {
        event.preventDefault();
        choose(Math.max(active, 0));
      } else if (event.key === "Escape" && (!list.hidden || input.value)) {
        event.preventDefault();
        input.value = "";
        close();
      }
    });
    ZM.byId("zm-search").addEventListener("focusout", (event) => {
      if (!ZM.byId("zm-search").contains(event.relatedTarget)) close();
    });
    // The list must not take the focus away before its click arrives.
    list.addEventListener("mousedown", (event) => event.preventDefault());
    ZM.byId("zm-search").append(input, list, none);
    close();
    ZM.on("language", close);
  }

  ZM.search = { start, find };
})(window.ZM);
