/* needs: address.js core.js i18n.js model.js popover.js */
/* The pages that were made with this one: first page, atlas and plans. Language goes along in the address. */
((ZM) => {
  "use strict";

  const page = (id) => ZM.model.pages.find((each) => each.id === id);

  const nameOf = (each) => (ZM.hasText(`pages.${each.id}`) ? ZM.t(`pages.${each.id}`) : ZM.pick(each, "title"));

  function row(each) {
    const here = each.id === ZM.payload.page.id;
    return ZM.make(
      "li",
      {},
      ZM.make(
        "a",
        { attrs: { href: ZM.address(each.id), "aria-current": here && "page" } },
        ZM.make("span", { text: nameOf(each) }),
        each.layout && ZM.make("span", { className: "zm-words", text: ZM.pick(each, "layout") }),
      ),
    );
  }

  function start() {
    const nav = ZM.byId("zm-pages");
    nav.hidden = ZM.model.pages.length < 2;
    if (nav.hidden) return;
    const list = ZM.make("ul", { className: "zm-popover zm-page-list", attrs: { id: "zm-page-list" } });
    const button = ZM.make(
      "button",
      {
        className: "zm-button",
        attrs: { type: "button", id: "zm-pages-toggle", "aria-controls": list.id, "data-t-label": "pages.all" },
      },
      ZM.icon("pages"),
    );
    nav.append(button, list);
    ZM.popover(button, list);
    const write = () => list.replaceChildren(...ZM.model.pages.map(row));
    write();
    ZM.on("language", write);
  }

  ZM.pages = { start, page, nameOf };
})(window.ZM);
