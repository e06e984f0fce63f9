"""GeoJSON from strangers, by the strict parser of the layers: GDAL forgives what would lose data."""

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import shapely

from layers.geometry import DEPTH, GeometryError
from layers.messages import LayerError, Message, reason
from layers.reading import parse_json
from mapgen.importing.drivers import MAX_COLUMNS, dated, limited
from mapgen.importing.encoding import decode

#: More features than this are no layers of plans.
MAX_FEATURES = 100_000
#: Lists and objects in a text, each of which weighs about a hundred bytes once it is read.
MAX_MEMBERS = 6_000_000

#: Positions that a line and a ring have at least; a ring of three is read, and told to be invalid.
_LEAST = {"LineString": 2, "MultiLineString": 2, "Polygon": 3, "MultiPolygon": 3}

_TROUBLE = (ValueError, TypeError, KeyError, IndexError, ArithmeticError, shapely.errors.ShapelyError)


def read(path: Path, name: str, encoding: str | None) -> tuple[str, pd.DataFrame, Any, list[Message]]:
    """Read a GeoJSON file.

    Parameters
    ----------
    path : Path
    name : str
        What messages call it.
    encoding : str or None
        Encoding that the user gave; it overrides the bytes.

    Returns
    -------
    layer : str
    frame : pandas.DataFrame
        Properties, and ``geometry``; the version of the layers in its ``attrs``.
    crs : object
        As the file states it; WGS 84 without a word.
    remarks : list of Message
        The encoding, if it is not UTF-8.

    Raises
    ------
    LayerError
        If it is no sound GeoJSON; all wrong features are named.
    """
    text, remarks = decode(path.read_bytes(), None, encoding, name)
    limited(text.count("[") + text.count("{"), MAX_MEMBERS, "import-many", name)
    collection = _collection(parse_json(text, name), name)
    rows, shapes = _features(collection["features"], name)
    # Not through a data frame's own guessing: lists and whole numbers stay what they are.
    keys = list(dict.fromkeys(key for row in rows for key in row))
    limited(len(keys), MAX_COLUMNS, "import-columns", name)
    data = {str(key): pd.Series([row.get(key) for row in rows], dtype=object) for key in keys}
    geometry = np.empty(len(shapes), dtype=object)
    geometry[:] = shapes
    layer = collection.get("name") if isinstance(collection.get("name"), str) else path.stem
    frame = pd.DataFrame({**data, "geometry": pd.Series(geometry, dtype=object)})
    return str(layer), dated(frame, collection.get("zonemap")), _stated(collection), remarks


def _collection(value: Any, name: str) -> dict[str, Any]:
    """The value as a collection of features; a single feature becomes one."""
    if isinstance(value, dict) and value.get("type") == "Feature":
        return {"features": [value]}
    if not isinstance(value, dict) or value.get("type") != "FeatureCollection":
        raise LayerError(Message("not-collection", name))
    members = value.get("features")
    if not isinstance(members, list):
        raise LayerError(Message("not-collection", name))
    limited(len(members), MAX_FEATURES, "import-many", name)
    return value


def _features(members: list[Any], name: str) -> tuple[list[dict[str, Any]], list[shapely.Geometry | None]]:
    rows: list[dict[str, Any]] = []
    shapes: list[shapely.Geometry | None] = []
    problems = []
    for number, member in enumerate(members, start=1):
        properties = member.get("properties", {}) if isinstance(member, dict) else 0
        if not isinstance(properties, dict | None) or "geometry" not in member:
            problems.append(Message("not-feature", name, f"#{number}"))
            continue
        row = dict(properties or {})
        # RFC 7946 puts the identifier of a feature beside its properties.
        if row.get("id") is None and isinstance(member.get("id"), str):
            row["id"] = member["id"]
        try:
            shapes.append(_shape(member["geometry"]))
        except (*_TROUBLE, RecursionError) as error:
            problems.append(_trouble(error, name, str(row.get("id") or f"#{number}")))
        rows.append(row)
    if problems:
        raise LayerError(*problems)
    return rows, shapes


def _trouble(error: Exception, name: str, place: str) -> Message:
    if isinstance(error, GeometryError):
        return Message(error.code, name, place, error.values)
    why = Message("reason-nested") if isinstance(error, RecursionError) else reason(error)
    return Message("geometry-broken", name, place, {"reason": why})


def _shape(member: Any) -> shapely.Geometry | None:
    return None if member is None else shapely.from_geojson(json.dumps(_flat(member)))


def _flat(member: Any) -> dict[str, Any]:
    """A geometry without heights, measures and foreign members, which GEOS will read without a word.

    Raises
    ------
    GeometryError
        If it is none of GeoJSON; GEOS would say so in words of its own.
    """
    kind = member.get("type") if isinstance(member, dict) else type(member).__name__
    if kind == "GeometryCollection" and isinstance(parts := member.get("geometries"), list):
        return {"type": kind, "geometries": [_flat(part) for part in parts]}
    if not isinstance(kind, str) or kind not in DEPTH:
        raise GeometryError("geometry-type", found=str(kind)[:80], expected=" / ".join(DEPTH))
    coordinates = member.get("coordinates")
    return {
        "type": kind,
        "coordinates": coordinates if coordinates == [] else _nested(coordinates, DEPTH[kind], kind),
    }


def _nested(value: Any, depth: int, kind: str) -> list[Any]:
    """Coordinates that are nested as their type requires, each position two numbers."""
    if depth == 0:
        return _position(value)
    if not isinstance(value, list):
        raise GeometryError("geometry-broken", reason=Message("reason-coordinates"))
    parts = [_nested(part, depth - 1, kind) for part in value]
    if depth == 1:
        if len(parts) < _LEAST.get(kind, 0):
            raise GeometryError("geometry-broken", reason=Message("reason-few"))
        if "Polygon" in kind and parts[0] != parts[-1]:
            raise GeometryError("geometry-broken", reason=Message("reason-ring"))
    return parts


def _position(value: Any) -> list[Any]:
    if isinstance(value, list) and value and isinstance(value[0], list):
        raise GeometryError("geometry-broken", reason=Message("reason-coordinates"))
    numbers = value[:2] if isinstance(value, list) else []
    if len(numbers) < 2 or not all(type(number) in (int, float) for number in numbers):
        raise GeometryError("geometry-broken", reason=Message("reason-position"))
    try:
        infinite = not all(math.isfinite(number) for number in numbers)
    except OverflowError:  # of whole numbers
        infinite = True
    if infinite:  # a number such as 1e999
        raise GeometryError("geometry-infinite")
    return numbers


def _stated(collection: dict[str, Any]) -> Any:
    """The system that a GeoJSON of before 2016 names; WGS 84 without it."""
    crs = collection.get("crs")
    if crs is None:
        return "OGC:CRS84"
    properties = crs.get("properties") if isinstance(crs, dict) else None
    return str(properties.get("name")) if isinstance(properties, dict) else str(crs)[:80]
