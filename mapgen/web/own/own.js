/* needs: core.js i18n.js own/asking.js own/columns.js own/datum.js own/fields.js own/placed.js own/reading.js
   own/refusal.js own/results.js own/trial.js panel.js */
/* The reader's own table on the map: the box below it in three steps. Nothing of it is kept when the page is closed,
   and nothing leaves the page. */
((ZM) => {
  "use strict";

  const { make } = ZM;
  const { button, words } = ZM.fields;
  const NARROW = 720; // pixels: as in the style
  let box = null;
  let state = null; // what was read, and how; null before that
  let view = ZM.results.fresh();
  let kept = null; // what is on the map: {table, columns, placed, name}
  let refused = null; // the last file that could not be taken
  let turn = 0; // of files that are read at once the last one counts

  function build() {
    const heading = make("h2", { attrs: { id: "zm-own-title", "data-t": "tools.own" }, text: ZM.t("tools.own") });
    const file = make("input", {
      attrs: { type: "file", id: "zm-own-file", hidden: true, accept: ".csv,.tsv,.txt,.xlsx,.geojson,.json" },
      on: {
        change: () => {
          if (file.files[0]) take(file.files[0]);
          file.value = ""; // the same file can be chosen again
        },
      },
    });
    ZM.byId("zm-main").append(
      make(
        "section",
        { className: "zm-table zm-own", attrs: { id: "zm-own", "aria-labelledby": "zm-own-title", hidden: true } },
        make(
          "header",
          { className: "zm-table-head" },
          heading,
          make("div", { className: "zm-own-ways", attrs: { id: "zm-own-ways" } }),
          make(
            "button",
            {
              className: "zm-control zm-plain",
              attrs: { type: "button", id: "zm-own-close", "data-t-label": "close", "aria-label": ZM.t("close") },
            },
            ZM.icon("close"),
          ),
        ),
        make("div", {
          className: "zm-table-body",
          attrs: { id: "zm-own-body", tabindex: "0", role: "group", "aria-labelledby": "zm-own-title" },
        }),
        file,
      ),
    );
    // On a phone the map has no room for it but when asked for.
    ZM.byId("zm-foot-start").prepend(
      make(
        "details",
        { attrs: { id: "zm-own-legend", "data-over": true, hidden: true, open: innerWidth > NARROW } },
        make("summary", { attrs: { "data-t": "legend.title" }, text: ZM.t("legend.title") }),
        make("div", { attrs: { id: "zm-own-keys" } }),
      ),
    );
    // The button that opens the box is in the panel, which a phone hides.
    const orTo = (id) => ZM.byId("zm-own-toggle").getClientRects().length || ZM.byId(id).focus();
    box = ZM.panel.below("own", (on) => {
      ZM.byId("zm-own-legend").style.display = on ? "none" : ""; // it stands in the box
      if (!on) return;
      fill();
      orTo("zm-own-choose");
    });
    ZM.byId("zm-own-close").addEventListener("click", () => orTo("zm-layers-toggle"));
  }

  /* Everything that was brought goes, from the map and from memory. */
  function remove() {
    turn += 1;
    state = kept = refused = null;
    view = ZM.results.fresh();
    ZM.trial.hide();
    ZM.results.hide();
    fill(true);
    ZM.byId("zm-own-choose").focus();
  }

  function told(error) {
    refused = error.code ? error : ZM.refusal("broken", { reason: error.message });
    fill();
  }

  /* Reads a sheet; of a new file, the first that is not empty. */
  async function open(source, sheet, isFirst = false) {
    const own = turn;
    try {
      const table = await source.read(sheet);
      if (own !== turn) return;
      if (table.rows.some((row) => row.some(ZM.columns.isFilled))) setTable(source, sheet, table, ZM.columns(table));
      else if (isFirst && sheet + 1 < source.sheets.length) await open(source, sheet + 1, true);
      else throw ZM.refusal("empty");
    } catch (error) {
      if (own === turn) told(error);
    }
  }

  function setTable(source, sheet, table, columns) {
    const guess = ZM.datum.guess([source.name, source.sheets[sheet] || "", ...columns.names]);
    state = {
      source,
      sheet,
      table,
      columns,
      guess,
      datum: guess,
      isTried: true,
      open: (next) => open(source, next),
      reread(value) {
        const head = Math.max(0, Math.min(table.rows.length, Math.floor(Number(value)) || 0));
        setTable(source, sheet, table, ZM.columns(table, head));
      },
      place,
    };
    kept = refused = null;
    ZM.results.hide();
    fill(true);
  }

  function place() {
    const { table, columns, datum, source } = state;
    ZM.trial.hide();
    view = ZM.results.fresh();
    kept = { table, columns, name: source.name, placed: ZM.placed(table, columns, datum) };
    fill(true);
    ZM.panel.home();
  }

  async function take(file) {
    turn += 1;
    const own = turn;
    if (!box.isOpen()) box.show(true);
    ZM.byId("zm-own-body").replaceChildren(words(ZM.t("own.reading", { name: file.name })));
    try {
      const source = await ZM.reading(file);
      if (own === turn) await open(source, 0, true);
    } catch (error) {
      if (own === turn) told(error);
    }
  }

  function paste(text) {
    turn += 1;
    if (!box.isOpen()) box.show(true);
    try {
      open(ZM.reading.pasted(text), 0);
    } catch (error) {
      told(error);
    }
  }

  function begin() {
    const area = make("textarea", {
      className: "zm-input",
      attrs: { id: "zm-own-paste", rows: 3 },
      on: {
        paste: (event) => {
          const text = event.clipboardData.getData("text/plain");
          if (!text) return; // files are taken by the page
          event.preventDefault();
          paste(text);
        },
      },
    });
    return [
      make("p", { className: "zm-own-read", text: ZM.t("own.begin", { rows: ZM.number(ZM.refusal.MOST_ROWS, 0) }) }),
      words(ZM.t("own.private")),
      make("label", { text: ZM.t("own.paste"), attrs: { for: "zm-own-paste" } }),
      area,
      make(
        "div",
        { className: "zm-buttons" },
        button("zm-own-take", ZM.t("own.take_pasted"), () => area.value.trim() && paste(area.value)),
      ),
    ];
  }

  function ways() {
    const choose = button("zm-own-choose", ZM.t("own.choose"), () => ZM.byId("zm-own-file").click());
    const back =
      kept &&
      button("zm-own-back", ZM.t("own.back"), () => {
        kept = null;
        ZM.results.hide();
        fill();
        ZM.byId("zm-own-go").focus();
      });
    const away = (state || kept) && button("zm-own-remove", ZM.t("own.remove"), remove);
    ZM.byId("zm-own-ways").replaceChildren(...[choose, back, away].filter(Boolean));
  }

  /* Writes the step anew; what had the keyboard has it still. */
  function fill(isNew) {
    if (!box.isOpen() && !kept) return; // what is on the map follows the tree with the box closed, too
    const body = ZM.byId("zm-own-body"),
      focused = document.activeElement?.id,
      top = body.scrollTop;
    ways();
    const step = kept ? ZM.results(view, kept, () => fill()) : state ? ZM.asking(state, () => fill()) : begin();
    const why = refused && make("p", { className: "zm-own-note", attrs: { role: "alert" } });
    if (why) why.textContent = ZM.t(`own.refused.${refused.code}`, refused.params);
    body.replaceChildren(...[why, ...step].filter(Boolean));
    body.scrollTop = isNew ? 0 : top;
    const next = ZM.byId(focused) || (isNew ? body : null);
    if (document.activeElement === document.body) next?.focus({ preventScroll: true });
  }

  build();
  ZM.on("language visibility", () => fill());
  ZM.on("own", ({ file, text }) => {
    if (file) take(file);
    else if (text) paste(text);
    else box.show(true);
  });
})(window.ZM);
