/* needs: core.js i18n.js */
/* A short form in the card: a name to type or to choose. Enter takes it, Escape leaves it. */
((ZM) => {
  "use strict";

  const { make, byId } = ZM;
  const t = ZM.t;
  const LONGEST = 300; // letters of a name that layers take
  let back = null; // what had the focus before

  function close() {
    const form = byId("rv-form");
    if (form.hidden) return;
    form.replaceChildren();
    form.hidden = true;
    const to = back?.isConnected && back !== document.body ? back : byId("rv-list");
    back = null;
    to.focus();
  }

  function field({ name, label, value, options, type, min }) {
    const id = `rv-field-${name}`;
    const input = make("input", {
      className: "rv-input",
      attrs: {
        id,
        name,
        type: type || "text",
        maxlength: LONGEST,
        min,
        value,
        autocomplete: "off",
        list: options && `${id}-options`,
      },
    });
    return [
      make("label", { text: t(label), attrs: { for: id } }),
      input,
      options &&
        make(
          "datalist",
          { attrs: { id: `${id}-options` } },
          ...options.map((each) => make("option", { attrs: { value: each } })),
        ),
    ].filter(Boolean);
  }

  /* Asks for values; `done` takes them and returns the key of what is wrong with them, if anything is. */
  function ask({ title, fields, done }) {
    const form = byId("rv-form");
    if (form.hidden) back = document.activeElement;
    const wrong = make("p", { className: "rv-wrong", attrs: { role: "alert", id: "rv-wrong" } });
    const ok = make("button", { className: "zm-button rv-strong", text: t("review.ok"), attrs: { type: "submit" } });
    const no = make("button", {
      className: "zm-button",
      text: t("review.cancel"),
      attrs: { type: "button" },
      on: { click: close },
    });
    form.replaceChildren(
      make("h3", { text: title }),
      ...fields.flatMap(field),
      wrong,
      make("div", { className: "rv-buttons" }, ok, no),
    );
    form.onsubmit = (event) => {
      event.preventDefault();
      const values = Object.fromEntries(fields.map(({ name }) => [name, form.elements[name].value.trim()]));
      const complaint = done(values);
      if (!complaint) return close();
      wrong.textContent = t(complaint);
      form.elements[fields[0].name].setAttribute("aria-describedby", "rv-wrong");
      form.elements[fields[0].name].focus();
    };
    form.hidden = false;
    form.elements[fields[0].name].focus();
    form.elements[fields[0].name].select();
  }

  function start() {
    byId("rv-form").addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      event.stopPropagation();
      close();
    });
    ZM.on("chosen language", close);
  }

  ZM.asking = { start, ask, close, isOpen: () => !byId("rv-form").hidden };
})(window.ZM);
