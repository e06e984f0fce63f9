"""Made-up lines and sides for the tests of boundaries."""

from collections.abc import Mapping

import pytest
import shapely
import shapely.ops

from geo.boundary import (
    MAX_GAP_M,
    Boundary,
    BoundaryError,
    BoundaryProblem,
    Edge,
    Side,
    Sides,
    build,
)

METRE = 1 / 110_750  # degrees of latitude here
Lines = Mapping[str, shapely.LineString]


def line(*positions: tuple[float, float]) -> shapely.LineString:
    return shapely.LineString(positions)


def compass(zone: str, inside: tuple[float, float] | None = None, **sides: str) -> Sides:
    """A zone with the sides N, E, S, W; several lines of one side are separated by blanks."""
    return Sides(
        zone, tuple(Side(way, name) for way, names in sides.items() for name in names.split()), inside
    )


def ring(zone: str, inside: tuple[float, float] | None, names: str) -> Sides:
    return Sides(zone, tuple(Side("ring", name) for name in names.split()), inside)


def problems(zones: list[Sides], lines: Lines, limit: float = MAX_GAP_M) -> list[BoundaryProblem]:
    with pytest.raises(BoundaryError) as caught:
        build(zones, lines, limit)
    return caught.value.problems


def edge_of(built: Boundary, baseline: str | None) -> Edge:
    (found,) = [edge for edge in built.edges if edge.baseline == baseline]
    return found


#: A square of 0.1 degrees whose lines run on beyond its corners, but for the eastern one.
SQUARE = {
    "north": line((113.4, 22.9), (113.7, 22.9)),
    "south": line((113.4, 22.8), (113.7, 22.8)),
    "west": line((113.5, 22.7), (113.5, 23.0)),
    "east": line((113.6, 22.8), (113.6, 22.9)),
    "middle": line((113.4, 22.85), (113.7, 22.85)),
}
CENTRE = (113.55, 22.85)


def square(zone: str = "z") -> Sides:
    return compass(zone, CENTRE, N="north", E="east", S="south", W="west")


def shortened(metres: float) -> dict[str, shapely.LineString]:
    """The square whose eastern line ends so many metres before the southern one."""
    return {**SQUARE, "east": line((113.6, 22.8 + metres * METRE), (113.6, 22.9))}
