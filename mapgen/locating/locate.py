"""Zones located by their sides: which line each side follows, and the polygon that the lines enclose.

A wrong polygon is worse than none. Where a side has no line, where the lines enclose nothing or more than one
thing, or something of quite another size than the text states, the zone stays pending, with the reason.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, islice, product
from typing import Literal

import numpy as np
import shapely

from geo.area import geodesic_km2
from geo.boundary import MAX_GAP_M, BoundaryError, Edge, build
from geo.inside import enclosed
from geo.side import Side, Sides, Unbuildable
from mapgen.locating.candidates import Candidate, candidates, lacking
from mapgen.locating.extract import Found
from mapgen.locating.names import Matcher
from mapgen.locating.wanted import WantedSide, WantedZone

#: Sets of lines that are tried for a zone, those that lie nearest to each other first.
_SETS, _TRIES = 20_000, 40
#: So many lines of one name are tried for a side; how far one may lie from another side's box, degrees.
_NAMESAKES, _REACH = 12, 0.005
#: A stated area off by more than this factor is not that of what was found.
_FACTOR = 1.5
#: Two polygons that share so much are one.
_SAME = 0.98
#: Of a face that another one lies in, this is the share that the inner one has at least.
_MOSTLY = 0.3
#: A face of which so much is water is no zone on land.
_WET = 0.5
_METRES = 111_200.0

State = Literal["closed", "pending"]
_Lines = tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class LocatedSide:
    """A side with what was found for it.

    Attributes
    ----------
    side : WantedSide
    candidate : Candidate or None
        The line that it follows; of a pending zone the likeliest one.
    count : int
        How many lines were found.
    edge : shapely.Geometry or None
        The stretch that bounds the zone, (lon, lat) degrees.
    """

    side: WantedSide
    candidate: Candidate | None
    count: int
    edge: shapely.Geometry | None = None


@dataclass(frozen=True, slots=True)
class Located:
    """A zone, or a part of one.

    Attributes
    ----------
    name : str
    part : int
    sides : tuple of LocatedSide
    stated_km2 : float or None
        Of a zone with one part.
    polygon : shapely.Polygon or None
        (lon, lat) degrees; None while it is pending.
    reason : str or None
        Code of why it is pending.
    values : mapping
        What the reason is about.
    bridged_m : float
        The longest gap between two sides that was closed, m.
    by_area : bool
        Whether the stated area chose between several faces.
    connectors : tuple of shapely.Geometry
        What closes its gaps.
    """

    name: str
    part: int
    sides: tuple[LocatedSide, ...]
    stated_km2: float | None
    polygon: shapely.Polygon | None = None
    reason: str | None = None
    values: Mapping[str, object] = field(default_factory=dict)
    bridged_m: float = 0.0
    by_area: bool = False
    connectors: tuple[shapely.Geometry, ...] = ()

    @property
    def state(self) -> State:
        """Whether there is a polygon."""
        return "pending" if self.polygon is None else "closed"


@dataclass(frozen=True, slots=True)
class _Face:
    polygon: shapely.Polygon
    lines: _Lines
    bridged_m: float


def locate(
    zones: Sequence[WantedZone], found: Found, aliases: Mapping[str, tuple[str, ...]]
) -> Iterator[Located]:
    """Locate zones one after the other.

    Parameters
    ----------
    zones : sequence of WantedZone
    found : Found
        What the extract has of the names of their sides.
    aliases : mapping
        As `mapgen.locating.names.read_aliases` gives them.

    Yields
    ------
    Located
        For each part of each zone.
    """
    known: dict[tuple[object, ...], list[Candidate]] = {}
    for zone in zones:
        parts = sorted({side.part for side in zone.sides})
        for part in parts:
            sides = [side for side in zone.sides if side.part == part]
            options = []
            for side in sides:
                key = (side.name, side.of, side.offset_m, side.towards)
                if key not in known:
                    known[key] = candidates(side, Matcher(side.name, side.of, aliases), found)
                options.append(known[key])
            lacks = [
                (lacking(side, Matcher(side.name, side.of, aliases), found), side.name)
                for side, every in zip(sides, options, strict=True)
                if not every
            ]
            stated = zone.stated_km2 if len(parts) == 1 else None
            yield _located(zone.name, part, sides, _nearest(sides, options), stated, lacks)


def _nearest(sides: Sequence[WantedSide], options: list[list[Candidate]]) -> list[list[Candidate]]:
    """Of each side the longest lines among those that may meet another side: each town has its namesakes."""
    boxes: list[np.ndarray] = [
        np.array([shapely.box(*line.line.bounds) for line in lines], dtype=object) for lines in options
    ]
    kept = []
    for at, (side, lines) in enumerate(zip(sides, options, strict=True)):
        others = [boxes[other] for other, each in enumerate(sides) if other != at and _may_meet(side, each)]
        chosen = lines
        if len(lines) > _NAMESAKES and any(each.size for each in others):
            tree = shapely.STRtree(np.concatenate(others))
            near, _ = tree.query(shapely.buffer(boxes[at], _REACH), predicate="intersects")
            chosen = [lines[number] for number in np.unique(near)] or lines
        kept.append(chosen[:_NAMESAKES])
    return kept


def _may_meet(one: WantedSide, other: WantedSide) -> bool:
    return {one.side, other.side} not in ({"N", "S"}, {"E", "W"})


def _located(
    name: str, part: int, sides: list[WantedSide], options: list[list[Candidate]], stated: float | None,
    lacks: Sequence[tuple[str, str]],
) -> Located:  # fmt: skip
    likeliest = _likeliest(sides, options)
    told = tuple(
        LocatedSide(side, line, len(every))
        for side, line, every in zip(sides, likeliest, options, strict=True)
    )
    if lacks:
        # What the extract does not have at all goes before what it has in another form.
        first = next((lack for lack in ("missing", "point") if lack in dict(lacks)), lacks[0][0])
        names = {"names": "\u3001".join(dict.fromkeys(each for lack, each in lacks if lack == first))}
        return Located(name, part, told, stated, reason=f"side-{first}", values=names)
    if len({id(line) for line in likeliest}) < 2 and len(sides) > 1:
        return Located(name, part, told, stated, reason="open")
    faces: list[_Face] = []
    why: Unbuildable | None = None
    for lines in islice(_sets(sides, options), _TRIES):
        try:
            faces += [each for each in _faces(sides, lines) if not _is_among(each, faces)]
        except Unbuildable as trouble:
            why = why or trouble
    if not faces:
        return Located(name, part, told, stated, reason=_code(why), values=_named(why))
    faces = [each for each in faces if not any(_runs_through(other, each) for other in faces)]
    one, by_area = _chosen(faces, stated)
    if one is None:
        several = {"count": len(faces)}
        return Located(name, part, told, stated, reason="several", values=several)
    computed = geodesic_km2(one.polygon)
    if stated is not None and not stated / _FACTOR <= computed <= stated * _FACTOR:
        values = {"computed": round(computed, 2), "stated": stated}
        return Located(name, part, told, stated, reason="area", values=values)
    return _closed(name, part, sides, options, stated, one, by_area=by_area)


def _closed(
    name: str, part: int, sides: list[WantedSide], options: list[list[Candidate]], stated: float | None,
    one: _Face, *, by_area: bool,
) -> Located:  # fmt: skip
    point = one.polygon.representative_point()
    zone, lines = _sides(name, sides, one.lines, (point.x, point.y))
    try:
        (built,) = build([zone], lines)
    except BoundaryError:  # a line between two of the first may be found open by the second, to a rounding
        told = tuple(
            LocatedSide(side, line, len(every))
            for side, line, every in zip(sides, one.lines, options, strict=True)
        )
        return Located(name, part, told, stated, reason="open")
    edges: dict[tuple[str | None, str | None], Edge] = {
        (edge.compass, edge.baseline): edge for edge in built.edges if not edge.inferred
    }
    told = tuple(
        LocatedSide(side, line, len(every), edges[each.compass, each.baseline].line)
        for side, line, every, each in zip(sides, one.lines, options, zone.sides, strict=True)
    )
    connectors = tuple(edge.line for edge in built.edges if edge.inferred)
    return Located(
        name,
        part,
        told,
        stated,
        built.polygon,
        bridged_m=one.bridged_m,
        by_area=by_area,
        connectors=connectors,
    )


def _sides(
    name: str, sides: Sequence[WantedSide], lines: _Lines, inside: tuple[float, float] | None = None
) -> tuple[Sides, dict[str, shapely.LineString]]:
    """Sides as `geo` has them, each line under the name that the text gives it."""
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


def _faces(sides: Sequence[WantedSide], lines: _Lines) -> Iterator[_Face]:
    zone, shapes = _sides("", sides, lines)
    found = enclosed(zone, shapes, MAX_GAP_M)
    for polygon in found.faces:
        wet = shapely.union_all([line.water for line in lines if line.water is not None])
        if shapely.intersection(polygon, wet).area < _WET * polygon.area:
            yield _Face(polygon, lines, found.bridged_m)


def _is_among(one: _Face, others: Sequence[_Face]) -> bool:
    return any(
        shapely.intersection(one.polygon, other.polygon).area
        > _SAME * shapely.union(one.polygon, other.polygon).area
        for other in others
    )


def _runs_through(inner: _Face, outer: _Face) -> bool:
    """Whether an outer face differs from an inner one by one side, whose nearer line runs through it.

    Of two lines of one name, such as service roads on both hands of an expressway, a zone ends at the first.
    """
    apart = [
        at for at, (one, other) in enumerate(zip(inner.lines, outer.lines, strict=True)) if one is not other
    ]
    if len({id(inner.lines[at]) for at in apart}) != 1:
        return False
    shared = shapely.intersection(inner.polygon, outer.polygon).area
    return bool(shared > _SAME * inner.polygon.area and shared > _MOSTLY * outer.polygon.area)


def _chosen(faces: Sequence[_Face], stated: float | None) -> tuple[_Face | None, bool]:
    """The one face, or the only one whose area is about the one stated."""
    if len(faces) == 1:
        return faces[0], False
    if stated is None:
        return None, False
    near = [each for each in faces if stated / _FACTOR <= geodesic_km2(each.polygon) <= stated * _FACTOR]
    return (near[0], True) if len(near) == 1 else (None, False)


def _apart(sides: Sequence[WantedSide], options: list[list[Candidate]]) -> dict[tuple[int, int], np.ndarray]:
    """Distances between the lines of each two sides that should meet, in about metres."""
    found: dict[tuple[int, int], np.ndarray] = {}
    every = [line.line for lines in options for line in lines]
    if not every:
        return found
    south, north = shapely.total_bounds(every)[[1, 3]]
    shrink = np.array([np.cos(np.radians((south + north) / 2)), 1.0]) * _METRES
    flat = [
        [shapely.transform(line.line, lambda places: places * shrink) for line in lines] for lines in options
    ]
    for one, other in combinations(range(len(sides)), 2):
        if _may_meet(sides[one], sides[other]):
            found[one, other] = np.array([[a.distance(b) for b in flat[other]] for a in flat[one]])
    return found


def _sets(sides: Sequence[WantedSide], options: list[list[Candidate]]) -> Iterator[_Lines]:
    """Choices of a line for each side, those that lie nearest to each other first."""
    apart = _apart(sides, options)
    # Of namesakes far away from every line of the other sides nothing can come.
    kept = [list(range(len(lines))) for lines in options]
    for at, numbers in enumerate(kept):
        metres = np.full(len(numbers), np.inf)
        for pair, table in apart.items():
            if at in pair and table.size:
                metres = np.minimum(metres, table.min(axis=1 if pair[0] == at else 0))
        kept[at] = [number for number in numbers if metres[number] <= MAX_GAP_M] or numbers
    ranked = sorted(
        islice(product(*kept), _SETS),
        key=lambda chosen: sum(float(table[chosen[i], chosen[j]]) for (i, j), table in apart.items()),
    )
    for chosen in ranked:
        yield tuple(lines[number] for lines, number in zip(options, chosen, strict=True))


def _likeliest(sides: Sequence[WantedSide], options: list[list[Candidate]]) -> list[Candidate | None]:
    """For each side that has any the line that lies nearest to those of the others."""
    have = [at for at, lines in enumerate(options) if lines]
    best = next(_sets([sides[at] for at in have], [options[at] for at in have]), ()) if have else ()
    by_side = dict(zip(have, best, strict=True))
    return [by_side.get(at) for at in range(len(sides))]


def _code(why: Unbuildable | None) -> str:
    return "wet" if why is None else why.code


def _named(why: Unbuildable | None) -> Mapping[str, object]:
    return {} if why is None else why.values
