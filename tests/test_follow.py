"""Reaches without a name: which of them go on as a named river, and which are left alone."""

import pytest
import shapely
from test_chain import metres, road

from geo.area import lengths_m
from geo.follow import connected, follow

Place = tuple[float, float]
WEST, EAST = road((-3000, 0), (0, 0)), road((1000, 0), (4000, 0))


def followed(
    *nameless: tuple[Place, ...], named: tuple[shapely.LineString, ...] = (WEST, EAST)
) -> list[float]:
    found = follow(named, [road(*each) for each in nameless], 250)
    return sorted(float(each) for each in lengths_m(found)) if found else []


def test_between_two_named_stretches_past_a_tributary() -> None:
    ways = (((0, 0), (500, 100)), ((500, 100), (1000, 0)), ((500, 100), (600, 3000)))
    (length,) = followed(*ways)
    assert length == pytest.approx(2 * (500**2 + 100**2) ** 0.5, abs=1)
    (line,) = follow([WEST, EAST], [road(*each) for each in ways], 250)
    assert shapely.hausdorff_distance(metres(line), shapely.LineString([(0, 0), (500, 100), (1000, 0)])) < 0.1


@pytest.mark.parametrize(("out", "count"), [(100, 0), (2000, 1)])
def test_two_ways_about_as_long_are_not_chosen_between(out: float, count: int) -> None:
    assert len(followed(((0, 0), (500, -80), (1000, 0)), ((0, 0), (500, out), (1000, 0)))) == count


def test_an_islet_on_the_way_is_passed_on_its_shorter_side() -> None:
    ways = (((0, 0), (300, 0)), ((300, 0), (500, 40), (700, 0)), ((300, 0), (500, -90), (700, 0)))
    (length,) = followed(*ways, ((700, 0), (1000, 0)))
    assert length == pytest.approx(600 + 2 * (200**2 + 40**2) ** 0.5, abs=1)


@pytest.mark.parametrize(
    ("ways", "length"),
    [
        ([((4000, 0), (4600, 0)), ((4600, 0), (5200, 0))], 1200),  # to its end
        ([((4000, 0), (4600, 0)), ((4600, 0), (5200, 9)), ((4600, 0), (5200, -9))], 600),  # to a fork
        ([((4000, 0), (5500, 0)), ((5500, 0), (7000, 0))], 1500),  # no further than 2 km
        ([((4000, 9), (4600, 0))], None),  # what does not meet it
        ([((2000, 0), (2000, 900))], None),  # a tributary
        ([((4000, 0), (4300, 300), (3900, 600), (3000, 0))], None),  # comes back into the river itself
    ],
)
def test_beyond_the_end_of_a_river(ways: list[tuple[Place, ...]], length: float | None) -> None:
    found = followed(*ways, named=(road((1000, 0), (2000, 0), (3000, 0), (4000, 0)),))
    assert found == ([] if length is None else [pytest.approx(length, abs=1)])


def test_what_is_too_far_is_not_looked_at() -> None:
    far = road((20_000, 0), (24_000, 0))
    assert followed(((0, 0), (20_000, 0)), named=(WEST, far)) == []


def test_only_what_hangs_together_counts() -> None:
    ways = [road((0, 0), (100, 0)), road((100, 0), (200, 0)), road((0, 50), (100, 50))]
    assert connected([WEST], ways).tolist() == [0, 1]
    assert connected([], ways).tolist() == connected([WEST], []).tolist() == []
