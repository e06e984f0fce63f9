/* needs: core.js i18n.js own/belt.js own/degrees.js */
/* Where a table has its heads and its places: by what columns are called, and above all by the numbers in them, for in
   China no longitude can be a latitude, no northing an easting. */
((ZM) => {
  "use strict";

  const { degrees, number, pair, narrow } = ZM.degrees;
  const { columns: known, china } = ZM.block("zm-own-texts");
  const LON = [china[0], china[2]],
    LAT = [china[1], china[3]],
    EAST = [1e5, 9e5],
    NORTH = [1.6e6, 6.1e6];
  const HEADS = 12; // rows among which heads are looked for
  const SAMPLE = 300; // rows by which columns are judged
  const ENOUGH = 0.5, // of the rows that say something
    SOME = 0.01; // of a column that is called after the coordinate: many rows may lack it
  const within = (value, [from, to]) => value >= from && value <= to;
  const isLon = (value) => within(value, LON),
    isLat = (value) => within(value, LAT);
  const isEast = (value) => within(value, EAST) || (ZM.belt.meridianOf(value) !== null && within(value % 1e6, EAST)),
    isNorth = (value) => within(value, NORTH);

  /* A pair as [lon, lat], whichever way round it is given; null if it is none in China. */
  function placeOf(both) {
    if (!both) return null;
    if (isLon(both[0]) && isLat(both[1])) return both;
    return isLon(both[1]) && isLat(both[0]) ? [both[1], both[0]] : null;
  }

  const bare = (text) =>
    narrow(text)
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, " ")
      .trim();

  /* What a head calls: "lon", "lat", "x", "y", "pair" or null. Of several words one may be the name: "bd_lng". */
  function called(head) {
    const plain = bare(head),
      parts = [plain.replace(/ /g, ""), ...plain.split(" ")];
    const is = ({ names, within }) =>
      names.some((name) => parts.includes(bare(name).replace(/ /g, ""))) || within.some((word) => plain.includes(word));
    return ["pair", "lon", "lat", "x", "y"].find((kind) => is(known[kind])) || null;
  }

  const isCoordinate = (cell) =>
    cell !== "" && (isLon(degrees(cell)) || isEast(number(cell)) || placeOf(pair(cell)) !== null);
  const isFilled = (cell) => cell !== undefined && cell.trim() !== "";

  // What a spreadsheet writes for a value that it lacks, "#N/A", is no name; nor is one what stands among the data.
  const isName = (cell) => called(cell) && !/\d|^#/.test(cell);
  const isUnit = (cell) => isFilled(cell) && known.unit.names.includes(bare(cell) || narrow(cell));

  /* How many rows at the top are no data. A row that only lacks its place is data: it is told among the bad ones. */
  function headRows({ rows, merged = [] }) {
    const top = rows.slice(0, HEADS);
    const placed = top.findIndex((row) => row.some(isCoordinate));
    const last = (some, test) => some.reduce((last, row, i) => (test(row) ? i : last), -1);
    if (placed < 0) return last(top, (row) => row.some(isName)) + 1 || Math.min(1, rows.length);
    const above = top.slice(0, placed),
      isPlace = (i) =>
        isCoordinate(top[placed][i]) || isLat(degrees(top[placed][i])) || isNorth(number(top[placed][i]));
    const over = (test) => (row) => row.some((cell, i) => i < top[placed].length && isPlace(i) && test(cell));
    let named = last(above, over(isName));
    if (named < 0) named = last(above, (row) => row.some(isName));
    // Under names that nobody knows the first row that has any over the places, and is no title, is the head.
    if (named < 0) named = above.findIndex((row) => row.filter(isFilled).length > 1 && over(isFilled)(row));
    if (named < 0) return Math.min(1, placed);
    // Below it stand units, or what is left of heads that are merged down.
    const merges = Math.max(named, ...merged.filter(([first]) => first <= named).map(([, , end]) => end));
    named = Math.min(merges, placed - 1);
    while (named + 1 < placed && over(isUnit)(top[named + 1])) named += 1;
    return named + 1;
  }

  /* Names of columns out of the rows above the data: a head that stands over several is theirs, a title above the
     table nobody's. */
  function heads({ rows, merged = [] }, count, width) {
    const filled = rows.slice(0, count).map((row) => row.filter(isFilled).length);
    const isTitle = (i) => filled[i] === 1 && filled.slice(i + 1).some((more) => more > 1);
    const levels = rows.slice(0, count).map((row, i) => {
      const cells = Array.from({ length: width }, (_, column) => (row[column] || "").trim());
      if (isTitle(i)) return cells.fill("");
      for (const [top, left, bottom, right] of merged)
        if (top <= i && i <= bottom)
          for (let column = left; column <= Math.min(right, width - 1); column += 1)
            cells[column] ||= top === i ? (row[left] || "").trim() : "";
      return cells;
    });
    // A text has no merged cells: what is empty beside a head and has a head below belongs to it.
    const below = levels.slice(-1)[0] || [];
    for (const level of levels.slice(0, -1))
      for (let column = 1; column < width; column += 1)
        if (!merged.length && !level[column] && below[column] && level[column - 1] && below[column - 1])
          level[column] = level[column - 1];
    return Array.from({ length: width }, (_, column) => {
      const parts = [...new Set(levels.map((level) => level[column]).filter(Boolean))];
      return parts.join(" · ");
    });
  }

  function sampled(rows, from) {
    const step = Math.max(1, Math.floor((rows.length - from) / SAMPLE)),
      some = [];
    for (let i = from; i < rows.length && some.length < SAMPLE; i += step)
      if (rows[i].some(isFilled)) some.push(rows[i]);
    return some;
  }

  /* The column that fits best: mostly numbers of the range, then one that is called after a coordinate, even the other
     one; `near` is where the other stands. */
  function best(columns, share, near) {
    let found = -1,
      most = 0;
    columns.forEach((column, i) => {
      if (column[share] < (column.called === share ? SOME : ENOUGH)) return;
      const name = column.called === share ? 3 : column.called ? 2 : 0;
      const score = column[share] * 4 + name + (column.fine ? 1 : 0) + (Math.abs(i - near) === 1 ? 0.5 : 0);
      if (i !== near && score > most) {
        most = score;
        found = i;
      }
    });
    return found;
  }

  /* Names of which no two are alike: the second of one kind gets a number. */
  function distinct(names) {
    const seen = new Set();
    return names.map((name) => {
      let own = name;
      for (let i = 2; seen.has(own); i += 1) own = `${name} (${i})`;
      seen.add(own);
      return own;
    });
  }

  /* {head, names, way, lon, lat, both, x, y, meridian, name, notes}: columns by number, -1 for none. */
  ZM.columns = (table, head = headRows(table)) => {
    const width = table.rows.reduce((most, row) => Math.max(most, row.length), 0);
    const names = heads(table, head, width);
    const some = sampled(table.rows, head);
    const columns = names.map((name, i) => {
      const cells = some.map((row) => row[i] || "").filter(isFilled);
      const share = (test) => (cells.length ? cells.filter(test).length / cells.length : 0);
      return {
        called: called(name),
        lon: share((cell) => isLon(degrees(cell))),
        lat: share((cell) => isLat(degrees(cell))),
        pair: share((cell) => placeOf(pair(cell)) !== null),
        east: share((cell) => isEast(number(cell))),
        north: share((cell) => isNorth(number(cell))),
        // Places have decimals, ages and numbers of people have none.
        fine:
          cells.length > 0 &&
          cells.filter((cell) => /[.\u3002\uff0e]\d{3}|['\u2032\u5206]/.test(cell)).length > cells.length / 2,
        words: share((cell) => Number.isNaN(number(cell))),
      };
    });
    const lon = best(columns, "lon", -9),
      lat = best(columns, "lat", lon);
    const both = best(columns, "pair", -9);
    const north = best(columns, "north", -9),
      east = best(columns, "east", north);
    const way = lon >= 0 && lat >= 0 ? "degrees" : both >= 0 ? "both" : north >= 0 && east >= 0 ? "plane" : "degrees";
    const isExchanged = way === "degrees" && (columns[lon]?.called === "lat" || columns[lat]?.called === "lon");
    const used = way === "degrees" ? [lon, lat] : way === "both" ? [both] : [east, north];
    const isName = (i) => !used.includes(i) && columns[i].words > ENOUGH;
    const known = ["zh", "en"].flatMap((language) => ZM.texts[language]["own.known.name"].split(" "));
    const byName = names.findIndex((name, i) => isName(i) && known.some((word) => name.toLowerCase().includes(word)));
    return {
      head,
      names: distinct(names.map((name, i) => name || ZM.t("own.column", { number: i + 1 }))),
      way,
      lon,
      lat,
      both,
      east,
      north,
      // Without a number before the eastings the belt is that of the page.
      meridian: ZM.payload.page.crs.meridian,
      name: byName >= 0 ? byName : names.findIndex((_, i) => isName(i)),
      isExchanged,
    };
  };

  /* The place of a row as [lon, lat] in the table's own degrees, or the code of why it has none. */
  ZM.columns.place = (row, columns) => {
    const cell = (i) => row[i] || "";
    if (columns.way === "both") {
      const read = pair(cell(columns.both));
      if (!read) return isFilled(cell(columns.both)) ? "no_number" : "empty";
      return placeOf(read) || "elsewhere";
    }
    const isPlane = columns.way === "plane",
      [first, second] = isPlane ? [columns.east, columns.north] : [columns.lon, columns.lat],
      read = isPlane ? number : degrees;
    if (!isFilled(cell(first)) || !isFilled(cell(second))) return "empty";
    const x = read(cell(first)),
      y = read(cell(second));
    if (Number.isNaN(x) || Number.isNaN(y)) return "no_number";
    if (!isPlane) return isLon(x) && isLat(y) ? [x, y] : isLon(y) && isLat(x) ? "swapped" : "elsewhere";
    if (isEast(y) && isNorth(x) && !(isEast(x) && isNorth(y))) return "swapped";
    if (!isEast(x) || !isNorth(y)) return "elsewhere";
    const meridian = ZM.belt.meridianOf(x) ?? columns.meridian,
      at = ZM.belt.toDegrees(x % 1e6, y, meridian);
    return isLon(at[0]) && isLat(at[1]) ? at : "elsewhere";
  };

  Object.assign(ZM.columns, { isFilled });
})(window.ZM);
