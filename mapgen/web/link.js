/* needs: core.js grouping.js i18n.js listed.js model.js notice.js offer.js pages.js panel.js phrase.js share.js
   state.js tiles.js */
/* The present view as a link: map view, layers, language, background, lit part and selected element
   stand behind the # of the address, so it works from disk and no server sees it. */
((ZM) => {
  "use strict";

  let last = null; // the hash of the present view, written by this page itself
  let opener = null; // the button that opened the box with the link
  const further = new Map(); // words that only some pages have: {write, read} by their keys

  /* A role by its name, which newer layers still have; a comma would end the word. */
  const roleWord = (role) => `${role.plan}/${role.name.replace(/[%,]/g, encodeURIComponent)}`;

  /* Hidden elements, whole plans and roles in one word each. */
  function hiddenWords() {
    const words = [];
    const off = (elements) => elements.length > 0 && !elements.some(ZM.state.isVisible);
    for (const plan of ZM.model.plans.values()) {
      if (off(plan.elements)) {
        words.push(plan.id);
        continue;
      }
      for (const role of plan.groups) {
        if (off(role.elements)) words.push(roleWord(role));
        else for (const element of role.elements) if (!ZM.state.isVisible(element)) words.push(element.id);
      }
    }
    return words;
  }

  function write() {
    const { lat, lng } = ZM.map.getCenter(),
      selected = ZM.state.selected();
    const parts = new URLSearchParams();
    parts.set("v", `${lat.toFixed(5)},${lng.toFixed(5)},${Number(ZM.map.getZoom().toFixed(2))}`);
    parts.set("lang", ZM.language());
    parts.set("on", ZM.state.overlayNames().filter(ZM.state.overlay).join("."));
    const words = hiddenWords();
    if (words.length) parts.set("off", words.join(","));
    if (ZM.grouping.way() !== "role") parts.set("by", ZM.grouping.way());
    if (ZM.tiles.current()) parts.set("base", ZM.tiles.current());
    if (ZM.state.lit()) parts.set("part", ZM.state.lit().key);
    for (const [key, word] of further) if (word.write()) parts.set(key, word.write());
    if (selected) parts.set("sel", selected.id);
    last = `#${parts.toString().replace(/%2C/g, ",").replace(/%2F/g, "/")}`;
    try {
      history.replaceState(null, "", last);
    } catch {
      // Refused in some frames, to some pages from disk, and after many changes at once: the address
      // stays behind, and what is copied is right all the same.
    }
  }

  const address = () => location.href.split("#")[0] + last;

  /* Anything that is not understood is left out: a link may be old, cut or made up. */
  function read(view = location.hash.slice(1)) {
    const parts = new URLSearchParams(view);
    ZM.setLanguage(parts.get("lang") || "");
    if (parts.has("on")) {
      const names = parts.get("on").split(".");
      for (const name of ZM.state.overlayNames()) ZM.state.setOverlay(name, names.includes(name));
    }
    if (parts.has("v")) {
      const words = new Set((parts.get("off") || "").split(","));
      const isOff = (element) =>
        words.has(element.id) || words.has(element.plan) || words.has(roleWord(element.roleInfo));
      const all = [...ZM.model.elements.values()];
      ZM.state.show(all, true);
      ZM.state.show(all.filter(isOff), false);
    }
    ZM.grouping.set(parts.get("by") || "role");
    for (const [key, word] of further) word.read(parts.get(key), parts.has("v"));
    ZM.offer(parts.get("base") || null);
    ZM.phrase.read(parts.get("part"), parts.has("v"));
    if (parts.has("sel")) choose(parts.get("sel"), !parts.has("v"));
    const [lat, lon, zoom] = (parts.get("v") || "").split(",").map(Number);
    if (Math.abs(lat) <= 85 && Math.abs(lon) <= 180 && zoom >= 0 && zoom <= 24)
      ZM.panel.look({ center: [lat, lon], zoom }, false);
    else if (parts.has("lang") && !ZM.state.lit() && !ZM.state.selected()) {
      ZM.map.invalidateSize({ animate: false }); // other words may leave the map another height
      ZM.panel.home();
    }
  }

  /* Shows a view that somebody has sent, or goes to the page beside this one that it is of. */
  function take(view) {
    const own = new URLSearchParams(view).get("page") || ZM.payload.page.id;
    if (own === ZM.payload.page.id) {
      read(view);
      ZM.notice("share.taken");
    } else if (!ZM.share.kept && ZM.pages.page(own)) location.assign(`${encodeURIComponent(own)}.html#${view}`);
    else ZM.notice("share.other");
  }

  /* From a page that has no view of this one: there the map goes to what is chosen. */
  function choose(id, fly) {
    const found = ZM.model.named(id);
    if (found && !found.geometry) ZM.listed.lead(found);
    else ZM.state.select(id, { fly });
  }

  async function copy(event) {
    opener = event.currentTarget;
    write();
    try {
      await navigator.clipboard.writeText(address());
      ZM.notice("link.copied");
      // From disk the link leads nowhere on other machines: what a colleague can use is offered.
      if (isLocal()) showBox();
    } catch {
      // Some browsers refuse the clipboard to pages from disk: the reader copies by hand.
      ZM.notice("link.by_hand");
      showBox();
    }
  }

  const isLocal = () => location.protocol === "file:";

  function showBox() {
    const field = ZM.byId("zm-link-field");
    ZM.byId("zm-link").hidden = false;
    ZM.byId("zm-share-local").hidden = !isLocal();
    ZM.byId("zm-share-code").value = ZM.share.code(last.slice(1));
    field.value = address();
    field.focus();
    field.select();
  }

  async function copyCode() {
    const field = ZM.byId("zm-share-code");
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      ZM.notice("share.copied");
    } catch {
      ZM.notice("link.by_hand");
      field.focus();
    }
  }

  function close() {
    ZM.byId("zm-link").hidden = true;
    // The card, and its button with it, may have gone in the meantime.
    (opener.isConnected ? opener : ZM.byId("zm-link-copy")).focus();
  }

  function button() {
    return ZM.make("button", {
      className: "zm-button",
      text: ZM.t("link.copy"),
      attrs: { type: "button" },
      on: { click: copy },
    });
  }

  function start() {
    ZM.byId("zm-link-copy").addEventListener("click", copy);
    ZM.byId("zm-link-close").addEventListener("click", close);
    ZM.byId("zm-share-copy").addEventListener("click", copyCode);
    // Before others hear of it: Escape closes this box alone.
    document.addEventListener(
      "keydown",
      (event) => {
        if (event.key === "Escape" && !ZM.byId("zm-link").hidden) {
          event.preventDefault();
          close();
        }
      },
      true,
    );
    for (const id of ["zm-link-field", "zm-share-code"])
      ZM.byId(id).addEventListener("focus", (event) => event.target.select());
    ZM.byId("zm-share-save").addEventListener("click", () =>
      ZM.share.save(last.slice(1), ZM.byId("zm-share-shown").checked),
    );
    if (location.hash.length > 1) read();
    else if (ZM.share.kept) read(ZM.share.kept);
    let timer = 0;
    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(write, 150);
    };
    ZM.map.on("moveend", later);
    ZM.on("visibility overlays language select basemap grouping light opacity split swipe", later);
    window.addEventListener("hashchange", () => {
      if (location.hash !== last && location.hash.includes("=")) read();
    });
  }

  /* A word of links that a page may have: write() gives it, or nothing; read(text or null, whether the link has a
     view of its own). */
  const add = (key, word) => further.set(key, word);

  ZM.link = { start, button, write, read, take, add };
})(window.ZM);
