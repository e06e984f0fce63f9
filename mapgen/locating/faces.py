"""Faces that the lines of a zone's sides enclose, and which of them the text means."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import shapely

from geo.area import geodesic_km2
from geo.boundary import MAX_GAP_M
from geo.inside import enclosed
from geo.side import Side, Sides
from mapgen.locating.sets import Lines
from mapgen.locating.wanted import WantedSide

#: A stated area off by more than this factor is not that of what was found.
_FACTOR = 1.5
#: Two polygons that share so much are one.
_SAME = 0.98
#: Of a face that another one lies in, this is the share that the inner one has at least.
_MOSTLY = 0.3
#: A face of which so much is water is no zone on land.
_WET = 0.5


@dataclass(frozen=True, slots=True)
class Face:
    """What a set of lines encloses.

    Attributes
    ----------
    polygon : shapely.Polygon
        (lon, lat) degrees.
    lines : tuple of Candidate
        One for each side.
    bridged_m : float
        The longest gap between two sides that was closed, m.
    """

    polygon: shapely.Polygon
    lines: Lines
    bridged_m: float


def sides_of(
    name: str, sides: Sequence[WantedSide], lines: Lines, inside: tuple[float, float] | None = None
) -> tuple[Sides, dict[str, shapely.LineString]]:
    """Return sides as `geo` has them, each line under the name that the text gives it.

    Parameters
    ----------
    name : str
        Of the zone.
    sides : sequence of WantedSide
    lines : tuple of Candidate
        One for each side.
    inside : (float, float), optional
        A point in the zone, (lon, lat) degrees.

    Returns
    -------
    (Sides, dict of str to shapely.LineString)
    """
    ids: dict[int, str] = {}
    taken: set[str] = set()
    for side, line in zip(sides, lines, strict=True):
        if id(line) not in ids:
            label = side.name
            while label in taken:  # two lines of one name, such as both stretches of a ring road
                label += "\u2032"
            taken.add(label)
            ids[id(line)] = label
    each = tuple(Side(side.side, ids[id(line)]) for side, line in zip(sides, lines, strict=True))
    return Sides(name, each, inside), {ids[id(line)]: line.line for line in lines}


def faces_of(sides: Sequence[WantedSide], lines: Lines) -> Iterator[Face]:
    """Find the faces on land that every side bounds from its own direction.

    Parameters
    ----------
    sides : sequence of WantedSide
    lines : tuple of Candidate
        One for each side.

    Yields
    ------
    Face

    Raises
    ------
    Unbuildable
        If the lines enclose nothing of the kind.
    """
    zone, shapes = sides_of("", sides, lines)
    found = enclosed(zone, shapes, MAX_GAP_M)
    for polygon in found.faces:
        wet = shapely.union_all([line.water for line in lines if line.water is not None])
        if shapely.intersection(polygon, wet).area < _WET * polygon.area:
            yield Face(polygon, lines, found.bridged_m)


def is_among(one: Face, others: Sequence[Face]) -> bool:
    """Whether a face is one of others, to a rounding.

    Parameters
    ----------
    one : Face
    others : sequence of Face
    """
    return any(
        shapely.intersection(one.polygon, other.polygon).area
        > _SAME * shapely.union(one.polygon, other.polygon).area
        for other in others
    )


def runs_through(inner: Face, outer: Face) -> bool:
    """Whether an outer face differs from an inner one by one side, whose nearer line runs through it.

    Of two lines of one name, such as service roads on both hands of an expressway, a zone ends at the first.

    Parameters
    ----------
    inner, outer : Face
    """
    apart = [
        at for at, (one, other) in enumerate(zip(inner.lines, outer.lines, strict=True)) if one is not other
    ]
    if len({id(inner.lines[at]) for at in apart}) != 1:
        return False
    shared = shapely.intersection(inner.polygon, outer.polygon).area
    return bool(shared > _SAME * inner.polygon.area and shared > _MOSTLY * outer.polygon.area)


def chosen(faces: Sequence[Face], stated: float | None) -> tuple[Face | None, bool]:
    """Choose the one face, or the only one whose area is about the one stated.

    Parameters
    ----------
    faces : sequence of Face
    stated : float or None
        km².

    Returns
    -------
    (Face or None, bool)
        None if several may be meant; whether the area has chosen.
    """
    if len(faces) == 1:
        return faces[0], False
    if stated is None:
        return None, False
    near = [each for each in faces if is_about(geodesic_km2(each.polygon), stated)]
    return (near[0], True) if len(near) == 1 else (None, False)


def is_about(computed: float, stated: float) -> bool:
    """Whether an area may be that which the text states, km².

    Parameters
    ----------
    computed, stated : float
    """
    return stated / _FACTOR <= computed <= stated * _FACTOR
