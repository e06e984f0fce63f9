"""Files of lines and places that are known from elsewhere, for the made-up layers."""

import json
from pathlib import Path
from typing import Any

import shapely

#: Metres of a degree of latitude at 22.8° N, to a thousandth.
DEGREE_M = 110_755


def along(south: float, metres: float = 0.0) -> dict[str, Any]:
    """A line from west to east so many metres north of a parallel."""
    at = south + metres / DEGREE_M
    return {"type": "LineString", "coordinates": [[113.3, at], [113.8, at]]}


def across(lon: float, metres: float = 0.0) -> dict[str, Any]:
    """A line from south to north so many metres east of a meridian."""
    at = lon + metres / (DEGREE_M * 0.9255)
    return {"type": "LineString", "coordinates": [[at, 22.7], [at, 23.0]]}


def area(*bounds: float) -> dict[str, Any]:
    return dict(shapely.geometry.mapping(shapely.box(*bounds)))


def point(lon: float, lat: float) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [lon, lat]}


def known(path: Path, *features: tuple[dict[str, Any] | None, dict[str, Any]]) -> Path:
    """Write a GeoJSON file of geometries with their properties."""
    told = [{"type": "Feature", "properties": more, "geometry": shape} for shape, more in features]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": told}, ensure_ascii=False), "utf-8")
    return path


def roads(path: Path) -> Path:
    """Roads of which one claim holds, one is too brave and one too modest (with 200 m for the east)."""
    return known(
        path,
        (along(22.85, 10), {"name": "中路"}),
        (along(22.8, 50), {"name": "South Road"}),
        (across(113.6, 3), {"name": "东路(一段)"}),
    )
