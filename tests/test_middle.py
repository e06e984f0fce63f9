"""The middle between carriageways: where it lies, and where there is none."""

import numpy as np
import pytest
import shapely
from test_chain import metres, road, straight

from geo.chain import chains
from geo.middle import middle


def arc(radius: float, start: float = 0.0, end: float = 90.0) -> shapely.LineString:
    turn = np.radians(np.linspace(start, end, 60))
    return shapely.LineString(np.column_stack([radius * np.cos(turn), radius * np.sin(turn)]))


def offsets(line: shapely.LineString, to: shapely.LineString, ends: float = 150.0) -> np.ndarray:
    """How far places of a line lie from another, but for its ends, m."""
    at = np.linspace(ends, line.length - ends, 200)
    return np.asarray(shapely.distance(shapely.line_interpolate_point(line, at), to))


@pytest.mark.parametrize("order", [1, -1])
def test_a_bent_road_is_halved(order: int) -> None:
    inner, outer = arc(985), arc(1015)
    strands = [inner, outer][::order]
    line, beside = middle(strands[0], strands, 60)
    assert offsets(line, arc(1000)).max() < 1.5
    assert beside == pytest.approx(15, abs=0.5)


def test_outermost_lines_count_and_what_crosses_does_not() -> None:
    lanes = [shapely.LineString([(0, y), (2000, y)]) for y in (0, 8, 40, 48)]
    crossing = [shapely.LineString([(x, -50), (x + 20, 50)]) for x in (500, 1200)]
    for lane in lanes:
        line, beside = middle(lane, [*lanes, *crossing], 60)
        assert offsets(line, shapely.LineString([(0, 24), (2000, 24)])).max() < 1
        assert beside == pytest.approx(24, abs=1)


def test_a_road_of_one_carriageway_stays_and_a_ramp_moves_nothing() -> None:
    line = shapely.LineString([(0, 0), (3000, 0)])
    ramp = shapely.LineString([(1000, 20), (1040, 20)])
    for strands in ([line], [line, ramp]):
        assert shapely.hausdorff_distance(middle(line, strands, 60)[0], line) < 0.1


def test_across_a_junction_the_middle_goes_on() -> None:
    line = shapely.LineString([(0, 0), (3000, 0)])
    other = [shapely.LineString([(a, 30), (b, 30)]) for a, b in ((0, 1400), (1560, 3000))]
    assert offsets(middle(line, [line, *other], 60)[0], shapely.LineString([(0, 15), (3000, 15)])).max() < 0.5


def test_a_middle_that_would_cross_itself_is_not_taken() -> None:
    there = shapely.LineString([(0, 0), (400, 0), (400, 20), (0, 20)])  # its other half runs beside it
    line, _ = middle(there, [there], 60)
    assert line.is_simple


@pytest.mark.parametrize("longer", [0, 20, 400])
def test_a_chain_is_halved_only_if_it_is_said(longer: float) -> None:
    pieces = [*straight(0, 0, 1500, 3000), *straight(30, -longer, 1100, 3000)]
    (one,), (half,) = chains(pieces, 250), chains(pieces, 250, road=True)
    truth = road((0, 15), (3000, 15))
    assert offsets(metres(half.line), metres(truth), 600).max() < 0.5
    assert offsets(metres(one.line), metres(truth), 600).min() > 14.5
    assert half.beside_m == pytest.approx(15, abs=1)


def test_a_ring_road_of_two_carriageways_is_a_ring_in_their_middle() -> None:
    pieces = []
    for radius in (985.0, 1015.0):
        for start in range(0, 360, 90):
            places = shapely.get_coordinates(arc(radius, start, start + 90))
            pieces.append(road(*[(float(x), float(y)) for x, y in places]))
    (ring,) = chains(pieces, 250, road=True)
    assert ring.line.is_closed
    assert shapely.Polygon(metres(ring.line)).area == pytest.approx(np.pi * 1e6, rel=0.005)
