"""What a file really is, by its first bytes, and the one driver that may read it."""

import glob
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely

from layers.problems import LayerError, Problem
from layers.reading import read_json

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
#: What GDAL, GEOS, Arrow and their wrappers raise on files that are not what they claim.
_TROUBLE = (
    OSError, RuntimeError, ValueError, TypeError, KeyError, IndexError, ArithmeticError, MemoryError,
    AttributeError, shapely.errors.ShapelyError,
)  # fmt: skip

Layer = tuple[str, pd.DataFrame, Any]


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
    {"gpkg", "zip", "fgb", "parquet", "shp", "kml", "geojson"}

    Raises
    ------
    LayerError
        If it is none of these, or cannot be read.
    """
    try:
        with path.open("rb") as stream:
            head = stream.read(4096)
    except OSError as error:
        raise LayerError([Problem(name, "", "file-unreadable", {"reason": error.strerror})]) from None
    for magic, kind in _MAGIC.items():
        if head.startswith(magic):
            return kind
    if head.startswith(_SHP_MAGIC) and path.suffix.lower() == ".shp":
        return "shp"
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith(b"{"):
        return "geojson"
    if text.startswith(b"<") or head.startswith((b"\xff\xfe<", b"\xfe\xff\0<")):
        return "kml"
    raise LayerError([Problem(name, "", "import-format" if head else "import-empty")])


def layers(path: Path, name: str, kind: str) -> Iterator[Layer]:
    """Layers of a file.

    Parameters
    ----------
    path : Path
    name : str
        What messages call it.
    kind : str
        What `kind_of` says.

    Yields
    ------
    (str, pandas.DataFrame, object)
        Name, columns and ``geometry``, and the coordinate system as the file states it or None.

    Raises
    ------
    LayerError
        If the file is broken.
    """
    if kind == "geojson":
        yield from _geojson(path, name)
        return
    try:
        if kind == "parquet":
            yield from _parquet(path, name)
        else:
            yield from _ogr(path, name, kind)
    except LayerError:
        raise
    except _TROUBLE as error:
        reason = (str(error).splitlines() or [type(error).__name__])[0][:300].replace(str(path), name)
        raise LayerError([Problem(name, "", "import-broken", {"reason": reason})]) from None


def _ogr(path: Path, name: str, kind: str) -> Iterator[Layer]:
    options: dict[str, Any] = {}
    if kind == "shp":
        _whole_shapefile(path, name)
        options["encoding"] = _dbf_encoding(path)
    for layer, geometry_type in pyogrio.list_layers(path):
        if geometry_type is None:
            continue
        info = pyogrio.read_info(path, layer=layer, force_feature_count=True)
        frame = pyogrio.read_dataframe(path, layer=layer, datetime_as_string=True, **options)
        if info["features"] != len(frame):
            reason = f"{len(frame)} of {info['features']} features could be read"
            raise LayerError([Problem(name, layer, "import-broken", {"reason": reason})])
        yield str(layer), _dated(frame, info["dataset_metadata"], info["layer_metadata"]), frame.crs


def _dated(frame: pd.DataFrame, *metadata: dict[str, Any] | None) -> pd.DataFrame:
    """Columns that know the version of the layers that they were exported from, where their file says it."""
    table = pd.DataFrame(frame)
    for entry in metadata:
        if isinstance(entry, dict) and isinstance(entry.get("LAYERS_VERSION"), str):
            table.attrs["version"] = entry["LAYERS_VERSION"]
    return table


def _beside(path: Path) -> dict[str, Path]:
    """Files of a Shapefile by their endings."""
    return {inner.suffix.lower(): inner for inner in path.parent.glob(f"{glob.escape(path.stem)}.*")}


def _whole_shapefile(path: Path, name: str) -> None:
    """GDAL reads a truncated Shapefile as far as it goes; features that are cut off are not gone."""
    beside = {
        inner.suffix.lower(): inner
        for inner in path.parent.glob(f"{glob.escape(path.stem)}.*")
        if inner != path
    }
    if ".dbf" not in beside or ".shx" not in beside:
        missing = ", ".join(ending for ending in (".dbf", ".shx") if ending not in beside)
        raise LayerError([Problem(name, "", "shapefile-part", {"missing": f"{path.stem}{missing}"})])
    head = path.read_bytes()[:100]
    table = beside[".dbf"].read_bytes()
    rows, start, width = (int.from_bytes(table[a:b], "little") for a, b in ((4, 8), (8, 10), (10, 12)))
    cut = int.from_bytes(head[24:28], "big") * 2 > path.stat().st_size or len(table) < start + rows * width
    if cut or len(table) < 32:
        raise LayerError([Problem(name, "", "import-broken", {"reason": "it is cut off"})])


def _dbf_encoding(path: Path) -> str | None:
    """None where the file says its encoding; else what its bytes can be."""
    beside = _beside(path)
    raw = beside[".dbf"].read_bytes()
    if ".cpg" in beside or raw[29]:
        return None
    try:
        raw[int.from_bytes(raw[8:10], "little") :].decode("utf-8")
    except UnicodeDecodeError:
        return "GB18030"
    return "UTF-8"


def _parquet(path: Path, name: str) -> Iterator[Layer]:
    from pyarrow import parquet

    footer = parquet.read_metadata(path)
    unpacked = sum(footer.row_group(i).total_byte_size for i in range(footer.num_row_groups))
    if unpacked > _MAX_UNPACKED or footer.num_rows > 10 * _MAX_UNPACKED:
        raise LayerError(
            [Problem(name, "", "import-large", {"mb": unpacked // 2**20, "limit": _MAX_UNPACKED // 2**20})]
        )
    frame = gpd.read_parquet(path)
    crs = frame.crs
    if frame.geometry.name != "geometry":
        frame = frame.rename_geometry("geometry")
    version = (footer.metadata or {}).get(b"zonemap:layers_version")
    yield path.stem, _dated(frame, version and {"LAYERS_VERSION": version.decode("utf-8", "replace")}), crs


def _geojson(path: Path, name: str) -> Iterator[Layer]:
    """GeoJSON by the strict reader of the layers: GDAL forgives what would lose data."""
    collection = read_json(path, name)
    members = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(members, list) or collection.get("type") != "FeatureCollection":
        raise LayerError([Problem(name, "", "not-collection")])
    rows, shapes, problems = [], [], []
    for number, member in enumerate(members, start=1):
        properties = member.get("properties") if isinstance(member, dict) else None
        if not isinstance(properties, dict) or "geometry" not in member:
            problems.append(Problem(name, f"#{number}", "not-feature"))
            continue
        place = str(properties.get("id") or f"#{number}")
        try:
            shapes.append(_shape(member["geometry"]))
        except (*_TROUBLE, RecursionError) as error:
            reason = (str(error).splitlines() or [type(error).__name__])[0][:200]
            problems.append(Problem(name, place, "geometry-broken", {"reason": reason}))
        rows.append(properties)
    if problems:
        raise LayerError(problems)
    # Not through a data frame's own guessing: lists and whole numbers stay what they are.
    keys = list(dict.fromkeys(key for row in rows for key in row))
    data = {str(key): pd.Series([row.get(key) for row in rows], dtype=object) for key in keys}
    geometry = np.empty(len(shapes), dtype=object)
    geometry[:] = shapes
    layer = collection.get("name") if isinstance(collection.get("name"), str) else path.stem
    table = pd.DataFrame({**data, "geometry": pd.Series(geometry, dtype=object)})
    yield layer, _dated(table, collection.get("zonemap")), _stated(collection)


def _shape(member: Any) -> shapely.Geometry | None:
    return None if member is None else shapely.from_geojson(json.dumps(member))


def _stated(collection: dict[str, Any]) -> Any:
    """The system that a GeoJSON of before 2016 names; WGS 84 without it."""
    crs = collection.get("crs")
    if crs is None:
        return "OGC:CRS84"
    properties = crs.get("properties") if isinstance(crs, dict) else None
    return str(properties.get("name")) if isinstance(properties, dict) else str(crs)[:80]
