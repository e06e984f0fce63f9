"""Land and sea from coastlines: lines that have the land on their left."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import shapely

#: Of the coast of one sea so much may have the land on the wrong side: where lines of two surveys cross.
_WRONG = 0.02

_Segment = tuple[tuple[float, float], tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Seas:
    """What lies to the right of coastlines.

    Attributes
    ----------
    polygons : tuple of shapely.Polygon
        (lon, lat) degrees, valid, within the box.
    is_whole : bool
        False if a line ends within the box, or two lines disagree: what they bound is left out.
    """

    polygons: tuple[shapely.Polygon, ...]
    is_whole: bool


def seas(coastlines: Sequence[shapely.LineString], bounds: tuple[float, float, float, float]) -> Seas:
    """Close coastlines against a box.

    Parameters
    ----------
    coastlines : sequence of shapely.LineString
        (lon, lat) degrees, land to the left of their direction, as OpenStreetMap draws them.
    bounds : tuple of float
        West, south, east, north, degrees.

    Returns
    -------
    Seas
        None without a coastline in the box: it may be all land or all sea.

    Notes
    -----
    The lines and the box divide it into faces. A face whose coast runs counter-clockwise around it is land,
    one around which it runs clockwise is sea; islands and lakes of the sea need no rule of their own.
    """
    clipped = shapely.get_parts(shapely.clip_by_rect(np.array(coastlines, dtype=object), *bounds))
    lines = [each for each in clipped if each.geom_type == "LineString" and each.length > 0]
    if not lines:
        return Seas((), True)
    noded = shapely.union_all([shapely.box(*bounds).boundary, *lines])
    faces, _, loose, _ = shapely.polygonize_full(shapely.get_parts([noded]))
    coast = {segment for line in lines for segment in _segments(line)}
    found, is_whole = [], shapely.is_empty(loose)
    for face in shapely.get_parts([shapely.orient_polygons(faces)]):
        if shapely.intersects(face, loose) and not shapely.touches(face, loose):
            continue
        land, sea = _lengths(face, coast)
        if min(land, sea) > _WRONG * (land + sea):
            is_whole = False
        elif sea > land:
            found.append(face)
    return Seas(tuple(found), bool(is_whole))


def _segments(line: shapely.LineString) -> list[_Segment]:
    return list(pairwise(map(tuple, shapely.get_coordinates(line).tolist())))


def _lengths(face: shapely.Polygon, coast: set[_Segment]) -> tuple[float, float]:
    """Lengths of the coast around a face of which the land lies inside, and outside; degrees."""
    land = sea = 0.0
    for ring in shapely.get_rings(face):  # the inside is on the left of all of them
        for start, end in _segments(ring):
            length = float(np.hypot(end[0] - start[0], end[1] - start[1]))
            land += length if (start, end) in coast else 0.0
            sea += length if (end, start) in coast else 0.0
    return land, sea
