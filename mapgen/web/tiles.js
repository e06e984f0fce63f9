/* needs: core.js frame.js gcj02.js i18n.js notice.js */
/* Tiles from the network: off until the reader chooses a source. Failures become sentences. */
((ZM) => {
  "use strict";

  const sources = new Map(ZM.config.tiles.map((source) => [source.id, source]));
  const keys = new Map(Object.entries(ZM.config.keys));
  const STORE = (id) => `zonemap-key-${id}`;
  let current = null;
  let group = null;

  /* A browser may forbid storage to pages from disk; then the key lives as long as the page. */
  function remember(id, key) {
    keys.set(id, key);
    try {
      localStorage.setItem(STORE(id), key);
    } catch {
      ZM.notice("tiles.no_storage");
    }
  }

  function keyOf(id) {
    if (keys.get(id)) return keys.get(id);
    try {
      return localStorage.getItem(STORE(id)) || "";
    } catch {
      return "";
    }
  }

  /* The layers of a source for any map, below everything else. */
  function layers(id, onError) {
    const source = sources.get(id);
    return [source.url, source.labels].filter(Boolean).map((url) => {
      const options = {
        maxNativeZoom: source.maxZoom,
        maxZoom: 19,
        subdomains: source.subdomains || "abc",
        key: encodeURIComponent(keyOf(id)),
      };
      const layer = source.datum === "gcj02" ? ZM.gcj02.tiles(url, options) : L.tileLayer(url, options);
      if (onError) layer.on("tileerror", onError);
      return layer;
    });
  }

  function off() {
    if (group) group.remove();
    group = null;
    current = null;
    ZM.credits.length = 0;
  }

  function use(id) {
    if (id === current) return;
    off();
    const source = sources.get(id);
    if (source) {
      current = id;
      if (source.key && !keyOf(id)) {
        ZM.notice("tiles.key_missing", { name: name(source) });
      } else {
        let told = false;
        group = L.layerGroup(
          layers(id, () => {
            if (!told) ZM.notice(navigator.onLine === false ? "tiles.offline" : "tiles.failed", { name: name(source) });
            told = true;
          }),
        ).addTo(ZM.map);
        ZM.credits.push(`tiles.credit.${source.id}`);
        if (source.refusesDisk && location.protocol === "file:") ZM.notice("tiles.from_disk", { name: name(source) });
      }
    }
    ZM.emit("basemap");
    ZM.emit("credits");
    fill();
  }

  /* What was said of another source is no longer true. */
  function choose(id) {
    ZM.notice.clear();
    use(id);
  }

  const name = (source) => (ZM.hasText(`tiles.name.${source.id}`) ? ZM.t(`tiles.name.${source.id}`) : source.id);

  /* No form: a browser sends none in a sandboxed frame, not even to the page's own script. */
  function keyForm(source) {
    const field = ZM.make("input", {
      className: "zm-input",
      attrs: { id: "zm-tiles-key", type: "text", autocomplete: "off", spellcheck: "false" },
      on: { keydown: (event) => event.key === "Enter" && take() },
    });
    field.value = keyOf(source.id);
    function take() {
      remember(source.id, field.value.trim());
      current = null;
      use(source.id);
    }
    return ZM.make(
      "div",
      { className: "zm-key" },
      ZM.make("label", { text: ZM.t("tiles.key", { name: name(source) }), attrs: { for: field.id } }),
      field,
      ZM.make("button", {
        className: "zm-button",
        text: ZM.t("tiles.key_use"),
        attrs: { type: "button" },
        on: { click: take },
      }),
      ZM.make("p", { className: "zm-words", text: ZM.t("tiles.key_words") }),
    );
  }

  function fill() {
    const rows = [null, ...sources.values()].map((source) => {
      const id = source ? source.id : "none";
      const input = ZM.make("input", {
        attrs: { type: "radio", name: "zm-tiles", id: `zm-tiles-${id}` },
        on: { change: () => choose(source ? id : null) },
      });
      input.checked = (source ? id : null) === current;
      return ZM.make(
        "div",
        { className: "zm-row" },
        input,
        ZM.make("label", { text: source ? name(source) : ZM.t("tiles.none"), attrs: { for: input.id } }),
      );
    });
    const source = sources.get(current);
    const had = document.activeElement?.id;
    ZM.byId("zm-tiles").replaceChildren(
      ZM.make("fieldset", {}, ZM.make("legend", { text: ZM.t("tiles.title") }), ...rows),
      ...(source?.key ? [keyForm(source)] : []),
      ZM.make("p", { className: "zm-words", text: ZM.t("tiles.words") }),
    );
    if (had && ZM.byId(had)) ZM.byId(had).focus();
  }

  function start() {
    fill();
    ZM.on("language", fill);
  }

  /* The name of a source; null if the page has none of that id. */
  const nameOf = (id) => (sources.has(id) ? name(sources.get(id)) : null);

  ZM.tiles = { start, use, choose, layers, nameOf, current: () => current, isOn: () => Boolean(group) };
})(window.ZM);
