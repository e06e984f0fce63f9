"""Zones on the lines of their sides: closed as they were located, or anew, or pending with the reason."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import shapely

from geo.area import geodesic_km2
from geo.boundary import MAX_GAP_M, BoundaryError, build
from geo.inside import enclosed
from geo.network import network
from geo.place import DECIMALS, rounded
from geo.side import Side, Sides, Unbuildable

#: What layers build and what was located are one polygon if they share so much; the rest is rounding.
_SAME = 0.95
#: A stated area off by more than this factor is not that of a face.
_FACTOR = 1.5


@dataclass(frozen=True)
class Part:
    """A zone, or a part of one.

    Attributes
    ----------
    zone : str
        Any name; that of its other parts.
    number : int
    sides : tuple of (str, str or None)
        Compass side and name of its line.
    located : shapely.Polygon or None
        What locating found between the same lines, (lon, lat) degrees.
    point : (float, float) or None
        A point inside that somebody has given, (lon, lat) degrees.
    stated_km2 : float or None
    inside : (float, float) or None
        A point inside, once it is closed.
    """

    zone: str
    number: int
    sides: tuple[tuple[str, str | None], ...]
    located: shapely.Polygon | None = None
    point: tuple[float, float] | None = None
    stated_km2: float | None = None
    inside: tuple[float, float] | None = None


def noded(lines: Mapping[str, shapely.LineString]) -> dict[str, shapely.LineString]:
    """Give lines a vertex wherever they meet, and round them as layers are.

    Parameters
    ----------
    lines : mapping of str to shapely.LineString
        (lon, lat) degrees.

    Returns
    -------
    dict of str to shapely.LineString
        Rounding then moves the vertex of both, and what met still meets.
    """
    found = {}
    for name, pieces in network(dict(lines), {}).pieces.items():
        places = [tuple(place) for piece in pieces for place in shapely.get_coordinates(piece).tolist()]
        near = rounded(np.array(places), DECIMALS)
        kept = np.concatenate([[True], (near[1:] != near[:-1]).any(axis=1)])
        found[name] = shapely.LineString(near[kept]) if kept.sum() > 1 else lines[name]
    return found


def closed(parts: Sequence[Part], lines: Mapping[str, shapely.LineString]) -> list[Part]:
    """Find a point inside each part whose lines enclose it.

    Parameters
    ----------
    parts : sequence of Part
    lines : mapping of str to shapely.LineString
        As layers will have them, (lon, lat) degrees.

    Returns
    -------
    list of Part
        In the same order, with a point inside where all lines are there and enclose one area: that which was
        located, else the only one, or that which holds the given point or has about the stated area.
    """
    hopeful = [replace(part, inside=_inside(part, lines)) for part in parts]
    while True:
        wanted = [each for each in hopeful if each.inside is not None]
        try:
            built = build([sides_of(each, str(number)) for number, each in enumerate(wanted)], lines)
        except BoundaryError as error:
            bad = {id(wanted[int(problem.zone)]) for problem in error.problems}
        else:
            bad = {
                id(each)
                for each, boundary in zip(wanted, built, strict=True)
                if each.located is not None and _share(each.located, boundary.polygon) < _SAME
            }
            if not bad:
                return hopeful
        hopeful = [replace(each, inside=None) if id(each) in bad else each for each in hopeful]


def sides_of(part: Part, name: str) -> Sides:
    """Return a part as `geo.boundary.build` takes it."""
    return Sides(name, tuple(Side(compass, line or "") for compass, line in part.sides), part.inside)  # type: ignore[arg-type]


def _share(one: shapely.Polygon, other: shapely.Geometry) -> float:
    return float(shapely.intersection(one, other).area / shapely.union(one, other).area)


def _inside(part: Part, lines: Mapping[str, shapely.LineString]) -> tuple[float, float] | None:
    if not part.sides or any(line is None for _, line in part.sides):
        return None
    if part.located is not None:
        return _middle(part.located)
    own = {line or "": lines[line or ""] for _, line in part.sides}
    if (len(own) < 2 and len(part.sides) > 1) or not all(line.is_simple for line in own.values()):
        return None
    try:
        faces = enclosed(sides_of(part, ""), own, MAX_GAP_M).faces
    except Unbuildable:
        return None
    return next(map(_middle, _meant(part, faces)), None)


def _meant(part: Part, faces: Sequence[shapely.Polygon]) -> Iterable[shapely.Polygon]:
    """The face that is meant, if that is sure."""
    if part.point is not None:
        return [face for face in faces if shapely.contains_xy(face, *part.point)]
    if len(faces) > 1 and part.stated_km2 is not None:
        low, high = part.stated_km2 / _FACTOR, part.stated_km2 * _FACTOR
        faces = [face for face in faces if low <= geodesic_km2(face) <= high]
    return faces if len(faces) == 1 else []


def _middle(polygon: shapely.Polygon) -> tuple[float, float]:
    """The point inside that lies farthest from the boundary, as layers round it."""
    circle = shapely.maximum_inscribed_circle(polygon)
    x, y = shapely.get_coordinates(circle)[0].tolist()
    return round(x, DECIMALS), round(y, DECIMALS)
