"""`import`: what is no text in a column of text is refused, and never stored in Python's spelling."""

import json
import sqlite3
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
import shapely
from bringing import edit_row, tables, write_gpkg
from commands import run
from support import GRID, collection, contents, feature

from layers.characters import no_number


@pytest.mark.parametrize(
    ("value", "found"),
    [({"a": [1]}, "an object"), (["甲", "乙"], "a list"), ([], "a list"), (True, "true or false")],
    ids=str,
)
@pytest.mark.parametrize("column", ["note", "name", "cite", "parent", "id", "备注"])
def test_what_is_no_text_is_refused(column: str, value: Any, found: str, grid: Path, tmp_path: Path) -> None:
    told = collection(GRID, "town/nodes")
    feature(told, "town.north-point")["properties"][column] = value
    (tmp_path / "in.geojson").write_text(json.dumps(told), "utf-8")
    result = run("import", tmp_path / "in.geojson", "--layers", grid)
    assert result.exit_code == 2
    ours = "note" if column == "备注" else column
    said = [
        each for each in result.stderr.splitlines() if f"its {ours} is {found} where text is expected" in each
    ]
    assert len(said) == 1
    assert ("town.north-point" in said[0]) == (column != "id")
    assert contents(grid) == contents(GRID)
    json.loads(run("diff", grid, tmp_path / "in.geojson", "--json").stdout or "{}")


@pytest.mark.parametrize("column", ["note", "stated_km2", "remarks"])
def test_binary_data_is_no_value_of_ours(column: str, grid: Path, tmp_path: Path) -> None:
    nodes = tables(grid, tmp_path / "out")["town_nodes"]
    nodes["remarks"] = "a"
    edit_row(nodes, "town.north-point", **({"note": "a"} if column == "note" else {}))
    path = write_gpkg(tmp_path / "in.gpkg", {"town_nodes": nodes})
    with sqlite3.connect(path) as package:
        for (trigger,) in package.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            package.execute(f'DROP TRIGGER "{trigger}"')
        package.execute(f"ALTER TABLE town_nodes DROP COLUMN {column}")
        package.execute(f"ALTER TABLE town_nodes ADD COLUMN {column} BLOB")
        package.execute(f"UPDATE town_nodes SET {column} = ? WHERE id = 'town.north-point'", (b"\xff\x00a",))  # noqa: S608
    result = run("import", path, "--layers", grid)
    assert "b'" not in result.output
    assert contents(grid) == contents(GRID)
    if column == "remarks":  # whatever a column holds that is not ours
        assert result.exit_code == 0, result.stderr
    else:
        assert result.exit_code == 2
        assert f"town.north-point: its {column} is binary data" in result.stderr
    assert run("import", path, "--layers", grid, "--json").exit_code == result.exit_code


def test_a_whole_number_in_a_column_of_text_is_its_digits(grid: Path, tmp_path: Path) -> None:
    told = collection(GRID, "town/nodes")
    feature(told, "town.north-point")["properties"]["note"] = 2035.0
    (tmp_path / "in.geojson").write_text(json.dumps(told), "utf-8")
    assert run("import", tmp_path / "in.geojson", "--layers", grid).exit_code == 0
    assert feature(collection(grid, "town/nodes"), "town.north-point")["properties"]["note"] == "2035"


@pytest.mark.parametrize("form", ["gpkg", "geojson", "fgb", "parquet"])
@pytest.mark.parametrize("value", ["inf", "-inf"])
def test_an_infinite_number_becomes_no_text(grid: Path, tmp_path: Path, form: str, value: str) -> None:
    path, point = tmp_path / f"in.{form}", shapely.Point(113.52, 22.88)
    table = gpd.GeoDataFrame({"id": ["town.north-point"], "note": [float(value)]}, geometry=[point], crs=4326)
    if form == "parquet":
        table.to_parquet(path)
    elif form == "geojson":
        path.write_text(table.assign(note=0.5).to_json().replace("0.5", value.replace("inf", "1e999")))
    else:
        table.to_file(path, engine="pyogrio")
    result = run("import", path, "--layers", grid)
    (line,) = [each for each in result.stderr.splitlines() if each.startswith("zonemap: ")]
    assert f"town.north-point: attribute note is invalid (“{value}” is what programs write" in line
    assert contents(grid) == contents(GRID)


@pytest.mark.parametrize(
    "properties", [{"id": "town." + "x" * 1_000_000}, {"id": "town.north-point", "c" * 1_000_000: 1}]
)
def test_names_of_a_million_letters_are_told_in_few(
    grid: Path, tmp_path: Path, properties: dict[str, Any]
) -> None:
    place = {"type": "Point", "coordinates": [113.52, 22.88]}
    member = {"type": "Feature", "properties": properties, "geometry": place}
    (tmp_path / "in.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [member]}))
    result = run("import", tmp_path / "in.geojson", "--layers", grid)
    assert "xxx…" in result.stderr or "ccc…" in result.stderr
    assert max(map(len, result.stderr.splitlines())) < 3_000


@pytest.mark.parametrize("text", ["Inf", "nan", "NaN", "-Infinity", "1.#QNAN", " inf "])
def test_the_spelling_of_no_number_is_no_text(text: str) -> None:
    assert no_number(text)


@pytest.mark.parametrize("text", ["Nan", "Information", "in", "infinite", "南", "1"])
def test_a_name_that_looks_like_no_number_is_text(text: str) -> None:
    assert not no_number(text)
