"""Arcs between places: where they begin and end, how far they rise, and that there and back are two."""

from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.arc import RISE, anchor, arc
from geo.area import distance_m

PLACES = st.tuples(st.floats(74, 135), st.floats(4, 53)).map(shapely.Point)
#: Steps of some metres to some hundred kilometres.
STEPS = st.tuples(st.floats(-3, 3), st.floats(-3, 3)).filter(lambda step: np.hypot(*step) > 0.001)


def moved(place: shapely.Point, step: tuple[float, float]) -> shapely.Point:
    return shapely.Point(place.x + step[0], place.y + step[1])


def flat(line: shapely.LineString) -> np.ndarray:
    """As it looks on a map of that latitude."""
    ends = np.array(line.coords)
    return ends * [np.cos(np.radians(ends[[0, -1], 1].mean())), 1]


@given(PLACES, STEPS)
def test_an_arc_leads_from_one_place_to_the_other_and_rises_by_its_share(
    place: shapely.Point, step: tuple[float, float]
) -> None:
    other = moved(place, step)
    line = arc(place, other)
    assert line is not None
    assert line.coords[0] == pytest.approx((place.x, place.y), abs=1e-7)
    assert line.coords[-1] == pytest.approx((other.x, other.y), abs=1e-7)
    points = flat(line)
    way = points[-1] - points[0]
    left = (way[0] * (points - points[0])[:, 1] - way[1] * (points - points[0])[:, 0]) / np.hypot(*way)
    assert left.max() == pytest.approx(RISE * np.hypot(*way), abs=2e-7)
    assert (left[1:-1] > 0).all()  # on one side of the straight line, the left
    assert line.is_simple


@given(PLACES, STEPS)
def test_there_and_back_meet_at_their_ends_only(place: shapely.Point, step: tuple[float, float]) -> None:
    other = moved(place, step)
    there, back = arc(place, other), arc(other, place)
    assert there is not None
    assert back is not None
    apart = shapely.hausdorff_distance(shapely.LineString(flat(there)), shapely.LineString(flat(back)))
    assert apart > RISE * np.hypot(*(flat(there)[-1] - flat(there)[0]))


def test_a_place_has_no_arc_to_itself() -> None:
    place = shapely.Point(113.5, 22.8)
    assert arc(place, place) is None
    assert arc(place, shapely.box(113.4, 22.7, 113.6, 22.9)) is None
    assert arc(place, moved(place, (0.0001, 0))) is not None


def test_an_arc_is_hardly_longer_than_the_way() -> None:
    start, end = shapely.Point(113.5, 22.8), shapely.Point(113.9, 22.5)
    line = arc(start, end)
    assert line is not None
    steps = np.array(line.coords)
    length = sum(distance_m(tuple(a), tuple(b)) for a, b in pairwise(steps))
    assert 1.0 < length / distance_m((start.x, start.y), (end.x, end.y)) < 1.05


def test_anchors() -> None:
    point = shapely.Point(113.5, 22.8)
    assert anchor(point) is point
    corner = shapely.LineString([(113, 22), (113.2, 22), (113.2, 22.4)])
    assert anchor(corner).coords[0] == pytest.approx((113.2, 22.1))
    lines = shapely.MultiLineString([[(110, 22), (110.1, 22)], corner.coords])
    assert anchor(lines).equals(anchor(corner))
    # A bay in its middle: its centroid lies outside.
    horseshoe = shapely.box(113, 22, 114, 23).difference(shapely.box(113.2, 22, 113.8, 22.9))
    assert not horseshoe.contains(horseshoe.centroid)
    assert horseshoe.contains(anchor(horseshoe))
    both = shapely.union(horseshoe, shapely.box(120, 22, 120.1, 22.1))
    assert horseshoe.contains(anchor(both))
