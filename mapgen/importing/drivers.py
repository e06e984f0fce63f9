"""What a file really is, by its first bytes, and the one driver that may read it."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyogrio
import shapely

from layers.messages import LayerError, Message
from layers.messages import reason as why_failed
from mapgen.importing import osm, wkb
from mapgen.importing.encoding import Choice, decoded
from mapgen.importing.naming import twice
from mapgen.importing.sought import Sieve, condition
from mapgen.tables.frames import UNLOCATED

_MAGIC = {
    b"SQLite format 3\0": "gpkg",
    b"PK\x03\x04": "zip",
    b"PK\x05\x06": "zip",
    b"fgb": "fgb",
    b"PAR1": "parquet",
}
_SHP_MAGIC = b"\x00\x00\x27\x0a"
#: A Parquet file may be small and claim to hold the world.
_MAX_UNPACKED = 512 * 2**20
#: Names that geometry columns have where no metadata name them, in lower case.
_GEOMETRY_NAMES = ("geometry", "geom", "wkb_geometry", "wkb", "the_geom", "shape")
#: Layers and columns of a file; more are no export of ours, and each costs GDAL a look at the others.
MAX_LAYERS, MAX_COLUMNS = 200, 400
#: How the names of tables end that hold features without geometry; others are not of ours.
_TABLES = tuple(UNLOCATED)
#: What GDAL, GEOS, Arrow and their wrappers raise on files that are not what they claim.
_TROUBLE = (
    OSError, RuntimeError, ValueError, TypeError, KeyError, IndexError, ArithmeticError, MemoryError,
    AttributeError, shapely.errors.ShapelyError,
)  # fmt: skip

#: Makes a letter of each byte.
_BYTES = "ISO-8859-1"

Layer = tuple[str, pd.DataFrame, Any]


@dataclass(frozen=True)
class Source:
    """A file that has been looked at and may be read.

    Attributes
    ----------
    path : Path
        Of the file, or of a copy of our own that cannot mislead GDAL.
    name : str
        What messages call it.
    kind : str
        What `kind_of` says.
    encoding : Choice or None
        Of the text in a Shapefile, which is decoded once it is read.
    recoded : Choice or None
        Of text in a GeoPackage that was put into UTF-8 in the copy.
    counts : dict of str to int
        Rows that each layer was found to hold by other means than its header; by the layer's name.
    whole : int or None
        Features of all layers together, where they were counted so.
    drawn : dict of str to list of bool
        Which rows of a layer were found to have a geometry; by the layer's name.
    extract : Extract or None
        What is wanted of an extract of OpenStreetMap.
    """

    path: Path
    name: str
    kind: str
    encoding: Choice | None = None
    recoded: Choice | None = None
    counts: dict[str, int] = field(default_factory=dict)
    whole: int | None = None
    drawn: dict[str, list[bool]] = field(default_factory=dict)
    extract: osm.Extract | None = None


def kind_of(path: Path, name: str) -> str:
    """What a file is.

    The first bytes decide, not the ending: GDAL would follow a text file that says it is a list of
    other files, or of addresses on the network.

    Parameters
    ----------
    path : Path
    name : str
        What messages call it.

    Returns
    -------
    {"gpkg", "zip", "fgb", "parquet", "shp", "kml", "geojson", "osm"}

    Raises
    ------
    LayerError
        If it is none of these, or cannot be read.
    """
    try:
        with path.open("rb") as stream:
            head = stream.read(4096)
    except OSError as error:
        raise LayerError(Message("file-unreadable", name, values={"reason": why_failed(error)})) from None
    for magic, kind in _MAGIC.items():
        if head.startswith(magic):
            return kind
    if head.startswith(_SHP_MAGIC) and path.suffix.lower() == ".shp":
        return "shp"
    if osm.begins(head):
        return "osm"
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith(b"{") or head.startswith((b"\xff\xfe{", b"\xfe\xff\0{")):
        return "geojson"
    if text.startswith(b"<") or head.startswith((b"\xff\xfe<", b"\xfe\xff\0<")):
        return "kml"
    raise LayerError(Message("import-format" if head else "import-empty", name))


def layers(source: Source) -> Iterator[Layer]:
    """Layers of a file.

    Parameters
    ----------
    source : Source

    Yields
    ------
    (str, pandas.DataFrame, object)
        Name, columns and ``geometry``, and the coordinate system as the file states it or None.

    Raises
    ------
    LayerError
        If the file is broken.
    """
    path, name = source.path, source.name
    try:
        if source.kind == "parquet":
            yield from _parquet(source)
        elif source.kind == "osm" and source.extract is not None:
            yield from osm.layers(path, source.extract, path.parent)
        else:
            yield from _ogr(source)
    except LayerError:
        raise
    except _TROUBLE as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0][:300].replace(str(path), name)
        raise LayerError(Message("import-broken", name, values={"reason": reason})) from None


def _ogr(source: Source) -> Iterator[Layer]:
    found = pyogrio.list_layers(source.path)
    limited(len(found), MAX_LAYERS, "import-layers", source.name)
    if source.extract is not None and source.extract.words:
        yield from _sought(source, [str(layer) for layer, kind in found if kind is not None])
        return
    read = 0
    for layer, geometry_type in found:
        if geometry_type is None and source.whole is None and not str(layer).endswith(_TABLES):
            continue
        info = _info(source, layer)
        limited(len(info["fields"]), MAX_COLUMNS, "import-columns", source.name)
        if same := twice(map(str, info["fields"]), source.kind):
            columns = {"columns": ", ".join(same)}
            raise LayerError(Message("import-column-twice", source.name, str(layer), columns))
        frame, odd = _read(source, layer, info)
        if source.encoding is not None:
            frame = _worded(frame, source.encoding.encoding)
        count = source.counts.get(str(layer), info.get("features", len(frame)))
        _all_read(len(frame), count, source.name, str(layer))
        read += len(frame)
        if geometry_type is None:
            frame["geometry"] = None
        _read_whole(frame, source, str(layer))
        stated = getattr(frame, "crs", None)
        yield str(layer), dated(frame, info["dataset_metadata"], info["layer_metadata"], odd=odd), stated
    if source.whole is not None:
        _all_read(read, source.whole, source.name)


def _sought(source: Source, names: Sequence[str]) -> Iterator[Layer]:
    """What is wanted of an extract that was converted: a city has more features than plans do."""
    assert source.extract is not None  # noqa: S101
    sieve = Sieve(source.extract.words)
    infos = {layer: pyogrio.read_info(source.path, layer=layer) for layer in names}
    for layer in sorted(names, key=lambda layer: "Line" not in str(infos[layer]["geometry_type"])):
        fields = infos[layer]["fields"]
        limited(len(fields), MAX_COLUMNS, "import-columns", source.name)
        raw = None if source.encoding is None else _BYTES
        frame = pyogrio.read_dataframe(source.path, layer=layer, where=condition(fields), encoding=raw)
        stated = frame.crs
        if source.encoding is not None:
            frame = _worded(frame, source.encoding.encoding)
        yield layer, osm.tagged(sieve.kept(pd.DataFrame(frame))), stated


def _read(source: Source, layer: str, info: dict[str, Any]) -> tuple[pd.DataFrame, list[str]]:
    """A layer, and which columns of days it is without, as reading stops at a day that does not exist."""
    raw = None if source.encoding is None else _BYTES
    reading = partial(pyogrio.read_dataframe, source.path, layer=layer, datetime_as_string=True, encoding=raw)
    try:
        return reading(), []
    except ValueError:
        types = dict(zip(map(str, info["fields"]), info.get("ogr_types", ()), strict=False))
        days = [name for name, kind in types.items() if kind == "OFTDate"]
        if not days:
            raise
        return reading(columns=[name for name in types if name not in days]), days


def _all_read(read: int, whole: int, name: str, layer: str = "") -> None:
    if read != whole:
        cut = Message("reason-features", values={"read": read, "all": whole})
        raise LayerError(Message("import-broken", name, layer, {"reason": cut}))


def _read_whole(frame: pd.DataFrame, source: Source, layer: str) -> None:
    """Name the features whose geometry GDAL could not read, which it hands over as if they had none."""
    drawn = source.drawn.get(layer, [])
    lost = [number for number, there in enumerate(drawn) if there and frame["geometry"].iloc[number] is None]
    if lost:
        ids = frame["id"] if "id" in frame else pd.Series(dtype=object)
        why = Message("reason-damaged")
        raise LayerError(
            *(
                Message(
                    "geometry-broken", source.name, str(ids.get(at) or f"{layer}#{at + 1}"), {"reason": why}
                )
                for at in lost
            )
        )


def _worded(frame: pd.DataFrame, encoding: str) -> pd.DataFrame:
    """Columns that were read letter for byte, in their encoding: GDAL knows few, and calls them otherwise."""

    def text(value: Any) -> Any:
        return decoded(value.encode(_BYTES), encoding, cut=True) if isinstance(value, str) else value

    for column in frame.select_dtypes(exclude="number").columns.drop("geometry", errors="ignore"):
        frame[column] = frame[column].map(text)
    return frame.rename(columns=text)


def _info(source: Source, layer: str) -> dict[str, Any]:
    """Fields, metadata and number of features of a layer."""
    if source.kind == "kml":
        # GDAL reads the whole file anew for each layer. Its fields and features have been counted, and it
        # has no metadata.
        return {"fields": [], "dataset_metadata": None, "layer_metadata": None}
    info: dict[str, Any] = pyogrio.read_info(source.path, layer=layer, force_feature_count=True)
    return info


def limited(count: int, limit: int, code: str, name: str, layer: str = "") -> None:
    """Refuse a file that holds more of something than layers of plans do."""
    if count > limit:
        raise LayerError(Message(code, name, layer, {"count": count, "limit": limit}))


def dated(frame: pd.DataFrame, *metadata: dict[str, Any] | None, odd: Sequence[str] = ()) -> pd.DataFrame:
    """Columns that know which of them are left out, and the version of the layers that their file states."""
    table = pd.DataFrame(frame)
    table.attrs["odd"] = list(odd)
    for entry in metadata:
        if isinstance(entry, dict) and isinstance(entry.get("LAYERS_VERSION"), str):
            table.attrs["version"] = entry["LAYERS_VERSION"]
    return table


def _parquet(source: Source) -> Iterator[Layer]:
    from pyarrow import parquet

    path, name = source.path, source.name
    footer = parquet.read_metadata(path)
    unpacked = sum(footer.row_group(i).total_byte_size for i in range(footer.num_row_groups))
    if unpacked > _MAX_UNPACKED or footer.num_rows > 10 * _MAX_UNPACKED:
        raise LayerError(
            Message("import-large", name, values={"mb": unpacked // 2**20, "limit": _MAX_UNPACKED // 2**20})
        )
    limited(footer.num_columns, MAX_COLUMNS, "import-columns", name)
    column = _geometry_column(footer, name)
    whole = parquet.read_table(path)
    whole.validate(full=True)  # text that is not UTF-8 would be noticed when each value is asked for
    shapes = whole[column].to_pylist()
    for number, shape in enumerate(shapes, start=1):
        if shape is not None and not wkb.is_plain(shape):
            raise LayerError(Message("geometry-nested", name, f"#{number}"))
    odd = [field.name for field in whole.schema if _is_odd(whole[field.name])]
    whole = whole.drop_columns(odd)
    if b"geo" in (footer.metadata or {}):
        frame = gpd.read_parquet(path, columns=whole.column_names)
        crs = frame.crs
        table = pd.DataFrame(frame.rename_geometry("geometry") if column != "geometry" else frame)
    else:
        table, crs = whole.to_pandas(), None
        table["geometry"] = shapely.from_wkb(np.array(shapes, dtype=object))
        table = table.drop(columns=[column] if column != "geometry" else [])
    version = (footer.metadata or {}).get(b"zonemap:layers_version")
    metadata = {"LAYERS_VERSION": version.decode("utf-8", "replace")} if version else None
    yield path.stem, dated(table, metadata, odd=odd), crs


def _is_odd(column: pa.ChunkedArray) -> bool:
    """Whether a column holds days or times that Python does not know."""
    if not pa.types.is_temporal(column.type):
        return False
    try:
        column.to_pandas()
    except (ValueError, OverflowError):
        return True
    return False


def _geometry_column(footer: Any, name: str) -> str:
    """The column with geometries: as the metadata of GeoParquet say, else by its name."""
    metadata = footer.metadata or {}
    if b"geo" in metadata:
        return str(json.loads(metadata[b"geo"])["primary_column"])
    columns = footer.schema.to_arrow_schema().names
    found = [column for column in columns if column.lower() in _GEOMETRY_NAMES]
    if not found:
        raise LayerError(Message("parquet-no-geometry", name, values={"names": ", ".join(_GEOMETRY_NAMES)}))
    return str(found[0])
