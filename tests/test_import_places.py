"""`zonemap import`: coordinates are never off in silence."""

import json
import sqlite3
from pathlib import Path

import eviltransform
import geopandas as gpd
import numpy as np
import pyproj
import pytest
import shapely
from bringing import exported
from commands import one_line_each, run
from support import GRID, collection, contents, feature
from typer.testing import Result

from geo.crs import transform

POINT = shapely.Point(113.52, 22.88)


def one_node(path: Path, shape: shapely.Geometry, crs: object) -> Path:
    table = gpd.GeoDataFrame({"id": ["town.north-point"]}, geometry=[shape], crs=crs)
    table.to_file(path, engine="pyogrio")
    return path


def place(layers: Path) -> list[float]:
    return list(feature(collection(layers, "town/nodes"), "town.north-point")["geometry"]["coordinates"])


def test_a_system_that_is_given_holds_against_the_file(grid: Path, tmp_path: Path) -> None:
    there = transform(POINT, 4326, 4547)
    path = one_node(tmp_path / "in.gpkg", there, 4546)
    result = run("import", path, "--layers", grid, "--crs", "4547")
    assert result.exit_code == 0, result.stderr
    assert "--crs 4547; the file says CGCS2000 / 3-degree Gauss-Kruger CM 111E" in result.stderr
    assert place(grid) == pytest.approx([113.52, 22.88], abs=1e-5)


@pytest.mark.parametrize("srs", [0, -1])
def test_an_undefined_system_asks_for_one_and_hears_it(grid: Path, tmp_path: Path, srs: int) -> None:
    path = one_node(tmp_path / "in.gpkg", POINT, 4326)
    with sqlite3.connect(path) as database:
        database.execute("UPDATE gpkg_contents SET srs_id = ?", (srs,))
        database.execute("UPDATE gpkg_geometry_columns SET srs_id = ?", (srs,))
    result = run("import", path, "--layers", grid)
    assert result.exit_code == 2
    assert "--crs" in result.stderr
    result = run("import", path, "--layers", grid, "--crs", "4326")
    assert result.exit_code == 0, result.stderr
    assert "the file says" not in result.stderr


def with_zone_number(grid: Path, folder: Path, code: int, zone: int) -> tuple[Path, Result]:
    """A file whose eastings have a zone number that its system has none of, and what import says of it."""
    there = transform(POINT, 4326, code)
    path = one_node(folder / "in.shp", shapely.Point(there.x + zone * 1e6, there.y), code)
    result = run("import", path, "--layers", grid)
    assert result.exit_code == 2
    assert f"zone number {zone}" in result.stderr
    return path, result


@pytest.mark.parametrize(("code", "zone", "wanted"), [(4547, 38, 4526), (4546, 37, 4525)])
def test_zone_numbers_under_a_system_without(
    grid: Path, tmp_path: Path, code: int, zone: int, wanted: int
) -> None:
    path, result = with_zone_number(grid, tmp_path, code, zone)
    assert f"({wanted})" in result.stderr
    assert run("import", path, "--layers", grid, "--crs", wanted).exit_code == 0
    assert place(grid) == pytest.approx([113.52, 22.88], abs=1e-5)


@pytest.mark.parametrize("code", [3857, 3395, 32649])
@pytest.mark.parametrize("form", ["gpkg", "fgb", "shp"])
def test_our_own_export_in_another_system_comes_back(
    grid: Path, tmp_path: Path, code: int, form: str
) -> None:
    out = tmp_path / "out"
    assert run("export", "--format", form, "--crs", code, "--out", out, "--layers", grid).exit_code == 0
    made = next((path for path in out.rglob("*.gpkg")), next(path for path in out.iterdir() if path.is_dir()))
    result = run("import", made, "--layers", grid)
    assert result.exit_code == 0, result.stderr
    assert contents(grid) == contents(GRID)


@pytest.mark.parametrize(
    ("code", "zone", "words"),
    [
        (4508, 19, "with --crs (4497)"),
        (4509, 20, "with --crs (4498)"),
        (32650, 50, "of a system with zone numbers"),
    ],
)
def test_zone_numbers_of_six_degrees_and_of_other_systems(
    grid: Path, tmp_path: Path, code: int, zone: int, words: str
) -> None:
    _, result = with_zone_number(grid, tmp_path, code, zone)
    assert words in result.stderr
    assert "(EPSG)" not in result.stderr


def test_a_place_beyond_the_poles_has_not_moved_by_nan(grid: Path, tmp_path: Path) -> None:
    path = one_node(tmp_path / "in.geojson", shapely.Point(22.88, 113.52), 4326)
    result = run("import", path, "--layers", grid)
    assert result.exit_code == 2
    assert "nan" not in result.stdout
    assert "swap them" in result.stderr


@pytest.mark.parametrize("code", [4214, 2434, 21418, 4610, 2382])
def test_old_datums_are_refused(grid: Path, tmp_path: Path, code: int) -> None:
    """Beijing 1954 and Xi'an 1980: shifts are published for oil fields at sea and the like only."""
    way = pyproj.Transformer.from_crs(4214 if code in (4214, 2434, 21418) else 4610, code, always_xy=True)
    path = one_node(tmp_path / "in.gpkg", shapely.Point(way.transform(113.52, 22.88)), code)
    result = run("import", path, "--layers", grid)
    assert result.exit_code == 2
    assert "no reliable transformation" in result.stderr
    assert contents(grid) == contents(GRID)


@pytest.mark.parametrize(
    ("system", "shift"), [("gcj02", eviltransform.wgs2gcj), ("bd09", eviltransform.wgs2bd)]
)
@pytest.mark.parametrize("form", ["geojson", "gpkg"])
def test_coordinates_of_map_services_are_recognised(
    grid: Path, tmp_path: Path, system: str, shift: object, form: str
) -> None:
    made = exported(grid, tmp_path / "out", "--format", "gpkg")
    (export,) = made.rglob("*.gpkg")
    table = gpd.read_file(export, layer="town_nodes")
    table.geometry = shapely.transform(
        table.geometry.to_numpy(),
        lambda xy: np.array([shift(lat, lon)[::-1] for lon, lat in xy]),  # type: ignore[operator]
    )
    path = tmp_path / f"in.{form}"
    table.to_file(path, engine="pyogrio")
    result = run("import", path, "--layers", grid)
    assert result.exit_code == 2
    assert f"--from {system}" in result.stderr
    assert contents(grid) == contents(GRID)
    assert run("import", path, "--layers", grid, "--from", system).exit_code == 0
    for told in collection(grid, "town/nodes")["features"]:
        old = feature(collection(GRID, "town/nodes"), told["properties"]["id"])
        assert told["geometry"]["coordinates"] == pytest.approx(old["geometry"]["coordinates"], abs=5e-6)


def test_features_that_moved_anywhere_else_are_just_moved(grid: Path, tmp_path: Path) -> None:
    path = one_node(tmp_path / "in.geojson", shapely.Point(113.526, 22.8775), 4326)
    result = run("import", path, "--layers", grid)
    assert result.exit_code == 0, result.stderr
    assert "--from" not in result.stderr


def test_an_unknown_shift_is_refused(grid: Path, tmp_path: Path) -> None:
    path = one_node(tmp_path / "in.geojson", POINT, 4326)
    result = run("import", path, "--layers", grid, "--from", "mars")
    assert result.exit_code == 2
    assert "gcj02, bd09 or wgs84" in result.stderr


@pytest.mark.parametrize(
    "member",
    [
        {"type": "Feature", "id": "town.north-point", "properties": None},
        {"type": "Feature", "properties": {"id": " town.north-point "}},
        {"type": "Feature", "properties": {"id": "town.north-point", "note": " "}},
    ],
    ids=["id beside properties", "blanks around an id", "a blank note"],
)
@pytest.mark.parametrize("single", [True, False])
def test_features_as_others_write_them(
    grid: Path, tmp_path: Path, member: dict[str, object], single: bool
) -> None:
    told = {**member, "geometry": {"type": "Point", "coordinates": [113.53, 22.88, 5, 7]}}
    whole = told if single else {"type": "FeatureCollection", "features": [told]}
    (tmp_path / "in.json").write_text(json.dumps(whole), "utf-8")
    result = run("import", tmp_path / "in.json", "--layers", grid)
    assert result.exit_code == 0, result.stderr
    assert place(grid) == [113.53, 22.88]
    assert "note" not in result.stdout


@pytest.mark.parametrize("code", ["9" * 5_000, "0" * 5_000 + "4326", "EPSG:" + "x" * 3_000, "x\n" * 3_000])
def test_a_code_that_is_none_is_quoted_in_few_words(grid: Path, tmp_path: Path, code: str) -> None:
    result = run("import", one_node(tmp_path / "in.gpkg", POINT, 4326), "--layers", grid, "--crs", code)
    (line,) = one_line_each(result.stderr)
    assert "is not an EPSG code" in line
    assert len(line) < 300
    result = run("export", "--layers", grid, "--out", tmp_path / "out", "--format", "csv", "--crs", code)
    assert len(result.stderr.splitlines()[-1]) < 300


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_the_name_of_a_system_is_printed_as_it_is(grid: Path, tmp_path: Path, encoding: str) -> None:
    path = one_node(tmp_path / "in.shp", POINT, 4326)
    prj = path.with_suffix(".prj")
    prj.write_bytes(prj.read_text().replace("GCS_WGS_1984", "成都独立坐标系").encode(encoding))
    result = run("import", path, "--layers", grid, "--crs", "4490")
    assert result.exit_code == 0, result.stderr
    assert "the file says 成都独立坐标系" in result.stderr


@pytest.mark.parametrize(
    ("code", "x", "y"), [(4547, 2.53e6, 4.6e5), (4526, 2.53e6, 38.46e6), (32649, 2.53e6, 4.6e5)]
)
def test_northings_before_eastings_are_refused(
    grid: Path, tmp_path: Path, code: int, x: float, y: float
) -> None:
    path = one_node(tmp_path / "in.gpkg", shapely.Point(x, y), code)
    (line,) = one_line_each(run("import", path, "--layers", grid).stderr)
    assert "look like (northing, easting)" in line
    assert contents(grid) == contents(GRID)


NAN = float("nan")


@pytest.mark.filterwarnings("ignore:invalid value")  # of making them
@pytest.mark.parametrize("form", ["gpkg", "fgb", "parquet"])
@pytest.mark.parametrize(
    ("name", "positions"),
    [
        ("town.north-point", [(NAN, 22.8)]),
        ("town.north-point", [(float("inf"), 22.8)]),
        ("town.axis", [(113.5, 22.8), (NAN, 22.9)]),
        ("town.new", [(113.5, 22.8), (NAN, 22.8), (113.6, 22.9), (113.5, 22.8)]),
    ],
)
def test_a_coordinate_that_is_no_number_is_named(
    grid: Path, tmp_path: Path, form: str, name: str, positions: list[tuple[float, float]]
) -> None:
    make = {1: shapely.Point, 2: shapely.LineString, 4: shapely.Polygon}[len(positions)]
    table = gpd.GeoDataFrame({"id": [name]}, geometry=[make(positions)], crs=4326)
    path = tmp_path / f"in.{form}"
    table.to_parquet(path) if form == "parquet" else table.to_file(path, engine="pyogrio")
    result = run("import", path, "--layers", grid)
    assert result.exit_code == 2
    lines = [line for line in result.stderr.splitlines() if "no longer in the file" not in line]
    assert f"{name}: has a coordinate that is not a finite number" in one_line_each("\n".join(lines))[-1]
    assert contents(grid) == contents(GRID)


def test_an_infinite_coordinate_of_geojson_is_named(grid: Path, tmp_path: Path) -> None:
    told = collection(GRID, "town/nodes")
    text = json.dumps(told).replace("113.52", "1e999", 1)
    (tmp_path / "in.geojson").write_text(text)
    (line,) = one_line_each(run("import", tmp_path / "in.geojson", "--layers", grid).stderr)
    assert "town.north-point: has a coordinate that is not a finite number" in line
