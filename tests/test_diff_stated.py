"""`zonemap diff` of what plans state beside their features: relations and indicators."""

import json
from pathlib import Path
from typing import Any

import pytest
from bringing import exported
from commands import run
from indicated import INDICATORS, indicated
from support import GRID, copy_of_grid, rewrite

RELATIONS = "town/relations.toml"


def relation(start: str, end: str, kind: str = "radiates to", cite: str = "方城规划 一", **more: str) -> str:
    lines = {"from": start, "to": end, "kind": kind, "cite": cite, **more}
    return "\n".join(["[[relations]]", *(f'{key} = "{value}"' for key, value in lines.items())]) + "\n"


@pytest.fixture
def before(tmp_path: Path) -> Path:
    folder = indicated(copy_of_grid(tmp_path / "before"))
    stated = relation("town.north", "town.south") + relation("town.axis", "town.south-point", "links")
    (folder / RELATIONS).write_text(stated, "utf-8")
    return folder


@pytest.fixture
def after(before: Path, tmp_path: Path) -> Path:
    folder = indicated(copy_of_grid(tmp_path / "after"))
    (folder / RELATIONS).write_bytes((before / RELATIONS).read_bytes())
    return folder


def told(one: Path, other: Path) -> dict[str, Any]:
    result = run("diff", one, other, "--json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def test_the_same_statements_are_no_difference(before: Path, after: Path) -> None:
    found = told(before, after)
    assert (found["new"], found["gone"], found["changed"]) == ([], [], [])


def test_relations_are_compared_by_ends_and_kind(before: Path, after: Path) -> None:
    # In another order, with the ends of a mutual one turned round; one is new, and one is cited otherwise.
    (after / RELATIONS).write_text(
        relation("town.south-point", "town.axis", "links")
        + relation("town.north", "town.south", cite="方城规划 二", note="x")
        + relation("town.south", "town.north"),
        "utf-8",
    )
    found = told(before, after)
    assert [(each["layer"], each["id"], each["plan"], each["name"]) for each in found["new"]] == [
        ("relations", "town#town.south radiates to town.north", "town", "南片 – 北片")
    ]
    assert found["gone"] == []
    (changed,) = found["changed"]
    assert changed["id"] == "town#town.north radiates to town.south"
    assert changed["attributes"] == {
        "cite": {"from": "方城规划 一", "to": "方城规划 二"},
        "note": {"from": None, "to": "x"},
    }
    assert [each["id"] for each in told(after, before)["gone"]] == ["town#town.south radiates to town.north"]


def test_another_kind_is_another_relation(before: Path, after: Path) -> None:
    rewrite(after / RELATIONS, "radiates to", "spills over to")
    assert run("diff", before, after).stdout.splitlines() == [
        "new      relations town#town.north spills over to town.south 北片 – 南片",
        "removed  relations town#town.north radiates to town.south 北片 – 南片",
    ]


def test_indicators_are_compared_by_table_and_number(before: Path, after: Path) -> None:
    indicated(
        after,
        ("target = 200", "target = 250"),
        ("2022 = 130", "2022 = 131"),
        ("number = 3", "number = 4"),
        ('title = "领域"', 'title = "行业"'),
    )
    found = told(before, after)
    assert [each["id"] for each in found["new"]] == ["town.targets#4"]
    assert [each["id"] for each in found["gone"]] == ["town.targets#3"]
    table, row = sorted(found["changed"], key=lambda each: len(each["id"]))
    assert (table["id"], table["attributes"]) == ("town.fields", {"name": {"from": "领域", "to": "行业"}})
    assert (row["layer"], row["id"], row["name"]) == ("indicators", "town.targets#2", "高新技术企业")
    assert row["attributes"] == {
        "target": {"from": 200, "to": 250},
        "actual": {"from": {"2021": 110, "2022": 130}, "to": {"2021": 110, "2022": 131}},
    }
    assert "    target: 200 → 250" in run("diff", before, after).stdout.splitlines()


def test_a_file_that_is_gone_takes_its_statements_along(before: Path, after: Path) -> None:
    (after / RELATIONS).unlink()
    (after / INDICATORS).unlink()
    assert [each["id"] for each in told(before, after)["gone"]] == [
        "town#town.north radiates to town.south",
        "town#town.axis links town.south-point",
        *("town.targets", "town.targets#1", "town.targets#2", "town.targets#3"),
        *("town.fields", "town.fields#1", "town.fields#2"),
    ]


@pytest.mark.parametrize("form", ["gpkg", "geojson"])
def test_an_export_says_nothing_of_them(before: Path, tmp_path: Path, form: str) -> None:
    made = exported(before, tmp_path / "out", "--format", form)
    for pair in ((before, made), (made, before)):
        found = told(*pair)
        assert (found["new"], found["gone"], found["changed"]) == ([], [], [])


def test_layers_without_them_are_compared_as_ever(before: Path) -> None:
    new = told(GRID, before)["new"]
    assert {each["layer"] for each in new} == {"relations", "indicators"}
