/* Texts of the interface in the language in use, and numbers written its way. */
(function (ZM) {
  "use strict";

  let language = "zh";
  const LOCALES = { zh: "zh-CN", en: "en" };

  /* The text under a key; {name} in it is replaced by params.name. */
  ZM.t = function (key, params) {
    const text = ZM.texts[language][key];
    if (text === undefined) return key;
    return text.replace(/\{(\w+)\}/g, (mark, name) => (params && name in params ? String(params[name]) : mark));
  };

  ZM.hasText = (key) => ZM.texts[language][key] !== undefined;

  ZM.language = () => language;

  ZM.setLanguage = function (next) {
    if (!(next in LOCALES) || next === language) return;
    language = next;
    ZM.translate();
    ZM.emit("language");
  };

  /* A field that exists in both languages, e.g. pick(element, "name"). */
  ZM.pick = function (record, field) {
    const english = record[`${field}_en`];
    return String((language === "en" && english) || record[field] || english || "");
  };

  ZM.number = function (value, digits) {
    return new Intl.NumberFormat(LOCALES[language], { maximumFractionDigits: digits, minimumFractionDigits: 0 }).format(value);
  };

  ZM.signed = function (value, digits) {
    return new Intl.NumberFormat(LOCALES[language], { maximumFractionDigits: digits, signDisplay: "exceptZero" }).format(value);
  };

  /* Writes the texts of the page's fixed parts (data-t, data-t-label, data-t-placeholder). */
  ZM.translate = function () {
    document.documentElement.lang = LOCALES[language];
    for (const node of document.querySelectorAll("[data-t]")) node.textContent = ZM.t(node.dataset.t);
    for (const node of document.querySelectorAll("[data-t-label]")) {
      node.setAttribute("aria-label", ZM.t(node.dataset.tLabel));
      if (node.tagName === "BUTTON") node.title = ZM.t(node.dataset.tLabel);
    }
    for (const node of document.querySelectorAll("[data-t-placeholder]")) node.placeholder = ZM.t(node.dataset.tPlaceholder);
  };
})(window.ZM);
