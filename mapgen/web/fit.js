/* needs: core.js */
/* A sheet's type: as large as there is room for, and what of a legend no sheet has room for. */
((ZM) => {
  "use strict";

  // The legend's type in points. Its explanations are .94 of that: 7 points at least, as smaller ones are
  // hard to read on paper.
  const BEST = { A4: 8.5, A3: 11 };
  const LEAST = 7.5;
  const legendOf = (made) => made.querySelector(".zm-sheet-legend");

  /* Sets the legend's type; says if nothing of it is cut then. */
  function setType(made, size) {
    const legend = legendOf(made);
    legend.style.fontSize = `${size}pt`;
    return legend.scrollHeight <= legend.clientHeight + 1 && legend.scrollWidth <= legend.clientWidth + 1;
  }

  /* A long title would take the map's room: it is set smaller, down to the size of other words. */
  function fitHead(made) {
    const head = made.querySelector(".zm-sheet-head"),
      title = head.firstChild;
    for (let size = 1.75; size >= 1; size -= 0.125) {
      title.style.fontSize = `${size}em`;
      if (head.offsetHeight < made.offsetHeight / 11) return;
    }
  }

  /* Gives the legend the largest type with which it has room beside the map, in one column or
     else, on a sheet in landscape, in two. Says if there is one. */
  function fitLegend(made) {
    // In portrait two columns would take the map's room.
    const ways = made.dataset.turn === "portrait" ? [false] : [false, true];
    for (const wide of ways) {
      made.classList.toggle("zm-wide", wide);
      if (!setType(made, LEAST)) continue;
      let size = BEST[made.dataset.paper];
      while (!setType(made, size)) size -= 0.25;
      return true;
    }
    return false;
  }

  /* Takes out of a legend what has no room in it, or null. What a column cannot take stands in a
     further one, right of the legend's edge; an entry higher than a column is split there or, by
     other browsers, reaches below it. The heading that the rest stands under is repeated. `kept`
     stays in any case: with an entry on every sheet there is an end to them. */
  function takeRest(legend, kept) {
    const HEADING = "h3, .zm-entry-plan",
      nodes = [...legend.querySelectorAll("h3, li")];
    const { right, bottom } = legend.getBoundingClientRect();
    let at = nodes.findIndex((node) => {
      const box = node.getBoundingClientRect();
      return node !== kept && (box.right > right + 1 || box.bottom > bottom + 1);
    });
    if (at < 0) return null;
    while (at > 0 && nodes[at - 1].matches(HEADING)) at -= 1;
    const heading =
      !nodes[at].matches(HEADING) &&
      nodes
        .slice(0, at)
        .reverse()
        .find((node) => node.matches(HEADING));
    const range = document.createRange();
    range.setStartBefore(nodes[at]);
    range.setEndAfter(legend.lastChild);
    const rest = range.extractContents();
    if (heading) (heading.tagName === "LI" ? rest.firstChild : rest).prepend(heading.cloneNode(true));
    return rest;
  }

  ZM.fit = { BEST, legendOf, setType, fitHead, fitLegend, takeRest };
})(window.ZM);
