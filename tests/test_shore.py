"""Shores: of the water that a river runs through, put together where it is cut, with its islands."""

import shapely

from geo.shore import shores

RIVER = shapely.LineString([(113.4, 22.8), (113.6, 22.8)])
WEST, EAST = shapely.box(113.39, 22.795, 113.5, 22.805), shapely.box(113.5, 22.795, 113.61, 22.805)


def test_areas_end_to_end_have_one_shore() -> None:
    (shore,) = shores([RIVER], [WEST, EAST])
    assert shore.line.is_closed
    assert shapely.Polygon(shore.line).equals(shapely.box(113.39, 22.795, 113.61, 22.805))


def test_the_water_of_a_river_that_only_ends_here_is_another() -> None:
    side = shapely.box(113.45, 22.805, 113.455, 22.9)
    touching = shapely.LineString([(113.4, 22.8), (113.45, 22.8), (113.4525, 22.8053)])
    assert [shapely.Polygon(each.line).area for each in shores([touching], [WEST, side])] == [WEST.area]


def test_a_large_island_has_a_shore_and_an_islet_has_none() -> None:
    island, islet = shapely.box(113.42, 22.797, 113.44, 22.803), shapely.box(113.45, 22.801, 113.451, 22.802)
    outer, inner = shores([RIVER], [WEST.difference(island).difference(islet), EAST])
    assert shapely.Polygon(inner.line).equals(island)
    assert not outer.water.contains(island.centroid)


def test_without_water_there_is_no_shore() -> None:
    assert (
        shores([RIVER], [])
        == shores([], [WEST])
        == shores([RIVER], [shapely.box(113, 22, 113.1, 22.1)])
        == []
    )
