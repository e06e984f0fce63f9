/* The one namespace, the data blocks, events between modules and the DOM helpers.
   Every word of the data reaches the page through `text` below, which is textContent. */
window.ZM = (() => {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";
  const listeners = new Map();

  /* A data block of the page; null if the page has none of that name. */
  function block(id) {
    const found = document.getElementById(id);
    return found && JSON.parse(found.textContent);
  }

  function on(names, listener) {
    for (const name of names.split(" ")) {
      if (!listeners.has(name)) listeners.set(name, []);
      listeners.get(name).push(listener);
    }
  }

  function emit(name, detail) {
    for (const listener of listeners.get(name) || []) listener(detail);
  }

  function fill(node, options, children) {
    const { text, attrs, on: events, className } = options || {};
    if (className) node.setAttribute("class", className);
    if (text !== undefined && text !== null) node.textContent = String(text);
    for (const [name, value] of Object.entries(attrs || {})) {
      if (value !== null && value !== undefined && value !== false)
        node.setAttribute(name, value === true ? "" : value);
    }
    for (const [name, listener] of Object.entries(events || {})) node.addEventListener(name, listener);
    node.append(...children.filter(Boolean));
    return node;
  }

  /* make("button", {className, text, attrs, on}, child, …) */
  function make(tag, options, ...children) {
    return fill(document.createElement(tag), options, children);
  }

  function svg(tag, attrs, ...children) {
    return fill(document.createElementNS(SVG, tag), { attrs }, children);
  }

  function icon(name) {
    return fill(
      svg("svg", { "aria-hidden": "true" }, svg("use", { href: `#zm-i-${name}` })),
      { className: "zm-icon" },
      [],
    );
  }

  /* Whether an object has a key of its own: a name of the data such as "constructor" is none. */
  // biome-ignore lint/suspicious/noPrototypeBuiltins: Object.hasOwn came in 2021
  const owns = (object, key) => Object.prototype.hasOwnProperty.call(object, key);

  /* Whether anything is stated. */
  const known = (value) => value !== null && value !== undefined && value !== "";

  function byId(id) {
    return document.getElementById(id);
  }

  /* Calls `work` once in the next frame, however often it is asked for. */
  function onceAFrame(work) {
    let asked = false;
    return () => {
      if (asked) return;
      asked = true;
      requestAnimationFrame(() => {
        asked = false;
        work();
      });
    };
  }

  return {
    payload: block("zm-payload"),
    texts: block("zm-texts"),
    config: block("zm-config"),
    map: null, // the page's map, once it has started
    ready: false, // everything around the map is there
    busy: false, // clicks belong to a tool, not to the elements
    block,
    reducedMotion: window.matchMedia("(prefers-reduced-motion: reduce)").matches,
    on,
    emit,
    make,
    svg,
    icon,
    known,
    owns,
    byId,
    onceAFrame,
  };
})();
