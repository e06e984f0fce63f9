"""GeoJSON from strangers, by the strict parser of the layers: GDAL forgives what would lose data."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import shapely

from layers.geometry import GeometryError
from layers.messages import LayerError, Message, reason
from layers.reading import parse_json
from mapgen.importing.drivers import MAX_COLUMNS, dated, limited
from mapgen.importing.encoding import decode

#: More features than this are no layers of plans.
MAX_FEATURES = 100_000
#: Lists and objects in a text, each of which weighs about a hundred bytes once it is read.
MAX_MEMBERS = 6_000_000

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
    if member is None:
        return None
    text = json.dumps(_flat(member))
    if "Infinity" in text:  # a number such as 1e999; it would be no JSON, which GEOS has many words for
        raise GeometryError("geometry-infinite")
    return shapely.from_geojson(text)


def _flat(member: Any) -> Any:
    """A geometry whose positions have two numbers: heights and measures are dropped."""
    if not isinstance(member, dict):
        return member
    if member.get("type") == "GeometryCollection":
        return {**member, "geometries": [_flat(part) for part in member.get("geometries") or []]}
    return {**member, "coordinates": _positions(member.get("coordinates"))}


def _positions(value: Any) -> Any:
    if not isinstance(value, list):
        return value
    if value and not isinstance(value[0], list):
        return value[:2]
    return [_positions(part) for part in value]


def _stated(collection: dict[str, Any]) -> Any:
    """The system that a GeoJSON of before 2016 names; WGS 84 without it."""
    crs = collection.get("crs")
    if crs is None:
        return "OGC:CRS84"
    properties = crs.get("properties") if isinstance(crs, dict) else None
    return str(properties.get("name")) if isinstance(properties, dict) else str(crs)[:80]
