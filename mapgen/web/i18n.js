/* needs: core.js */
/* Texts of the interface in the language in use, and numbers written its way. */
((ZM) => {
  "use strict";

  let language = ZM.config.language || "zh";
  const LOCALES = { zh: "zh-CN", en: "en" };

  /* The text under a key; {name} in it is replaced by params.name. */
  ZM.t = (key, params) => {
    const text = ZM.texts[language][key];
    if (text === undefined) return key;
    return text.replace(/\{(\w+)\}/g, (mark, name) => (params && name in params ? String(params[name]) : mark));
  };

  ZM.hasText = (key) => ZM.texts[language][key] !== undefined;

  ZM.language = () => language;

  ZM.setLanguage = (next) => {
    if (!ZM.owns(LOCALES, next) || next === language) return;
    language = next;
    ZM.translate();
    ZM.emit("language");
  };

  /* A field that exists in both languages, e.g. pick(element, "name"). */
  ZM.pick = (record, field) => {
    const english = record[`${field}_en`];
    return String((language === "en" && english) || record[field] || english || "");
  };

  /* Words that a plan has in Chinese only, or null: a page in English must say so to those who read it aloud. */
  ZM.chinese = (words, className, tag = "span") =>
    ZM.known(words) ? ZM.make(tag, { className, text: words, attrs: { lang: "zh-CN" } }) : null;

  /* Both languages write 1,234.5, and −1 with a minus as wide as a plus. (Starting the browser's own
     formatter would cost more than building the layer tree.) */
  function written(digits) {
    const [whole, rest] = digits.split(".");
    return whole.replace("-", "\u2212").replace(/\B(?=(\d{3})+$)/g, ",") + (rest ? `.${rest}` : "");
  }

  /* With as many decimals as the figure has, at most `digits`. */
  ZM.number = (value, digits) => written(String(Number(Number(value).toFixed(digits))));

  /* With all its decimals, e.g. of what was measured. */
  ZM.fixed = (value, digits) => written(Number(value).toFixed(digits));

  ZM.signed = (value, digits) => (Number(Number(value).toFixed(digits)) > 0 ? "+" : "") + ZM.number(value, digits);

  /* Writes the texts of the page's fixed parts (data-t, data-t-label, data-t-placeholder). */
  ZM.translate = () => {
    document.documentElement.lang = LOCALES[language];
    for (const node of document.querySelectorAll("[data-t]")) node.textContent = ZM.t(node.dataset.t);
    for (const node of document.querySelectorAll("[data-t-label]")) {
      node.setAttribute("aria-label", ZM.t(node.dataset.tLabel));
      if (node.tagName === "BUTTON") node.title = ZM.t(node.dataset.tLabel);
    }
    for (const node of document.querySelectorAll("[data-t-placeholder]"))
      node.placeholder = ZM.t(node.dataset.tPlaceholder);
  };
})(window.ZM);
