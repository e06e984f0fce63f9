"""The frame around elements, and what of other things lies in it."""

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from geo.frame import around, within

DEGREES = st.tuples(st.floats(110, 116), st.floats(20, 25))
LINES = st.lists(DEGREES, min_size=2, max_size=6, unique=True).map(shapely.LineString)
SQUARE = shapely.box(113, 22, 114, 23)


@given(st.lists(DEGREES.map(shapely.Point) | LINES, min_size=1, max_size=4), st.floats(1, 4))
def test_a_frame_holds_what_it_lies_about(geometries: list[shapely.Geometry], share: float) -> None:
    frame = around(geometries, share)
    assert shapely.buffer(frame, 1e-9).contains(shapely.GeometryCollection(geometries))


def test_a_frame_is_as_high_as_it_is_wide_on_the_ground() -> None:
    west, south, east, north = around([shapely.LineString([(113, 60), (113.2, 60.1)])], 2).bounds
    # At 60° a degree of longitude is about half as long as one of latitude.
    assert (east - west) / (north - south) == pytest.approx(2, rel=0.01)
    assert north - south == pytest.approx(0.2, rel=0.01)


def test_a_single_point_has_a_frame() -> None:
    assert around([shapely.Point(113, 22)], 2).area > 0


def test_what_lies_inside_stays_the_same_object() -> None:
    line = shapely.LineString([(113.2, 22.2), (113.8, 22.8)])
    assert within(SQUARE, line) is line


@pytest.mark.parametrize(
    ("geometry", "kept"),
    [
        (shapely.Point(115, 22), None),
        (shapely.LineString([(115, 22), (116, 23)]), None),
        (shapely.LineString([(112, 22.5), (115, 22.5)]), "LINESTRING (113 22.5, 114 22.5)"),
        (
            shapely.LineString([(112, 22.2), (113.5, 22.2), (113.5, 24), (113.8, 24), (113.8, 22.5)]),
            "MULTILINESTRING ((113 22.2, 113.5 22.2, 113.5 23), (113.8 23, 113.8 22.5))",
        ),
        # One that only touches leaves a point, which is no line; an area along the edge leaves a line.
        (shapely.LineString([(112, 21.5), (113, 22), (112, 22.5)]), None),
        (shapely.box(114, 22, 115, 23), None),
        (shapely.box(113.5, 22.5, 115, 25), "POLYGON ((114 22.5, 113.5 22.5, 113.5 23, 114 23, 114 22.5))"),
    ],
)
def test_what_lies_outside_is_cut_off(geometry: shapely.Geometry, kept: str | None) -> None:
    found = within(SQUARE, geometry)
    if kept is None:
        assert found is None
    else:
        assert found is not None
        assert found.equals(shapely.from_wkt(kept))
        assert found.geom_type == shapely.from_wkt(kept).geom_type


@given(LINES)
def test_what_is_cut_is_part_of_what_was(line: shapely.LineString) -> None:
    found = within(SQUARE, line)
    if found is not None:
        assert shapely.buffer(SQUARE, 1e-9).contains(found)
        assert shapely.buffer(line, 1e-9).contains(found)
