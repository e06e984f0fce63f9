"""A Shapefile from strangers, its parts held against each other before GDAL reads a copy that cannot mislead.

GDAL believes the headers: of a table that declares too few rows it reads too few, text it decodes
as declared, and a field name that was cut inside a letter makes the whole file unreadable.
"""

import codecs
import datetime as dt
import glob
import re
import shutil
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from layers.messages import LayerError, Message
from mapgen.importing.codepages import codec_of
from mapgen.importing.drivers import Source
from mapgen.importing.encoding import UndecidableError, choose, decide

#: Code pages by the byte that dBASE and ESRI mark them with.
_MARKED = {
    **dict.fromkeys((0x03, 0x57, 0x58, 0x59), "cp1252"),
    **dict.fromkeys((0x4D, 0x7A), "gbk"),
    **dict.fromkeys((0x4F, 0x78), "big5"),
    **dict.fromkeys((0x13, 0x7B), "cp932"),
    **dict.fromkeys((0x4E, 0x79), "cp949"),
    **dict.fromkeys((0x26, 0x65), "cp866"),
    **dict.fromkeys((0x50, 0x7C), "cp874"),
    0x7D: "cp1255",
    0x7E: "cp1256",
    0xC8: "cp1250",
    0xC9: "cp1251",
    0xCA: "cp1254",
    0xCB: "cp1253",
}
#: Everyday characters of Big5 among ASCII.
_BIG5 = re.compile(rb"(?:[\0-\x7f]|[\xa1-\xc6][\x40-\x7e\xa1-\xfe])*")
_DELETED = b"*"
_HEADER, _FIELD, _END = 32, 32, 0x0D
#: Bytes before the records of a .shp and the entries of a .shx.
_HEAD = 100
#: What a column of numbers may hold, asterisks for none; of all else GDAL makes nought or what begins it.
_NUMBER = re.compile(rb"[ \0]*(?:[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?|\*+)?[ \0]*")
_DAY = re.compile(rb"[0-9]{8}")


@dataclass(frozen=True)
class _Table:
    raw: bytes
    rows: int
    start: int
    width: int
    fields: list[tuple[int, str, int]]  # where its description stands, type, width

    def row(self, number: int) -> bytes:
        at = self.start + number * self.width
        return self.raw[at : at + self.width]


def prepare(source: Source, folder: Path, encoding: str | None) -> Source:
    """Copy a Shapefile and correct what would mislead GDAL.

    Parameters
    ----------
    source : Source
        Its path is that of the .shp.
    folder : Path
        An empty folder of our own.
    encoding : str or None
        Encoding that the user gave; it overrides the bytes.

    Returns
    -------
    Source
        The copy, the encoding of its text, and the number of its records that are not deleted.

    Raises
    ------
    LayerError
        If a part is missing, cut off, or holds another number of records than the others,
        or if its text is in no encoding.
    """
    path, name = source.path, source.name
    parts = _parts(path, name)
    table = _table(parts[".dbf"].read_bytes(), name)
    _counted(parts, table, name)
    chosen = decide(_texts(table), _declared(parts, table), encoding, name, cut=True)
    for ending in (".shp", ".shx"):
        shutil.copyfile(parts[ending], folder / f"{path.stem}{ending}")
    if ".prj" in parts:
        (folder / f"{path.stem}.prj").write_text(
            _system(parts[".prj"].read_bytes(), chosen.encoding), "utf-8"
        )
    (folder / f"{path.stem}.dbf").write_bytes(_renamed(table, chosen.encoding))
    alive = sum(table.row(number)[:1] != _DELETED for number in range(table.rows))
    return replace(source, path=folder / f"{path.stem}.shp", encoding=chosen, counts={path.stem: alive})


def _refusal(name: str, code: str, **values: object) -> LayerError:
    return LayerError(Message(code, name, values=values))


def _parts(path: Path, name: str) -> dict[str, Path]:
    """Files of a Shapefile by their endings."""
    beside = {other.suffix.lower(): other for other in path.parent.glob(f"{glob.escape(path.stem)}.*")}
    missing = [ending for ending in (".dbf", ".shx") if ending not in beside]
    if missing:
        raise _refusal(name, "shapefile-part", missing=f"{path.stem}{', '.join(missing)}")
    return {**beside, ".shp": path}


def _table(raw: bytes, name: str) -> _Table:
    if len(raw) <= _HEADER:
        raise _refusal(name, "import-broken", reason=Message("reason-cut-off", values={"part": ".dbf"}))
    rows, start, width = struct.unpack("<IHH", raw[4:12])
    fields, at = [], _HEADER
    while at + _FIELD <= min(start, len(raw)) and raw[at] != _END:
        fields.append((at, chr(raw[at + 11]), raw[at + 16]))
        at += _FIELD
    if not width or len(raw) < start + rows * width or 1 + sum(size for _, _, size in fields) > width:
        raise _refusal(name, "import-broken", reason=Message("reason-cut-off", values={"part": ".dbf"}))
    return _Table(raw, rows, start, width, list(_truly(raw, rows, start, width, fields)))


def _truly(
    raw: bytes, rows: int, start: int, width: int, fields: list[tuple[int, str, int]]
) -> Iterator[tuple[int, str, int]]:
    """Fields with the type that they truly have: one of numbers with anything else in it is one of text."""
    at = 1
    for where, kind, size in fields:
        cells = (raw[row + at : row + at + size] for row in range(start, start + rows * width, width))
        is_text = kind in _HOLDS and not all(map(_HOLDS[kind], cells))
        yield where, "C" if is_text else kind, size
        at += size


def _is_day(cell: bytes) -> bool:
    """Whether a column of days may hold it: noughts are none, and no reader gets past a 30 February."""
    digits = cell.strip(b" \0")
    if not digits.strip(b"0"):
        return True
    if not _DAY.fullmatch(digits):
        return False
    try:
        dt.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True


#: What columns of a type may hold.
_HOLDS: dict[str, Callable[[bytes], object]] = {
    "N": _NUMBER.fullmatch,
    "F": _NUMBER.fullmatch,
    "L": re.compile(rb"[TtFfYyNn? \0]*").fullmatch,
    "D": _is_day,
}


def _counted(parts: dict[str, Path], table: _Table, name: str) -> None:
    """Hold the records of the three parts against each other: headers may lie, an index be another's."""
    shapes, index = parts[".shp"].read_bytes(), parts[".shx"].read_bytes()
    at, drawn, astray = _HEAD, 0, 0
    while at + 8 <= len(shapes):
        entry = _HEAD + 8 * drawn
        drawn += 1
        if not astray and 2 * int.from_bytes(index[entry : entry + 4], "big") != at:
            astray = drawn
        at += 8 + 2 * int.from_bytes(shapes[at + 4 : at + 8], "big")
    if len(shapes) < _HEAD or at != len(shapes) or int.from_bytes(shapes[24:28], "big") * 2 != len(shapes):
        raise _refusal(name, "import-broken", reason=Message("reason-cut-off", values={"part": ".shp"}))
    stands = (len(table.raw) - table.start) // table.width
    counts = {".shp": drawn, ".shx": (len(index) - _HEAD) // 8, ".dbf": stands}
    if len({*counts.values(), table.rows}) > 1:
        told = ", ".join(f"{ending} {count}" for ending, count in counts.items())
        raise _refusal(name, "import-counts", counts=told, declared=table.rows)
    if astray:
        # GDAL would give the rows of the table the shapes of others.
        raise _refusal(name, "import-index", number=astray)


def _declared(parts: dict[str, Path], table: _Table) -> str | None:
    """What the .cpg says, else the header; what means nothing, such as OEM, only if that is all there is."""
    said = ""
    if ".cpg" in parts:
        said = parts[".cpg"].read_bytes()[:40].decode("ascii", "replace").strip()
        if codec_of(said):
            return said
    return _MARKED.get(table.raw[29]) or (said if said.isascii() and said.isprintable() else "") or None


def _system(wkt: bytes, encoding: str) -> str:
    """What a .prj says: its names may be in another encoding than the table, which means nothing to GDAL."""
    try:
        codec = choose([wkt], None if encoding == "gb18030" else encoding).encoding
    except UndecidableError:
        if not _BIG5.fullmatch(wkt):  # what it is does not depend on its name
            return wkt.decode("ascii", "replace").replace("\ufffd", "_")
        codec = "big5"
    return wkt.decode(codec, "replace").replace("\ufffd", "_")


def _texts(table: _Table) -> list[bytes]:
    """Every text of the table, and of its field names what precedes the byte at which they are cut."""
    texts = [_name(table, at) for at, _, _ in table.fields]
    for number in range(table.rows):
        row, start = table.row(number), 1
        for _, kind, size in table.fields:
            if kind == "C":
                texts.append(row[start : start + size].rstrip(b" \0"))
            start += size
    return texts


def _name(table: _Table, at: int) -> bytes:
    return table.raw[at : at + 11].split(b"\0")[0]


def _renamed(table: _Table, encoding: str) -> bytes:
    """The table with true types, field names that end with a whole letter, and no mark of its code page."""
    raw = bytearray(table.raw)
    raw[29] = 0
    for at, kind, _ in table.fields:
        raw[at + 11] = ord(kind)
        name = _name(table, at)
        decoder = codecs.getincrementaldecoder(encoding)("replace")
        whole = decoder.decode(name).encode(encoding, "replace")[:10]
        raw[at : at + 11] = whole.ljust(11, b"\0")
    return bytes(raw)
