/* needs: core.js own/refusal.js */
/* Members of a zip, found by its central directory and unpacked by the browser, as far as a bound. */
((ZM) => {
  "use strict";

  const MOST_MEMBERS = 10000;
  const PIECE = 16384; // bytes
  const END = 0x06054b50,
    ENTRY = 0x02014b50,
    LOCAL = 0x04034b50;
  // A header of gzip: the oldest browsers unpack nothing that is deflated without one.
  const GZIP = Uint8Array.of(31, 139, 8, 0, 0, 0, 0, 0, 0, 255);

  function directory(bytes) {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const broken = ZM.refusal("broken_zip");
    let end = bytes.length - 22;
    for (const last = Math.max(0, end - 65535); end >= last; end -= 1) if (view.getUint32(end, true) === END) break;
    if (end < 0 || view.getUint32(end, true) !== END) throw broken;
    const count = view.getUint16(end + 10, true),
      members = new Map();
    let at = view.getUint32(end + 16, true);
    if (count > MOST_MEMBERS) throw broken;
    for (let i = 0; i < count; i += 1) {
      if (at + 46 > bytes.length || view.getUint32(at, true) !== ENTRY) throw broken;
      const name = view.getUint16(at + 28, true);
      members.set(new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + name)).replace(/\\/g, "/"), {
        secret: view.getUint16(at + 8, true) & 1,
        method: view.getUint16(at + 10, true),
        sum: bytes.subarray(at + 16, at + 20), // CRC-32, as the end of gzip wants it
        packed: view.getUint32(at + 20, true),
        size: view.getUint32(at + 24, true),
        local: view.getUint32(at + 42, true),
      });
      at += 46 + name + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    }
    return { view, members };
  }

  /* A reader of what is unpacked. The browser gets a little at a time: it unpacks all that it has before anybody can
     stop it, and that may be a thousand times as long. */
  function unpacked(parts) {
    const { readable, writable } = new DecompressionStream("gzip"),
      writer = writable.getWriter();
    async function feed() {
      for (const part of parts)
        for (let at = 0; at < part.length; at += PIECE) await writer.write(part.subarray(at, at + PIECE));
      await writer.close();
    }
    feed().catch(() => {}); // whoever reads is told
    return readable.getReader();
  }

  /* A zip: has(name), and chunks(name, most, take), which gives the bytes of a member piece by piece and no more than
     `most` of them, whatever the zip says of itself; take returns whether it wants more. */
  ZM.zip = (bytes) => {
    const { view, members } = directory(bytes);

    async function chunks(name, most, take) {
      const { secret, method, sum, packed, size, local } = members.get(name);
      if (secret) throw ZM.refusal("locked");
      if (local + 30 > bytes.length || view.getUint32(local, true) !== LOCAL) throw ZM.refusal("broken_zip");
      const from = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
      const body = bytes.subarray(from, from + packed);
      if (body.length < packed || (method !== 0 && method !== 8)) throw ZM.refusal("broken_zip");
      if (size > most) throw ZM.refusal("unpacks_too_far");
      if (method === 0) {
        take(body);
        return;
      }
      const tail = new Uint8Array(8);
      tail.set(sum);
      new DataView(tail.buffer).setUint32(4, size, true);
      const reader = unpacked([GZIP, body, tail]);
      let got = 0;
      for (;;) {
        let part;
        try {
          part = await reader.read();
        } catch {
          throw ZM.refusal("broken_zip"); // it is not what its sum says
        }
        if (part.done) return;
        got += part.value.length;
        if (got > most) {
          reader.cancel().catch(() => {});
          throw ZM.refusal("unpacks_too_far");
        }
        if (take(part.value) === false) {
          reader.cancel().catch(() => {});
          return;
        }
      }
    }

    /* A member as text. */
    async function text(name, most) {
      const decoder = new TextDecoder();
      let out = "";
      await chunks(name, most, (part) => {
        out += decoder.decode(part, { stream: true });
      });
      return out + decoder.decode();
    }

    return { has: (name) => members.has(name), chunks, text };
  };
})(window.ZM);
