"""Coordinate systems: belts, axis order, and numbers checked against an independent meridian arc."""

import importlib
import math

import pytest
import shapely
from pyproj import Geod

from geo import crs, systems
from layers.messages import LayerError
from mapgen.cli import options
from mapgen.exporting.target import target
from mapgen.files.errors import OutputError
from mapgen.importing.projection import crs_of


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


@pytest.mark.parametrize(
    ("longitude", "named"),
    [
        (113.5, "4326, 4490, 4547, 4526"),
        (104.07, "4326, 4490, 4544, 4523"),
        (None, "4326, 4490, 4534–4554, 4513–4533"),
    ],
)
def test_named_systems_are_those_of_the_place(longitude: float | None, named: str) -> None:
    assert systems.codes(longitude) == named


@pytest.mark.parametrize("longitude", [75, 104.07, 114, 120.2, 135])
def test_named_systems_are_called_so_by_epsg(longitude: float) -> None:
    for system in systems.SYSTEMS:
        known = crs.epsg(system.code(longitude))
        assert known.axis_info[0].unit_name == system.unit
        if system.belts:
            assert known.name.startswith(system.name)
            told = crs.transverse_mercator(system.code(longitude))
            assert told.meridian == systems.central_meridian(longitude)
        elif system.first != crs.CGCS2000:  # which EPSG calls by its long name
            assert known.name == system.name


def with_another(monkeypatch: pytest.MonkeyPatch) -> None:
    another = systems.System("Hong Kong 1980", "metre", 2326)
    monkeypatch.setattr(systems, "SYSTEMS", [*systems.SYSTEMS, another])


def test_a_new_system_shows_up_in_help(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "2326" not in options.Crs.__metadata__[0].help
    with_another(monkeypatch)
    try:
        assert "2326" in importlib.reload(options).Crs.__metadata__[0].help
    finally:
        monkeypatch.undo()
        importlib.reload(options)


def test_a_new_system_shows_up_in_messages(monkeypatch: pytest.MonkeyPatch) -> None:
    with_another(monkeypatch)
    for code in ("no-number", "5773"):
        with pytest.raises(OutputError, match="4547, 4526, 2326"):
            target(code, (113, 22, 114, 23))
    with pytest.raises(LayerError, match="4534–4554, 4513–4533, 2326"):
        crs_of(None, None, "a.shp", "")


@pytest.mark.parametrize("code", [4547, 4526, 4544, 4502, 32649, 4491])
def test_parameters_of_a_transverse_mercator_are_those_of_proj(code: int) -> None:
    told = crs.transverse_mercator(code)
    degrees = 4326 if told.datum == "WGS 84" else crs.CGCS2000
    equator = crs.transform(shapely.Point(told.meridian, 0), degrees, code)
    assert (equator.x, equator.y) == pytest.approx((told.false_easting, told.false_northing), abs=1e-6)
    assert told.scale == (0.9996 if code == 32649 else 1)


@pytest.mark.parametrize("code", [4326, 4490, 2326, 2383, 3857, 27700, 999999, 5773])
def test_what_the_page_cannot_compute_is_no_transverse_mercator_of_ours(code: int) -> None:
    with pytest.raises(ValueError, match=f"crs={code}"):
        crs.transverse_mercator(code)


def test_naming_another_datum_does_not_make_it_one_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    # A page would show coordinates a hundred metres off: it computes them without a shift.
    another = systems.System("Xian 1980", "degree", 4610)
    monkeypatch.setattr(systems, "SYSTEMS", [*systems.SYSTEMS, another])
    with pytest.raises(ValueError, match="crs=2383"):
        crs.transverse_mercator.__wrapped__(2383)


@pytest.mark.parametrize("longitude", [73.49, 136.51, -113.5, math.nan, math.inf])
def test_no_belt_outside(longitude: float) -> None:
    with pytest.raises(ValueError, match="belts-outside"):
        crs.belt(longitude)


@pytest.mark.parametrize("code", [4547, "4547", "EPSG:4547", "epsg:4547"])
def test_codes_as_people_write_them(code: int | str) -> None:
    assert crs.epsg(code).to_epsg() == 4547


@pytest.mark.parametrize("code", ["", "wgs84", "-4547", "４５４７", "4547.0", "EPSG:", 999999, "0"])
def test_no_such_code(code: int | str) -> None:
    with pytest.raises(ValueError, match=r"epsg-(not-number|unknown)"):
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


@pytest.mark.parametrize("code", [int(code) for code in systems.codes(114).split(", ")])
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
    with pytest.raises(ValueError, match=r"epsg-unknown\(crs=999999\)"):
        crs.transform(shapely.Point(0, 0), 4326, 999999)


def test_a_belt_takes_places_in_wgs_84_as_cgcs2000() -> None:
    places = shapely.MultiPoint([(113.5, 22.7), (74.0, 3.1), (135.9, 53.9), (113.5 + 1e-9, 22.7 - 1e-9)])
    for belt in range(4534, 4555):
        assert crs.transform(places, crs.CGCS2000, belt) == crs.transform(places, 4326, belt)
