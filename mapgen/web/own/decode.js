/* needs: core.js own/refusal.js */
/* The text of a file in the encoding that its bytes show: UTF-8, UTF-16 either way round, else GB18030. */
((ZM) => {
  "use strict";

  const SAMPLE = 4096; // bytes in which noughts are counted
  const OFTEN = 0.1; // share of noughts from which signs have two bytes: digits and commas have one nought

  /* UTF-16 without a mark: noughts stand at every second place only. */
  function wide(bytes) {
    const end = Math.min(bytes.length, SAMPLE),
      noughts = [0, 0];
    for (let i = 0; i < end; i += 1) if (bytes[i] === 0) noughts[i % 2] += 1;
    const [high, low] = noughts.map((count) => count / (end / 2 || 1));
    if (low > OFTEN && high < low / 10) return "utf-16le";
    if (high > OFTEN && low < high / 10) return "utf-16be";
    return null;
  }

  function read(bytes, encoding) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      return null;
    }
  }

  /* {text, encoding} of a Uint8Array, without a mark of the order of its bytes. */
  ZM.decode = (bytes) => {
    const marked =
      (bytes[0] === 0xff && bytes[1] === 0xfe && "utf-16le") || (bytes[0] === 0xfe && bytes[1] === 0xff && "utf-16be");
    const known = marked || wide(bytes);
    for (const encoding of known ? [known] : ["utf-8", "gb18030"]) {
      const text = read(bytes, encoding);
      if (text === null) continue;
      if (text.includes("\0")) throw ZM.refusal("no_text"); // a picture, a database
      return { text, encoding };
    }
    throw ZM.refusal("no_text");
  };
})(window.ZM);
