"""Which places two plans have in common, and how their areas differ."""

import json
from pathlib import Path
from typing import Any

import pytest
from support import atlas_of, change, collection, copy_of_grid, feature, problems_of

from geo.area import difference, geodesic_km2
from layers.assemble import Atlas
from mapgen.pages.payload import payload
from mapgen.tables.same import COLUMNS, same_places, same_rows

MOVED = [[[113.40, 23.15], [113.42, 23.15], [113.42, 23.18], [113.40, 23.18], [113.40, 23.15]]]


@pytest.fixture
def states(tmp_path: Path) -> Path:
    """The made-up plan, and its draft, which has the same ids behind its own."""
    folder = copy_of_grid(tmp_path / "layers")
    (folder / "draft").mkdir()
    for file in sorted((folder / "town").iterdir()):
        text = file.read_text("utf-8").replace('"town.', '"draft.').replace('id = "town"', 'id = "draft"')
        (folder / "draft" / file.name).write_text(text, "utf-8")
    supersede(folder, "town", "draft")
    return folder


def supersede(folder: Path, later: str, earlier: str) -> None:
    file = folder / later / "plan.toml"
    text = file.read_text("utf-8")
    file.write_text(text.replace(f'id = "{later}"', f'id = "{later}"\nsupersedes = "{earlier}"'), "utf-8")


def edit(folder: Path, layer: str, id_: str, **values: Any) -> None:
    change(folder, layer, lambda told: feature(told, id_)["properties"].update(values))


def draw(folder: Path, layer: str, id_: str, coordinates: Any) -> None:
    def by_hand(told: dict[str, Any]) -> None:
        each = feature(told, id_)
        each["properties"] |= {"basis": "sketched", "accuracy_m": 300, "sides": None, "inside": None}
        each["geometry"] = {"type": "Polygon", "coordinates": coordinates}

    change(folder, layer, by_hand)


def pairs(folder: Path, first: str = "draft", second: str = "town") -> dict[str, tuple[str, str]]:
    return {each.first: (each.second, each.by) for each in same_places(atlas_of(folder), first, second)}


def test_two_states_of_a_plan_are_matched_by_id(states: Path) -> None:
    found = pairs(states)
    assert found["draft.north"] == ("town.north", "id")
    ids = {name for layer in ("zones", "axes", "nodes") for name in ids_of(states, f"draft/{layer}")}
    assert set(found) == ids
    assert {second.partition(".")[2] for second, _ in found.values()} == {
        name.partition(".")[2] for name in ids
    }


def ids_of(folder: Path, layer: str) -> list[str]:
    return [each["properties"]["id"] for each in collection(folder, layer)["features"]]


def test_equal_ids_and_names_of_other_plans_say_nothing(states: Path) -> None:
    file = states / "town" / "plan.toml"
    file.write_text(file.read_text("utf-8").replace('supersedes = "draft"\n', ""), "utf-8")
    assert pairs(states) == {}
    assert pairs(states, "town", "draft") == {}


def test_what_has_another_id_is_matched_by_its_name(states: Path) -> None:
    rename(states, "draft", "draft.south", "draft.lower")
    assert pairs(states)["draft.lower"] == ("town.south", "name")
    edit(states, "draft/zones", "draft.lower", name="南部")
    assert "draft.lower" not in pairs(states)


def rename(folder: Path, plan: str, before: str, after: str) -> None:
    for file in sorted((folder / plan).iterdir()):
        file.write_text(file.read_text("utf-8").replace(f'"{before}"', f'"{after}"'), "utf-8")


def test_a_name_that_a_plan_uses_twice_matches_nothing(states: Path) -> None:
    rename(states, "draft", "draft.south", "draft.lower")
    name = feature(collection(states, "draft/zones"), "draft.lower")["properties"]["name"]

    def add(told: dict[str, Any]) -> None:
        again = json.loads(json.dumps(told["features"][0]))
        again["properties"] |= {"id": "town.namesake", "name": name}
        told["features"].append(again)

    change(states, "town/nodes", add)
    assert "draft.lower" not in pairs(states)


def test_a_place_that_the_layers_share_stands_once_under_the_name_with_an_area(states: Path) -> None:
    def share(told: dict[str, Any]) -> None:
        feature(told, "draft.north")["properties"] |= {
            **dict.fromkeys(("basis", "accuracy_m", "sides", "inside", "parent", "stated_km2")),
            "same_as": "town.north",
        }
        again = json.loads(json.dumps(feature(told, "draft.north")))
        again["properties"] |= {"id": "draft.north-again", "stated_km2": 3}
        told["features"].append(again)

    change(states, "draft/zones", share)
    edit(states, "town/zones", "town.north", stated_km2=2)
    (found,) = [
        each for each in same_places(atlas_of(states), "draft", "town") if each.second == "town.north"
    ]
    assert (found.first, found.by, found.also) == ("draft.north-again", "place", ("draft.north",))
    assert found.area
    assert found.area.km2 == 0
    assert found.stated
    assert (found.stated.km2, found.stated.back_pct) == (-1, 50)
    assert found.stated.pct == pytest.approx(-100 / 3)


def test_areas_differ_by_what_geo_measures(states: Path) -> None:
    draw(states, "draft/zones", "draft.north", MOVED)
    atlas = atlas_of(states)
    before, after = (geodesic_km2(atlas.elements[name].geometry) for name in ("draft.north", "town.north"))
    (row,) = [each for each in same_rows(atlas, ["draft", "town"]) if each["first"] == "draft.north"]
    assert tuple(row) == COLUMNS
    assert row["diff_km2"] == pytest.approx(after - before, abs=1e-4)
    assert row["diff_pct"] == pytest.approx(100 * (after - before) / before, abs=0.01)
    assert row["back_pct"] == pytest.approx(100 * (before - after) / after, abs=0.01)
    assert abs(row["diff_km2"]) > 0.1
    assert payload(atlas, ["draft", "town"], "atlas", None, None)["same"] == same_rows(
        atlas, ["draft", "town"]
    )
    assert payload(atlas, ["draft"], "draft", "题", "title")["same"] == []


@pytest.mark.parametrize(("first", "second"), [(None, 1.0), (2.0, None), (0.0, 1.0), (1.0, 0.0)])
def test_there_is_no_difference_without_two_areas(first: float | None, second: float | None) -> None:
    assert difference(first, second) is None


def test_the_plans_of_the_project_share_the_places_that_refer_to_each_other(own_atlas: Atlas) -> None:
    plans = list(own_atlas.catalog.plans)
    rows = same_rows(own_atlas, plans)
    assert {row["by"] for row in rows} == {"place"}
    for row in rows:
        one, other = own_atlas.named[row["first"]], own_atlas.named[row["second"]]
        assert one.owner == other.owner
        assert plans.index(one.entry.plan) < plans.index(other.entry.plan)
    shared = {
        owner for owner, ids in own_atlas.sharing.items() if len({i.partition(".")[0] for i in ids}) > 1
    }
    assert {own_atlas.named[row["first"]].owner for row in rows} == shared


def test_a_plan_supersedes_one_that_is_there_and_never_itself(states: Path) -> None:
    assert problems_of(states) == []
    supersede(states, "draft", "town")
    (loop,) = problems_of(states)
    assert loop.code == "supersedes-loop"
    assert loop.values["chain"] in ("draft → town → draft", "town → draft → town")
    file = states / "draft" / "plan.toml"
    file.write_text(file.read_text("utf-8").replace('supersedes = "town"', 'supersedes = "village"'), "utf-8")
    (unknown,) = problems_of(states)
    assert (unknown.code, unknown.file, unknown.values) == (
        "supersedes-unknown",
        "draft/plan.toml",
        {"target": "village"},
    )
