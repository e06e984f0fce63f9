"""Zones located by their sides: which line each side follows, and the polygon that the lines enclose.

A wrong polygon is worse than none. Where a side has no line, where the lines enclose nothing or more than one
thing, or something of quite another size than the text states, the zone stays pending, with the reason.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Literal

import shapely

from geo.area import geodesic_km2
from geo.boundary import BoundaryError, Edge, build
from geo.side import Unbuildable, too_few
from mapgen.locating.candidates import Candidate, candidates, lacking
from mapgen.locating.extract import Found
from mapgen.locating.faces import Face, chosen, faces_of, is_about, is_among, runs_through, sides_of
from mapgen.locating.names import Matcher
from mapgen.locating.sets import likeliest, nearest, sets
from mapgen.locating.wanted import WantedSide, WantedZone

#: Sets of lines that are tried for a zone.
_TRIES = 40
#: Why a zone is pending although its sides enclose something.
_ENCLOSED = ("several", "area")

State = Literal["closed", "pending"]


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
            one = _located(zone.name, part, sides, nearest(sides, options), stated, lacks)
            yield _few(one, sides)


def _few(one: Located, sides: Sequence[WantedSide]) -> Located:
    """Of two sides that enclose nothing the others are lacking, whatever else there is to say of them."""
    if one.polygon is not None or one.reason in _ENCLOSED or not too_few([side.side for side in sides]):
        return one
    names = "\u3001".join(dict.fromkeys(side.name for side in sides))
    return replace(one, reason="few", values={"count": len(sides), "names": names})


def _located(
    name: str, part: int, sides: list[WantedSide], options: list[list[Candidate]], stated: float | None,
    lacks: Sequence[tuple[str, str]],
) -> Located:  # fmt: skip
    likely = likeliest(sides, options)
    told = tuple(
        LocatedSide(side, line, len(every)) for side, line, every in zip(sides, likely, options, strict=True)
    )
    if lacks:
        # What the extract does not have at all goes before what it has in another form.
        first = next((lack for lack in ("missing", "point") if lack in dict(lacks)), lacks[0][0])
        names = {"names": "\u3001".join(dict.fromkeys(each for lack, each in lacks if lack == first))}
        return Located(name, part, told, stated, reason=f"side-{first}", values=names)
    if len({id(line) for line in likely}) < 2 and len(sides) > 1:
        return Located(name, part, told, stated, reason="open")
    faces: list[Face] = []
    why: Unbuildable | None = None
    for lines in islice(sets(sides, options), _TRIES):
        try:
            faces += [each for each in faces_of(sides, lines) if not is_among(each, faces)]
        except Unbuildable as trouble:
            why = why or trouble
    if not faces:
        return Located(name, part, told, stated, reason=_code(why), values=_named(why))
    faces = [each for each in faces if not any(runs_through(other, each) for other in faces)]
    one, by_area = chosen(faces, stated)
    if one is None:
        several = {"count": len(faces)}
        return Located(name, part, told, stated, reason="several", values=several)
    computed = geodesic_km2(one.polygon)
    if stated is not None and not is_about(computed, stated):
        values = {"computed": round(computed, 2), "stated": stated}
        return Located(name, part, told, stated, reason="area", values=values)
    return _closed(name, part, sides, options, stated, one, by_area=by_area)


def _closed(
    name: str, part: int, sides: list[WantedSide], options: list[list[Candidate]], stated: float | None,
    one: Face, *, by_area: bool,
) -> Located:  # fmt: skip
    point = one.polygon.representative_point()
    zone, lines = sides_of(name, sides, one.lines, (point.x, point.y))
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


def _code(why: Unbuildable | None) -> str:
    return "wet" if why is None else why.code


def _named(why: Unbuildable | None) -> Mapping[str, object]:
    return {} if why is None else why.values
