"""How far edges run from independent lines: against lines of which the answer is known."""

from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import assume, given
from hypothesis import strategies as st
from shapely.affinity import rotate
from shapely.ops import substring

from geo.area import distance_m
from geo.crs import CGCS2000, belt, transform
from geo.deviation import Deviation, deviation
from geo.errors import GeoError

FAR = 5_000.0


def on_earth(line: shapely.Geometry, lon: float = 113.5, lat: float = 22.8) -> shapely.Geometry:
    """A line in metres about a place as (lon, lat) degrees."""
    code = belt(lon)
    origin = transform(shapely.Point(lon, lat), CGCS2000, code)
    return transform(shapely.transform(line, lambda c: np.add(c, (origin.x, origin.y))), code, CGCS2000)


@st.composite
def ways(draw: st.DrawFn) -> shapely.LineString:
    """Lines in metres that run on with gentle turns, some hundred metres to some kilometres long."""
    count = draw(st.integers(2, 12))
    turns = draw(st.lists(st.floats(-0.15, 0.15), min_size=count, max_size=count))
    steps = draw(st.lists(st.floats(100, 400), min_size=count, max_size=count))
    course = draw(st.floats(0, 2 * np.pi)) + np.cumsum(turns)
    moves = np.column_stack([np.cos(course), np.sin(course)]) * np.array(steps)[:, None]
    return shapely.LineString(np.vstack([[0.0, 0.0], np.cumsum(moves, axis=0)]))


PLACES = st.tuples(st.floats(74, 135), st.floats(4, 53))


@given(ways(), PLACES)
def test_a_line_is_no_distance_from_itself(way: shapely.LineString, place: tuple[float, float]) -> None:
    line = on_earth(way, *place)
    found = deviation(line, [line], FAR)
    assert found.covered == 1
    assert found.largest_m == pytest.approx(0, abs=0.001)


@given(ways(), PLACES, st.floats(5, 300), st.sampled_from([-1, 1]))
def test_a_line_moved_aside_is_as_far_as_it_was_moved(
    way: shapely.LineString, place: tuple[float, float], metres: float, side: int
) -> None:
    aside = shapely.offset_curve(way, side * metres, join_style="mitre", mitre_limit=20)
    assume(aside.geom_type == "LineString" and aside.length > 100)
    # The longer one covers the other whole, except where an end has none beside it.
    edge, line = on_earth(way, *place), on_earth(aside, *place)
    for one, other in ((edge, line), (line, edge)):
        found = deviation(one, [other], FAR)
        assert found.covered > 0.97
        assert found.median_m == pytest.approx(metres, rel=0.01)
        assert found.p90_m == pytest.approx(metres, rel=0.012)  # at a bend a mitre is a little further


@given(st.floats(20, 200))
def test_the_distance_is_that_on_the_ellipsoid(metres: float) -> None:
    # A meridian, and a line along another one that is as many metres away.
    north = np.linspace(22.7, 22.8, 30)
    degrees = metres / distance_m((113.5, 22.75), (114.5, 22.75))
    one = shapely.LineString(np.column_stack([np.full(30, 113.5), north]))
    other = shapely.LineString(np.column_stack([np.full(30, 113.5 + degrees), north]))
    assert deviation(one, [other], FAR).median_m == pytest.approx(metres, rel=0.002)


@given(ways(), ways(), st.integers(1, 40))
def test_direction_density_and_pieces_do_not_matter(
    way: shapely.LineString, other: shapely.LineString, pieces: int
) -> None:
    edge, line = on_earth(way), on_earth(other)
    plain = deviation(edge, [line], FAR)
    dense = shapely.segmentize(way, way.length / 50)
    cut = np.linspace(0, other.length, pieces + 1)
    parts = [on_earth(substring(other, a, b)) for a, b in pairwise(cut)]
    for again in (
        deviation(edge.reverse(), [line.reverse()], FAR),
        deviation(on_earth(dense), [on_earth(shapely.segmentize(other, 37))], FAR),
        deviation(edge, [part.reverse() if i % 2 else part for i, part in enumerate(parts)], FAR),
    ):
        assert again.covered == pytest.approx(plain.covered, abs=0.006)  # a step more or less
        for key in ("median_m", "p90_m", "largest_m"):
            mine, theirs = getattr(again, key), getattr(plain, key)
            assert (mine is None) == (theirs is None)
            assert mine is None or mine == pytest.approx(theirs, abs=12)


STRAIGHT = shapely.LineString([(0, 0), (1000, 0)])


def test_what_lies_beyond_the_end_of_a_line_is_not_covered() -> None:
    half = shapely.LineString([(0, 50), (500, 50)])
    found = deviation(on_earth(STRAIGHT), [on_earth(half)], FAR)
    assert found.covered == pytest.approx(0.5, abs=0.01)
    assert found.largest_m == pytest.approx(50, rel=0.01)


def test_ends_that_meet_another_piece_are_no_ends() -> None:
    pieces = [shapely.LineString([(0, 50), (500, 50)]), shapely.LineString([(500.5, 50), (1000, 50)])]
    assert deviation(on_earth(STRAIGHT), [on_earth(piece) for piece in pieces], FAR).covered == 1
    # Outside a bend, points lie beyond both of the ends that meet there.
    bend = [shapely.LineString([(0, 0), (500, 0)]), shapely.LineString([(500, 0.5), (500, 500)])]
    around = shapely.LineString([(0, -40), (540, -40), (540, 500)])
    assert deviation(on_earth(around), [on_earth(piece) for piece in bend], FAR).covered == 1
    gap = [pieces[0], shapely.LineString([(700, 50), (1000, 50)])]
    found = deviation(on_earth(STRAIGHT), [on_earth(piece) for piece in gap], FAR)
    assert found.covered == pytest.approx(0.8, abs=0.01)


def test_a_copy_of_a_line_does_not_lead_on() -> None:
    half = shapely.LineString([(0, 50), (500, 50)])
    # The same line again, the other way round, and the other carriageway of a road that ends where it does.
    for other in (half, half.reverse(), shapely.LineString([(500, 50), (480, 58), (0, 58)])):
        found = deviation(on_earth(STRAIGHT), [on_earth(half), on_earth(other)], FAR)
        assert found.covered == pytest.approx(0.5, abs=0.01)
    across_it = shapely.LineString([(500, -300), (500, 300)])
    assert deviation(on_earth(STRAIGHT), [on_earth(half), on_earth(across_it)], FAR).covered == 1


def test_the_shore_of_an_area_has_no_ends() -> None:
    island = shapely.Point(0, 0).buffer(500, quad_segs=64)
    edge = shapely.Point(0, 0).buffer(530, quad_segs=64).exterior
    found = deviation(on_earth(shapely.LineString(edge)), [on_earth(island.boundary)], FAR)
    assert found.covered == 1
    assert found.median_m == pytest.approx(30, rel=0.01)


def test_nine_tenths_lie_within_the_figure() -> None:
    # The other line runs away from the edge in a straight line: the distance grows evenly to 100 m.
    away = shapely.LineString([(-5, 0), (1005, 101)])
    found = deviation(on_earth(STRAIGHT), [on_earth(away)], FAR)
    assert found.p90_m is not None
    assert found.median_m == pytest.approx(50, rel=0.02)
    assert found.p90_m == pytest.approx(90, rel=0.02)


def test_lines_that_are_too_far_show_nothing() -> None:
    far = on_earth(shapely.LineString([(0, 300), (1000, 300)]))
    assert deviation(on_earth(STRAIGHT), [far], 299) == Deviation(0.0)
    assert deviation(on_earth(STRAIGHT), [far], 301).covered == 1
    assert deviation(on_earth(STRAIGHT), [], FAR) == Deviation(0.0)


def test_lines_elsewhere_on_earth_do_no_harm() -> None:
    there = [
        shapely.LineString([(-60, 80), (-61, 89)]),
        shapely.LineString([(-1e300, -1e300), (1e300, 1e300)]),
    ]
    near = on_earth(shapely.LineString([(0, 40), (1000, 40)]))
    assert deviation(on_earth(STRAIGHT), there, FAR) == Deviation(0.0)
    assert deviation(on_earth(STRAIGHT), [*there, near], FAR).median_m == pytest.approx(40, rel=0.01)


@pytest.mark.parametrize("course", [0, 40, 95, 170])
def test_stretches_that_cross_are_not_parallel(course: float) -> None:
    ladder = [shapely.LineString([(x, -200), (x, 200)]) for x in range(5, 1000, 10)]
    beside = shapely.LineString([(-10, 80), (1010, 80)])
    edge, *lines = (on_earth(rotate(line, course, (0, 0))) for line in [STRAIGHT, *ladder, beside])
    assert deviation(edge, lines, FAR).median_m == pytest.approx(2.5, abs=1)
    found = deviation(edge, lines, FAR, parallel_deg=30)
    assert found.covered == 1
    assert found.p90_m == pytest.approx(80, rel=0.01)


def test_long_chords_are_straight_in_degrees() -> None:
    # Fifty kilometres along a parallel: in the plane of the belt their middle lies 20 m aside.
    edge = shapely.LineString([(113.5, 22.8), (113.6, 22.8)])
    line = shapely.LineString([(113.3, 22.8), (113.8, 22.8)])
    assert deviation(edge, [line], FAR).largest_m == pytest.approx(0, abs=0.1)


def test_an_edge_in_pieces_is_one_edge() -> None:
    pieces = shapely.MultiLineString([[(0, 0), (100, 0)], [(2000, 0), (2300, 0)]])
    lines = [
        on_earth(shapely.LineString([(-10, 10), (110, 10)])),
        on_earth(shapely.LineString([(1990, 70), (2310, 70)])),
    ]
    found = deviation(on_earth(pieces), lines, FAR)
    assert found.covered == 1
    assert found.median_m == pytest.approx(70, rel=0.01)  # three quarters of it
    # Weighted by length, however many vertices the pieces have.
    assert deviation(on_earth(shapely.segmentize(pieces, 3)), lines, FAR).median_m == pytest.approx(
        70, rel=0.01
    )


def test_an_edge_outside_the_belts_is_an_error() -> None:
    with pytest.raises(GeoError):
        deviation(shapely.LineString([(10, 50), (11, 50)]), [], FAR)
