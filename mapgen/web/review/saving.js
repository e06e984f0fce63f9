/* needs: core.js hand.js i18n.js notice.js review/checking.js review/decisions.js review/found.js */
/* Decisions as a file, and back from one, also from one that was made of an earlier text. */
((ZM) => {
  "use strict";

  const { make, byId } = ZM;
  const t = ZM.t;
  const FORMAT = "zonemap decisions",
    VERSION = 1;
  const LONGEST = 1000; // characters of a document's name
  const LARGEST = 64 * 1024 * 1024; // bytes

  /* What tells a finding apart, as a file has it. */
  function keyed(item) {
    const key = { kind: item.kind, quote: item.quote, subject: item.subject };
    if (item.kind === "member" || item.kind === "passes") key.value = item.value;
    if (item.kind === "side") Object.assign(key, { side: item.side, part: item.part });
    return key;
  }

  function content() {
    const { all } = ZM.found,
      made = ZM.decisions.all();
    const seen = new Set();
    const list = [];
    for (const item of all) {
      if (!made.has(item.key) || seen.has(item.key)) continue;
      seen.add(item.key);
      list.push({ ...keyed(item), ...made.get(item.key) });
    }
    const name = [...ZM.payload.source.name].slice(0, LONGEST).join(""); // never half a character
    const file = { format: FORMAT, version: VERSION, source: name };
    return `${JSON.stringify({ ...file, decisions: [...list, ...ZM.decisions.left()] }, null, 1)}\n`;
  }

  function save() {
    ZM.hand(new Blob([content()], { type: "application/json" }), "decisions.json");
    ZM.decisions.written();
    ZM.notice("review.saved", { count: ZM.decisions.all().size });
  }

  const loose = (key) =>
    JSON.stringify([key.kind, key.quote, key.value ?? null, key.kind === "side" ? [key.side, key.part] : null]);

  /* Findings by key, and by what is left of it without the subject, where that is unique. */
  function index(keys) {
    const exact = new Map(),
      other = new Map();
    keys.forEach((key, at) => {
      exact.set(ZM.found.keyOf(key), at);
      const name = loose(key);
      other.set(name, other.has(name) ? null : at); // null: several
    });
    return { exact, other };
  }

  /* Takes decisions as one step: those that match, by their key or else by kind and quote where only one has them. */
  function take(decisions) {
    const items = [...new Map(ZM.found.all.map((item) => [item.key, item])).values()];
    const here = index(items.map(keyed)),
      there = index(decisions);
    const pairs = [],
      left = [];
    for (const decision of decisions) {
      const { kind, quote, subject, value, side, part, ...made } = decision;
      let at = here.exact.get(ZM.found.keyOf(decision));
      const name = loose(decision);
      if (at === undefined && there.other.get(name) !== null) at = here.other.get(name) ?? undefined;
      if (at === undefined) left.push(decision);
      else pairs.push([items[at].key, made]);
    }
    ZM.decisions.decide(pairs, left);
    return { taken: pairs.length, left };
  }

  function read(text) {
    let data;
    try {
      data = JSON.parse(text);
    } catch {
      return ZM.notice("review.wrong.json");
    }
    if (data?.format !== FORMAT || data.version !== VERSION || !Array.isArray(data.decisions))
      return ZM.notice("review.wrong.format");
    const sound = data.decisions.filter(ZM.checking.isDecision);
    const { taken, left } = take(sound);
    ZM.notice("review.loaded", { count: taken, left: left.length, broken: data.decisions.length - sound.length });
    return undefined;
  }

  async function chosen(event) {
    const [file] = event.target.files;
    event.target.value = ""; // the same file may be chosen again
    if (!file) return;
    if (file.size > LARGEST) return ZM.notice("review.wrong.large");
    try {
      read(await file.text());
    } catch {
      ZM.notice("review.wrong.file");
    }
  }

  /* What a file decided and this text does not have, in words. */
  function told() {
    const left = ZM.decisions.left();
    byId("rv-left").hidden = !left.length;
    byId("rv-left-title").textContent = t("review.left", { count: left.length });
    byId("rv-left-list").replaceChildren(
      ...left.map(({ kind, quote, subject, verdict }) =>
        make("li", {
          text: t("review.left_one", {
            kind: t(`review.kind.${kind}`),
            quote,
            subject: subject || t("review.nothing"),
            verdict: t(`review.verdict.${verdict}`),
          }),
        }),
      ),
    );
  }

  function start() {
    byId("rv-file").addEventListener("change", chosen);
    byId("rv-left-drop").addEventListener("click", () => ZM.decisions.decide([], []));
    ZM.on("decided language", told);
    window.addEventListener("beforeunload", (event) => {
      if (!ZM.decisions.isUnsaved()) return;
      event.preventDefault();
      event.returnValue = ""; // Chromium asks for it
    });
    told();
  }

  ZM.saving = { start, save, read, take, content, ask: () => byId("rv-file").click() };
})(window.ZM);
