"""`zonemap import`: most features that move alike are a coordinate system that is another than is said."""

import json
from pathlib import Path
from typing import Any

import eviltransform
import geopandas as gpd
import pyproj
import pytest
import shapely
from commands import one_line_each, run
from shapely.affinity import translate
from support import GRID, collection, contents

from geo.crs import transform, transformer


def nodes(grid: Path) -> gpd.GeoDataFrame:
    """Seven nodes, which the layers have then, too."""
    table = collection(grid, "town/nodes")
    first = table["features"][0]
    for number in range(5):
        more = json.loads(json.dumps(first))
        more["properties"] |= {
            "id": f"town.more-{number}",
            "name": f"多{number}",
            "name_en": f"More {number}",
        }
        more["geometry"]["coordinates"] = [113.51 + number / 300, 22.86 - number / 500]
        table["features"].append(more)
    (grid / "town/nodes.geojson").write_text(json.dumps(table), "utf-8")
    assert run("fmt", "--layers", grid).exit_code == 0
    return gpd.GeoDataFrame(
        {"id": [each["properties"]["id"] for each in table["features"]]},
        geometry=[shapely.Point(each["geometry"]["coordinates"]) for each in table["features"]],
        crs=4326,
    )


def imported(grid: Path, table: gpd.GeoDataFrame, path: Path, *words: Any) -> Any:
    table.to_file(path, engine="pyogrio")
    return run("import", path, "--layers", grid, "--dry-run", *words)


def test_a_wrong_belt_is_refused_unless_one_insists(grid: Path, tmp_path: Path) -> None:
    table = nodes(grid).to_crs(4547).set_crs(4546, allow_override=True)
    result = imported(grid, table, tmp_path / "in.gpkg")
    assert result.exit_code == 2
    (line,) = one_line_each(result.stderr)
    assert "moves 7 of 7 features by about 307 km in one direction" in line
    assert imported(grid, table, tmp_path / "in.gpkg", "--from", "wgs84").exit_code == 0


@pytest.mark.parametrize("untouched", [0, 3])
def test_an_old_datum_under_another_name_is_told(grid: Path, tmp_path: Path, untouched: int) -> None:
    table = nodes(grid)
    shapes = [translate(shape, 0.0008, 0.0002) for shape in table.geometry]
    table.geometry = [*table.geometry[:untouched], *shapes[untouched:]]
    result = imported(grid, table, tmp_path / "in.gpkg")
    assert result.exit_code == 0, result.stderr
    assert f"moves {7 - untouched} of 7 features by about 85 m in one direction (82 m east, 22 m north)" in (
        result.stderr
    )


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_a_few_features_that_are_moved_together_are_just_moved(
    grid: Path, tmp_path: Path, count: int
) -> None:
    table = nodes(grid)
    shapes = [translate(shape, 0.0008, 0.0002) for shape in table.geometry]
    table.geometry = [*shapes[:count], *table.geometry[count:]]
    result = imported(grid, table, tmp_path / "in.gpkg")
    assert result.exit_code == 0
    assert "in one direction" not in result.stderr


def test_features_that_move_each_its_own_way_are_just_moved(grid: Path, tmp_path: Path) -> None:
    table = nodes(grid)
    table.geometry = [
        translate(shape, number / 2000, -number / 3000) for number, shape in enumerate(table.geometry)
    ]
    result = imported(grid, table, tmp_path / "in.gpkg")
    assert result.exit_code == 0, result.stderr
    assert "in one direction" not in result.stderr


def test_some_features_of_a_map_service_are_named(grid: Path, tmp_path: Path) -> None:
    table = nodes(grid)
    lat, lon = eviltransform.wgs2gcj(table.geometry[1].y, table.geometry[1].x)
    table.geometry = [table.geometry[0], shapely.Point(lon, lat), *table.geometry[2:]]
    result = imported(grid, table, tmp_path / "in.gpkg")
    assert result.exit_code == 0
    said = (
        f"puts 1 of 7 features exactly where GCJ-02 would shift them; check their coordinates: {table.id[1]}"
    )
    assert said in result.stderr


def test_a_system_of_a_zone_whose_number_is_not_there(grid: Path, tmp_path: Path) -> None:
    said = (
        "do not carry the zone number 38; give the code of the system without zone numbers with --crs (4547)"
    )
    table = gpd.GeoDataFrame({"id": ["town.north-point"]}, geometry=[shapely.Point(450_745.4, 2_531_328.6)])
    result = imported(grid, table.set_crs(4526), tmp_path / "in.gpkg")
    (line,) = one_line_each(result.stderr)
    assert said in line


def test_a_system_of_a_zone_of_another_datum(grid: Path, tmp_path: Path) -> None:
    wkt = pyproj.CRS.from_epsg(32649).to_wkt("WKT1_GDAL").replace("500000", "38500000")
    there = transform(shapely.Point(113.52, 22.88), 4326, 4547)
    table = gpd.GeoDataFrame({"id": ["town.north-point"]}, geometry=[there], crs=pyproj.CRS.from_wkt(wkt))
    (line,) = one_line_each(imported(grid, table, tmp_path / "in.shp").stderr)
    assert "or add the zone number" in line


def test_a_system_of_a_building_site_counts_as_none(grid: Path, tmp_path: Path) -> None:
    table = gpd.GeoDataFrame(
        {"id": ["town.north-point"]}, geometry=[shapely.Point(450_745, 2_531_328)], crs=4547
    )
    path = tmp_path / "in.shp"
    table.to_file(path, engine="pyogrio")
    path.with_suffix(".prj").write_text('LOCAL_CS["Site",UNIT["metre",1]]')
    (line,) = one_line_each(run("import", path, "--layers", grid).stderr)
    assert "does not state its coordinate system" in line
    assert run("import", path, "--layers", grid, "--crs", "4547").exit_code == 0
    assert contents(grid) != contents(GRID)


def test_the_way_between_two_systems_is_looked_for_once() -> None:
    wkt = pyproj.CRS.from_epsg(4547).to_wkt("WKT1_ESRI").replace("CGCS2000_3_Degree", "Ours")
    one, other = pyproj.CRS.from_wkt(wkt), pyproj.CRS.from_wkt(wkt)
    assert transformer(one, 4326) is transformer(other, 4326)
    assert transformer(one, 4326) is not transformer(4546, 4326)
    assert transformer(4547, 4326) is transformer(4547, 4326)
