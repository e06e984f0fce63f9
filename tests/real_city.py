"""Blocks between the named roads of an extract of a real city, with the names of their sides."""

from collections import defaultdict
from pathlib import Path

import numpy as np
import pyogrio
import shapely

from geo.area import geodesic_km2

EXTRACTS = (".osm.pbf", ".osm", ".gpkg", ".geojson")
#: Blocks of another size are no zones, km2; a road shorter than this bounds none, degrees.
_SIZES, _SHORT = (0.05, 60.0), 600 / 111_200
_METRE = 1 / 111_200
#: Lines nearer than this to a longer one of the same name are its other carriageway, degrees.
_BESIDE = 55 * _METRE
_MOST = 500


def real_blocks(path: Path) -> list[tuple[dict[str, str], shapely.Polygon]]:
    """Return the names of the sides of blocks by compass, and their outlines in degrees.

    Of a road with two carriageways a block reaches to the longer one.

    Parameters
    ----------
    path : Path
        With columns ``name`` and ``highway``.
    """
    roads = {name: line for name, line in _roads(path).items() if line.length >= _SHORT}
    if not roads:
        return []
    faces = shapely.get_parts(
        shapely.polygonize([shapely.node(shapely.GeometryCollection([*roads.values()]))])
    )
    names, lines = list(roads), np.array([*roads.values()], dtype=object)
    tree = shapely.STRtree(lines)
    found = []
    for face in faces:
        if not _SIZES[0] < geodesic_km2(face) < _SIZES[1]:
            continue
        near = tree.query(face, predicate="intersects")
        sides = _sides(face, {names[at]: lines[at] for at in near})
        if sides:
            found.append((sides, face))
    return found[:: max(1, len(found) // _MOST)]


def _roads(path: Path) -> dict[str, shapely.Geometry]:
    layers = [str(name) for name, kind in pyogrio.list_layers(path) if "Line" in str(kind)] or [None]
    pieces: dict[str, list[shapely.LineString]] = defaultdict(list)
    for layer in layers[:1]:
        if not {"name", "highway"} <= set(pyogrio.read_info(path, layer=layer)["fields"]):
            return {}
        where = "name IS NOT NULL AND highway IS NOT NULL"
        frame = pyogrio.read_dataframe(path, layer=layer, where=where, columns=["name"])
        for name, shape in zip(frame["name"], frame.geometry, strict=True):
            pieces[name] += [each for each in shapely.get_parts([shape]) if each.geom_type == "LineString"]
    return {name: _one_carriageway(each) for name, each in pieces.items() if each}


def _one_carriageway(pieces: list[shapely.LineString]) -> shapely.Geometry:
    kept = shapely.MultiLineString()
    strands = shapely.get_parts([shapely.line_merge(shapely.MultiLineString(pieces))])
    for line in sorted(strands, key=lambda each: -each.length):
        rest = line.difference(kept.buffer(_BESIDE))
        if rest.length > 0.3 * line.length:
            kept = shapely.union_all([kept, rest])
    return kept


def _sides(face: shapely.Polygon, roads: dict[str, shapely.Geometry]) -> dict[str, str]:
    """One road for each direction; nothing if the block has other sides."""
    rim, middle = face.exterior, face.centroid
    found: dict[str, str] = {}
    whole = 0.0
    for name, line in roads.items():
        part = rim.intersection(line.buffer(2 * _METRE))
        if part.length < 60 * _METRE:
            continue
        x, y = part.centroid.x - middle.x, part.centroid.y - middle.y
        way = ("N" if y > 0 else "S") if abs(y) > abs(x) else ("E" if x > 0 else "W")
        if way in found or part.length < 0.04 * rim.length:
            return {}
        found[way] = name
        whole += part.length
    return found if len(found) == 4 and whole > 0.93 * rim.length else {}
