/* needs: core.js i18n.js notice.js review/acting.js review/asking.js review/choosing.js review/decisions.js
   review/drawing.js review/found.js review/naming.js review/saving.js review/telling.js */
/* Everything that a reviewer can do, each with its key: buttons, keys and help are made of this one list. */
((ZM) => {
  "use strict";

  const t = ZM.t;
  const acting = ZM.acting,
    choosing = ZM.choosing,
    decisions = ZM.decisions,
    naming = ZM.naming;
  const is =
    (...kinds) =>
    (item) =>
      kinds.includes(item.kind);
  const isElement = is("element");
  const movable = is("side", "area", "member");

  /* Names to choose from: what structure gives, as it is called now. */
  const names = (but) => [
    ...new Set(
      [...ZM.found.elements.values()]
        .filter((element) => element !== but && (element.tier === "A" || decisions.verdict(element) === "accept"))
        .map(naming.nameOf),
    ),
  ];
  const unknown = (name) => (naming.byName(name) ? null : "review.wrong.unknown");

  function edit(item) {
    const made = decisions.get(item) || {};
    const roles = [...new Set([...ZM.found.elements.values()].map(({ role }) => role).filter(Boolean))];
    ZM.asking.ask({
      title: t("review.edit_of", { name: naming.nameOf(item) }),
      fields: [
        { name: "name", label: "review.field.name", value: made.name ?? item.name },
        { name: "role", label: "review.field.role", value: made.role ?? item.role ?? "", options: roles },
        { name: "parent", label: "review.field.parent", value: made.parent ?? item.parent ?? "", options: names(item) },
      ],
      done: ({ name, role, parent }) => {
        if (!name) return "review.wrong.empty";
        const other = naming.byName(name);
        if (other && other !== item) return "review.wrong.taken";
        if (parent && naming.byName(parent) === item) return "review.wrong.itself";
        if (parent && parent !== item.parent && unknown(parent)) return unknown(parent);
        acting.edit(item, { name, role, parent });
        return null;
      },
    });
  }

  function merge(item) {
    ZM.asking.ask({
      title: t("review.merge_of", { name: naming.nameOf(item) }),
      fields: [
        { name: "into", label: "review.field.into", value: decisions.get(item)?.into ?? "", options: names(item) },
      ],
      done: ({ into }) => {
        const goal = into && naming.byName(into);
        if (into && !goal) return "review.wrong.unknown";
        if (goal && naming.target(goal) === item) return "review.wrong.itself";
        acting.merge(item, into);
        return null;
      },
    });
  }

  function move(item) {
    ZM.asking.ask({
      title: t("review.move_of", { name: ZM.telling.value(item) }),
      fields: [{ name: "zone", label: "review.field.zone", value: ZM.telling.subject(item), options: names(null) }],
      done: ({ zone }) => {
        if (!zone) return "review.wrong.empty";
        if (unknown(zone)) return unknown(zone);
        acting.move(item, zone);
        return null;
      },
    });
  }

  /* How far off a line or a point may be that was clicked: no better than what is drawn by hand anywhere. */
  function off(metres, done) {
    ZM.asking.ask({
      title: t("review.off"),
      fields: [{ name: "metres", label: "review.field.metres", value: metres, type: "number", min: metres }],
      done: ({ metres: given }) => {
        const number = Number(given);
        if (!(number >= metres && number <= 50000)) return "review.wrong.metres";
        done(number);
        return null;
      },
    });
  }

  const draw = (item) =>
    ZM.drawing.begin(item, "line", (line, metres) => off(metres, (given) => acting.draw(item, line, given)));
  const place = (item) =>
    ZM.drawing.begin(item, "point", ([point], metres) => off(metres, (given) => acting.place(item, point, given)));

  const going = (name, key, run) => ({ group: "going", name, key, run });
  const deciding = (name, key, fits, run) => ({ group: "deciding", name, key, fits, run });
  const filing = (name, key, run) => ({ group: "filing", name, key, run });

  const COMMANDS = [
    going("next", "j", () => choosing.step(1)),
    going("previous", "k", () => choosing.step(-1)),
    going("next_doubt", "n", () => choosing.doubt(1)),
    going("previous_doubt", "p", () => choosing.doubt(-1)),
    deciding("accept", "a", () => true, acting.accept),
    deciding("reject", "r", () => true, acting.reject),
    deciding("clear", "c", (item) => Boolean(decisions.get(item)), acting.clear),
    deciding("accept_whole", "w", (item) => Boolean(ZM.found.owner(item)), acting.acceptWhole),
    deciding("edit", "e", isElement, edit),
    deciding("merge", "m", isElement, merge),
    deciding("move", "v", movable, move),
    deciding("draw", "d", (item) => ZM.drawing.isPossible() && (item.kind === "side" || item.type === "axis"), draw),
    deciding("place", "l", (item) => ZM.drawing.isPossible() && isElement(item), place),
    filing("undo", "z", () => decisions.undo() || ZM.notice("review.nothing_undone")),
    filing("redo", "y", () => decisions.redo() || ZM.notice("review.nothing_redone")),
    filing("save", "s", () => ZM.saving.save()),
    filing("load", "o", () => ZM.saving.ask()),
    filing("help", "?", () => ZM.emit("help")),
  ];

  /* Runs a command, if it fits the finding that is chosen. */
  function run(command) {
    const item = choosing.current();
    if (!command.fits) return command.run();
    if (!item) return ZM.notice("review.choose_first");
    if (!command.fits(item)) return ZM.notice(`review.unfit.${command.name}`);
    return command.run(item);
  }

  const button = (command) =>
    ZM.make(
      "button",
      {
        className: "zm-button",
        attrs: { type: "button", id: `rv-do-${command.name}`, "aria-keyshortcuts": command.key },
        on: { click: () => run(command) },
      },
      ZM.make("span", { attrs: { "data-t": `review.do.${command.name}` } }),
      ZM.make("kbd", { text: command.key, attrs: { "aria-hidden": "true" } }),
    );

  function start() {
    for (const command of COMMANDS) ZM.byId(`rv-${command.group}`).append(button(command));
  }

  ZM.commands = { start, run, all: COMMANDS };
})(window.ZM);
