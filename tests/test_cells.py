"""Points in zones by cells: the very pairs that shapely's ``covers`` gives, on edges and corners as well."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.cells import FAR, NONE, Cells
from geo.crs import transformer
from geo.gcj02 import SHIFTS, to_wgs84
from layers.assemble import Atlas

#: Few and round, so that edges, corners and points often lie upon each other.
ROUND = st.integers(0, 12).map(lambda n: 113 + n / 8)


@st.composite
def shapes(draw: st.DrawFn) -> shapely.Geometry:
    """A triangle, a box, a box with a hole, or two boxes apart."""
    x, y = draw(ROUND), draw(ROUND)
    wide, high = draw(st.sampled_from([0.125, 0.3, 0.5, 1.0])), draw(st.sampled_from([0.125, 0.3, 1.0]))
    box = shapely.box(x, y, x + wide, y + high)
    kind = draw(st.sampled_from(["triangle", "box", "hole", "two"]))
    if kind == "triangle":
        return shapely.Polygon([(x, y), (x + wide, y), (x + draw(ROUND) - 113, y + high)])
    if kind == "hole":
        return box - shapely.box(x + wide / 4, y + high / 4, x + wide / 2, y + high / 2)
    if kind == "two":
        return shapely.union_all([box, shapely.transform(box, lambda xy: xy + np.array([3 * wide, 0]))])
    return box


def by_covers(zones: np.ndarray, places: np.ndarray) -> set[tuple[int, int]]:
    """Every point against every zone."""
    points = shapely.points(places)
    return {
        (int(point), zone)
        for zone, shape in enumerate(zones)
        for point in np.flatnonzero(shapely.covers(shape, points))
    }


def assert_same(found: tuple[np.ndarray, np.ndarray], expected: set[tuple[int, int]]) -> None:
    pairs = list(zip(found[0].tolist(), found[1].tolist(), strict=True))
    assert pairs == sorted(expected)


def on_edges(zones: np.ndarray, seed: int = 1) -> np.ndarray:
    """Corners of zones, places along their edges, a hair beside these, and any others."""
    rng = np.random.default_rng(seed)
    corners = shapely.get_coordinates(zones)
    along = shapely.get_coordinates(shapely.line_interpolate_point(
        shapely.boundary(zones)[:, None], rng.random((len(zones), 40)), normalized=True
    ).ravel())  # fmt: skip
    low, high = shapely.total_bounds(zones).reshape(2, 2)
    anywhere = rng.uniform(low - 0.1, high + 0.1, (3_000, 2))
    beside = [np.nextafter(along, along + way) for way in ([1, 0], [-1, 0], [0, 1], [0, -1])]
    return np.concatenate([corners, along, *beside, anywhere])


@given(
    st.lists(shapes(), min_size=1, max_size=6),
    st.lists(st.tuples(ROUND, ROUND) | st.tuples(st.floats(112, 116), st.floats(112, 116)), max_size=30),
    st.sampled_from([1, 10**5, 10**8]),
)
def test_pairs_are_those_of_covers(
    zones: list[shapely.Geometry], points: list[tuple[float, float]], expected: int
) -> None:
    # Where a hole meets an edge, or a triangle is flat, GEOS itself has no answer.
    shapes_ = np.array([zone for zone in zones if zone.is_valid and zone.area], dtype=object)
    if not len(shapes_):
        return
    places = np.concatenate([np.array(points).reshape(-1, 2), shapely.get_coordinates(shapes_)])
    assert_same(Cells(shapes_, expected).pairs(*places.T), by_covers(shapes_, places))


@pytest.fixture(scope="module")
def zones(own_atlas: Atlas) -> np.ndarray:
    return np.array([each.geometry for each in own_atlas.elements.values() if each.area_km2], dtype=object)


@pytest.mark.parametrize("points", [1, 10**6, 10**8])
def test_the_projects_zones_on_their_edges_and_corners(zones: np.ndarray, points: int) -> None:
    places = on_edges(zones)
    expected = by_covers(zones, places)
    # Neighbours share their edges to the digit.
    assert len(expected) > len({point for point, _ in expected})
    assert_same(Cells(zones, points).pairs(*places.T), expected)


@pytest.mark.parametrize("system", ["gcj02", "bd09", "4547"])
def test_points_of_another_system_are_those_that_come_back(zones: np.ndarray, system: str) -> None:
    if system == "4547":
        to, fro = transformer(4490, 4547), transformer(4547, 4490)
        there = lambda xy: np.column_stack(to.transform(*xy.T))  # noqa: E731
        back = lambda xy: np.column_stack(fro.transform(*xy.T))  # noqa: E731
        slack = 0.1
    else:
        there, slack = SHIFTS[system], 1e-6
        back = lambda xy: to_wgs84(xy, there)  # noqa: E731
    places = there(on_edges(zones))
    cells = Cells(zones, 10**7, there, back, slack)
    assert_same(cells.pairs(*places.T), by_covers(zones, back(places)))
    assert len(cells.settle(*places.T).left) < len(places) - 1_000


def test_most_points_are_settled_by_a_number(zones: np.ndarray) -> None:
    low, high = shapely.total_bounds(zones).reshape(2, 2)
    places = np.random.default_rng(2).uniform(low, high, (100_000, 2))
    shares = [
        len(Cells(zones, points).settle(*places.T).left) / len(places) for points in (10**3, 10**6, 10**8)
    ]
    assert shares == sorted(shares, reverse=True)
    assert shares[-1] < 0.01


@pytest.mark.parametrize("at", [-1e9, 1e300, -np.inf, np.inf, np.nan, 0])
def test_places_far_away_or_nowhere_are_in_no_zone_and_told_apart(zones: np.ndarray, at: float) -> None:
    x, y = np.array([at, 113.5, at]), np.array([22.7, at, at])
    found = Cells(zones).settle(x, y)
    assert (found.sets == FAR).all()
    assert not len(found.left)
    assert not len(Cells(zones).pairs(x, y)[0])


def test_places_beyond_a_box_are_far_unless_a_zone_is_there(zones: np.ndarray) -> None:
    west, south, east, north = shapely.total_bounds(zones)
    x, y = np.random.default_rng(3).uniform((west, south), (east, north), (20_000, 2)).T
    middle = (west + east) / 2
    cells = Cells(zones, near=(west - 9, south - 9, middle, north + 9))
    sets = cells.settle(x, y).sets
    # Nothing beyond the box is taken for a place that needs no second look, but for what is beside a zone.
    beside = shapely.dwithin(shapely.union_all(zones), shapely.points(x, y), 0.01)
    assert not (sets[(x > middle) & ~beside] == NONE).any()
    assert (sets[x > middle] == FAR).any()
    assert (sets[x < middle - 0.05] == NONE).any()
    plain, bounded = Cells(zones).pairs(x, y), cells.pairs(x, y)
    assert all((one == other).all() for one, other in zip(plain, bounded, strict=True))


def test_a_zone_without_a_shape_holds_nothing() -> None:
    zones = np.array([shapely.Polygon(), shapely.box(113, 22, 114, 23)], dtype=object)
    found = Cells(zones).pairs(np.array([113.5, 114, 115]), np.array([22.5, 22.5, 22.5]))
    assert [each.tolist() for each in found] == [[0, 1], [1, 1]]
