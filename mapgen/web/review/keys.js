/* needs: core.js i18n.js review/choosing.js review/commands.js review/drawing.js review/found.js */
/* Keys of one letter, arrows in the list, and the help that names them all. Who speaks to the computer or types with
   a switch can turn the letters off; every deed has a button. */
((ZM) => {
  "use strict";

  const { make, byId } = ZM;
  const t = ZM.t;
  let isOn = true;
  const WRITING = "input, textarea, select, [contenteditable]";
  const PANES = { 1: "rv-list", 2: "rv-text", 3: "map_zonemap" };

  /* What a list does with arrows; false for all other keys. */
  function inList(event) {
    const all = ZM.found.all.length;
    const by = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, End: all, Home: -all }[event.key];
    if (event.target !== byId("rv-list") || !by) return false;
    ZM.choosing.step(by);
    return true;
  }

  function pressed(event) {
    if (event.defaultPrevented || event.altKey || byId("rv-help").open || ZM.drawing.isOn()) return;
    const isUndo = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z";
    const isSave = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s";
    if (event.target.closest?.(WRITING)) return;
    if (isUndo || isSave) {
      event.preventDefault();
      ZM.commands.run(
        ZM.commands.all.find(({ name }) => name === (isSave ? "save" : event.shiftKey ? "redo" : "undo")),
      );
      return;
    }
    if (event.ctrlKey || event.metaKey) return;
    const command = isOn && ZM.commands.all.find(({ key }) => key === event.key.toLowerCase());
    if (command) ZM.commands.run(command);
    else if (isOn && PANES[event.key]) byId(PANES[event.key]).focus();
    else if (!inList(event)) return;
    event.preventDefault();
  }

  function rows(pairs) {
    return pairs.flatMap(([key, words]) => [make("dt", {}, make("kbd", { text: key })), make("dd", { text: words })]);
  }

  function help() {
    const commands = ZM.commands.all.map(({ key, name }) => [key, t(`review.help.${name}`)]);
    byId("rv-keys").replaceChildren(
      ...rows([
        ...commands,
        ["1 2 3", t("review.help.panes")],
        ["↑ ↓", t("review.help.list")],
        ["Ctrl+Z · Ctrl+S", t("review.help.control")],
      ]),
    );
    byId("rv-drawing-keys").replaceChildren(
      ...rows([
        ["← ↑ → ↓", t("review.help.cross")],
        [t("review.space"), t("review.help.vertex")],
        ["Backspace", t("review.help.back")],
        ["+ −", t("review.help.zoom")],
        ["Enter", t("review.help.finish")],
        ["Esc", t("review.help.leave")],
      ]),
    );
    if (!byId("rv-help").open) byId("rv-help").showModal();
  }

  function start() {
    document.addEventListener("keydown", pressed);
    ZM.on("help", help);
    byId("rv-help-close").addEventListener("click", () => byId("rv-help").close());
    byId("rv-letters").addEventListener("change", (event) => {
      isOn = event.target.checked;
    });
  }

  ZM.keys = { start };
})(window.ZM);
