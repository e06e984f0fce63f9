"""Features of the layer files: read one by one and checked against the schema of their layer."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import shapely
from pydantic import ValidationError

from geo.errors import GeoError
from layers.files import LayerFiles
from layers.geometry import GeometryError, plausible, read_geometry
from layers.messages import LayerError, Message
from layers.schema import GEOMETRIES, MODELS, Zone

#: Types of pydantic's errors that have a message; of any other its own English words are passed on.
PYDANTIC = frozenset(
    (
        *("missing", "extra_forbidden", "literal_error", "union_tag_invalid", "union_tag_not_found"),
        *("string_type", "string_pattern_mismatch", "string_too_short", "string_too_long"),
        *("float_type", "int_type", "bool_type", "greater_than_equal", "less_than_equal"),
        *("list_type", "too_short", "too_long", "model_type", "model_attributes_type", "dict_type"),
    )
)

#: How pydantic names the types that it tries one after the other.
_BRANCHES = ("int", "float", "list[float]", "list[list[float]]")


def read_layer(
    files: LayerFiles, file: str, layer: str, problems: list[Message]
) -> Iterator[tuple[Any, shapely.Geometry | None]]:
    """Read a layer file.

    Parameters
    ----------
    files : LayerFiles
    file : str
        Name of one of them.
    layer : {"zones", "axes", "nodes", "baselines", "context", "ground"}
    problems : list of Message
        What is wrong with a feature, or with the file, is added here.

    Yields
    ------
    (record, geometry)
        Of the features that are sound.
    """
    try:
        collection = files.json(file)
    except LayerError as error:
        problems.extend(error.messages)
        return
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(features, list) or collection.get("type") != "FeatureCollection":
        problems.append(Message("not-collection", file))
        return
    if "crs" in collection:
        problems.append(Message("crs-member", file))
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
) -> tuple[Any, shapely.Geometry | None] | list[Message]:
    """Check one GeoJSON feature against the schema of its layer.

    Parameters
    ----------
    feature : object
        Parsed JSON.
    layer : {"zones", "axes", "nodes", "baselines", "context", "ground"}
    file, place : str
        What messages call the file, and the feature until its id is known.

    Returns
    -------
    (record, geometry) or list of Message
    """
    if not isinstance(feature, dict) or feature.get("type") != "Feature":
        return [Message("not-feature", file, place)]
    properties = feature.get("properties")
    if not isinstance(properties, dict) or "geometry" not in feature:
        return [Message("not-feature", file, place)]
    if isinstance(properties.get("id"), str):
        place = properties["id"]
    problems: list[Message] = []
    record: Any = None
    try:
        record = MODELS[layer].model_validate(properties)
        # Which keys a file gave: all of them. A set of them for each record weighs more than the record.
        record.model_fields_set.clear()
    except ValidationError as error:
        problems += invalid_attributes(file, place, error)
    derived = getattr(record, "derived_from", None)
    member, geometry = feature["geometry"], None
    if member is not None:
        try:
            # A listed place has none, so any that stands there is told once, as what it is.
            geometry = read_geometry(member, GEOMETRIES[layer]) if GEOMETRIES[layer] else None
        except GeometryError as error:
            problems.append(Message(error.code, file, place, error.values))
        if derived:
            code = "geometry-pending" if derived == "basis = pending" else "geometry-superfluous"
            problems.append(Message(code, file, place, {"reason": derived}))
    elif record is not None and derived is None:
        problems.append(Message("geometry-missing", file, place))
    if isinstance(record, Zone):
        problems += _inside_problems(record, file)
    return problems if problems or record is None else (record, geometry)


def _inside_problems(zone: Zone, file: str) -> Iterator[Message]:
    parts, points = len(zone.parts), len(zone.insides)
    if zone.is_built and not points:
        yield Message("inside-missing", file, zone.id)
    elif zone.sides is not None and points and parts != points:
        yield Message("inside-parts", file, zone.id, {"parts": parts, "points": points})
    elif points:
        try:
            plausible(np.array(zone.insides, dtype=float))
        except GeometryError as error:
            yield Message(error.code, file, zone.id, error.values)


def invalid(file: str, place: str, field: str, why: object) -> Message:
    """What is wrong with an attribute, or with several together (field "-")."""
    if field == "-":
        return Message("attributes", file, place, {"reason": why})
    return Message("attribute", file, place, {"field": field, "reason": why})


def invalid_attributes(file: str, place: str, error: ValidationError) -> list[Message]:
    """What is wrong with the attributes of a feature, or of a row of a table."""
    return [invalid(file, place, *found) for found in reasons(error)]


def reasons(error: ValidationError) -> Iterator[tuple[str, tuple[Message, ...]]]:
    """What pydantic found, as (attribute, reasons): several reasons where it tried several types."""
    found: dict[str, list[Message]] = {}
    for detail in error.errors(include_url=False, include_input=False):
        where = list(map(str, detail["loc"]))
        tried = next((i for i, step in enumerate(where) if step in _BRANCHES), len(where))
        given = found.setdefault(".".join(where[:tried]) if where[:tried] else "-", [])
        reason = _reason(detail)
        if tried == len(where) or reason not in given:
            given.append(reason)
    for field, given in found.items():
        yield field, tuple(given)


def _reason(detail: Mapping[str, Any]) -> Message:
    kind, values = detail["type"], detail.get("ctx", {})
    if isinstance(values.get("error"), GeoError):
        return Message(values["error"].code, values=values["error"].values)
    if kind.startswith("schema-"):
        return Message(kind, values=values)
    if kind in PYDANTIC:
        return Message(f"schema-{kind.replace('_', '-')}", values=values)
    return Message("schema-other", values={"words": detail["msg"]})
