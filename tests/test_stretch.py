"""The stretch of a line that an edge follows: on the line's own vertices, and on one bank only."""

from itertools import pairwise

import numpy as np
import pytest
import shapely
import shapely.ops
from hypothesis import given
from hypothesis import strategies as st

from geo.stretch import stretch

#: About 100 m of latitude, and of longitude at 22.5° N.
NORTH, EAST = 0.0009, 0.00097


def line(*places: tuple[float, float]) -> shapely.LineString:
    """Places in hundreds of metres."""
    return shapely.LineString([(113.5 + x * EAST, 22.5 + y * NORTH) for x, y in places])


def hundreds(found: shapely.LineString) -> list[tuple[int, int]]:
    places = (shapely.get_coordinates(found) - [113.5, 22.5]) / [EAST, NORTH]
    return [(round(x), round(y)) for x, y in places]


def test_a_road_goes_on_to_the_vertex_beyond() -> None:
    road = line(*((x, 0) for x in range(0, 41, 4)))
    edge = line((17, 0), (20, 0), (21, 0))
    assert hundreds(stretch(road, edge, 500)) == [(x, 0) for x in range(8, 33, 4)]
    assert stretch(road, edge, 1e6).equals_exact(road)


def test_pieces_of_an_edge_and_what_lies_between_them() -> None:
    road = line(*((x, 0) for x in range(20)))
    edge = shapely.MultiLineString([line((14, 0), (15, 0)), line((5, 0), (6, 0))])
    assert hundreds(stretch(road, edge, 50)) == [(x, 0) for x in range(4, 17)]


def water(length: int, width: int) -> shapely.Polygon:
    south = [(x, 0) for x in range(length + 1)]
    north = [(x, width) for x in range(length, -1, -1)]
    return shapely.Polygon(line(*south, *north, south[0]).coords)


@pytest.mark.parametrize("turn", [0, 3, 17, 30])
@pytest.mark.parametrize(("start", "end"), [(5, 15), (1, 19), (0, 20)])
def test_a_bank_stays_on_its_side(turn: int, start: int, end: int) -> None:
    river = water(20, 3)
    ring = shapely.get_coordinates(river.exterior)[:-1]
    ring = np.roll(ring, turn, axis=0)
    outline = shapely.LineString([*ring, ring[0]])
    edge = line(*((x, 0) for x in range(start, end + 1)))
    found = hundreds(stretch(outline, edge, 500, river))
    assert {(x, 0) for x in range(max(start - 4, 0), min(end + 4, 20))} <= set(found)
    assert len(set(found)) == len(found)
    # Across the end of the water, and no further.
    assert {x for x, y in found if y == 3} <= {0, 20}


@given(st.lists(st.integers(1, 400), min_size=4, max_size=40), st.data())
def test_stretches_that_overlap_share_their_vertices(steps: list[int], draw: st.DataObject) -> None:
    ends = np.cumsum([0, *steps])
    bends = draw.draw(st.lists(st.integers(-300, 300), min_size=len(ends), max_size=len(ends)))
    road = line(*((x / 100, y / 100) for x, y in zip(ends, bends, strict=True)))
    whole = list(pairwise(map(tuple, shapely.get_coordinates(road).tolist())))
    found = []
    for _ in range(2):
        first, last = sorted(draw.draw(st.tuples(st.floats(0, 0.99), st.floats(0, 0.99))))
        edge = shapely.ops.substring(road, first, last + 0.01, normalized=True)
        one = stretch(road, edge, draw.draw(st.sampled_from([1, 50, 500])))
        assert shapely.hausdorff_distance(shapely.intersection(one.buffer(1e-8), edge), edge) < 1e-7
        found.append(list(pairwise(map(tuple, shapely.get_coordinates(one).tolist()))))
    for own in found:
        start = whole.index(own[0])
        assert whole[start : start + len(own)] == own
