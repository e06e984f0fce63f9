/* needs: along.js core.js rows.js spots.js */
/* Where a name could stand, and how it would be set there, the best first. */
((ZM) => {
  "use strict";

  const LONGEST = { always: 330, core: 250, park: 250, part: 190, point: 90 }; // pixels from a place to its name
  const NARROW = 3; // ways to set a name in rows that are tried
  const SHORT = 3; // characters of a name that stands on its line in one row
  const SMALL = 80; // pixels: about an area no larger than this stands its name as about a dot

  const isTurned = (text) => !/[\u3400-\u9fff]/.test(text);

  /* The ways in which an item's name can be set: {rows, widths, wide, tall} each. */
  function settings(item, widthOf) {
    const { look } = item;
    item.settings ||= ZM.rows
      .layouts(item.text, item.words)
      .slice(0, NARROW)
      .map((rows) => {
        const widths = rows.map((row) => widthOf(look, row));
        return { rows, widths, wide: Math.max(...widths), tall: rows.length * look.size * ZM.rows.HEIGHT };
      });
    return item.settings;
  }

  /* Places for the name of a line: along it, else beside it. All such places are [setting, spot, the place that a
     leader points to], or {runs, boxes}. */
  function* ofLine(item, view, { widthOf, hub }, led) {
    const stretch = ZM.along.seen(item.shape, view);
    if (!stretch) return;
    const { look, text, off } = item;
    if (!led) {
      // Letter by letter, short names of canals side by side would read across one another.
      if (item.centred && [...text].length <= SHORT) {
        const [setting] = settings(item, widthOf);
        for (const share of ZM.along.SHARES) yield [setting, ZM.along.at(stretch, share * stretch.length)];
      } else if (isTurned(text)) yield* ZM.along.turned(stretch, text, widthOf(look, text), look.size, off);
      else yield* ZM.along.letters(stretch, text, look.size, off);
      if (item.centred) return;
    }
    for (const share of ZM.along.SHARES) {
      const place = ZM.along.at(stretch, share * stretch.length),
        dot = [place.x, place.y, place.x, place.y];
      for (const setting of settings(item, widthOf)) {
        if (led) yield* withLeader(item, setting, dot, place, hub);
        else for (const spot of ZM.spots.beside(dot, setting.wide, setting.tall, off[0])) yield [setting, spot];
      }
    }
  }

  /* With a leader, which is no longer than the name is worth. */
  function* withLeader({ rank, always }, setting, box, place, hub) {
    const longest = always ? LONGEST.always : LONGEST[rank];
    for (const spot of ZM.spots.around(box, place, setting, hub, longest)) yield [setting, spot, place];
  }

  /* Places for the name of an area: where there is room inside, across its middle, about it if it is small. */
  function* ofArea(item, view, { widthOf, hub }, led) {
    const all = settings(item, widthOf);
    if (!led)
      for (const setting of all)
        for (const spot of ZM.spots.inside(item.shape, view, setting.wide + 4, setting.tall + 2)) yield [setting, spot];
    const middle = ZM.spots.middle(item.shape, view);
    if (!middle) return;
    const { x, y } = middle,
      box = ZM.spots.boxOf(item.shape, view),
      isSmall = Math.max(box[2] - box[0], box[3] - box[1]) < SMALL;
    if (led) {
      const from = isSmall ? box : [x - 8, y - 8, x + 8, y + 8];
      for (const setting of item.always ? all : all.slice(0, 2)) yield* withLeader(item, setting, from, middle, hub);
      return;
    }
    for (const setting of all) for (const step of [0, -0.5, 0.5]) yield [setting, { x, y: y + step * setting.tall }];
    if (isSmall)
      for (const setting of all)
        for (const spot of ZM.spots.beside(box, setting.wide, setting.tall, 3)) yield [setting, spot];
  }

  function* ofPoint(item, view, { widthOf, hub }, led) {
    const [x, y] = ZM.spots.boxOf(item.shape, view),
      place = { x, y },
      { reach } = item,
      dot = [x - reach, y - reach, x + reach, y + reach];
    for (const setting of settings(item, widthOf)) {
      const { wide, tall } = setting;
      if (led) yield* withLeader(item, setting, dot, place, hub);
      else if (item.centred) {
        yield [setting, place];
        for (const step of [-1, 1]) yield [setting, { x, y: y + step * tall }];
      } else for (const spot of ZM.spots.beside(dot, wide, tall)) yield [setting, spot];
    }
  }

  const OF = { point: ofPoint, line: ofLine, area: ofArea };

  ZM.candidates = { SMALL, of: (item, view, tools, led) => OF[item.form](item, view, tools, led) };
})(window.ZM);
