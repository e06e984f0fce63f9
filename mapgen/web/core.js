/* The one namespace, the data blocks, events between modules and the DOM helpers.
   Every word of the data reaches the page through `text` below, which is textContent. */
window.ZM = (function () {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";
  const listeners = new Map();

  function block(id) {
    return JSON.parse(document.getElementById(id).textContent);
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

  function byId(id) {
    return document.getElementById(id);
  }

  /* Calls `work` once in the next frame, however often it is asked for. */
  function onceAFrame(work) {
    let asked = false;
    return function () {
      if (asked) return;
      asked = true;
      requestAnimationFrame(function () {
        asked = false;
        work();
      });
    };
  }

  return {
    payload: block("zm-payload"),
    texts: block("zm-texts"),
    config: block("zm-config"),
    get map() {
      return window.map_zonemap;
    }, // folium's script makes it
    reducedMotion: window.matchMedia("(prefers-reduced-motion: reduce)").matches,
    on,
    emit,
    make,
    svg,
    icon,
    byId,
    onceAFrame,
  };
})();
