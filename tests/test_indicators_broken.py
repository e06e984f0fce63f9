"""Indicators that cannot be used: each is told with its file, its place, the reason and what to do."""

from pathlib import Path

import pytest
from commands import assert_told, one_line_each, run
from indicated import INDICATORS, TABLES, indicated
from support import problems_of

LAST_ROWS = TABLES[TABLES.index('[[tables.rows]]\nnumber = 1\nname = "电子"') :]
ROW1, ROW2, FIELDS = "town.targets#1", "town.targets#2", "town.fields"
BROKEN: dict[str, tuple[tuple[tuple[str, str], ...], list[tuple[str, str]]]] = {
    "an unknown unit": ((('unit = "percent"', 'unit = "percents"'),), [(ROW1, "indicator-unit")]),
    "two bases": ((("base = 3", "base = [3, 3.1]"),), [(ROW1, "attribute")]),
    "a base twice": ((("base = 3", "base = 3\nbase = 3.1"),), [("", "not-toml")]),
    "one topic, two bases": (
        (('topic = "firms"', 'topic = "share"'),),
        [(ROW2, "topic-duplicate"), (ROW2, "topic-unit")],
    ),
    "an unknown topic": ((('topic = "firms"', 'topic = "firm"'),), [(ROW2, "topic-unknown")]),
    "a base without a year": ((("base_year = 2020\n", ""),), [(ROW1, "attributes")]),
    "a year without a base": ((("base = 3\n", ""),), [(ROW1, "attributes")]),
    "a base after its target": ((("base_year = 2020", "base_year = 2025"),), [(ROW1, "attributes")]),
    "a year of another age": ((("target_year = 2025", "target_year = 20250"),), [(ROW1, "attribute")]),
    "a year that is text": ((("base_year = 2020", 'base_year = "2020"'),), [(ROW1, "attribute")]),
    "an actual value before the base": ((("2021 = 110", "2019 = 110"),), [(ROW2, "attributes")]),
    "an actual value of no year": ((("2021 = 110", "later = 110"),), [(ROW2, "attributes")]),
    "a number twice": ((("number = 2", "number = 1"),), [(ROW1, "number-duplicate")]),
    "a number that is none": ((("number = 2", "number = 0"),), [("town.targets#0", "attribute")]),
    "no number": ((("number = 2\n", ""),), [("town.targets#[2]", "attribute")]),
    "a table twice": ((('id = "fields"', 'id = "targets"'),), [("town.targets", "table-duplicate")]),
    "another nature": ((('"binding"', '"bound"'),), [(ROW2, "attribute")]),
    "another bound": ((('"at least"', '"least"'),), [(ROW2, "attribute")]),
    "infinite": ((("target = 4", "target = inf"),), [(ROW1, "attribute")]),
    "not a number": ((("target = 4", "target = nan"),), [(ROW1, "attribute")]),
    "a group in one language": ((('group_en = "Input"\n', ""),), [(ROW1, "attributes")]),
    "an unknown key": ((("base = 3", "base = 3\nbases = 2"),), [(ROW1, "attribute")]),
    "growth in firms": (
        (("target = 7", 'target = 7\nmeasure = "mean growth"'),),
        [("town.targets#3", "attributes")],
    ),
    "an outcome of nothing": (
        (("value = 2\n", 'value = 2\noutcome = "missed"\n'),),
        [(f"{FIELDS}#2", "attributes")],
    ),
    "a range that ends before it begins": (
        (("value = 100, year", "value = 100, value_to = 9, year"),),
        [(ROW2, "attribute")],
    ),
    "another kind": ((('kind = "state"', 'kind = "states"'),), [(FIELDS, "attribute")]),
    "no rows": (((LAST_ROWS, ""),), [(FIELDS, "attribute")]),
    "no id": ((('id = "fields"\n', ""),), [("tables[2]", "attribute")]),
    "rows that are no tables": (((LAST_ROWS, "rows = [1]"),), [(f"{FIELDS}#[1]", "attributes")]),
    "no table": (((TABLES, "tables = 1"),), [("", "tables-missing")]),
    "another list": ((("[[tables]]", "[[table]]\n[[tables]]"),), [("", "tables-missing")]),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_breaks_indicators_is_told_with_its_place(grid: Path, name: str) -> None:
    changes, expected = BROKEN[name]
    problems = problems_of(indicated(grid, *changes))
    assert [(problem.feature, problem.code) for problem in problems] == expected
    assert {problem.file for problem in problems} == {INDICATORS}
    result = run("indicators", "--layers", grid)
    assert_told(result, len(expected))
    assert INDICATORS in result.stderr


def test_several_problems_are_told_at_once(grid: Path) -> None:
    layers = indicated(
        grid,
        ('unit = "percent"', 'unit = "percents"'),
        ("base = 100", "base = [100, 90]"),
        ("number = 3", "number = 1"),
        ('kind = "state"', 'kind = "stat"'),
    )
    (layers / "town/axes.geojson").write_text("{", "utf-8")
    result = run("indicators", "--layers", layers)
    assert result.exit_code == 2
    lines = one_line_each(result.stderr)
    assert len(lines) == 5
    places = (
        "axes.geojson",
        "#1: its number",
        "#1: unit percents",
        "#2: attribute base",
        "fields: attribute kind",
    )
    assert all(any(place in line for line in lines) for place in places), lines
