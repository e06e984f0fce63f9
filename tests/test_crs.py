"""Coordinate systems: belts, axis order, and numbers checked against an independent meridian arc."""

import math

import pytest
import shapely
from pyproj import Geod

from geo import crs


@pytest.mark.parametrize(
    ("longitude", "code", "meridian"),
    [
        (73.5, 4534, 75),
        (112.49999, 4546, 111),
        (112.5, 4547, 114),
        (113.5, 4547, 114),
        (114.0, 4547, 114),
        (115.49999, 4547, 114),
        (115.5, 4548, 117),
        (136.5, 4554, 135),
    ],
)
def test_belt_of_a_longitude(longitude: float, code: int, meridian: int) -> None:
    assert crs.belt(longitude) == code
    origin = {item.name: item.value for item in crs.epsg(code).coordinate_operation.params}
    assert origin["Longitude of natural origin"] == meridian
    assert origin["False easting"] == 500_000  # the variant without a zone number


@pytest.mark.parametrize("longitude", [73.49, 136.51, -113.5, math.nan, math.inf])
def test_no_belt_outside(longitude: float) -> None:
    with pytest.raises(ValueError, match="outside the CGCS2000 3-degree belts"):
        crs.belt(longitude)


@pytest.mark.parametrize("code", [4326, 4547, 4526])
def test_names_are_those_of_epsg(code: int) -> None:
    assert crs.epsg(code).name == crs.KNOWN[code]
    assert set(crs.KNOWN) == {4326, 4490, 4547, 4526}


@pytest.mark.parametrize("code", [4547, "4547", "EPSG:4547", "epsg:4547"])
def test_codes_as_people_write_them(code: int | str) -> None:
    assert crs.epsg(code).to_epsg() == 4547


@pytest.mark.parametrize("code", ["", "wgs84", "-4547", "４５４７", "4547.0", "EPSG:", 999999, "0"])
def test_no_such_code(code: int | str) -> None:
    with pytest.raises(ValueError, match=r"give a (number|code) such as 4326, 4490, 4547 or 4526"):
        crs.epsg(code)


@pytest.mark.parametrize("latitude", [3.0, 22.8, 23.5, 53.0])
def test_on_the_central_meridian_northing_is_the_meridian_arc(latitude: float) -> None:
    # Gauss-Krüger is true to length on its central meridian: an independent figure for the northing.
    arc = Geod(ellps="GRS80").inv(114, 0, 114, latitude)[2]
    there = crs.transform(shapely.Point(114, latitude), 4326, 4547)
    assert there.x == pytest.approx(500_000, abs=1e-3)
    assert there.y == pytest.approx(arc, abs=0.01)


@pytest.mark.parametrize(("target", "offset"), [(4547, 0), (4526, 38_000_000)])
def test_easting_comes_first(target: int, offset: int) -> None:
    there = crs.transform(shapely.Point(113.5, 22.8), 4326, target)
    # Half a degree west of the meridian at this latitude is about 51.3 km.
    assert there.x - offset == pytest.approx(500_000 - 51_330, abs=100)
    assert there.y == pytest.approx(2_522_400, abs=500)


def test_cgcs2000_degrees_stay_lon_lat() -> None:
    there = crs.transform(shapely.Point(113.5, 22.8), 4326, 4490)
    assert (there.x, there.y) == pytest.approx((113.5, 22.8), abs=1e-6)


@pytest.mark.parametrize("code", sorted(crs.KNOWN))
@pytest.mark.parametrize(
    "wkt",
    [
        "POINT (113.5 22.8)",
        "LINESTRING (113.5 22.8, 113.6 22.9, 114.4 22.5)",
        "POLYGON ((113.5 22.8, 113.7 22.8, 113.7 23, 113.5 22.8), (113.6 22.85, 113.65 22.85, 113.65 22.9, 113.6 22.85))",  # noqa: E501
        "MULTIPOLYGON (((113.5 22.8, 113.7 22.8, 113.7 23, 113.5 22.8)), ((112 22, 112.1 22, 112.1 22.1, 112 22)))",  # noqa: E501
        "MULTILINESTRING ((113.5 22.8, 113.6 22.9), (113 22, 113 23))",
    ],
)
def test_there_and_back(code: int, wkt: str) -> None:
    shape = shapely.from_wkt(wkt)
    there = crs.transform(shape, 4326, code)
    back = crs.transform(there, code, 4326)
    assert there.geom_type == shape.geom_type
    assert shapely.equals_exact(back, shape, 1e-8)


def test_unknown_codes_are_named() -> None:
    with pytest.raises(ValueError, match="EPSG:999999 is unknown"):
        crs.transform(shapely.Point(0, 0), 4326, 999999)


def test_a_belt_takes_places_in_wgs_84_as_cgcs2000() -> None:
    places = shapely.MultiPoint([(113.5, 22.7), (74.0, 3.1), (135.9, 53.9), (113.5 + 1e-9, 22.7 - 1e-9)])
    for belt in range(4534, 4555):
        assert crs.transform(places, crs.CGCS2000, belt) == crs.transform(places, 4326, belt)
