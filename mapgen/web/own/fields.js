/* needs: core.js i18n.js */
/* Controls of the box with their labels. */
((ZM) => {
  "use strict";

  const { make } = ZM;

  /* options: [[value, text], …]; pick(value) is called with what is chosen. */
  function choice(id, label, options, value, pick) {
    const select = make(
      "select",
      { className: "zm-input", attrs: { id }, on: { change: () => pick(select.value) } },
      ...options.map(([own, text]) =>
        make("option", { text, attrs: { value: own, selected: String(own) === String(value) } }),
      ),
    );
    return make("span", { className: "zm-own-field" }, make("label", { text: label, attrs: { for: id } }), select);
  }

  function entry(id, label, value, pick, attrs) {
    const input = make("input", {
      className: "zm-input",
      attrs: { type: "text", id, value, autocomplete: "off", ...attrs },
      on: { change: () => pick(input.value) },
    });
    return make("span", { className: "zm-own-field" }, make("label", { text: label, attrs: { for: id } }), input);
  }

  function check(id, label, isOn, pick) {
    const input = make("input", { attrs: { type: "checkbox", id }, on: { change: () => pick(input.checked) } });
    input.checked = isOn;
    return make("label", { className: "zm-own-check", attrs: { for: id } }, input, make("span", { text: label }));
  }

  function button(id, label, press, className = "zm-button") {
    return make("button", { className, text: label, attrs: { type: "button", id }, on: { click: press } });
  }

  const field = (name) => ZM.t(`own.field.${name}`); // what stands above it
  const words = (text, className = "zm-words") => make("p", { className, text });

  ZM.fields = { choice, entry, check, button, field, words };
})(window.ZM);
