/* needs: core.js review/choosing.js review/decisions.js review/found.js */
/* The text: its paragraphs, each finding underlined by its kind. Where findings overlap, each has a line of its own,
   one below the other. */
((ZM) => {
  "use strict";

  const { make, byId } = ZM;
  const { source, findings } = ZM.payload;
  const marks = new Map(); // finding → its pieces
  const DEEPEST = 4; // lines below one another that can still be told apart

  const outermost = (a, b) => a.start - b.start || b.end - a.end || a.index - b.index;

  /* A piece of text inside the marks of all findings that it belongs to. */
  function piece(from, to, active) {
    let node = document.createTextNode(source.text.slice(from, to));
    for (let depth = active.length - 1; depth >= 0; depth--) {
      const item = active[depth];
      const mark = document.createElement("span");
      mark.append(node);
      mark.dataset.i = item.index;
      mark.dataset.depth = Math.min(active.length - 1 - depth, DEEPEST - 1);
      if (Math.min(item.end, to) === item.end) mark.dataset.end = "";
      if (marks.has(item)) marks.get(item).push(mark);
      else marks.set(item, [mark]);
      node = mark;
    }
    return node;
  }

  function fill(node, start, end, items) {
    const cuts = new Set([start, end]);
    for (const item of items) {
      cuts.add(Math.max(item.start, start));
      cuts.add(Math.min(item.end, end));
    }
    const places = [...cuts].sort((a, b) => a - b);
    for (let i = 0; i + 1 < places.length; i++) {
      const active = items.filter((item) => item.start <= places[i] && item.end >= places[i + 1]);
      node.append(piece(places[i], places[i + 1], active));
    }
    return node;
  }

  /* What lies between two paragraphs and was not read, such as the number of a page. */
  function between(from, to) {
    const words = source.text.slice(from, to).trim();
    return words && make("p", { className: "rv-unread", text: words });
  }

  function build() {
    const page = document.createDocumentFragment();
    const sorted = [...findings].sort(outermost);
    let at = 0,
      next = 0;
    let open = []; // findings that go on from an earlier paragraph
    for (const [number, start, end, isHeading] of source.paragraphs) {
      const unread = between(at, start);
      if (unread) page.append(unread);
      while (next < sorted.length && sorted[next].start < end) open.push(sorted[next++]);
      open = open.filter((item) => item.end > start);
      const block = make(isHeading ? "h3" : "p", { attrs: { "data-number": number } });
      page.append(fill(block, start, end, open));
      at = end;
    }
    const unread = between(at, source.text.length);
    if (unread) page.append(unread);
    byId("rv-text").append(page);
    for (const [item, pieces] of marks) write(item, pieces);
  }

  function write(item, pieces) {
    const verdict = ZM.decisions.verdict(item);
    const names = ["rv-mark", `rv-k-${item.kind}`];
    if (item.tier === "B") names.push("rv-named");
    if (item.doubts.length && !verdict) names.push("rv-doubt");
    if (verdict) names.push(verdict === "accept" ? "rv-yes" : "rv-no");
    if (item === ZM.choosing.current()) names.push("rv-on");
    for (const mark of pieces) mark.className = names.join(" ");
  }

  const rewrite = (item) => item && marks.has(item) && write(item, marks.get(item));

  /* Brings a finding into the middle of its pane; the page itself stays where it is. */
  function bring(item) {
    const pane = byId("rv-text"),
      mark = marks.get(item)?.[0];
    if (!mark) return;
    const to = () => {
      const box = mark.getBoundingClientRect(),
        frame = pane.getBoundingClientRect();
      if (box.top > frame.top + 24 && box.bottom < frame.bottom - 24) return;
      pane.scrollTop += box.top - frame.top - frame.height / 3;
    };
    to();
    requestAnimationFrame(to); // paragraphs above have their height only now
  }

  /* The innermost finding at a click; once more, the one around it. */
  function clicked(event) {
    const around = [];
    for (let node = event.target; node && node !== event.currentTarget; node = node.parentNode)
      if (node.dataset?.i) around.push(findings[node.dataset.i]);
    if (!around.length || !document.getSelection().isCollapsed) return;
    ZM.choosing.choose(around[(around.indexOf(ZM.choosing.current()) + 1) % around.length]);
  }

  function start() {
    build();
    byId("rv-text").addEventListener("click", clicked);
    ZM.on("decided", (keys) => {
      for (const key of keys) for (const item of ZM.found.byKey.get(key) || []) rewrite(item);
    });
    ZM.on("chosen", ({ item, before }) => {
      rewrite(before);
      rewrite(item);
      bring(item);
    });
  }

  ZM.reader = { start };
})(window.ZM);
