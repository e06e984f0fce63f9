"""Well-known binary from strangers, looked at before a library follows it as deep as it nests."""

import struct

_PLAIN, _MULTI = (1, 2, 3), {4: 1, 5: 2, 6: 3}


def is_plain(blob: bytes) -> bool:
    """Whether a geometry is a point, a line, an area, or a collection of one of these.

    Parameters
    ----------
    blob : bytes
        WKB, ISO or extended.

    Returns
    -------
    bool
        False for geometry collections and whatever else could nest.
    """
    kind, at = _kind(blob, 0)
    if kind in _PLAIN:
        return True
    if kind not in _MULTI or len(blob) < at + 4:
        return False
    # A part of another kind than the collection's would be read by whoever reads that kind.
    count = int.from_bytes(blob[at : at + 4], "little" if blob[0] else "big")
    return count == 0 or _kind(blob, at + 4)[0] == _MULTI[kind]


def _kind(blob: bytes, at: int) -> tuple[int, int]:
    """Kind of a geometry without its dimensions, and where its body begins."""
    if len(blob) < at + 5 or blob[at] > 1:
        return 0, at
    (code,) = struct.unpack_from("<I" if blob[at] else ">I", blob, at + 1)
    has_srid = bool(code & 0x20000000)
    return (code & 0x0FFFFFFF) % 1000, at + (9 if has_srid else 5)
