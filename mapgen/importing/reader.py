"""Files that other programs wrote, read as tables in WGS 84 degrees, after a look at what they really are."""

import errno
import glob
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import shapely

from geo.gcj02 import BACK_M, SHIFTS, unshifted
from geo.place import TOLERANCE_M
from layers.locking import undisturbed
from layers.messages import LayerError, Message, reason, system_reason
from mapgen.files.scratch import temporary_folder
from mapgen.importing import archive, database, dbase, drivers, encoding, flatgeobuf, geojson, markup, osm
from mapgen.importing.codepages import codec_of
from mapgen.importing.osm import Extract
from mapgen.importing.projection import crs_of, to_degrees
from mapgen.importing.sandbox import MEMORY_BYTES, apart, size_of

#: Endings of what can be read, in lower case.
SUFFIXES = (".gpkg", ".geojson", ".json", ".shp", ".kml", ".kmz", ".zip", ".fgb", ".parquet", ".geoparquet")
#: Files that belong to a Shapefile.
_BESIDE = (".shp", ".shx", ".dbf", ".prj", ".cpg")
#: What an archive may hold; no archive within an archive.
_PACKED = tuple(ending for ending in SUFFIXES if ending not in (".zip", ".kmz")) + _BESIDE
#: A file that is larger than this holds no layers of ours.
MAX_FILE_BYTES = 256 * 2**20
#: An extract of a province is no larger; and a text larger than this is not read whole for a few names.
_MAX_EXTRACT_BYTES, _WHOLE_BYTES = 2**30, 32 * 2**20


@dataclass(frozen=True)
class Table:
    """A layer of a file.

    Attributes
    ----------
    file, layer : str
        What messages call them.
    format : str
        Ending of the file without the dot.
    rows : list of dict
        Values by column name as the file has it; null is None.
    geometries : list of shapely.Geometry or None
        (lon, lat) degrees.
    version : str or None
        Of the layers that it was exported from, where the file says it.
    remarks : list of Message
        What was chosen or left out while reading.
    """

    file: str
    layer: str
    format: str
    rows: list[dict[str, Any]]
    geometries: list[shapely.Geometry | None]
    version: str | None = None
    remarks: list[Message] = field(default_factory=list)


@dataclass(frozen=True)
class Overrides:
    """What the user says about a file; it holds against what the file says.

    Attributes
    ----------
    crs : str or None
        EPSG code of its coordinates.
    encoding : str or None
        Of its text.
    system : {"gcj02", "bd09", "wgs84"} or None
        Which coordinates they are: shifted ones of a map service, or, against all appearance, not shifted.
    """

    crs: str | None = None
    encoding: str | None = None
    system: str | None = None

    @property
    def tolerance_m(self) -> float:
        """How far off a vertex may be that has not moved, m."""
        return TOLERANCE_M if self.system in (None, "wgs84") else BACK_M


def read(path: Path, overrides: Overrides = Overrides(), extract: Extract | None = None) -> list[Table]:
    """Read a file, an archive, or a folder of them, in a process of its own.

    Parameters
    ----------
    path : Path
    overrides : Overrides
    extract : Extract, optional
        What is wanted of an extract of OpenStreetMap; without it there is no use for one.

    Returns
    -------
    list of Table

    Raises
    ------
    LayerError
        If something in it cannot be read, is hostile, or there is nothing to read.
    """
    name = path.name or str(path)
    if overrides.encoding is not None and codec_of(overrides.encoding) is None:
        raise LayerError(Message("import-codec", name, values={"encoding": overrides.encoding}))
    if overrides.system not in (None, *SHIFTS):
        raise LayerError(Message("import-system", name, values={"system": overrides.system}))

    memory, size = MEMORY_BYTES, size_of(path)
    if extract is not None:
        memory, size = osm.MEMORY_BYTES, osm.UNPACKED * size

    def look() -> list[Table]:
        with temporary_folder() as place:
            tables: list[Table] = apart(
                *(_read_all, path, name, overrides, extract, place),
                name=name,
                room=place,
                memory=memory,
                size=size,
            )
        return tables

    # An export may be several files, which another run may just be replacing.
    return undisturbed(path, look) if path.is_dir() else look()


def _read_all(
    path: Path, name: str, overrides: Overrides, extract: Extract | None, place: Path
) -> list[Table]:
    with warnings.catch_warnings():
        # What GDAL grumbles about shows up as problems with the features, with their names.
        warnings.simplefilter("ignore")
        tables: list[Table] = []
        problems: list[Message] = []
        for number, (file, label) in enumerate(_files(path, name)):
            room = place / str(number)
            room.mkdir()
            try:
                tables += _read_file(file, label, room, overrides, extract)
            except LayerError as error:
                problems += error.messages
    if problems:
        raise LayerError(*problems)
    if not tables:
        raise LayerError(Message("import-nothing", name))
    return tables


def _files(path: Path, name: str) -> Iterator[tuple[Path, str]]:
    if path.is_dir():
        unreadable: list[OSError] = []
        found = [
            Path(folder, inner)
            for folder, _, names in os.walk(path, onerror=unreadable.append)
            for inner in names
        ]
        if unreadable:
            raise LayerError(*(_unreadable(path, name, error) for error in unreadable))
        for inner in sorted(found):
            if inner.is_file() and inner.suffix.lower() in SUFFIXES and not archive.is_litter(inner.name):
                yield inner, inner.relative_to(path).as_posix()
    else:
        yield path, name


def _unreadable(path: Path, name: str, error: OSError) -> Message:
    inner = Path(error.filename).relative_to(path).as_posix()
    return Message("file-unreadable", name if inner == "." else inner, values={"reason": reason(error)})


def _read_file(
    path: Path, name: str, room: Path, overrides: Overrides, extract: Extract | None
) -> Iterator[Table]:
    if not path.is_file():
        why = Message("reason-not-regular") if path.exists() else system_reason(errno.ENOENT)
        raise LayerError(Message("file-unreadable", name, values={"reason": why}))
    kind = drivers.kind_of(path, name)
    is_sifted = extract is not None and (kind == "osm" or bool(extract.words))
    limit = _MAX_EXTRACT_BYTES if is_sifted else MAX_FILE_BYTES
    if path.stat().st_size > limit:
        values = {"mb": path.stat().st_size // 2**20, "limit": limit // 2**20}
        raise LayerError(Message("import-large", name, values=values))
    if kind == "osm":
        yield from _read_extract(path, name, room, overrides, extract)
    elif kind == "zip":
        if archive.is_workbook(path):
            raise LayerError(Message("import-spreadsheet", name))
        members = archive.unpack(path, name, _PACKED, room)
        for member in members:
            label = f"{name}/{member.relative_to(room).as_posix()}"
            if member.suffix.lower() in SUFFIXES:
                inner = drivers.kind_of(member, label)
                yield from _read_plain(member, label, inner, room, overrides, extract)
    else:
        yield from _read_plain(path, name, kind, room, overrides, extract)


def _read_extract(
    path: Path, name: str, room: Path, overrides: Overrides, extract: Extract | None
) -> Iterator[Table]:
    if extract is None:
        raise LayerError(Message("import-extract", name))
    source = drivers.Source(osm.prepare(path, name, room), name, "osm", extract=extract)
    for layer, frame, stated in drivers.layers(source):
        yield _table(source, layer, frame, stated, overrides, [])


def _read_plain(
    path: Path, name: str, kind: str, room: Path, overrides: Overrides, extract: Extract | None
) -> Iterator[Table]:
    if kind == "zip":
        raise LayerError(Message("zip-nested", name))
    if kind == "osm":
        raise LayerError(Message("import-extract", name))
    private = Path(tempfile.mkdtemp(dir=room))
    path = _plainly_named(path, room)
    remarks: list[Message] = []
    wanted = extract if extract is not None and extract.words else None
    source = drivers.Source(path, name, kind, extract=wanted)
    if kind == "geojson" and (wanted is None or path.stat().st_size <= _WHOLE_BYTES):
        layer, frame, stated, remarks = geojson.read(path, name, overrides.encoding)
        yield _table(source, layer, frame, stated, overrides, remarks)
        return
    if kind == "kml":
        source, remarks = markup.prepare(source, private, overrides.encoding)
    elif kind == "gpkg":
        source = database.prepare(source, private, overrides.encoding)
        remarks = encoding.remarks(source.recoded, name) if source.recoded else []
    elif kind == "fgb":
        flatgeobuf.check(source)
    elif kind == "shp":
        source = dbase.prepare(source, private, overrides.encoding)
        remarks = encoding.remarks(source.encoding, name) if source.encoding else []
    for layer, frame, stated in drivers.layers(source):
        yield _table(source, layer, frame, stated, overrides, remarks)
        remarks = []


def _table(
    source: drivers.Source,
    layer: str,
    frame: pd.DataFrame,
    stated: object,
    overrides: Overrides,
    remarks: list[Message],
) -> Table:
    name, remarks = source.name, list(remarks)
    drivers.limited(len(frame), geojson.MAX_FEATURES, "import-many", name, layer)
    if odd := frame.attrs.get("odd"):
        remarks.append(Message("import-days", name, layer, {"columns": ", ".join(odd)}))
    geometries = frame.pop("geometry").to_numpy(dtype=object)
    # A layer without coordinates need not say what system they would have.
    if any(shape is not None for shape in geometries):
        system = crs_of("EPSG:4326" if source.kind == "kml" else stated, overrides.crs, name, layer)
        if system.overrides is not None:
            values = {"crs": overrides.crs, "stated": system.overrides}
            remarks.append(Message("crs-overridden", name, layer, values))
        geometries = to_degrees(geometries, system.crs, name, layer)
        if overrides.system not in (None, "wgs84"):
            geometries = unshifted(geometries, SHIFTS[overrides.system])
    rows = [
        {str(column): _plain(value) for column, value in row.items()}
        for row in frame.to_dict(orient="records")
    ]
    shapes = [None if _is_nowhere(shape) else shape for shape in geometries]
    return Table(name, layer, source.kind, rows, shapes, frame.attrs.get("version"), remarks)


def _is_nowhere(shape: shapely.Geometry | None) -> bool:
    if shape is None or shape.is_empty:
        return True
    # In WKB, in which GeoPackages hold it and processes hand it on, an empty point is one of NaN.
    return shape.geom_type == "Point" and bool(np.isnan(shape.x) and np.isnan(shape.y))


def _plainly_named(path: Path, room: Path) -> Path:
    """The file itself, or a copy of it if GDAL's wrapper would take its name for an address."""
    if not set(str(path.resolve())) & set("!:|?"):
        return path
    folder = Path(tempfile.mkdtemp(dir=room))
    stem = "".join(char if char.isalnum() or char in "-_" else "_" for char in path.stem)
    for other in path.parent.glob(f"{glob.escape(path.stem)}.*"):
        if other == path or other.suffix.lower() in _BESIDE or other.name.endswith(".gpkg-wal"):
            shutil.copyfile(other, folder / f"{stem}{other.suffix.lower()}")
    return folder / f"{stem}{path.suffix.lower()}"


def _plain(value: Any) -> Any:
    """A value of pandas or numpy as Python's own; every kind of nothing as None."""
    if isinstance(value, np.ndarray):
        return [_plain(item) for item in value.tolist()]
    if isinstance(value, np.generic):
        value = value.item()
    if value is None or value is pd.NA or value is pd.NaT or value == "":
        return None
    if isinstance(value, float) and np.isnan(value):
        return None
    # Dates and decimals are none of our types: the schema shall see what they look like.
    return value if isinstance(value, str | int | float | list | dict | bytes) else str(value)
