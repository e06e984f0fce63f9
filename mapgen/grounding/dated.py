"""The day of which an extract is, where it states it."""

import datetime as dt
import re
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

from mapgen.importing.osm import is_packed

#: Where the header of a packed extract has the second of which it is, and how long a header may be.
_REPLICATED, _LONGEST = 32, 2**20
_STATED = re.compile(rb"""(?:osm_base|timestamp)=["'](\d{4}-\d\d-\d\d)""")
_BEGINNING = re.compile(rb"<osm\b[^>]*>\s*(?:<note>[^<]*</note>\s*)?(?:<meta\b[^>]*>)?")


def day_of(path: Path) -> str | None:
    """Return the day of which an extract is.

    Parameters
    ----------
    path : Path
        A file that has been read.

    Returns
    -------
    str or None
        YYYY-MM-DD in UTC, as the header of the extract states it; None where it states none. The day
        on which the file was made says nothing of what is in it.
    """
    try:
        with path.open("rb") as stream:
            head = stream.read(_LONGEST)
        if is_packed(head):
            return _packed_day(head)
    except (OSError, ValueError, IndexError, OverflowError, struct.error, zlib.error):
        return None
    begun = _BEGINNING.search(head[:4096])
    stated = _STATED.search(begun[0]) if begun else None
    return _real(stated[1].decode()) if stated else None


def _packed_day(head: bytes) -> str | None:
    (length,) = struct.unpack_from(">I", head)
    size = next(value for key, value in _fields(head[4 : 4 + length]) if key == 3 and isinstance(value, int))
    blob = dict(_fields(head[4 + length : 4 + length + size]))
    raw = blob.get(1)
    if isinstance(packed := blob.get(3), bytes):
        raw = zlib.decompressobj().decompress(packed, _LONGEST)
    if not isinstance(raw, bytes):
        return None
    seconds = dict(_fields(raw)).get(_REPLICATED)
    if not isinstance(seconds, int):
        return None
    return (dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(seconds=seconds)).date().isoformat()


def _fields(message: bytes) -> Iterator[tuple[int, int | bytes]]:
    """Numbers and values of a message of protocol buffers."""
    at = 0
    while at < len(message):
        tag, at = _number(message, at)
        kind = tag & 7
        if kind == 0:
            value, at = _number(message, at)
            yield tag >> 3, value
        elif kind == 2:
            length, at = _number(message, at)
            yield tag >> 3, message[at : at + length]
            at += length
        else:
            raise ValueError(kind)


def _number(message: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = message[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at


def _real(day: str) -> str | None:
    try:
        return dt.date.fromisoformat(day).isoformat()
    except ValueError:
        return None
