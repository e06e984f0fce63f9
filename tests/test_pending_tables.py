"""Pending zones in lists, builds and exports, and brought back: none is lost, or gets a place on the map."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from commands import printed, run
from database import everything, new, publish
from sheets import opened, rows, sheet
from support import atlas_of, collection, copy_of_grid, feature, put
from test_attributes import listed, write_places
from waiting import SIDES, WHOLE, make_pending

import mapgen
from mapgen.exporting.delivery import exports

IDS = ["town.core", "town.north"]
GIVEN = [{"side": "N", "stated": "北河", "baseline": "north-river"}]


@pytest.fixture
def waiting(grid: Path) -> Path:
    """The made-up layers; the north block is pending, and the core with it."""
    make_pending(grid, "town.north", sides=SIDES)
    assert run("fmt", "--layers", grid).exit_code == 0
    return grid


def exported(layers: Path, name: str, out: Path) -> Path:
    result = run("export", "--format", name, "--layers", layers, "--out", out)
    assert result.exit_code == 0, result.stderr
    (folder,) = out.iterdir()
    return folder


def pending(layers: Path) -> dict[str, Any]:
    return feature(collection(layers, "town/zones"), "town.north")


def test_fmt_keeps_a_side_without_a_line(waiting: Path) -> None:
    zone = pending(waiting)
    assert zone["geometry"] is None
    assert zone["properties"]["sides"] == SIDES
    assert run("fmt", "--check", "--layers", waiting).exit_code == 0


def test_they_are_listed_behind_what_is_on_the_map(waiting: Path) -> None:
    rows_ = printed("list", "--layers", waiting)
    assert [row["id"] for row in rows_][-2:] == IDS
    core, north = rows_[-2:]
    assert (core["kind"], core["basis"], core["area_km2"]) == ("group", "pending", None)
    assert (north["kind"], north["basis"], north["accuracy_m"]) == ("zone", "pending", None)
    assert north["stated_km2"] == 57


def test_no_area_is_compared_that_is_not_known(waiting: Path) -> None:
    assert [row["id"] for row in printed("areas", "--layers", waiting)] == ["town.south"]


def test_a_build_has_them_in_a_file_of_their_own(waiting: Path, tmp_path: Path) -> None:
    assert run("build", "--layers", waiting, "--out", tmp_path / "out").exit_code == 0
    told = json.loads((tmp_path / "out/geojson/town/pending.geojson").read_text("utf-8"))
    assert [each["properties"]["id"] for each in told["features"]] == IDS
    assert [each["geometry"] for each in told["features"]] == [None, None]
    assert json.loads(feature(told, "town.north")["properties"]["sides"]) == SIDES
    assert feature(told, "town.core")["properties"]["members"] == "town.north;town.south"
    zones = json.loads((tmp_path / "out/geojson/town/zones.geojson").read_text("utf-8"))
    assert [each["properties"]["id"] for each in zones["features"]] == ["town.south"]


@pytest.mark.parametrize("name", ["geojson", "gpkg", "shp", "fgb", "parquet"])
def test_an_export_comes_back_without_a_difference(name: str, waiting: Path, tmp_path: Path) -> None:
    folder = exported(waiting, name, tmp_path / "out")
    result = run("import", folder, "--layers", waiting, "--dry-run", "--json", "--delete")
    assert result.exit_code == 0, result.stderr
    found = json.loads(result.stdout)
    assert found["new"] == found["gone"] == found["changed"] == []


@pytest.mark.parametrize("name", ["dxf", "kml", "kmz"])
def test_what_holds_no_such_table_says_so_and_takes_none_out(
    name: str, waiting: Path, tmp_path: Path
) -> None:
    result = run("export", "--format", name, "--layers", waiting, "--out", tmp_path / "out")
    assert result.exit_code == 0, result.stderr
    assert f"{name} holds no table without geometry: 2 pending zones were left out" in result.stderr


def test_zones_that_come_back_without_them_take_none_out(waiting: Path, tmp_path: Path) -> None:
    """A file of the zones alone says nothing of those that are pending."""
    folder = exported(waiting, "geojson", tmp_path / "out")
    result = run(
        "import", folder / "town_zones.geojson", "--layers", waiting, "--dry-run", "--json", "--delete"
    )
    assert json.loads(result.stdout)["gone"] == []


def test_a_table_of_them_alone_takes_no_other_zone_out(waiting: Path, tmp_path: Path) -> None:
    """Not even where one is pending no longer, and so a zone like the others."""
    path = exported(waiting, "geojson", tmp_path / "out") / "town_pending.geojson"
    told = json.loads(path.read_text("utf-8"))
    sides = json.dumps(WHOLE, ensure_ascii=False)
    feature(told, "town.north")["properties"] |= {
        "basis": "stated sides", "sides": sides, "inside": "[113.55, 22.875]",
    }  # fmt: skip
    path.write_text(json.dumps(told, ensure_ascii=False), "utf-8")
    result = run("import", path, "--layers", waiting, "--json", "--delete")
    assert result.exit_code == 0, result.stderr
    found = json.loads(result.stdout)
    assert found["gone"] == found["new"] == []
    assert [each["id"] for each in found["changed"]] == ["town.north"]
    (group,) = found["consequences"]
    assert (group["id"], group["redrawn"], group["area_before_km2"]) == ("town.core", True, None)
    assert not atlas_of(waiting).pending


def test_a_geopackage_has_them_as_a_table_that_can_be_edited(waiting: Path, tmp_path: Path) -> None:
    (path,) = exported(waiting, "gpkg", tmp_path / "out").glob("*.gpkg")
    with closing(sqlite3.connect(path)) as database, database:
        kinds = dict(database.execute("SELECT table_name, data_type FROM gpkg_contents"))
        assert kinds["town_pending"] == "attributes"
        database.execute("UPDATE town_pending SET name_en = 'Far North' WHERE id = 'town.north'")
        database.execute(
            "INSERT INTO town_pending (id, kind, name, name_en, role, basis, cite, sides) VALUES "
            "('town.new', 'zone', '新片', 'New Block', '一核', 'pending', '方城规划 三', ?)",
            [json.dumps(GIVEN, ensure_ascii=False)],
        )
    result = run("import", path, "--layers", waiting)
    assert result.exit_code == 0, result.stderr
    assert pending(waiting)["properties"]["name_en"] == "Far North"
    zone = feature(collection(waiting, "town/zones"), "town.new")
    assert (zone["geometry"], zone["properties"]["sides"]) == (None, GIVEN)


def test_a_pending_zone_that_is_drawn_says_how(waiting: Path, tmp_path: Path) -> None:
    square = {
        "type": "Polygon",
        "coordinates": [[[113.5, 22.85], [113.6, 22.85], [113.6, 22.9], [113.5, 22.85]]],
    }
    told = {"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {"id": "town.north"}, "geometry": square},
    ]}  # fmt: skip
    path = tmp_path / "drawn.geojson"
    path.write_text(json.dumps(told), "utf-8")
    result = run("import", path, "--layers", waiting)
    assert result.exit_code == 2
    assert "is pending, but the file draws it; state in basis how it was drawn" in result.stderr
    told["features"][0]["properties"]["id"] = "town.core"  # type: ignore[index]
    path.write_text(json.dumps(told), "utf-8")
    said = run("import", path, "--layers", waiting).stderr
    assert "cannot be redrawn; edit its members: town.north, town.south" in said
    told["features"][0]["properties"]["id"] = "town.north"  # type: ignore[index]
    told["features"][0]["properties"] |= {"basis": "sketched", "accuracy_m": 300, "sides": None}  # type: ignore[index]
    path.write_text(json.dumps(told), "utf-8")
    result = run("import", path, "--layers", waiting)
    assert result.exit_code == 0, result.stderr
    atlas = atlas_of(waiting)
    assert not atlas.pending
    assert atlas.elements["town.north"].basis == "sketched"


def test_a_zone_becomes_pending_by_an_import(grid: Path, tmp_path: Path) -> None:
    path = exported(grid, "geojson", tmp_path / "out") / "town_zones.geojson"
    told = json.loads(path.read_text("utf-8"))
    feature(told, "town.north")["properties"] |= {"basis": "pending", "sides": None, "inside": None}
    path.write_text(json.dumps(told, ensure_ascii=False), "utf-8")
    result = run("import", path, "--layers", grid)
    assert result.exit_code == 0, result.stderr
    assert list(atlas_of(grid).pending) == IDS
    assert "town.core" in result.stderr + result.stdout


def test_the_difference_tells_what_has_got_a_boundary(waiting: Path, tmp_path: Path) -> None:
    whole = copy_of_grid(tmp_path / "whole")
    (there,) = [each for each in printed("diff", waiting, whole)["changed"] if each["id"] == "town.core"]
    assert (there["redrawn"], there["moved_m"], there["area_before_km2"]) == (True, None, None)
    said = run("diff", waiting, whole).stdout
    assert "has a geometry now" in said
    assert "has no geometry any more" in run("diff", whole, waiting).stdout


def test_a_workbook_has_a_sheet_of_them(waiting: Path) -> None:
    book = opened(exports(atlas_of(waiting), ["town"], ["xlsx"], None))
    core, north = rows(sheet(book, "pending"))
    assert (core["id"], north["id"]) == tuple(IDS)
    assert json.loads(north["sides"]) == SIDES
    assert "x" not in north


def test_python_has_a_table_of_them(waiting: Path) -> None:
    told = mapgen.open(waiting)
    assert list(told.pending()["id"]) == IDS
    assert list(told.zones()["id"]) == ["town.south"]


def test_a_database_has_a_table_of_them(waiting: Path, server: Path) -> None:
    url = new(server)
    publish(url, atlas_of(waiting))
    assert "town_pending" in str(everything(url))


REFERRING = """
[[relations]]
from = "town.north"
to = "town.south"
kind = "radiates to"
cite = "方城规划 二"
"""


def test_everything_may_refer_to_a_pending_zone(waiting: Path, tmp_path: Path) -> None:
    """A parent, what holds a place, an end of a relation, a part of the phrase, a place of another plan."""
    put(waiting, "town/nodes", "town.north-point", parent="town.north")
    write_places(waiting, listed(holder="town.north"))
    (waiting / "town/relations.toml").write_text(REFERRING, "utf-8")
    plan = waiting / "town/plan.toml"
    part = '\n[[phrase]]\npart = "一核"\npart_en = "One Core"\nids = ["town.north"]\n'
    plan.write_text(plan.read_text("utf-8") + part, "utf-8")
    other = waiting / "city"
    other.mkdir()
    told = plan.read_text("utf-8").partition("[[rules]]")[0]
    (other / "plan.toml").write_text(told.replace('id = "town"', 'id = "city"'), "utf-8")
    zone = feature(collection(waiting, "town/zones"), "town.north")
    same = {"id": "city.north", "parent": None, "same_as": "town.north", "basis": None, "sides": None}
    zone["properties"] |= same
    zones = {"type": "FeatureCollection", "name": "zones", "features": [zone]}
    (other / "zones.geojson").write_text(json.dumps(zones, ensure_ascii=False), "utf-8")
    atlas = atlas_of(waiting)
    assert list(atlas.pending) == ["city.north", *IDS]
    assert atlas.pending["city.north"].owner == "town.north"
    result = run("check", "--layers", waiting)
    assert result.exit_code == 0, result.stderr
    assert "it is the same place as town.north, which is pending" in result.stdout
    assert run("build", "--layers", waiting, "--out", tmp_path / "out").exit_code == 0
    assert {row["id"] for row in printed("shared", "--layers", waiting)} == {"town.north", "city.north"}
    for name in ("gpkg", "xlsx", "kml", "dxf"):
        exported(waiting, name, tmp_path / name)
    folder = exported(waiting, "geojson", tmp_path / "geojson")
    result = run("import", folder, "--layers", waiting, "--dry-run", "--json", "--delete")
    found = json.loads(result.stdout)
    assert found["new"] == found["gone"] == found["changed"] == []


def test_layers_of_which_nothing_is_on_the_map_are_built_and_exported(grid: Path, tmp_path: Path) -> None:
    """As after a text that was read with an extract in which nothing was found."""
    for zone in ("town.north", "town.south"):
        make_pending(grid, zone)
    for layer in ("axes", "nodes"):
        (grid / f"town/{layer}.geojson").unlink()
    (grid / "town/plan.toml").write_text(
        (grid / "town/plan.toml").read_text("utf-8").partition("[[rules]]")[0], "utf-8"
    )
    result = run("build", "--layers", grid, "--out", tmp_path / "out")
    assert result.exit_code == 0, result.stderr
    assert run("check", "--layers", grid).exit_code == 0
    exported(grid, "gpkg", tmp_path / "gpkg")
