"""Coastlines closed against a box: the land is on their left."""

import numpy as np
import pytest
import shapely

from geo.coast import seas

BOX = (110.0, 20.0, 112.0, 21.0)


def line(*places: tuple[float, float]) -> shapely.LineString:
    return shapely.LineString(places)


def ring(x: float, y: float, size: float, *, land: bool) -> shapely.LineString:
    """An island, or a lagoon that is mapped as coast."""
    shape = shapely.Point(x, y).buffer(size, quad_segs=4).exterior
    places = shapely.get_coordinates(shapely.orient_polygons(shapely.Polygon(shape)).exterior)
    return shapely.LineString(places if land else places[::-1])


def area(*coastlines: shapely.LineString) -> float:
    found = seas(list(coastlines), BOX)
    assert found.is_whole
    assert all(each.is_valid for each in found.polygons)
    return float(sum(each.area for each in found.polygons))


def test_the_sea_lies_to_the_right() -> None:
    eastward = line((109, 20.5), (111, 20.5), (113, 20.5))
    assert area(eastward) == pytest.approx(1.0)
    (south,) = seas([eastward], BOX).polygons
    assert south.bounds == (110.0, 20.0, 112.0, 20.5)
    (north,) = seas([shapely.reverse(eastward)], BOX).polygons
    assert north.bounds == (110.0, 20.5, 112.0, 21.0)


def test_pieces_islands_and_lakes_of_the_sea() -> None:
    pieces = [line((109, 20.5), (110.5, 20.5)), line((110.5, 20.5), (113, 20.5))]
    island, strait = ring(111, 20.2, 0.1, land=True), ring(111, 20.8, 0.1, land=False)
    size = shapely.Polygon(island.coords).area
    assert area(*pieces) == pytest.approx(1.0)
    assert area(*pieces, island) == pytest.approx(1.0 - size)
    assert area(*pieces, island, strait) == pytest.approx(1.0)
    # An island alone lies in a sea, as large as the box.
    assert area(island) == pytest.approx(2.0 - size)


def test_two_coasts_of_one_strait() -> None:
    north, south = line((109, 20.6), (113, 20.6)), line((113, 20.4), (109, 20.4))
    assert area(north, south) == pytest.approx(2 * 0.2)


def test_a_coast_that_ends_within_the_box_makes_no_sea() -> None:
    found = seas([line((109, 20.5), (111, 20.5))], BOX)
    assert (found.polygons, found.is_whole) == ((), False)
    # What another line bounds does not depend on it.
    both = seas([line((109, 20.2), (113, 20.2)), line((109, 20.7), (111, 20.7))], BOX)
    assert [each.bounds for each in both.polygons] == [(110.0, 20.0, 112.0, 20.2)]
    assert not both.is_whole


def test_coasts_that_disagree_make_no_sea() -> None:
    found = seas([line((109, 20.6), (113, 20.6)), line((109, 20.4), (113, 20.4))], BOX)
    assert not found.is_whole
    assert [each.bounds for each in found.polygons] == [(110.0, 20.0, 112.0, 20.4)]


def test_without_a_coast_nothing_is_known() -> None:
    assert seas([], BOX) == seas([line((100, 20), (101, 20))], BOX)
    assert seas([], BOX).polygons == ()


def test_any_islands() -> None:
    """Islands of any number leave a sea that is the box without them."""
    random = np.random.default_rng(1)
    for _ in range(20):
        islands = [ring(110.1 + 0.3 * n, 20.5 + random.uniform(-0.3, 0.3), 0.08, land=True) for n in range(6)]
        whole = shapely.union_all([shapely.Polygon(each.coords) for each in islands])
        found = shapely.union_all(seas(islands, BOX).polygons)
        assert shapely.equals(found, shapely.box(*BOX).difference(whole))
