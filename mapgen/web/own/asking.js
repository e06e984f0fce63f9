/* needs: core.js i18n.js own/belt.js own/columns.js own/datum.js own/fields.js own/placed.js own/trial.js
   projection.js */
/* The second step: which columns have the places, and in which system they are. What was found is shown and can be
   changed; the system is never guessed in silence. */
((ZM) => {
  "use strict";

  const { make, known } = ZM;
  const { choice, entry, check, button, field, words } = ZM.fields;

  /* The first row that has a place, and what its numbers are: {row, place}. */
  function firstPlace({ table, columns }) {
    for (let row = columns.head; row < table.rows.length; row += 1) {
      const place = ZM.columns.place(table.rows[row], columns);
      if (typeof place !== "string") return { row, place };
    }
    return null;
  }

  const degrees = ([lon, lat]) => `${lon.toFixed(5)}, ${lat.toFixed(5)}`;

  function inWords([lon, lat]) {
    const names = ZM.placed.at(lon, lat).map((element) => ZM.pick(element, "name"));
    return names.length
      ? ZM.t("own.trial.in", { names: [...new Set(names)].join(ZM.t("told.between")) })
      : ZM.t("own.trial.in_none");
  }

  /* One system with the place that it gives the first row. */
  function system(state, name, first, again) {
    const id = `zm-own-datum-${name}`,
      at = ZM.datum.toWgs84(name, ...first.place),
      away = Math.round(ZM.projection.length([first.place, at]));
    const input = make("input", {
      attrs: { type: "radio", name: "zm-own-datum", id, value: name },
      on: {
        change: () => {
          state.datum = name;
          again();
        },
      },
    });
    input.checked = state.datum === name;
    const told = [
      degrees(at),
      away ? ZM.t("own.trial.away", { metres: ZM.number(away, 0) }) : null,
      inWords(at),
      state.guess === name ? ZM.t("own.trial.guess") : null,
    ];
    return make(
      "label",
      { className: "zm-own-system", attrs: { for: id } },
      input,
      make(
        "span",
        {},
        make("b", { text: ZM.t(`own.datum.${name}`) }),
        words(told.filter(known).join(ZM.t("own.between"))),
      ),
    );
  }

  function systems(state, first, again) {
    return make(
      "fieldset",
      { className: "zm-own-systems" },
      make("legend", { text: ZM.t("own.datum.title") }),
      words(ZM.t("own.datum.words", { row: state.table.first + first.row })),
      ...ZM.datum.NAMES.map((name) => system(state, name, first, again)),
      check("zm-own-trial", ZM.t("own.trial.show"), state.isTried, (on) => {
        state.isTried = on;
        again();
      }),
    );
  }

  function columnFields(state, again) {
    const { columns, source } = state;
    const options = columns.names.map((name, i) => [i, name]),
      none = [-1, ZM.t("own.none")];
    const column = (key, label, first = [none]) =>
      choice(`zm-own-${key}`, label, [...first, ...options], columns[key], (value) => {
        columns[key] = Number(value);
        again();
      });
    const places = {
      degrees: () => [column("lon", field("lon")), column("lat", field("lat"))],
      both: () => [column("both", field("both"))],
      plane: () => [
        column("east", field("east")),
        column("north", field("north")),
        choice(
          "zm-own-meridian",
          field("meridian"),
          ZM.belt.MERIDIANS.map((meridian) => [meridian, `${meridian}°`]),
          columns.meridian,
          (value) => {
            columns.meridian = Number(value);
            again();
          },
        ),
      ],
    };
    const ways = ["degrees", "both", "plane"].map((way) => [way, ZM.t(`own.way.${way}`)]);
    return make(
      "div",
      { className: "zm-own-fields" },
      source.sheets.length > 1
        ? choice(
            "zm-own-sheet",
            field("sheet"),
            source.sheets.map((name, i) => [i, name]),
            state.sheet,
            (to) => state.open(Number(to)),
          )
        : null,
      entry("zm-own-head", field("head"), columns.head, (value) => state.reread(value), {
        inputmode: "numeric",
        size: 3,
      }),
      choice("zm-own-way", field("way"), ways, columns.way, (value) => {
        columns.way = value;
        again();
      }),
      ...places[columns.way](),
      column("name", field("name")),
    );
  }

  /* Nodes of the step. state: {source, sheet, table, columns, datum, guess, isTried, open, reread, place}. */
  ZM.asking = (state, again) => {
    const { source, table, columns } = state,
      first = firstPlace(state);
    const isPlane = columns.way === "plane";
    const rows = table.rows.length - columns.head;
    const read = words(
      ZM.t("own.read", {
        name: source.name,
        about: source.about,
        rows: ZM.number(Math.max(0, rows), 0),
        columns: ZM.number(columns.names.length, 0),
      }),
      "zm-own-read",
    );
    if (first && !isPlane && state.isTried)
      ZM.trial.show(ZM.datum.NAMES.map((name) => ({ name, at: ZM.datum.toWgs84(name, ...first.place) })));
    else ZM.trial.hide();
    const isReady = first && (isPlane || state.datum);
    const go = button("zm-own-go", ZM.t("own.go"), state.place, "zm-button zm-strong");
    go.disabled = !isReady;
    const asked = first
      ? isPlane
        ? words(ZM.t("own.datum.plane"))
        : systems(state, first, again)
      : words(ZM.t("own.no_place"));
    return [
      read,
      columnFields(state, again),
      columns.isExchanged ? words(ZM.t("own.exchanged"), "zm-own-note") : null,
      table.crs ? words(ZM.t("own.crs", { name: table.crs }), "zm-own-note") : null,
      asked,
      make("div", { className: "zm-buttons" }, go, isReady || !first ? null : words(ZM.t("own.choose_datum"))),
    ].filter(Boolean);
  };
})(window.ZM);
