"""Pieces of one name put together: in any order, past the other carriageway, branches and gaps."""

from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.area import length_m
from geo.chain import chains
from geo.crs import transform

PLANE = 4547
X, Y = 500_000.0, 2_520_000.0


def road(*places: tuple[float, float]) -> shapely.LineString:
    """A line through places in metres."""
    return transform(shapely.LineString([(X + x, Y + y) for x, y in places]), PLANE, 4490)


def metres(line: shapely.Geometry) -> shapely.Geometry:
    return shapely.transform(transform(line, 4490, PLANE), lambda places: places - [X, Y])


def straight(y: float, *ends: float) -> list[shapely.LineString]:
    return [road((a, y), (b, y)) for a, b in pairwise(ends)]


@given(st.permutations(range(4)), st.lists(st.booleans(), min_size=4, max_size=4))
def test_pieces_in_any_order_and_direction_are_one_line(order: list[int], turned: list[bool]) -> None:
    pieces = straight(0, 0, 700, 900, 2000, 3000)
    given_ = [pieces[at].reverse() if turn else pieces[at] for at, turn in zip(order, turned, strict=True)]
    (chain,) = chains(given_, 250)
    assert length_m(chain.line) == pytest.approx(3000, rel=1e-3)
    assert len(chain.line.coords) == 2
    assert (chain.bridged_m, chain.beside_m) == (0, pytest.approx(0, abs=0.01))


@pytest.mark.parametrize("longer", [0, 20, 400])
def test_one_of_two_carriageways_is_kept(longer: float) -> None:
    (chain,) = chains([*straight(0, 0, 1500, 3000), *straight(30, -longer, 1100, 3000)], 250)
    assert length_m(chain.line) == pytest.approx(3000 + longer, abs=90)
    # It goes over to the other where it must, and nowhere else.
    over = metres(chain.line).coords
    assert sum(abs(a[1] - b[1]) > 1 for a, b in pairwise(over)) == (longer > 60)
    assert chain.beside_m == pytest.approx(30, abs=1)


@pytest.mark.parametrize(
    ("gap", "aside", "road", "count"),
    [(500, 40, True, 1), (500, 40, False, 2), (1200, 0, True, 2), (500, 200, True, 2)],
)
def test_a_long_gap_of_a_road_between_ends_that_point_at_each_other(
    gap: float, aside: float, road: bool, count: int
) -> None:
    pieces = [*straight(0, 0, 1500), *straight(aside, 1500 + gap, 3000 + gap)]
    found = chains(pieces, 250, road=road)
    assert len(found) == count
    if count == 1:
        assert found[0].bridged_m == pytest.approx(gap, abs=5)


def test_carriageways_that_part_and_meet_again() -> None:
    ring = [
        road((1000, 0), (1100, 15), (1900, 15), (2000, 0)),
        road((1000, 0), (1100, -15), (1900, -15), (2000, 0)),
    ]
    (chain,) = chains([*straight(0, 0, 1000), *ring, *straight(0, 2000, 3000)], 250)
    assert length_m(chain.line) == pytest.approx(3000, abs=10)


@pytest.mark.parametrize(
    "ends", [[(3000, 0), (3000, 30)], [(0, 0), (0, 30)], [(0, 0), (0, 30), (3000, 0), (3000, 30)]]
)
def test_carriageways_that_meet_where_the_road_ends(ends: list[tuple[float, float]]) -> None:
    turns = [road(*ends[at : at + 2]) for at in range(0, len(ends), 2)]
    (chain,) = chains([*straight(0, 0, 3000), *straight(30, 0, 3000), *turns], 250)
    assert length_m(chain.line) == pytest.approx(3000, abs=60)
    assert not chain.line.is_closed


def test_a_branch_is_passed() -> None:
    (chain,) = chains([*straight(0, 0, 1000, 3000), road((1000, 0), (1000, 400))], 250)
    assert length_m(chain.line) == pytest.approx(3000, rel=1e-3)
    assert metres(chain.line).bounds[3] == pytest.approx(0, abs=0.1)


def test_a_gap_is_laid_across_and_said() -> None:
    pieces = straight(0, 0, 1000) + straight(0, 1200, 3000)
    (chain,) = chains(pieces, 250)
    assert chain.bridged_m == pytest.approx(200, rel=1e-3)
    assert length_m(chain.line) == pytest.approx(3000, rel=1e-3)
    apart = chains(pieces, 150)
    assert [round(length_m(each.line), -1) for each in apart] == [1800, 1000]


def test_a_road_round_something_stays_whole() -> None:
    angles = np.linspace(0, 2 * np.pi, 60)
    circle = [(1000 * np.cos(a), 1000 * np.sin(a)) for a in angles[:-1]]
    halves = [road(*circle[:30]), road(*circle[29:], circle[0])]
    (chain,) = chains([*halves, road((1000, 0), (1200, 0))], 250)
    assert chain.line.is_closed
    assert length_m(chain.line) == pytest.approx(2 * np.pi * 1000, rel=1e-2)


def test_nothing_gives_nothing() -> None:
    assert chains([], 250) == []
