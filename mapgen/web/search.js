/* needs: core.js i18n.js legend.js listed.js model.js state.js */
/* Search by words of the Chinese name, the English name or pinyin initials, with results as one types.
   A combobox with a list box, as the ARIA practices describe it. */
((ZM) => {
  "use strict";

  const MOST = 100; // rows of the list, which scrolls
  // A keyboard has no minus but "-".
  const plain = (text) =>
    String(text || "")
      .normalize("NFKC")
      .toLowerCase()
      .replaceAll("\u2212", "-");
  const split = (text) => plain(text).split(/\s+/).filter(Boolean);
  let index = null;

  function entries() {
    index =
      index ||
      [...ZM.model.elements.values(), ...ZM.model.listed].map((element) => ({
        element,
        name: plain(element.name),
        english: plain(element.name_en),
        initials: plain(element.initials),
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

  /* Every word must match, wherever it stands; a name that holds them as typed goes first. */
  function rankOf(entry, query, words) {
    const whole = score(entry, query);
    return words.length > 1
      ? Math.min(
          whole,
          words.reduce((sum, word) => sum + score(entry, word), 0),
        )
      : whole;
  }

  /* All that match, or the best `most` of them. */
  function find(text, most) {
    const query = plain(text).trim(),
      words = split(text);
    if (!query) return [];
    return entries()
      .map((entry) => ({ entry, rank: rankOf(entry, query, words) }))
      .filter(({ rank }) => rank < Infinity)
      .sort((a, b) => a.rank - b.rank)
      .slice(0, most)
      .map(({ entry }) => entry.element);
  }

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
    const panel = ZM.make("div", { className: "zm-results" }, list, note);
    let results = [],
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
      ZM.state.hover(onMap(results[at]));
    }

    function choose(at) {
      const element = results[at];
      if (!element) return;
      input.value = ZM.pick(element, "name");
      close();
      if (element.kind === "place") ZM.listed.lead(element);
      else ZM.state.select(element.id, { fly: true, focus: true });
    }

    /* What the map shows of a result: of a place without a geometry, what holds it. */
    const onMap = (element) => (element.kind === "place" ? ZM.model.holder(element) : element);

    function row(element, i) {
      const many = ZM.model.plans.size > 1;
      const holder = element.kind === "place" && ZM.model.holder(element);
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
      const found = find(input.value),
        more = found.length - MOST;
      results = found.slice(0, MOST);
      list.replaceChildren(...results.map(row));
      list.scrollTop = 0;
      list.hidden = !results.length;
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

  ZM.search = { start, find, plain, split };
})(window.ZM);
