"""FlatGeobuf from strangers: its features are counted before GDAL believes what the header says.

GDAL stops after as many features as the header declares, or asks for memory for as many.
"""

import struct
from collections.abc import Iterator

from layers.messages import LayerError, Message
from mapgen.importing.drivers import Source

_MAGIC_BYTES = 8
#: Where the header's table keeps them, as the schema of FlatGeobuf numbers its fields.
_COUNT, _NODE_SIZE = 8, 9
_DEFAULT_NODE_SIZE = 16
_NODE_BYTES = 40


def check(source: Source) -> None:
    """Hold the features of a file against its header.

    Parameters
    ----------
    source : Source

    Raises
    ------
    LayerError
        If the file is cut off, or holds another number of features than its header declares.
    """
    raw = source.path.read_bytes()
    try:
        start, declared = _header(raw)
        found = sum(1 for _ in _features(raw, start))
    except struct.error:
        cut = Message("reason-cut-off", values={"part": ".fgb"})
        raise LayerError(Message("import-broken", source.name, values={"reason": cut})) from None
    if declared not in (0, found):  # 0 stands for a number that the writer did not know
        values = {"declared": declared, "found": found}
        lie = Message("reason-declared", values=values)
        raise LayerError(Message("import-broken", source.name, values={"reason": lie}))


def _header(raw: bytes) -> tuple[int, int]:
    """Where the features begin, and how many the header declares."""
    (size,) = struct.unpack_from("<I", raw, _MAGIC_BYTES)
    at = _MAGIC_BYTES + 4
    (table,) = struct.unpack_from("<I", raw, at)
    table += at
    declared = _field(raw, table, _COUNT, "<Q", 0)
    node_size = _field(raw, table, _NODE_SIZE, "<H", _DEFAULT_NODE_SIZE)
    has_index = node_size > 0 and 0 < declared <= len(raw)
    return at + size + (_index_bytes(declared, node_size) if has_index else 0), declared


def _field(raw: bytes, table: int, number: int, form: str, default: int) -> int:
    """A number in a FlatBuffers table, or its default where the table does not hold it."""
    (back,) = struct.unpack_from("<i", raw, table)
    fields = table - back
    (size,) = struct.unpack_from("<H", raw, fields)
    if 4 + 2 * number >= size:
        return default
    (offset,) = struct.unpack_from("<H", raw, fields + 4 + 2 * number)
    return int(struct.unpack_from(form, raw, table + offset)[0]) if offset else default


def _index_bytes(count: int, node_size: int) -> int:
    """Size of the packed R-tree over some features."""
    nodes = level = count
    while level > 1 or nodes == count:
        level = -(-level // max(node_size, 2))
        nodes += level
    return nodes * _NODE_BYTES


def _features(raw: bytes, at: int) -> Iterator[int]:
    """Where each feature begins; the last one ends where the file does."""
    while at < len(raw):
        yield at
        at += 4 + struct.unpack_from("<I", raw, at)[0]
    if at != len(raw):
        raise struct.error
