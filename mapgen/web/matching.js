/* needs: core.js */
/* Words that readers type against the Chinese name, the English name or pinyin initials. */
((ZM) => {
  "use strict";

  // A keyboard has no minus but "-".
  const plain = (text) =>
    String(text || "")
      .normalize("NFKC")
      .toLowerCase()
      .replaceAll("\u2212", "-");
  const split = (text) => plain(text).split(/\s+/).filter(Boolean);
  const entry = (element) => ({
    element,
    name: plain(element.name),
    english: plain(element.name_en),
    initials: plain(element.initials),
  });

  /* Smaller is better; Infinity is no match. */
  function score(entry, query) {
    if (entry.name === query || entry.english === query) return 0;
    if (entry.name.startsWith(query)) return 1;
    if (entry.initials.startsWith(query)) return 2;
    if (entry.english.startsWith(query)) return 3;
    if (entry.name.includes(query)) return 4;
    if (entry.english.includes(` ${query}`)) return 5;
    if (entry.initials.includes(query)) return 6;
    return entry.english.includes(query) ? 7 : Infinity;
  }

  /* Every word must match, wherever it stands; a name that holds them as typed goes first. */
  function rankOf(entry, query, words) {
    const whole = score(entry, query);
    return words.length > 1
      ? Math.min(
          whole,
          words.reduce((sum, word) => sum + score(entry, word), 0),
        )
      : whole;
  }

  /* The elements of all entries that match, or of the best `most` of them. */
  function find(text, among, most) {
    const query = plain(text).trim(),
      words = split(text);
    if (!query) return [];
    return among
      .map((entry) => ({ entry, rank: rankOf(entry, query, words) }))
      .filter(({ rank }) => rank < Infinity)
      .sort((a, b) => a.rank - b.rank)
      .slice(0, most)
      .map(({ entry }) => entry.element);
  }

  ZM.matching = { plain, split, entry, find };
})(window.ZM);
