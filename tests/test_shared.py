"""Places that several plans name: what each plan says there, and in what they differ."""

import json
from pathlib import Path
from typing import Any

import pytest
from commands import one_line_each, printed, run
from support import GRID, atlas_of, collection, copy_of_grid, feature, put

from layers.assemble import Atlas
from mapgen.pages.payload import payload
from mapgen.tables.shared import COLUMNS, SAID, filled, shared_rows


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """The made-up plan, and a second one of the same kind that names its northern block in its own way."""
    folder = copy_of_grid(tmp_path / "layers")
    other = folder / "county"
    other.mkdir()
    text = (folder / "town" / "plan.toml").read_text("utf-8")
    head = text[: text.index("[[rules]]")].replace('id = "town"', 'id = "county"')
    (other / "plan.toml").write_text(
        head.replace("方城规划", "方县规划").replace("Grid Town", "County"), "utf-8"
    )
    again = feature(collection(folder, "town/zones"), "town.north")
    again["properties"] |= {
        "id": "county.north",
        "same_as": "town.north",
        "parent": None,
        "basis": None,
        "accuracy_m": None,
        "sides": None,
        "inside": None,
        "cite": "方县规划 一",
    }
    zones = {"type": "FeatureCollection", "features": [{**again, "geometry": None}]}
    (other / "zones.geojson").write_text(json.dumps(zones, ensure_ascii=False), "utf-8")
    return folder


def rows_of(folder: Path) -> list[dict[str, Any]]:
    return printed("shared", "--layers", folder)


def test_plans_that_say_the_same_differ_in_nothing(two: Path) -> None:
    rows = rows_of(two)
    assert [(row["place"], row["plan"], row["id"]) for row in rows] == [
        ("town.north", "county", "county.north"),
        ("town.north", "town", "town.north"),
    ]
    assert [list(row) for row in rows] == [list(COLUMNS)] * 2
    # They are cited from different documents, which is no difference.
    assert [row["differs"] for row in rows] == [None, None]


@pytest.mark.parametrize(
    ("changed", "differs"),
    [
        ({"name": "北区"}, "name"),
        ({"role": "两点"}, "role"),
        ({"stated_km2": 60}, "stated_km2"),
        ({"stated_km2": 57.0}, None),
        ({"stated_km2": None}, None),  # a plan that states no area says nothing else
        ({"name_en": "Northern"}, None),  # translations are ours
        ({"note": "另一说明"}, None),
        ({"name": "北区", "stated_km2": 60}, "name;stated_km2"),
    ],
)
def test_what_both_state_and_not_alike_differs(
    two: Path, changed: dict[str, Any], differs: str | None
) -> None:
    put(two, "county/zones", "county.north", **changed)
    assert {row["differs"] for row in rows_of(two)} == {differs}


def test_a_place_that_one_plan_names_twice_is_not_shared(two: Path, own_atlas: Atlas) -> None:
    put(two, "county/zones", "county.north", same_as="town.south")
    assert [row["place"] for row in rows_of(two)] == ["town.south"] * 2
    assert printed("shared", "--layers", GRID) == []
    places = {row["place"] for row in shared_rows(own_atlas, own_atlas.catalog.plans)}
    for place, ids in own_atlas.sharing.items():
        assert (place in places) == (len({name.split(".")[0] for name in ids}) > 1), place


def test_a_plan_s_places_come_with_what_the_others_say(own_atlas: Atlas) -> None:
    every = shared_rows(own_atlas, own_atlas.catalog.plans)
    nansha = shared_rows(own_atlas, ["nansha"])
    assert {row["plan"] for row in nansha} >= {"nansha", "guangzhou"}
    assert nansha == [row for row in every if row["place"] in {each["place"] for each in nansha}]
    park = {row["plan"]: row for row in nansha if row["place"] == "nansha.mingzhu-science-park"}
    assert (park["nansha"]["name"], park["guangzhou"]["name"]) == ("中科院明珠科学园", "明珠科学园")
    assert (park["nansha"]["stated_km2"], park["guangzhou"]["stated_km2"]) == (10.5, None)
    assert "name" in park["nansha"]["differs"].split(";")


def test_listed_places_that_two_plans_name_are_compared(own_atlas: Atlas) -> None:
    rows = [row for row in shared_rows(own_atlas, ["huangpu"]) if row["place"] == "huangpu.identifier-node"]
    assert {row["plan"] for row in rows} == {"guangzhou", "huangpu"}
    assert "name" in rows[0]["differs"].split(";")


def test_the_table_for_people_has_no_empty_column(two: Path) -> None:
    for layer, id_ in (("county/zones", "county.north"), ("town/zones", "town.north")):
        put(two, layer, id_, qualifier=None)
    put(two, "county/zones", "county.north", name="北区")
    head, *lines = run("shared", "--layers", two).stdout.splitlines()
    assert head.split() == filled(COLUMNS, rows_of(two))
    assert "qualifier" not in head
    assert len(lines) == 2
    assert run("shared", "--layers", GRID).stdout.split() == ["place", "plan", "id"]


def test_an_unknown_plan_is_one_line() -> None:
    result = run("shared", "nowhere", "else")
    assert result.exit_code == 2
    assert len(one_line_each(result.stderr)) == 2


def test_a_page_of_one_plan_has_what_the_others_say(two: Path) -> None:
    put(two, "county/zones", "county.north", name="北区", stated_km2=60)
    atlas = atlas_of(two)
    page = payload(atlas, ["town"], "town", None, None)
    assert [plan["id"] for plan in page["other_plans"]] == ["county"]
    (said,) = page["others"]
    assert {*said} == {"id", "plan", "geom", "role_en", *SAID}
    assert (said["id"], said["geom"], said["name"], said["role_en"]) == (
        "county.north",
        "town.north",
        "北区",
        "Core",
    )
    assert page["differing"] == {"town.north": ["name", "stated_km2"]}
    assert list(page["geometries"]) == list(payload(atlas_of(GRID), ["town"], "t", None, None)["geometries"])
    whole = payload(atlas, ["county", "town"], "atlas", None, None)
    assert (whole["other_plans"], whole["others"]) == ([], [])
    assert whole["differing"] == page["differing"]


FIGURE = {
    "quantity": "企业",
    "quantity_en": "Firms",
    "value": 500,
    "unit": "firms",
    "year": 2020,
    "kind": "state",
    "cite": "一",
}
VOCABULARY = """
[functions.software]
zh = "软件"
en = "Software"

[functions.trade]
zh = "贸易"
en = "Trade"

[units.firms]
zh = "家"
en = "firms"
"""


@pytest.mark.parametrize(
    ("own", "other", "differs"),
    [
        ({"function": ["software", "trade"]}, {"function": ["trade", "software"]}, None),
        ({"function": ["software", "trade"]}, {"function": ["software"]}, "function"),
        ({"status": "in use", "status_year": 2021}, {"status": "in use", "status_year": 2022}, None),
        ({"status": "planned", "status_year": 2021}, {"status": "in use", "status_year": 2022}, "status"),
        ({"figures": [FIGURE]}, {"figures": [{**FIGURE, "value": 400}]}, "figures"),
        ({"figures": [FIGURE]}, {"figures": [{**FIGURE, "bound": "more than"}]}, "figures"),
        # Other years and other quantities are other figures.
        ({"figures": [FIGURE]}, {"figures": [{**FIGURE, "value": 900, "year": 2025}]}, None),
        ({"figures": [FIGURE]}, {"figures": [{**FIGURE, "value": 7, "quantity": "院所"}]}, None),
        ({"figures": [FIGURE]}, {"figures": [{**FIGURE, "cite": "二"}]}, None),
    ],
)
def test_functions_status_and_figures_differ_by_what_they_say(
    two: Path, own: dict[str, Any], other: dict[str, Any], differs: str | None
) -> None:
    (two / "vocabulary.toml").write_text(VOCABULARY, "utf-8")
    put(two, "town/zones", "town.north", **own)
    put(two, "county/zones", "county.north", **other)
    assert {row["differs"] for row in rows_of(two)} == {differs}
