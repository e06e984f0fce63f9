/* needs: candidates.js core.js crowd.js rows.js spots.js */
/* Finds each name its place: the first of its candidates that meets nothing written before, and stands in no zone
   but its own. Names come in waves, the weightiest first; within a wave those that found no room are tried once more
   with a leader. A pure function of what could be named and a view. */
((ZM) => {
  "use strict";

  const MOST_TRIED = 1500; // names, and names with a leader: however many elements there are, there is an end
  const MOST_LED = 150;
  const MOST_MOVED = 30; // names for which room is made by moving another
  const MOST_ASKED = 150; // places for one name at which another is asked to move
  const MOST_STUCK = 9; // names that are tried to be moved for one
  const A_LEADER = 24000; // pixels of a view for each leader at most, but for names that always stand: a phone has few
  const SAMPLES = [0.1, 0.3, 0.5, 0.7, 0.9]; // of a name's width: the zones below them
  const HALF = 2; // pixels that a leader keeps free to either side
  const TARGET = 6; // pixels around the middle of a small area that other names had better leave free

  const AGAIN = 300; // pixels after which the name of a water may be read once more

  /* An item's name as it is written in rows at a spot. */
  function block({ look }, { rows, widths, wide }, { x, y, flush }) {
    return rows.map((text, i) => ({
      text,
      x: x + ((flush || 0) * (wide - widths[i])) / 2,
      y: y + (i - (rows.length - 1) / 2) * look.size * ZM.rows.HEIGHT,
      angle: 0,
    }));
  }

  /* Visits boxes along a leader, but for its end at the place that it points to, until one is refused. */
  function everyAlong([fromX, fromY, toX, toY], visit) {
    const long = Math.hypot(toX - fromX, toY - fromY),
      count = Math.floor(Math.max(0, long - 8) / (2 * HALF));
    for (let i = 0; i < count; i++) {
      const share = ((i + 0.5) * 2 * HALF) / long,
        x = fromX + (toX - fromX) * share,
        y = fromY + (toY - fromY) * share;
      if (!visit([x - HALF, y - HALF, x + HALF, y + HALF])) return false;
    }
    return true;
  }

  function bounding(boxes) {
    const whole = [...boxes[0]];
    for (const box of boxes)
      for (let i = 0; i < 4; i++) if (i < 2 ? box[i] < whole[i] : box[i] > whole[i]) whole[i] = box[i];
    return whole;
  }

  function boxAt({ wide, tall }, { x, y }) {
    const halfWide = wide / 2 + 2,
      halfTall = tall / 2 + 1;
    return [x - halfWide, y - halfTall, x + halfWide, y + halfTall];
  }

  const far = (a, b) => Math.hypot(a[0] + a[2] - b[0] - b[2], a[1] + a[3] - b[1] - b[3]) / 2;

  const isOut = (box, { min, max }) => box[2] < min.x || box[0] > max.x || box[3] < min.y || box[1] > max.y;
  const isWithin = (box, { min, max }) => box[0] >= min.x && box[1] >= min.y && box[2] <= max.x && box[3] <= max.y;

  /* The middle of what is in sight: names that have no room among the rest lead away from it. */
  function hubOf(waves, seen) {
    let x = 0,
      y = 0,
      count = 0;
    for (const { shape, led } of waves.flat().slice(0, MOST_TRIED)) {
      const box = ZM.spots.boxOf(shape, seen);
      if (!led || isOut(box, seen)) continue;
      x += box[0] + box[2];
      y += box[1] + box[3];
      count += 2;
    }
    return count ? { x: x / count, y: y / count } : seen.min;
  }

  /* waves: lists of {text, words, kind, look, shape, form: point | line | area, own, led, …}.
     seen: the view without what is painted around it.
     given: {crowd: what names and leaders keep off, highlight: what names keep off, lines: what they had better,
     widthOf, standsIn: how many places below a name lie in zones of others and in its own, most: names}. */
  function place(waves, seen, { crowd, highlight, lines, widthOf, standsIn, most }) {
    const written = [],
      items = new Map(), // of what is written: {item, along: boxes along its leader}
      leaders = ZM.Crowd(),
      targets = ZM.Crowd(),
      mostLed = ((seen.max.x - seen.min.x) * (seen.max.y - seen.min.y)) / A_LEADER,
      tools = { widthOf, hub: hubOf(waves, seen) };
    let tried = 0,
      ledTried = 0,
      roomMade = 0;

    const isFree = (boxes) => [crowd, leaders, highlight].every((each) => each.free(boxes));

    /* Whether a leader would lie on a name or on another leader. */
    const isBarred = (leader) =>
      written.some((other) => other.leader && ZM.spots.cross(leader, other.leader)) ||
      !everyAlong(leader, (box) => crowd.isFree(box) && leaders.isFree(box));

    /* Whether a name would lie on a zone of others (others), and stand in it rather than in its own (isForeign). */
    function zonesBelow(item, box) {
      if (!item.own) return { others: 0 };
      const y = (box[1] + box[3]) / 2,
        places = SAMPLES.map((share) => [box[0] + share * (box[2] - box[0]), y]),
        { own, others } = standsIn(item, places, seen);
      return { others, isForeign: item.form === "area" ? others > own : others > SAMPLES.length / 2 };
    }

    /* What would be written at a place, whatever is in its way; null where it could not be read, or not all of it. */
    function sketch(candidate) {
      const [setting, spot, target] = candidate.runs ? [] : candidate;
      const boxes = candidate.boxes || [boxAt(setting, spot)],
        box = boxes.length === 1 ? boxes[0] : bounding(boxes);
      if (!isWithin(box, seen) || !highlight.free(boxes)) return null;
      const { rows } = setting || {};
      return {
        runs: candidate.runs,
        rows,
        boxes,
        box,
        setting,
        spot,
        leader: target && ZM.spots.leader(box, target),
      };
    }

    /* Looks at a place: null if something is in its way, else what is written there; `isBest` if nothing is
       against it. A leader, and letters along a line, say whose name it is. */
    function look(item, candidate) {
      const found = sketch(candidate);
      if (!found || !isFree(found.boxes) || (found.leader && isBarred(found.leader))) return null;
      const { runs, boxes, box, leader } = found;
      if (runs) return { ...found, isBest: lines.free(boxes) };
      const { others, isForeign } = zonesBelow(item, box);
      if (isForeign && !leader) return null;
      return { ...found, isBest: !others && lines.isFree(box) && targets.isFree(box, item.shape) };
    }

    /* The first place with nothing against it, and else the first that will do: {best, second}. */
    function find(item, led) {
      let second = null;
      for (const candidate of ZM.candidates.of(item, seen, tools, led)) {
        const found = look(item, candidate);
        if (found?.isBest) return { best: found };
        second ||= found;
      }
      return { second };
    }

    const either = ({ best, second }) => best || second;

    function write(item, { runs, rows, boxes, box, leader, setting, spot }, at = written.length) {
      const { text, kind } = item,
        along = [],
        made = {
          text,
          kind,
          look: item.look,
          rows: rows || [text],
          runs: runs || block(item, setting, spot),
          boxes,
          box,
          leader,
        };
      if (leader) everyAlong(leader, (each) => along.push(each));
      for (const each of [...boxes, ...along]) each.of = made;
      items.set(made, { item, along });
      take(made, at);
    }

    function take(made, at) {
      crowd.take(made.boxes);
      leaders.take(items.get(made).along);
      written.splice(at, 0, made);
    }

    function drop(made) {
      crowd.drop(made.boxes);
      leaders.drop(items.get(made).along);
      written.splice(written.indexOf(made), 1);
    }

    /* The one name that is in the way of a place, or null if it is none or several. */
    function onlyOne({ boxes, leader }) {
      let one = null;
      const isOne = (made) => {
        if (one && one !== made) return false;
        one = made;
        return true;
      };
      const areOne = (box) => [crowd, leaders].every((each) => each.every(box, ({ of }) => isOne(of)));
      if (!boxes.every(areOne) || (leader && !everyAlong(leader, areOne))) return null;
      const crossed = leader ? written.filter((other) => other.leader && ZM.spots.cross(leader, other.leader)) : [];
      return crossed.every(isOne) ? one : null;
    }

    /* Makes room for a name by finding another place for the one that is in its way. */
    function makeRoom(item) {
      const stuck = new Set(); // names that had no other place
      let count = 0;
      for (const led of [false, true])
        for (const candidate of ZM.candidates.of(item, seen, tools, led)) {
          if (++count > MOST_ASKED) return;
          const found = sketch(candidate);
          const other = found && onlyOne(found);
          if (!other || stuck.has(other)) continue;
          if (!found.leader && !found.runs && zonesBelow(item, found.box).isForeign) continue;
          const at = written.indexOf(other),
            moved = items.get(other).item;
          drop(other);
          write(item, found);
          const place = either(find(moved, false)) || (moved.led && either(find(moved, true)));
          if (place) {
            write(moved, place, at);
            return;
          }
          drop(written[written.length - 1]);
          take(other, at);
          stuck.add(other);
          if (stuck.size > MOST_STUCK) return;
        }
    }

    /* The middle of a small area is kept free for a leader, as far as it can be. */
    for (const { shape, form, led } of waves.flat().slice(0, MOST_TRIED)) {
      const box = ZM.spots.boxOf(shape, seen);
      if (
        !led ||
        form !== "area" ||
        isOut(box, seen) ||
        Math.max(box[2] - box[0], box[3] - box[1]) > 2 * ZM.candidates.SMALL
      )
        continue;
      const middle = ZM.spots.middle(shape, seen);
      if (middle) targets.take([Object.assign(ZM.spots.square(middle, TARGET), { of: shape })]);
    }

    const isNear = ({ text }, box) => written.some((other) => other.text === text && far(other.box, box) < AGAIN);

    for (const wave of waves) {
      const left = [];
      for (const item of wave) {
        if (written.length > most || tried > MOST_TRIED) return written;
        const box = ZM.spots.boxOf(item.shape, seen);
        if (isOut(box, seen)) continue;
        if (item.once && isNear(item, box)) continue;
        tried += 1;
        const { best, second } = find(item, false);
        if (best || (second && !item.led)) write(item, best || second);
        else if (item.led) left.push({ item, second });
      }
      const lost = [];
      for (const { item, second } of left) {
        ledTried += 1;
        const mayLead = ledTried < MOST_LED && (item.always || written.filter(({ leader }) => leader).length < mostLed),
          led = mayLead ? find(item, true) : {};
        const found = led.best || (second && isFree(second.boxes) ? second : led.second);
        if (found) write(item, found);
        else if (mayLead) lost.push(item);
      }
      for (const item of lost) {
        if (roomMade > MOST_MOVED) break;
        roomMade += 1;
        makeRoom(item);
      }
    }
    return written;
  }

  ZM.placing = { place };
})(window.ZM);
