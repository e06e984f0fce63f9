"""The canonical form of the layer files: one feature a line, keys in a fixed order, five decimals."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

import shapely

from geo.place import DECIMALS
from layers.geometry import member, oriented
from layers.schema import KEYS, OPTIONAL, FigureRecord, SideRecord

#: Keys of the records within lists, in their order.
_INNER = {"sides": tuple(SideRecord.model_fields), "figures": tuple(FigureRecord.model_fields)}


def dumps(layer: str, features: Iterable[tuple[Mapping[str, Any], shapely.Geometry | None]]) -> str:
    """Write a layer file's text.

    Parameters
    ----------
    layer : {"zones", "axes", "nodes", "baselines", "context", "ground"}
        Decides the keys and their order.
    features : iterable of (mapping, shapely.Geometry or None)
        Attributes and geometry in (lon, lat) degrees.

    Returns
    -------
    str
        A GeoJSON FeatureCollection that ends with a newline. The same features give the same text.
    """
    lines = ",\n".join(_feature(layer, attributes, geometry) for attributes, geometry in features)
    body = f"\n{lines}\n" if lines else "\n"
    return f'{{\n"type": "FeatureCollection",\n"name": {json.dumps(layer)},\n"features": [{body}]\n}}\n'


def _feature(layer: str, attributes: Mapping[str, Any], geometry: shapely.Geometry | None) -> str:
    properties = {
        key: _plain(_ordered(key, attributes.get(key)))
        for key in KEYS[layer]
        if key not in OPTIONAL[layer] or attributes.get(key) is not None
    }
    shape = None if geometry is None else member(oriented(geometry), DECIMALS)
    feature = {"type": "Feature", "properties": properties, "geometry": shape}
    return json.dumps(feature, ensure_ascii=False, allow_nan=False)


def _ordered(key: str, value: Any) -> Any:
    """Records within a list with their keys in order."""
    if key not in _INNER or value is None:
        return value
    return [{inner: record[inner] for inner in _INNER[key] if inner in record} for record in value]


def _plain(value: Any) -> Any:
    """Numbers in their shortest form, positions rounded, without keys that hold nothing."""
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, list):
        if value and all(isinstance(item, int | float) for item in value):
            return [round(item, DECIMALS) for item in value]
        return [_plain(item) for item in value]
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items() if item is not None}
    return value
