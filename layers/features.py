"""Features of the layer files: read one by one and checked against the schema of their layer."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from pydantic import ValidationError

from layers.geometry import GeometryError, plausible, read_geometry
from layers.problems import LayerError, Problem
from layers.reading import read_json
from layers.schema import GEOMETRIES, MODELS, Zone

#: How pydantic names the types that it tries one after the other.
_BRANCHES = ("int", "float", "list[float]", "list[list[float]]")


def read_layer(
    folder: Path, file: str, layer: str, problems: list[Problem]
) -> Iterator[tuple[Any, shapely.Geometry | None]]:
    """Read a layer file.

    Parameters
    ----------
    folder : Path
        Layers folder.
    file : str
        Name relative to it.
    layer : {"zones", "axes", "nodes", "baselines", "context"}
    problems : list of Problem
        What is wrong with a feature, or with the file, is added here.

    Yields
    ------
    (record, geometry)
        Of the features that are sound.
    """
    try:
        collection = read_json(folder / file, file, folder)
    except LayerError as error:
        problems.extend(error.problems)
        return
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(features, list) or collection.get("type") != "FeatureCollection":
        problems.append(Problem(file, "", "not-collection"))
        return
    if "crs" in collection:
        problems.append(Problem(file, "", "crs-member"))
        return
    count = len(features)
    features.reverse()
    while features:
        # Taken off the list: of a large file, parsed JSON and records need not both be in memory.
        feature = features.pop()
        checked = read_feature(feature, layer, file, f"#{count - len(features)}")
        if isinstance(checked, list):
            problems.extend(checked)
        else:
            yield checked


def read_feature(
    feature: Any, layer: str, file: str, place: str
) -> tuple[Any, shapely.Geometry | None] | list[Problem]:
    """Check one GeoJSON feature against the schema of its layer.

    Parameters
    ----------
    feature : object
        Parsed JSON.
    layer : {"zones", "axes", "nodes", "baselines", "context"}
    file, place : str
        What messages call the file, and the feature until its id is known.

    Returns
    -------
    (record, geometry) or list of Problem
    """
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        return [Problem(file, place, "not-feature")]
    properties = feature.get("properties")
    if not isinstance(properties, dict) or "geometry" not in feature:
        return [Problem(file, place, "not-feature")]
    if isinstance(properties.get("id"), str):
        place = properties["id"]
    problems: list[Problem] = []
    record: Any = None
    try:
        record = MODELS[layer].model_validate(properties)
        # Which keys a file gave: all of them. A set of them for each record weighs more than the record.
        record.model_fields_set.clear()
    except ValidationError as error:
        problems += [Problem(file, place, "attribute", {"field": f, "reason": r}) for f, r in reasons(error)]
    derived = getattr(record, "derived_from", None)
    member, geometry = feature["geometry"], None
    if member is not None:
        try:
            geometry = read_geometry(member, GEOMETRIES[layer])
        except GeometryError as error:
            problems.append(Problem(file, place, error.code, error.values))
        if derived:
            problems.append(Problem(file, place, "geometry-superfluous", {"reason": derived}))
    elif record is not None and derived is None:
        problems.append(Problem(file, place, "geometry-missing"))
    if isinstance(record, Zone):
        problems += _inside_problems(record, file)
    return problems if problems or record is None else (record, geometry)


def _inside_problems(zone: Zone, file: str) -> Iterator[Problem]:
    if zone.sides is None:
        return
    parts, points = len(zone.parts), len(zone.insides)
    if not points:
        yield Problem(file, zone.id, "inside-missing")
    elif parts != points:
        yield Problem(file, zone.id, "inside-parts", {"parts": parts, "points": points})
    else:
        try:
            plausible(np.array(zone.insides, dtype=float))
        except GeometryError as error:
            yield Problem(file, zone.id, error.code, error.values)


def reasons(error: ValidationError) -> Iterator[tuple[str, str]]:
    """What pydantic found, as (attribute, reason) pairs: one pair where it tried several types."""
    found: dict[str, list[str]] = {}
    for detail in error.errors(include_url=False, include_input=False):
        where = list(map(str, detail["loc"]))
        tried = next((i for i, step in enumerate(where) if step in _BRANCHES), len(where))
        given = found.setdefault(".".join(where[:tried]) or "-", [])
        reason = detail["msg"].removeprefix("Value error, ")
        if tried == len(where) or reason not in given:
            given.append(reason)
    for field, given in found.items():
        yield field, " / ".join(given)
