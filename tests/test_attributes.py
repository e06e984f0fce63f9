"""What plans say of a place, and places without geometry: read strictly, exported and brought back whole."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from commands import printed, run
from support import atlas_of, change, collection, feature, problems_of, put

from layers.checks import check
from mapgen.text.texts import line

VOCABULARY = """
[functions.big-data]
zh = "大数据"
en = "Big data"

[units.institutes]
zh = "家"
en = "institutes"
"""
FIGURE = {
    "quantity": "研究院", "quantity_en": "institutes", "value": 20.66, "bound": "at least",
    "unit": "institutes", "year": 2025, "kind": "target", "cite": "方城规划 二",
}  # fmt: skip
TOLD: dict[str, Any] = {
    "function": ["big-data", "own-term"],
    "status": "under construction",
    "status_year": 2022,
    "host": "某院",
    "host_en": "Institute",
    "lead": "某局",
    "lead_en": "Bureau",
    "from_year": 2021,
    "to_year": 2025,
    "figures": [FIGURE, {**FIGURE, "value": 0.1, "bound": None, "year": None, "kind": "state"}],
    "entered": "2026-11-27",
    "source_grade": "B",
}


def listed(**more: Any) -> dict[str, Any]:
    told = {
        "id": "town.hall", "name": "青年馆", "name_en": "Youth Hall", "role": "一核", "parent": None,
        "stated_km2": None, "qualifier": None, "basis": "listed", "accuracy_m": None, "holder": "town.north",
        "reference_km2": None, "reference_cite": None, "cite": "方城规划 二", "same_as": None, "note": None,
    }  # fmt: skip
    return {"type": "Feature", "properties": told | more, "geometry": None}


def write_places(folder: Path, *places: dict[str, Any]) -> None:
    told = {"type": "FeatureCollection", "name": "places", "features": places}
    (folder / "town/places.geojson").write_text(json.dumps(told, ensure_ascii=False), "utf-8")


@pytest.fixture
def told(grid: Path) -> Path:
    """Layers of which a node has every attribute, and that list two places."""
    (grid / "vocabulary.toml").write_text(VOCABULARY, "utf-8")
    plan = grid / "town/plan.toml"
    own = '\n[functions.own-term]\nzh = "本地话"\nen = "Own words"\n'
    plan.write_text(plan.read_text("utf-8") + own, "utf-8")
    put(grid, "town/nodes", "town.north-point", **TOLD)
    write_places(grid, listed(function=["big-data"]), listed(id="town.far", name="远馆", holder=None))
    return grid


def test_is_read_and_listed(told: Path) -> None:
    rows = {row["id"]: row for row in printed("list", "--layers", told)}
    row = rows["town.north-point"]
    figures = [{key: value for key, value in each.items() if value is not None} for each in TOLD["figures"]]
    assert {key: row[key] for key in TOLD} == {**TOLD, "figures": figures}
    assert rows["town.hall"]["kind"] == "place"
    assert rows["town.hall"]["holder"] == "town.north"
    assert rows["town.hall"]["accuracy_m"] is None
    assert list(rows)[-2:] == ["town.hall", "town.far"]


def test_a_listed_place_is_no_member(told: Path) -> None:
    """Rules, members and areas are what they are without it."""
    atlas = atlas_of(told)
    findings = check(atlas, ["town"])
    (told / "town/places.geojson").unlink()
    without = atlas_of(told)
    assert findings == check(without, ["town"])
    assert list(atlas.elements) == list(without.elements)
    assert {name: each.members for name, each in atlas.elements.items()} == {
        name: each.members for name, each in without.elements.items()
    }
    assert atlas.held == {"town.north": ["town.hall"]}


def test_fmt_writes_the_keys_in_order_and_leaves_out_what_is_not_there(told: Path) -> None:
    assert run("fmt", "--layers", told).exit_code == 0
    properties = [each["properties"] for each in collection(told, "town/nodes")["features"]]
    nodes = {each["id"]: each for each in properties}
    keys = list(nodes["town.north-point"])
    assert keys[keys.index("same_as") + 1 : -1] == list(TOLD)
    assert list(nodes["town.north-point"]["figures"][0]) == list(FIGURE)
    others = [each for name, each in nodes.items() if name != "town.north-point"]
    assert all(not TOLD.keys() & each.keys() for each in others)
    assert run("fmt", "--check", "--layers", told).exit_code == 0


FORMATS = ["geojson", "gpkg", "shp", "fgb", "parquet"]


@pytest.mark.parametrize("name", FORMATS)
def test_an_export_comes_back_without_a_difference(name: str, told: Path, tmp_path: Path) -> None:
    assert run("export", "--format", name, "--layers", told, "--out", tmp_path / "out").exit_code == 0
    (folder,) = (tmp_path / "out").iterdir()
    result = run("import", folder, "--layers", told, "--dry-run", "--json")
    assert result.exit_code == 0, result.stderr
    found = json.loads(result.stdout)
    assert found["new"] == found["gone"] == found["changed"] == []


def test_geojson_keeps_lists(told: Path, tmp_path: Path) -> None:
    assert run("build", "--layers", told, "--out", tmp_path / "out").exit_code == 0
    nodes = json.loads((tmp_path / "out/geojson/town/nodes.geojson").read_text("utf-8"))
    node = feature(nodes, "town.north-point")["properties"]
    assert node["function"] == TOLD["function"]
    assert node["function_zh"] == "大数据；本地话"
    assert node["figures"][0] == FIGURE
    assert node["status_year"] == 2022
    places = json.loads((tmp_path / "out/geojson/town/places.geojson").read_text("utf-8"))
    assert [each["geometry"] for each in places["features"]] == [None, None]


def test_a_geopackage_has_them_as_a_table_without_geometry(told: Path, tmp_path: Path) -> None:
    assert run("export", "--format", "gpkg", "--layers", told, "--out", tmp_path / "out").exit_code == 0
    (path,) = (tmp_path / "out").glob("*/*.gpkg")
    with closing(sqlite3.connect(path)) as database:
        kinds = dict(database.execute("SELECT table_name, data_type FROM gpkg_contents"))
        assert kinds["town_places"] == "attributes"
        rows = database.execute("SELECT id, holder, function_en FROM town_places").fetchall()
        assert rows == [("town.hall", "town.north", "Big data"), ("town.far", None, None)]
        query = "SELECT figures FROM town_nodes WHERE id = 'town.north-point'"
        (figures,) = database.execute(query).fetchone()
    assert json.loads(figures)[0] == FIGURE


@pytest.mark.parametrize("name", ["dxf", "kml", "kmz"])
def test_what_holds_no_such_table_says_so(name: str, told: Path, tmp_path: Path) -> None:
    result = run("export", "--format", name, "--layers", told, "--out", tmp_path / "out")
    assert result.exit_code == 0, result.stderr
    assert f"{name} holds no table without geometry: 2 listed places were left out" in result.stderr


def test_an_edited_table_of_places_is_brought_back(told: Path, tmp_path: Path) -> None:
    assert run("fmt", "--layers", told).exit_code == 0
    assert run("export", "--format", "gpkg", "--layers", told, "--out", tmp_path / "out").exit_code == 0
    (path,) = (tmp_path / "out").glob("*/*.gpkg")
    with closing(sqlite3.connect(path)) as database, database:
        edit = "UPDATE town_places SET status = 'planned', holder = 'town.south' WHERE id = 'town.hall'"
        database.execute(edit)
        database.execute("DELETE FROM town_places WHERE id = 'town.far'")
        database.execute(
            "INSERT INTO town_places (id, kind, name, name_en, role, basis, cite) "
            "VALUES ('town.new', 'place', '新馆', 'New Hall', '一核', 'listed', '方城规划 三')"
        )
    result = run("import", path, "--layers", told, "--delete")
    assert result.exit_code == 0, result.stderr
    places = {each["properties"]["id"]: each for each in collection(told, "town/places")["features"]}
    assert list(places) == ["town.hall", "town.new"]
    assert places["town.hall"]["properties"]["status"] == "planned"
    assert places["town.hall"]["properties"]["holder"] == "town.south"
    assert places["town.new"]["geometry"] is None


#: What is set on a node, and what is said of it.
WRONG: list[tuple[dict[str, Any], str]] = [
    ({"function": ["big-date"]}, "the term big-date in function is neither in vocabulary.toml nor"),
    ({"function": ["big-data", "big-data"]}, "a term is listed twice"),
    ({"function": []}, "function"),
    ({"status": "finished"}, "'in use', 'under construction', 'preparing', 'planned' or 'sought'"),
    ({"status_year": 1899}, "at least 1900"),
    ({"status": None}, "status_year needs a status"),
    ({"from_year": 2030}, "from_year 2030 is after to_year 2025"),
    ({"host_en": None}, "host and host_en go together"),
    ({"entered": "2026-02-30"}, "2026-02-30 is no date"),
    ({"source_grade": "D"}, "'A', 'B' or 'C'"),
    (
        {"figures": [{**FIGURE, "unit": "houses"}]},
        "no. 1 (研究院): the unit houses is not in",
    ),
    ({"figures": [{**FIGURE, "year": 20255}]}, "at most 2100"),
    ({"figures": [{**FIGURE, "kind": "aim"}]}, "'target' or 'state'"),
]


@pytest.mark.parametrize(("values", "said"), WRONG, ids=[said for _, said in WRONG])
def test_what_is_wrong_is_said_in_one_line(values: dict[str, Any], said: str, told: Path) -> None:
    put(told, "town/nodes", "town.north-point", **values)
    problems = problems_of(told)
    assert [each.feature for each in problems] == ["town.north-point"]
    assert problems[0].file == "town/nodes.geojson"
    assert said in line(problems[0], "en")
    result = run("check", "--layers", told)
    assert result.exit_code == 2
    assert "Traceback" not in result.output


def test_several_at_once(told: Path) -> None:
    put(told, "town/nodes", "town.north-point", function=["x"], figures=[{**FIGURE, "unit": "y"}])
    write_places(told, listed(function=["z"]))
    assert [each.code for each in problems_of(told)] == ["term-unknown", "unit-unknown", "term-unknown"]


PLACES: list[tuple[dict[str, Any], str]] = [
    ({"holder": "town.nowhere"}, "reference-unknown"),
    ({"holder": "town.hall"}, "reference-listed"),
    ({"parent": "town.north"}, "attribute"),
    ({"basis": "sketched", "accuracy_m": 100}, "attribute"),
    ({"role": "无"}, "role-unknown"),
    ({"id": "town.north"}, "id-duplicate"),
]


@pytest.mark.parametrize(("values", "code"), PLACES, ids=[str(values) for values, _ in PLACES])
def test_a_wrong_place_is_refused(values: dict[str, Any], code: str, told: Path) -> None:
    write_places(told, listed(**values))
    assert code in [each.code for each in problems_of(told)]


def test_what_holds_a_place_is_of_its_own_plan(told: Path) -> None:
    (told / "city").mkdir()
    for file in (told / "town").iterdir():
        text = file.read_text("utf-8").replace("town.", "city.").replace('id = "town"', 'id = "city"')
        (told / "city" / file.name).write_text(text, "utf-8")
    write_places(told, listed(holder="city.north"))
    assert "holder-elsewhere" in [each.code for each in problems_of(told)]


def test_a_place_with_a_geometry_belongs_elsewhere(told: Path) -> None:
    write_places(told, {**listed(), "geometry": {"type": "Point", "coordinates": [113.5, 22.8]}})
    assert [each.code for each in problems_of(told)] == ["geometry-superfluous"]


@pytest.mark.parametrize(
    ("layer", "id_", "values"),
    [
        ("town/axes", "town.axis", {"passes": ["town.hall"]}),
        ("town/nodes", "town.north-point", {"parent": "town.hall"}),
    ],
)
def test_nothing_with_a_place_refers_to_a_listed_one(
    layer: str, id_: str, values: dict[str, Any], told: Path
) -> None:
    put(told, layer, id_, **values)
    assert "reference-listed" in [each.code for each in problems_of(told)]


def test_a_rule_about_a_listed_place_is_refused(told: Path) -> None:
    plan = told / "town/plan.toml"
    head = '\n[[rules]]\nrule = "near"\nclaim = "近"\nclaim_en = "near"\n'
    rule = f'{head}ids = ["town.hall"]\nto = "town.north"\nwithin_m = 9\n'
    plan.write_text(plan.read_text("utf-8").replace("\n[functions", f"{rule}\n[functions"), "utf-8")
    (problem,) = problems_of(told)
    assert "town.hall is only listed and has no geometry" in line(problem, "en")


def test_a_zone_is_not_listed(told: Path) -> None:
    put(told, "town/zones", "town.north", basis="listed", accuracy_m=None, sides=None, geometry=None)
    (problem, *_) = problems_of(told)
    assert "a place that is only listed belongs in places.geojson" in line(problem, "en")


def test_a_vocabulary_that_is_none_is_refused(told: Path) -> None:
    (told / "vocabulary.toml").write_text('[functions.X]\nzh = "一"\n', "utf-8")
    change(told, "town/nodes", lambda _: None)
    assert {each.file for each in problems_of(told)} == {"vocabulary.toml"}
