"""Lines of accepted zones: stretches that overlap are one, and what met still meets when it is rounded."""

from itertools import pairwise
from typing import get_args

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.place import DECIMALS
from mapgen.accepting.baselines import HOW, RULES
from mapgen.accepting.closing import Part, closed, noded
from mapgen.accepting.joining import joined
from mapgen.locating.candidates import How
from mapgen.locating.names import Rule

ROAD = [(113.5 + 0.001 * x, 22.5 + 0.0003 * (x % 3)) for x in range(30)]


def line(*places: tuple[float, float]) -> shapely.LineString:
    return shapely.LineString(places)


@given(st.lists(st.tuples(st.integers(0, 28), st.integers(1, 29), st.booleans()), min_size=1, max_size=8))
def test_stretches_of_a_road_are_joined_where_they_overlap(cuts: list[tuple[int, int, bool]]) -> None:
    spans = [(first, min(first + length, 29), turned) for first, length, turned in cuts]
    lines = [line(*ROAD[a : b + 1][:: -1 if turned else 1]) for a, b, turned in spans]
    found = joined(lines)
    # What only touches at an end is not one.
    runs, end = 0, 0
    for start, stop in sorted((a, b) for a, b, _ in spans):
        runs, end = runs + (start >= end), max(end, stop)
    assert len(found) == runs
    assert sorted(number for _, numbers in found for number in numbers) == list(range(len(lines)))
    for shape, numbers in found:
        whole = list(pairwise(shape.coords))
        for number in numbers:
            for one, other in pairwise(lines[number].coords):
                assert (one, other) in whole or (other, one) in whole
        first = lines[numbers[0]]
        assert tuple(first.coords[:2]) in whole, "it runs as the first of its lines does"


def test_every_way_to_find_a_line_is_told_of_its_baseline() -> None:
    assert set(RULES) == set(get_args(Rule))
    assert set(HOW) == set(get_args(How))


def test_a_ring_and_an_arc_of_it() -> None:
    ring = [(113.5, 22.5), (113.51, 22.5), (113.51, 22.51), (113.5, 22.51), (113.5, 22.5)]
    ((shape, numbers),) = joined([line(*ring[1:4]), line(*ring)])
    assert shape.is_closed
    assert numbers == [0, 1]
    # Two arcs that make up a ring together are one.
    ((shape, _),) = joined([line(*ring[:4]), line(*ring[2:], ring[1])])
    assert shape.is_closed


def test_lines_that_part_stay_apart_and_share_their_vertices() -> None:
    fork = [*ROAD[:10], (113.51, 22.6)]
    found = joined([line(*ROAD), line(*fork), line(*ROAD[2:5])])
    assert [numbers for _, numbers in found] == [[0, 2], [1]]
    assert [shape.coords[:] for shape, _ in found] == [ROAD, fork]
    crossing = line((113.505, 22.4), ROAD[5], (113.505, 22.6))
    assert len(joined([line(*ROAD), crossing])) == 2


@given(st.floats(0.01, 0.99), st.floats(0.0011, 0.02))
def test_what_meets_meets_when_it_is_rounded(share: float, rise: float) -> None:
    road = line((113.5, 22.5), (113.53, 22.5 + rise))
    place = shapely.line_interpolate_point(road, share, normalized=True)
    side = line((place.x, place.y), (place.x + 0.004, place.y - 0.01))
    found = noded({"road": road, "side": side})
    assert found["side"].coords[0] in found["road"].coords[:]
    for shape in found.values():
        assert all(round(value, DECIMALS) == value for value in shapely.get_coordinates(shape).ravel())


SQUARE = {
    "w": line((113.5, 22.49), (113.5, 22.53)),
    "e": line((113.52, 22.49), (113.52, 22.53)),
    "s": line((113.49, 22.5), (113.53, 22.5)),
    "n": line((113.49, 22.52), (113.53, 22.52)),
    "m": line((113.49, 22.51), (113.53, 22.51)),
}
SIDES = (("W", "w"), ("E", "e"), ("S", "s"), ("N", "n"))


def test_a_zone_is_closed_where_its_lines_enclose_one_thing() -> None:
    (one,) = closed([Part("a", 1, SIDES)], SQUARE)
    assert one.inside == pytest.approx((113.51, 22.51), abs=1e-4)
    (open_,) = closed([Part("a", 1, (*SIDES[:3], ("N", None)))], SQUARE)
    assert open_.inside is None
    (turned,) = closed([Part("a", 1, (("E", "w"), ("W", "e"), *SIDES[2:]))], SQUARE)
    assert turned.inside is None


def test_of_two_things_a_point_or_the_area_says_which() -> None:
    # A ring along both squares that a middle road makes; either is bounded by it.
    lines = {
        **SQUARE,
        "ring": line((113.5, 22.5), (113.52, 22.5), (113.52, 22.52), (113.5, 22.52), (113.5, 22.5)),
    }
    lines["m"] = line((113.49, 22.505), (113.53, 22.505))
    sides = (("ring", "ring"), ("ring", "m"))
    (either,) = closed([Part("a", 1, sides)], lines)
    assert either.inside is None
    (pointed,) = closed([Part("a", 1, sides, point=(113.51, 22.502))], lines)
    assert pointed.inside is not None
    assert pointed.inside[1] < 22.505
    (large,) = closed([Part("a", 1, sides, stated_km2=3.4)], lines)
    assert large.inside is not None
    assert large.inside[1] > 22.505
