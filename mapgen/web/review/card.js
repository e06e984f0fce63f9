/* needs: core.js i18n.js review/choosing.js review/commands.js review/decisions.js review/located.js
   review/telling.js */
/* The chosen finding: what it says and where, what is doubtful, what was located of it, and what was decided. */
((ZM) => {
  "use strict";

  const { make, byId, known } = ZM;
  const t = ZM.t;
  const chinese = (text) => ZM.chinese(text, "rv-words");

  function values(item) {
    const lines = [];
    const add = (label, value) => known(value) && lines.push([t(label), value]);
    const subject = ZM.telling.subject(item);
    add("review.label.of", subject);
    if (item.kind === "element") {
      add("review.label.role", ZM.decisions.get(item)?.role ?? item.role);
      add("review.label.parent", ZM.decisions.get(item)?.parent ?? item.parent);
      add("review.label.aliases", item.aliases.join(t("review.comma")));
    }
    if (item.kind === "side" && item.side) {
      add("review.label.line", t(`review.of.${item.of}`));
      if (item.part > 1) add("review.label.part", item.part);
      add(
        "review.label.offset",
        known(item.offset_m) ? t("review.metres", { metres: ZM.number(item.offset_m, 0) }) : "",
      );
    }
    if (item.kind === "indicator") {
      add("review.label.unit", item.unit);
      add("review.label.base", known(item.base) ? ZM.number(item.base, 6) : "");
      add("review.label.target", known(item.target) ? ZM.number(item.target, 6) : "");
    }
    return lines;
  }

  const coded = (group, code) =>
    t(ZM.hasText(`review.${group}.${code}`) ? `review.${group}.${code}` : `review.${group}.other`);

  /* What was found of a side in the extract, and how sure that is. */
  function line(item) {
    const found = ZM.located.side(item);
    if (!found) return [];
    if (!found.geometry) return [t("review.line_none")];
    const told = { name: found.found, rule: coded("rule", found.rule), how: coded("how", found.how) };
    return [
      t("review.line_found", told),
      t("review.line_off", { metres: ZM.number(found.accuracy_m, 0) }),
      ...(found.bridged_m > 0 ? [t("review.line_bridged", { metres: ZM.number(found.bridged_m, 0) })] : []),
    ];
  }

  function zone(each) {
    const part = each.part > 1 ? `${t("review.part", { part: each.part })} ` : "";
    if (!each.geometry) return part + ZM.pick(each, "why");
    const area = t("review.zone_closed", { km2: ZM.number(each.computed_km2, 2) });
    const stated = known(each.stated_km2) ? t("review.zone_stated", { km2: ZM.number(each.stated_km2, 2) }) : "";
    const chosen = each.chosen_by_area ? t("review.zone_by_area") : "";
    const gap = each.bridged_m > 1 ? t("review.zone_bridged", { metres: ZM.number(each.bridged_m, 0) }) : "";
    return [part + area, stated, chosen, gap].filter(Boolean).join(" ");
  }

  function place(item) {
    const { name } = ZM.payload.source;
    return [`${name}:${item.paragraph}:${item.place}`, item.headings].filter(Boolean).join(" · ");
  }

  function write(item) {
    const located = [...line(item), ...ZM.located.zones(item).map(zone)];
    byId("rv-card-title").replaceChildren(
      make("span", { className: `rv-sign rv-k-${item.kind}`, text: ZM.telling.kind(item) }),
      " ",
      make("span", { className: "rv-name", text: ZM.telling.value(item), attrs: { lang: "zh-CN" } }),
    );
    byId("rv-card-body").replaceChildren(
      make("blockquote", { text: item.quote, attrs: { lang: "zh-CN" } }),
      make("p", { className: "zm-words", text: place(item) }),
      make(
        "dl",
        { className: "rv-values" },
        ...values(item).flatMap(([label, value]) => [
          make("dt", { text: label }),
          make("dd", {}, chinese(String(value))),
        ]),
      ),
      ...item.doubts.map((code) => make("p", { className: "rv-why", text: ZM.telling.doubt(item, code) })),
      ...located.map((text) => make("p", { className: "rv-located", text })),
      make(
        "p",
        { className: "rv-verdict" },
        make("strong", { text: ZM.telling.verdict(item) }),
        ...ZM.telling.more(item).map((text) => make("span", { text: ` ${text}` })),
      ),
    );
    for (const { name, fits } of ZM.commands.all) if (fits) byId(`rv-do-${name}`).hidden = !fits(item);
  }

  /* What a screen reader says of a finding, when another is chosen or something is decided. */
  function say(item) {
    const doubts = item.doubts.map((code) => ZM.telling.doubt(item, code));
    byId("rv-said").textContent = [
      ZM.telling.kind(item),
      ZM.telling.value(item),
      ZM.telling.subject(item),
      ...doubts,
      ZM.telling.verdict(item),
      ...ZM.telling.more(item),
    ]
      .filter(Boolean)
      .join(t("review.pause"));
  }

  function refresh() {
    const item = ZM.choosing.current();
    byId("rv-none").hidden = Boolean(item);
    byId("rv-chosen").hidden = !item;
    if (!item) return;
    write(item);
    say(item);
  }

  function start() {
    ZM.on("chosen decided language", refresh);
    refresh();
  }

  ZM.findingCard = { start };
})(window.ZM);
