"""Shapefiles in a zip: short ASCII names, a stated encoding, and nothing cut in silence."""

import datetime as dt
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from layers.messages import Message
from mapgen.exporting import about, gdal
from mapgen.exporting.job import Job
from mapgen.exporting.layers import ExportLayer
from mapgen.files.errors import OutputError
from mapgen.tables import sheet

#: Bytes that a text field of a dBASE table holds.
LIMIT = 254

_FIRST_DAY, _LAST_DAY = dt.date(1980, 1, 1), dt.date(2107, 12, 31)

_PARTS = (".shp", ".shx", ".dbf", ".prj", ".cpg")
#: Of a table without geometry.
_TABLE_PARTS = (".dbf", ".cpg")
_LONG = ("layer", "id", "field", "value")
_DICTIONARY = ("layer", "shp", "field", "zh", "en", "unit", "type", "editable")


def write(job: Job, stage: Path) -> list[Message]:
    """One zip with a Shapefile for each layer, the field dictionary and a README.

    Parameters
    ----------
    job : Job
    stage : Path
        Folder to write to.

    Returns
    -------
    list of Message
        Values that were cut short, or lost blanks around them.

    Raises
    ------
    OutputError
        If a value holds a character that the encoding does not have.
    """
    if missing := [remark for layer in job.layers for remark in _unencodable(layer, job.encoding)]:
        raise OutputError(*missing)
    parts = stage / "parts"
    parts.mkdir()
    cut: list[dict[str, str]] = []
    remarks: list[Message] = []
    for layer in job.layers:
        table, longs = _fitting(layer, job.encoding)
        cut += longs
        remarks += [_not_whole(row, job.encoding) for row in longs]
        gdal.write(
            table,
            parts / f"{layer.name}{'.shp' if layer.located else '.dbf'}",
            "ESRI Shapefile",
            layer,
            encoding=job.encoding,
            layer_options={"DBF_DATE_LAST_UPDATE": job.day.isoformat()},
        )
    names = [
        f"{layer.name}{part}" for layer in job.layers for part in (_PARTS if layer.located else _TABLE_PARTS)
    ]
    (parts / "fields.csv").write_bytes(sheet.dumps(_DICTIONARY, about.dictionary_rows(job.layers)))
    names.append("fields.csv")
    if cut:
        (parts / "long-values.csv").write_bytes(sheet.dumps(_LONG, cut))
        names.append("long-values.csv")
    what = f"ESRI Shapefile ({job.encoding})"
    (parts / "README.md").write_bytes(about.readme(job, what, about.digests(parts)))
    pack(stage / f"{job.stem}.zip", parts, ["README.md", *names], job.day)
    for path in parts.iterdir():
        path.unlink()
    parts.rmdir()
    return remarks


def _texts(layer: ExportLayer) -> Iterator[tuple[str, str, str]]:
    """(key, column, value) of every text."""
    for column in (item.name for item in layer.fields if item.type == "text"):
        for key, value in zip(layer.table[layer.key], layer.table[column], strict=True):
            if isinstance(value, str):
                yield key, column, value


def _unencodable(layer: ExportLayer, encoding: str) -> Iterator[Message]:
    for key, column, value in _texts(layer):
        try:
            value.encode(encoding)
        except UnicodeEncodeError as error:
            values = {"field": column, "character": value[error.start], "encoding": encoding}
            yield Message("not-in-encoding", key, values=values)


def shortened(value: str, encoding: str) -> str:
    """The longest beginning of a text that a field holds, cut between characters."""
    return value.encode(encoding)[:LIMIT].decode(encoding, "ignore")


def _fitting(layer: ExportLayer, encoding: str) -> tuple[pa.Table, list[dict[str, str]]]:
    """The layer with short names and values that fit, and the values that it does not hold whole."""
    longs = [
        {"layer": layer.name, "id": key, "field": column, "value": value}
        for key, column, value in _texts(layer)
        if len(value.encode(encoding)) > LIMIT or value != value.strip(" ")
    ]
    table = layer.table.copy()
    for column in {row["field"] for row in longs}:
        table[column] = [
            shortened(value, encoding) if isinstance(value, str) else value for value in table[column]
        ]
    # Without a width a field gets 80 bytes, and who edits it later cannot write more.
    widths = {item.name: {"GDAL:OGR:width": str(LIMIT)} for item in layer.fields if item.type == "text"}
    made = gdal.arrow(layer.with_table(table), widths)
    short = {item.name: item.shp for item in layer.fields}
    return made.rename_columns([short.get(name, name) for name in made.column_names]), longs


def _not_whole(row: dict[str, str], encoding: str) -> Message:
    size = len(row["value"].encode(encoding))
    if size <= LIMIT:  # fields are filled up with blanks, so those around a text cannot be told from them
        return Message("blanks-lost", row["layer"], row["id"], {"field": row["field"]})
    values = {"field": row["field"], "bytes": size, "limit": LIMIT}
    return Message("too-long", row["layer"], row["id"], values)


def pack(target: Path, folder: Path, names: list[str], day: dt.date) -> None:
    """Zip files of a folder under one date, so that the same files give the same zip.

    Parameters
    ----------
    target : Path
        The zip.
    folder : Path
    names : list of str
        Files in it, in the order that they get.
    day : datetime.date
        A zip knows no day before 1980 and none after 2107; the nearest is taken.
    """
    known = min(max(day, _FIRST_DAY), _LAST_DAY)
    stamp = (known.year, known.month, known.day, 0, 0, 0)
    with zipfile.ZipFile(target, "w") as archive:
        for name in names:
            entry = zipfile.ZipInfo(name, stamp)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, (folder / name).read_bytes(), zipfile.ZIP_DEFLATED, 9)
