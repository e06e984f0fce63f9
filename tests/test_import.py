"""`zonemap import`: what was edited comes back, and nothing else; what cannot come back is said."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
import zipfile
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from bringing import edit_row, exported, lines_that_differ, tables, write_gpkg
from commands import run
from support import GRID, change, contents, feature, put

from mapgen.authoring import store

FORMATS = [("geojson", "4326"), ("kml", "4326"), ("kmz", "4326")] + [
    (name, crs) for name in ("gpkg", "shp", "fgb", "parquet") for crs in ("4326", "4490", "4547", "4526")
]


@pytest.mark.parametrize(("form", "crs"), FORMATS, ids=lambda value: value)
def test_export_and_import_change_no_byte(grid: Path, tmp_path: Path, form: str, crs: str) -> None:
    made = exported(grid, tmp_path / "out", "--format", form, "--crs", crs)
    result = run("import", made, "--layers", grid)
    assert result.exit_code == 0, result.stderr
    assert result.stdout == ""
    assert result.stderr == "the layers would not change; nothing was written\n"
    assert contents(grid) == contents(GRID)


@pytest.mark.parametrize(("form", "crs"), FORMATS, ids=lambda value: value)
def test_what_was_edited_comes_back_from_every_format(
    grid: Path, tmp_path: Path, form: str, crs: str
) -> None:
    edited = Path(shutil.copytree(grid, tmp_path / "edited"))
    put(edited, "town/nodes", "town.north-point", name="北角", note="改过", coordinates=[113.52345, 22.88123])
    put(edited, "town/zones", "town.north", stated_km2=57.5)
    put(edited, "baselines", "middle-road", coordinates=[[113.4, 22.85], [113.55, 22.851], [113.7, 22.85]])
    made = exported(edited, tmp_path / "out", "--format", form, "--crs", crs)
    result = run("import", made, "--layers", grid)
    assert result.exit_code == 0, result.stderr
    # The zones of the export follow its baselines, so they are no redrawing.
    assert lines_that_differ(grid) == ["middle-road", "town.north-point", "town.north"]
    assert run("fmt", "--layers", edited).exit_code == 0
    assert contents(grid) == contents(edited)


def test_a_dry_run_shows_and_writes_nothing(grid: Path, tmp_path: Path) -> None:
    layers = tables(grid, tmp_path / "out")
    edit_row(layers["town_nodes"], "town.south-point", name="改", geometry=shapely.Point(113.521, 22.795))
    file = write_gpkg(tmp_path / "back.gpkg", {"town_nodes": layers["town_nodes"]})
    result = run("import", file, "--layers", grid, "--dry-run")
    assert result.exit_code == 0
    assert result.stdout == (
        "changed  nodes town.south-point 改, outline moved by up to 102.7 m\n    name: 南点 → 改\n"
    )
    assert "would write town/nodes.geojson" in result.stderr
    assert contents(grid) == contents(GRID)
    assert run("import", file, "--layers", grid).exit_code == 0
    assert lines_that_differ(grid) == ["town.south-point"]


def test_an_edited_baseline_moves_its_zones_and_says_so(grid: Path, tmp_path: Path) -> None:
    layers = tables(grid, tmp_path / "out")
    moved = shapely.LineString([(113.4, 22.901), (113.7, 22.901)])
    edit_row(layers["baselines"], "north-river", geometry=moved)
    file = write_gpkg(tmp_path / "back.gpkg", layers)
    result = run("import", file, "--layers", grid)
    assert result.exit_code == 0, result.stderr
    assert "consequences:\n  changed  zones town.core" in result.stdout
    assert lines_that_differ(grid) == ["north-river"]


def test_built_zones_groups_edges_and_shared_places_cannot_be_redrawn(grid: Path, tmp_path: Path) -> None:
    twin = {**feature(json.loads((grid / "town/zones.geojson").read_text()), "town.north")["properties"]}
    twin |= {
        "id": "town.twin",
        "same_as": "town.north",
        "basis": None,
        "sides": None,
        "inside": None,
        "parent": None,
    }
    change(
        grid,
        "town/zones",
        lambda told: told["features"].append({"type": "Feature", "properties": twin, "geometry": None}),
    )
    before = contents(grid)
    layers = tables(grid, tmp_path / "out")
    for table, key in (("town_zones", "id"), ("town_boundaries", "edge")):
        layers[table]["geometry"] = layers[table].geometry.translate(0.001, 0)
        assert key in layers[table]
    result = run("import", write_gpkg(tmp_path / "back.gpkg", layers), "--layers", grid)
    assert result.exit_code == 2
    lines = result.stderr.splitlines()
    told = [line for line in lines if "town.north: is built from its sides" in line]
    assert len(told) == 1
    assert told[0].endswith("north-river, east-road, middle-road, west-road")
    assert any(
        "town.core: is made of its members" in line and "town.north, town.south" in line for line in lines
    )
    assert any(
        "town.twin: is the same place as town.north" in line and "north-river" in line for line in lines
    )
    assert any("town.south#" in line and "derived from baseline" in line for line in lines)
    assert contents(grid) == before


def test_zones_dragged_along_with_their_baseline_are_no_redrawing(grid: Path, tmp_path: Path) -> None:
    edited = Path(shutil.copytree(grid, tmp_path / "edited"))
    put(edited, "baselines", "west-road", coordinates=[[113.501, 22.78], [113.502, 22.95]])
    file = write_gpkg(tmp_path / "back.gpkg", tables(edited, tmp_path / "out"))
    assert run("import", file, "--layers", grid).exit_code == 0
    assert lines_that_differ(grid) == ["west-road"]
    # The same zones without the line are a redrawing.
    shutil.copytree(GRID, grid, dirs_exist_ok=True)
    layers = tables(edited, tmp_path / "again")
    del layers["baselines"]
    assert run("import", write_gpkg(tmp_path / "zones.gpkg", layers), "--layers", grid).exit_code == 2
    assert contents(grid) == contents(GRID)


def test_sides_can_be_edited(grid: Path, tmp_path: Path) -> None:
    layers = tables(grid, tmp_path / "out")
    sides = json.loads(layers["town_zones"].set_index("id")["sides"]["town.north"])
    sides[0]["stated"] = "北江"
    edit_row(
        layers["town_zones"],
        "town.north",
        sides=json.dumps(sides, ensure_ascii=False),
        inside="[113.55,22.88]",
    )
    result = run("import", write_gpkg(tmp_path / "back.gpkg", layers), "--layers", grid)
    assert result.exit_code == 0, result.stderr
    told = feature(json.loads((grid / "town/zones.geojson").read_text()), "town.north")["properties"]
    assert (told["sides"][0]["stated"], told["inside"]) == ("北江", [113.55, 22.88])
    assert lines_that_differ(grid) == ["town.north"]


def test_all_bad_features_are_told_at_once_and_nothing_is_written(grid: Path, tmp_path: Path) -> None:
    layers = tables(grid, tmp_path / "out")
    nodes = layers["town_nodes"]
    edit_row(nodes, "town.north-point", accuracy_m=-5.0, name="好")
    edit_row(nodes, "town.south-point", geometry=shapely.Point(22.8, 113.5))
    edit_row(layers["baselines"], "north-river", kind="wall")
    edit_row(layers["town_zones"], "town.south", sides="[{")
    result = run("import", write_gpkg(tmp_path / "back.gpkg", layers), "--layers", grid)
    assert result.exit_code == 2
    for said in (
        "town.north-point: attribute accuracy_m",
        "town.south-point: its coordinate",
        "north-river: attribute kind",
        "town.south: its sides is not valid JSON",
    ):
        assert said in result.stderr
    assert contents(grid) == contents(GRID)


def test_what_the_loader_refuses_is_refused(grid: Path, tmp_path: Path) -> None:
    layers = tables(grid, tmp_path / "out")
    edit_row(layers["town_nodes"], "town.north-point", parent="town.nowhere")
    edit_row(layers["town_nodes"], "town.south-point", role="三点")
    result = run("import", write_gpkg(tmp_path / "back.gpkg", layers), "--layers", grid)
    assert result.exit_code == 2
    assert "role 三点 is not listed in the roles" in result.stderr
    assert contents(grid) == contents(GRID)


def test_a_baseline_that_leaves_a_gap_is_refused(grid: Path, tmp_path: Path) -> None:
    layers = tables(grid, tmp_path / "out")
    edit_row(layers["baselines"], "north-river", geometry=shapely.LineString([(113.4, 22.9), (113.55, 22.9)]))
    result = run("import", write_gpkg(tmp_path / "back.gpkg", layers), "--layers", grid)
    assert result.exit_code == 2
    assert "town/zones.geojson: town.north" in result.stderr
    assert contents(grid) == contents(GRID)


def test_computed_columns_are_ignored_and_it_is_said(grid: Path, tmp_path: Path) -> None:
    layers = tables(grid, tmp_path / "out")
    edit_row(layers["town_zones"], "town.north", area_km2=1.0, accuracy_m=3.0, grade="consistent!")
    result = run("import", write_gpkg(tmp_path / "back.gpkg", layers), "--layers", grid)
    assert result.exit_code == 0
    for column in ("area_km2", "accuracy_m", "grade"):
        assert f"back.gpkg: town.north: {column} is computed" in result.stderr
    assert contents(grid) == contents(GRID)


def test_columns_that_are_not_ours_are_named(grid: Path, tmp_path: Path) -> None:
    layers = tables(grid, tmp_path / "out")
    layers["town_nodes"]["population"] = 5
    layers["town_nodes"]["{{ 7 * 7 }}"] = "x"
    result = run("import", write_gpkg(tmp_path / "back.gpkg", layers), "--layers", grid)
    assert result.exit_code == 0
    assert "ignored: population, {{ 7 * 7 }}" in result.stderr


def test_features_are_known_by_name_without_an_id(grid: Path, tmp_path: Path) -> None:
    nodes = tables(grid, tmp_path / "out")["town_nodes"].drop(columns=["id", "plan"])
    nodes.loc[nodes["name"] == "南点", "note"] = "改过"
    result = run("import", write_gpkg(tmp_path / "back.gpkg", {"points": nodes}), "--layers", grid)
    assert result.exit_code == 0, result.stderr
    assert "matched by its name “南点” to town.south-point" in result.stderr
    assert lines_that_differ(grid) == ["town.south-point"]


def test_a_name_that_two_features_have_is_no_guide(grid: Path, tmp_path: Path) -> None:
    put(grid, "town/nodes", "town.north-point", name="南点")
    before = contents(grid)
    nodes = tables(grid, tmp_path / "out")["town_nodes"].drop(columns="id")
    result = run("import", write_gpkg(tmp_path / "back.gpkg", {"points": nodes}), "--layers", grid)
    assert result.exit_code == 2
    assert result.stderr.count("several features are called “南点” (town.north-point, town.south-point)") == 2
    assert contents(grid) == before


def test_a_new_feature_needs_an_id_and_gets_its_line(grid: Path, tmp_path: Path) -> None:
    nodes = tables(grid, tmp_path / "out")["town_nodes"]
    new = nodes.iloc[[0]].assign(id=None, name="新点", geometry=[shapely.Point(113.53, 22.87)])
    both = pd.concat([nodes, new], ignore_index=True)
    result = run("import", write_gpkg(tmp_path / "a.gpkg", {"town_nodes": both}), "--layers", grid)
    assert result.exit_code == 2
    assert "is a new feature “新点” without an id" in result.stderr
    both.loc[2, "id"] = "town.new-point"
    result = run("import", write_gpkg(tmp_path / "b.gpkg", {"town_nodes": both}), "--layers", grid)
    assert result.exit_code == 0, result.stderr
    assert lines_that_differ(grid) == ["town.new-point"]
    both.loc[2, "id"] = "village.new-point"
    result = run("import", write_gpkg(tmp_path / "c.gpkg", {"town_nodes": both}), "--layers", grid)
    assert result.exit_code == 2
    assert "the plan village, which does not exist (the plans are: town)" in result.stderr


def test_a_feature_that_was_split_is_not_written_twice(grid: Path, tmp_path: Path) -> None:
    nodes = tables(grid, tmp_path / "out")["town_nodes"]
    both = pd.concat([nodes, nodes.iloc[[0]]], ignore_index=True)
    result = run("import", write_gpkg(tmp_path / "a.gpkg", {"town_nodes": both}), "--layers", grid)
    assert result.exit_code == 2
    assert "is in the file twice" in result.stderr
    assert contents(grid) == contents(GRID)


def test_a_missing_feature_stays_unless_delete_is_said(grid: Path, tmp_path: Path) -> None:
    layers = tables(grid, tmp_path / "out")
    context = layers["context_areas"]
    file = write_gpkg(
        tmp_path / "a.gpkg", {"context_areas": context.iloc[:0], "town_axes": layers["town_axes"]}
    )
    kept = run("import", file, "--layers", grid)
    assert kept.exit_code == 0
    assert "removed  context north-water" in kept.stdout
    assert "add --delete" in kept.stderr
    assert contents(grid) == contents(GRID)
    assert run("import", file, "--layers", grid, "--delete").exit_code == 0
    assert lines_that_differ(grid) == ["north-water"]


def test_a_feature_that_others_need_cannot_be_deleted(grid: Path, tmp_path: Path) -> None:
    layers = tables(grid, tmp_path / "out")
    lines = layers["baselines"]
    file = write_gpkg(tmp_path / "a.gpkg", {"baselines": lines[lines["id"] != "north-river"]})
    result = run("import", file, "--layers", grid, "--delete")
    assert result.exit_code == 2
    assert "north-river" in result.stderr
    assert contents(grid) == contents(GRID)


def test_a_drawn_feature_keeps_its_vertices_that_were_not_moved(grid: Path, tmp_path: Path) -> None:
    ring = [
        [113.41234, 22.81111],
        [113.42345, 22.81111],
        [113.42345, 22.82222],
        [113.41234, 22.82222],
        [113.41234, 22.81111],
    ]
    shape = {"type": "Polygon", "coordinates": [ring]}
    put(
        grid,
        "town/zones",
        "town.south",
        geometry=shape,
        basis="traced",
        accuracy_m=30,
        sides=None,
        inside=None,
    )
    assert run("fmt", "--layers", grid).exit_code == 0
    made = exported(grid, tmp_path / "out", "--format", "shp", "--crs", "4547")
    before = contents(grid)
    assert run("import", made, "--layers", grid).exit_code == 0
    assert contents(grid) == before
    table = gpd.read_file(f"zip://{next(made.glob('*.zip'))}!town_zones.shp")
    moved = shapely.transform(
        table.set_index("id").geometry["town.south"], lambda xy: xy + (abs(xy - xy.max(axis=0)) < 1) * 100.0
    )
    edit_row(table, "town.south", geometry=moved)
    table.to_file(tmp_path / "back.fgb", driver="FlatGeobuf")
    assert run("import", tmp_path / "back.fgb", "--layers", grid).exit_code == 0
    coordinates = feature(json.loads((grid / "town/zones.geojson").read_text()), "town.south")["geometry"][
        "coordinates"
    ]
    assert ring[0] in coordinates[0]
    assert sum(position in ring for position in coordinates[0]) < len(coordinates[0])


def test_edits_that_qgis_still_holds_beside_the_file_are_seen(grid: Path, tmp_path: Path) -> None:
    file = write_gpkg(tmp_path / "back.gpkg", {"town_nodes": tables(grid, tmp_path / "out")["town_nodes"]})
    open_in_qgis = sqlite3.connect(file)
    try:
        open_in_qgis.execute("PRAGMA journal_mode = WAL")
        for (trigger,) in open_in_qgis.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            open_in_qgis.execute(f'DROP TRIGGER "{trigger}"')
        open_in_qgis.execute("UPDATE town_nodes SET note = 'wal' WHERE id = 'town.north-point'")
        open_in_qgis.commit()
        assert (tmp_path / "back.gpkg-wal").stat().st_size
        result = run("import", file, "--layers", grid)
    finally:
        open_in_qgis.close()
    assert result.exit_code == 0, result.stderr
    assert lines_that_differ(grid) == ["town.north-point"]


def test_text_that_a_shapefile_cut_is_kept_whole(grid: Path, tmp_path: Path) -> None:
    put(grid, "town/nodes", "town.north-point", note="长" * 200)
    assert run("fmt", "--layers", grid).exit_code == 0
    before = contents(grid)
    for encoding in ("utf-8", "gbk"):
        made = exported(grid, tmp_path / encoding, "--format", "shp", "--encoding", encoding)
        result = run("import", made, "--layers", grid)
        assert result.exit_code == 0, result.stderr
        assert "town.north-point: note was truncated" in result.stderr
        assert contents(grid) == before


def test_an_edit_of_a_cut_text_is_refused(grid: Path, tmp_path: Path) -> None:
    put(grid, "town/nodes", "town.north-point", note="长" * 200)
    made = exported(grid, tmp_path / "out", "--format", "shp")
    put(grid, "town/nodes", "town.north-point", note="短" + "长" * 199)
    before = contents(grid)
    result = run("import", made, "--layers", grid)
    assert result.exit_code == 2
    assert "town.north-point: note is longer than a Shapefile field allows" in result.stderr
    assert contents(grid) == before


@pytest.mark.parametrize("encoding", ["UTF-8", "GBK"])
def test_a_shapefile_without_cpg_is_read_by_what_its_bytes_can_be(
    grid: Path, tmp_path: Path, encoding: str
) -> None:
    made = exported(grid, tmp_path / "out", "--format", "shp", "--encoding", encoding.lower())
    with zipfile.ZipFile(next(made.glob("*.zip"))) as archive:
        members = {name: archive.read(name) for name in archive.namelist() if not name.endswith(".cpg")}
    for name in members:
        if name.endswith(".dbf"):
            members[name] = members[name][:29] + b"\0" + members[name][30:]
    with zipfile.ZipFile(tmp_path / "back.zip", "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    result = run("import", tmp_path / "back.zip", "--layers", grid)
    assert result.exit_code == 0, result.stderr
    assert contents(grid) == contents(GRID)


def test_a_file_without_crs_needs_one(grid: Path, tmp_path: Path) -> None:
    made = exported(grid, tmp_path / "out", "--format", "shp", "--crs", "4547")
    with zipfile.ZipFile(next(made.glob("*.zip"))) as archive:
        members = {name: archive.read(name) for name in archive.namelist() if not name.endswith(".prj")}
    with zipfile.ZipFile(tmp_path / "back.zip", "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    result = run("import", tmp_path / "back.zip", "--layers", grid)
    assert result.exit_code == 2
    assert "give its EPSG code with --crs" in result.stderr
    result = run("import", tmp_path / "back.zip", "--layers", grid, "--crs", "4547")
    assert (result.exit_code, contents(grid)) == (0, contents(GRID))


def test_a_system_with_no_sure_way_to_wgs84_is_refused(grid: Path, tmp_path: Path) -> None:
    nodes = tables(grid, tmp_path / "out")["town_nodes"].set_crs(4610, allow_override=True)  # Xi'an 1980
    result = run("import", write_gpkg(tmp_path / "back.gpkg", {"town_nodes": nodes}), "--layers", grid)
    assert result.exit_code == 2
    assert "Xian 1980, from which there is no reliable transformation" in result.stderr


def test_geojson_of_before_2016_may_name_its_crs(grid: Path, tmp_path: Path) -> None:
    nodes = tables(grid, tmp_path / "out")["town_nodes"].to_crs(4526)
    nodes.to_file(tmp_path / "back.geojson", driver="GeoJSON")
    assert "EPSG::4526" in (tmp_path / "back.geojson").read_text()
    result = run("import", tmp_path / "back.geojson", "--layers", grid)
    assert (result.exit_code, contents(grid)) == (0, contents(GRID)), result.stderr


def test_kml_that_google_earth_has_rewritten(grid: Path, tmp_path: Path) -> None:
    made = exported(grid, tmp_path / "out", "--format", "kml")
    text = (made / "town.kml").read_text("utf-8")
    assert "<name>南点</name>" in text
    text = text.replace("<name>南点</name>", "<name>新南点</name>").replace(
        'Placemark id="', 'Placemark id="g0'
    )
    (tmp_path / "back.kml").write_text(text, "utf-8")
    result = run("import", tmp_path / "back.kml", "--layers", grid)
    assert result.exit_code == 0, result.stderr
    assert "name: 南点 → 新南点" in result.stdout
    assert lines_that_differ(grid) == ["town.south-point"]


def test_somebody_elses_change_is_not_overwritten(
    grid: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nodes = tables(grid, tmp_path / "out")["town_nodes"]
    edit_row(nodes, "town.north-point", note="x")
    file = write_gpkg(tmp_path / "back.gpkg", {"town_nodes": nodes})
    write = store.store

    def late(*words: Any) -> None:
        (grid / "town/nodes.geojson").write_text("theirs", "utf-8")
        write(*words)

    monkeypatch.setattr(store, "store", late)
    result = run("import", file, "--layers", grid)
    assert result.exit_code == 2
    assert "changed by someone else" in result.stderr
    assert (grid / "town/nodes.geojson").read_text("utf-8") == "theirs"


def test_files_written_before_a_failure_are_put_back(grid: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = contents(grid)
    monkeypatch.chdir(grid)  # so that files are replaced one by one
    replace = Path.replace

    def failing(self: Path, target: Path) -> Path:
        if self.name == "nodes.geojson" and self.parent.name == "town":
            raise OSError(28, "No space left on device")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", failing)
    files = {"baselines.geojson": b"a", "fresh/new.geojson": b"b", "town/nodes.geojson": b"c"}
    with pytest.raises(ValueError, match="os-enospc"):
        store.store(grid, files, {name: before.get(name) for name in files})
    assert contents(grid) == before
    assert not (grid / "fresh").exists()


def test_json_says_all_of_it(grid: Path, tmp_path: Path) -> None:
    layers = tables(grid, tmp_path / "out")
    moved = shapely.LineString([(113.4, 22.901), (113.7, 22.901)])
    edit_row(layers["baselines"], "north-river", geometry=moved)
    file = write_gpkg(tmp_path / "back.gpkg", layers)
    told = json.loads(run("import", file, "--layers", grid, "--json", "--dry-run").stdout)
    assert [item["id"] for item in told["changed"]] == ["north-river"]
    assert {item["id"] for item in told["consequences"]} == {"town.core", "town.north"}
    assert (told["files"], told["written"], told["problems"]) == (["baselines.geojson"], False, [])


def test_new_findings_of_check_are_told(grid: Path, tmp_path: Path) -> None:
    nodes = tables(grid, tmp_path / "out")["town_nodes"]
    edit_row(nodes, "town.north-point", geometry=shapely.Point(113.52, 22.83))
    result = run("import", write_gpkg(tmp_path / "back.gpkg", {"town_nodes": nodes}), "--layers", grid)
    assert result.exit_code == 0
    assert "check will report one more finding (error) town.north-point" in result.stdout


@pytest.mark.parametrize("plan", ["a", "my", "my-p", "my-pla", "my-plan", "my-plans", "my-long-plan"])
def test_lists_about_as_long_as_a_shapefile_holds(tmp_path: Path, plan: str) -> None:
    layers = tmp_path / "layers"
    assert run("new", plan, "--layers", layers).exit_code == 0
    before = contents(layers)
    made = exported(layers, tmp_path / "out", "--format", "shp")
    assert run("diff", made, layers).stdout == ""
    assert run("import", made, "--layers", layers).exit_code == 0
    assert contents(layers) == before


@pytest.mark.parametrize("name", ["a!b", "zip:x", "x?y", "a|b", "[x]", "片区 图"])
def test_a_name_is_never_taken_for_an_address(grid: Path, tmp_path: Path, name: str) -> None:
    nodes = tables(grid, tmp_path / "out")["town_nodes"]
    edit_row(nodes, "town.north-point", note="x")
    nodes.to_file(tmp_path / "plain.fgb", driver="FlatGeobuf")
    file = (tmp_path / "plain.fgb").rename(tmp_path / f"{name}.fgb")
    result = run("import", file, "--layers", grid)
    assert result.exit_code == 0, result.stderr
    assert lines_that_differ(grid) == ["town.north-point"]


def test_a_drawn_feature_without_its_geometry_is_refused(grid: Path, tmp_path: Path) -> None:
    nodes = tables(grid, tmp_path / "out")["town_nodes"]
    edit_row(nodes, "town.north-point", geometry=None)
    result = run("import", write_gpkg(tmp_path / "a.gpkg", {"town_nodes": nodes}), "--layers", grid)
    assert result.exit_code == 2
    assert "town.north-point: has no geometry" in result.stderr
    assert contents(grid) == contents(GRID)


@pytest.mark.parametrize("form", ["gpkg", "geojson", "fgb", "parquet"])
def test_an_export_of_older_layers_is_told(grid: Path, tmp_path: Path, form: str) -> None:
    made = exported(grid, tmp_path / "out", "--format", form)
    assert "was exported from layers version" not in run("import", made, "--layers", grid).stderr
    nodes = json.loads((grid / "town/nodes.geojson").read_text("utf-8"))
    nodes["features"][0]["properties"]["note"] = "since then"
    (grid / "town/nodes.geojson").write_text(json.dumps(nodes), "utf-8")
    result = run("import", made, "--layers", grid, "--dry-run")
    (line,) = [line for line in result.stderr.splitlines() if "was exported from layers version" in line]
    assert re.search("layers version [0-9a-f]{12}, and the layers are now at [0-9a-f]{12}", line)
    assert "note: since then → (empty)" in result.stdout
