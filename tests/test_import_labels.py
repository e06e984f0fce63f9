"""`zonemap import`: points that programs put beside areas for their names are no nodes."""

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from bringing import tables, write_gpkg
from commands import one_line_each, run
from support import GRID, contents


@pytest.fixture
def layers(grid: Path, tmp_path: Path) -> dict[str, gpd.GeoDataFrame]:
    """What an export holds, with a point for the name of each zone."""
    found = tables(grid, tmp_path / "out")
    zones = found["town_zones"]
    points = zones[zones["kind"] == "zone"].copy()
    points["geometry"] = points.geometry.representative_point()
    return {**found, "labels": points}


def same(grid: Path, path: Path, labels: int) -> None:
    result = run("import", path, "--layers", grid)
    assert result.exit_code == 0, result.stderr
    assert "are its labels" in result.stderr
    assert result.stderr.count("labels#") in (0, labels)
    assert contents(grid) == contents(GRID)


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("columns", [["id", "name"], ["name"], ["id", "name", "kind", "note"]])
def test_a_layer_of_labels(
    grid: Path, tmp_path: Path, layers: dict[str, gpd.GeoDataFrame], columns: list[str], first: bool
) -> None:
    labels = layers.pop("labels")[[*columns, "geometry"]]
    order = {"labels": labels, **layers} if first else {**layers, "labels": labels}
    same(grid, write_gpkg(tmp_path / "in.gpkg", order), len(labels))


def test_labels_and_areas_in_one_layer(
    grid: Path, tmp_path: Path, layers: dict[str, gpd.GeoDataFrame]
) -> None:
    both = pd.concat([layers["labels"], layers["town_zones"]])
    both.to_file(tmp_path / "in.geojson")
    same(grid, tmp_path / "in.geojson", 2)


def test_a_node_with_the_name_of_a_zone_stays_a_node(
    grid: Path, tmp_path: Path, layers: dict[str, gpd.GeoDataFrame]
) -> None:
    del layers["labels"]
    zone, nodes = layers["town_zones"].iloc[1], layers["town_nodes"]
    new = nodes.iloc[[0]].assign(id="town.new-point", name=zone["name"])
    layers["town_nodes"] = pd.concat([nodes.assign(name=[zone["name"], *nodes["name"][1:]]), new])
    result = run("import", write_gpkg(tmp_path / "in.gpkg", layers), "--layers", grid)
    assert result.exit_code == 0, result.stderr
    assert "labels" not in result.stderr
    assert "town.new-point" in (grid / "town/nodes.geojson").read_text("utf-8")
    assert "new      nodes town.new-point" in result.stdout
    assert "changed  nodes town.north-point" in result.stdout


@pytest.mark.parametrize(
    "told",
    [
        {"id": ["town.north", "town.south"], "name": ["北片", "南片"]},
        {"id": ["town.north", "town.south"]},
        {"name": ["北片", "南片"]},
        {"id": ["town.north", "north-river"]},
    ],
    ids=["ids and names", "ids", "names", "a zone and a baseline"],
)
@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("zh", "应为其标注点；请在文件中保留这些面或线，或删去这些点"),
        ("en", "as label points are; keep those areas"),
    ],
)
def test_labels_without_their_areas_are_refused_in_one_line(
    grid: Path, tmp_path: Path, told: dict[str, list[str]], lang: str, words: str
) -> None:
    points = [shapely.Point(113.5, 22.8), shapely.Point(113.5, 22.85)]
    gpd.GeoDataFrame(told, geometry=points, crs=4326).to_file(tmp_path / "in.geojson")
    result = run("import", tmp_path / "in.geojson", "--layers", grid, "--lang", lang)
    assert result.exit_code == 2
    assert result.stdout == ""
    (line,) = one_line_each(result.stderr)
    assert words in line
    assert (told["id"][0] if "id" in told else "in#1") in line
    assert contents(grid) == contents(GRID)


def test_a_point_that_says_it_is_a_node_is_no_label(grid: Path, tmp_path: Path) -> None:
    told = {"name": ["北片"], "kind": ["node"]}
    gpd.GeoDataFrame(told, geometry=[shapely.Point(113.5, 22.8)], crs=4326).to_file(tmp_path / "in.geojson")
    result = run("import", tmp_path / "in.geojson", "--layers", grid)
    assert result.exit_code == 2
    assert "is a new feature “北片” without an id" in result.stderr
