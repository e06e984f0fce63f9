"""What topology finds in made-up shapes, and what it must let pass."""

import pytest
import shapely

from geo.area import geodesic_km2, length_m
from geo.topology import SLIVER_M, Shape, defects, overlap_km2, pairs, share_within, width_m

METRE = 1 / 110_750  # degrees of latitude here


def box(west: float, south: float, east: float, north: float) -> shapely.Polygon:
    """A box in hundredths of a degree from 113° E, 22° N: about a kilometre each."""
    return shapely.box(113 + west / 100, 22 + south / 100, 113 + east / 100, 22 + north / 100)


PARENT = Shape("p", box(0, 0, 10, 10), None, 20)


def test_a_sound_layer_has_no_findings() -> None:
    halves = [Shape("a", box(0, 0, 5, 10), "p", 20), Shape("b", box(5, 0, 10, 10), "p", 20)]
    line = Shape("axis", shapely.LineString([(113, 22), (113.1, 22.1)]), "p", 200)
    point = Shape("node", shapely.Point(113.05, 22.05), "p", 100)
    assert defects([PARENT, *halves, line, point]) == []
    assert defects([]) == []


def test_invalid_geometry() -> None:
    bow = shapely.Polygon([(113, 22), (113.1, 22.1), (113.1, 22), (113, 22.1)])
    (found,) = defects([Shape("bow", bow), PARENT])
    assert (found.level, found.code, found.id) == ("error", "invalid", "bow")
    assert "Self-intersection" in str(found.values["reason"])


@pytest.mark.parametrize(("metres", "sliver"), [(4, True), (6, False)])
def test_slivers(metres: float, *, sliver: bool) -> None:
    strip = shapely.box(113, 22, 113.2, 22 + metres * METRE)
    assert width_m(strip) == pytest.approx(metres, rel=0.01)
    found = defects([Shape("strip", strip)])
    assert [(each.level, each.code, each.id) for each in found] == [("warning", "sliver", "strip")] * sliver
    assert SLIVER_M == 5


def test_a_sliver_that_is_a_part() -> None:
    both = shapely.MultiPolygon([box(0, 0, 1, 1), shapely.box(114, 22, 114.1, 22 + 2 * METRE)])
    assert [each.code for each in defects([Shape("z", both)])] == ["sliver"]


def test_siblings_that_overlap() -> None:
    shapes = [Shape("a", box(0, 0, 6, 10), "p", 20), Shape("b", box(5, 0, 10, 10), "p", 20)]
    (found,) = defects(shapes)
    assert (found.level, found.code, found.id, found.values["other"]) == ("warning", "overlap", "a", "b")
    assert found.values["km2"] == pytest.approx(geodesic_km2(box(5, 0, 6, 10)), abs=0.001)


def test_only_siblings_are_compared() -> None:
    one, other = box(0, 0, 6, 10), box(5, 0, 10, 10)
    assert defects([Shape("a", one, "p"), Shape("b", other, "q")]) == []
    assert defects([Shape("a", one), Shape("b", other)]) == []


@pytest.mark.parametrize(("wide", "accuracy", "told"), [(50, 60, False), (50, 40, True), (50, 0, True)])
def test_an_overlap_that_accuracy_explains(wide: float, accuracy: float, *, told: bool) -> None:
    east = 113.05 + wide * METRE / 0.927
    one = Shape("a", shapely.box(113, 22, east, 22.1), "p", 1)
    other = Shape("b", shapely.box(113.05, 22, 113.1, 22.1), "p", accuracy)
    assert bool(overlap_km2(one, other)) is told
    assert overlap_km2(one, other) == overlap_km2(other, one)
    assert bool(defects([one, other])) is told


def test_touching_is_no_overlap() -> None:
    assert pairs([box(0, 0, 5, 10), box(5, 0, 10, 10)]) == []
    assert pairs([box(0, 0, 5, 10), box(4, 0, 10, 10), box(20, 0, 21, 1)]) == [(0, 1)]
    assert pairs([]) == []


@pytest.mark.parametrize(("accuracy", "told"), [(20, True), (4000, False)])
def test_a_member_outside_its_parent(accuracy: float, *, told: bool) -> None:
    member = Shape("m", box(8, 8, 12, 10), "p", accuracy)
    found = defects([PARENT, member])
    assert bool(found) is told
    if told:
        assert (found[0].code, found[0].id, found[0].values["parent"]) == ("outside-parent", "m", "p")
        assert found[0].values["km2"] == pytest.approx(geodesic_km2(box(10, 8, 12, 10)), abs=0.001)


@pytest.mark.parametrize(("share", "told"), [(0.98, True), (1.02, False)])
def test_perimeter_times_accuracy_may_stick_out(share: float, *, told: bool) -> None:
    shape = box(8, 8, 12, 10)
    metres = 1e6 * geodesic_km2(box(10, 8, 12, 10)) / length_m(shape)
    assert bool(defects([PARENT, Shape("m", shape, "p", share * metres)])) is told


def test_a_line_has_no_outside_of_an_area() -> None:
    assert defects([PARENT, Shape("l", shapely.LineString([(113, 22), (115, 22)]), "p")]) == []


@pytest.mark.parametrize(
    ("geometry", "share"),
    [
        (box(0, 0, 10, 10), 1),
        (box(5, 0, 15, 10), 0.5),
        (box(20, 0, 30, 10), 0),
        (shapely.LineString([(113.05, 22.05), (113.15, 22.05)]), 0.5),
        (shapely.Point(113.05, 22.05), 1),
        (shapely.Point(113.2, 22.05), 0),
    ],
)
def test_share_within(geometry: shapely.Geometry, share: float) -> None:
    assert share_within(Shape("x", geometry), PARENT) == pytest.approx(share, abs=0.005)


def test_accuracy_gives_a_point_room() -> None:
    near = shapely.Point(113.1 + 300 * METRE, 22.05)
    assert share_within(Shape("x", near, None, 100), PARENT) == 0
    assert share_within(Shape("x", near, None, 400), PARENT) == 1
