"""Indicators: what the documents say, what they contradict themselves in, and what is computed."""

from pathlib import Path
from typing import Any

import pytest
from commands import printed, run
from hypothesis import given
from hypothesis import strategies as st
from indicated import TABLES, indicated
from support import problems_of

from layers.catalog import DEFAULT, load
from layers.indicators import PERCENT, IndicatorTable, State, Target
from mapgen.tables.indicators import COLUMNS

TABLES_OF_PLANS = [table for own in load(DEFAULT).indicators.values() for table in own]
ROWS = [(table, row) for table in TABLES_OF_PLANS for row in table.rows]
EACH = pytest.mark.parametrize(("table", "row"), ROWS, ids=[table.place(row) for table, row in ROWS])


def test_every_table_of_the_five_plans_is_there() -> None:
    """The tables of the documents: 55 rows of targets, 13 of state."""
    counted = {f"{table.plan}.{table.id}": len(table.rows) for table in TABLES_OF_PLANS if "表" in table.cite}
    assert counted == {
        "guangzhou.targets": 12,
        "haizhu.targets": 7,
        "haizhu.fields": 9,
        "huangpu.targets": 17,
        "nansha.targets": 13,
        "nanshan.targets": 6,
        "nanshan.reached": 4,
    }


@EACH
def test_a_row_says_where_it_comes_from_and_what_it_counts(
    table: IndicatorTable, row: Target | State
) -> None:
    title = load(DEFAULT).plans[table.plan].title.split("（", 1)[0]
    assert table.cite.startswith(title)
    assert row.number == table.rows.index(row) + 1
    assert row.name != row.name_en
    if isinstance(row, Target):
        assert row.target_year == 2025
        assert row.base_year in (None, 2019, 2020, 2021)
        # One value has no base, or it is a share, or it begins at nothing: else growth can be computed.
        grows = row.base not in (None, 0) and row.unit != PERCENT
        assert (row.growth_pct is not None) == (grows or row.measure == "mean growth")
        assert all(said.cite.startswith(title) for said in row.also)
    else:
        assert row.year in (2015, 2020)


def test_figures_of_a_whole_district_stand_in_tables_of_their_own() -> None:
    """Those that the running text states and no place holds; a part of one table adds up as the text says."""
    own = {f"{each.plan}.{each.id}": each for each in TABLES_OF_PLANS if "表" not in each.cite}
    assert set(own) >= {
        *("nansha.stated", "nansha.clusters", "nanshan.stated", "nanshan.text"),
        *("haizhu.capacity", "haizhu.firms", "haizhu.carriers"),
        *("guangzhou.platforms", "guangzhou.industry", "guangzhou.talent"),
        *("huangpu.industry", "huangpu.environment", "huangpu.disciplines"),
    }
    values = {row.name: row.value for row in own["nansha.stated"].states}
    kinds = ("省级新型研发机构", "市级研发机构", "实验室", "工程中心", "企业技术中心", "其他创新平台")
    assert sum(values[kind] for kind in kinds) == values["各类创新平台"]
    rebuilt = own["haizhu.carriers"].states[0]
    assert (rebuilt.value, rebuilt.bound, rebuilt.unit) == (100, "more than", "ten-thousand-m2")


def test_a_figure_that_was_found_may_have_a_bound(grid: Path) -> None:
    indicated(grid, ("value = 3\n", 'value = 3\nbound = "more than"\n'))
    assert {row["id"]: row["bound"] for row in printed("indicators", "--layers", grid)}[f"{FIELDS}#1"] == (
        "more than"
    )


def test_what_the_documents_contradict_themselves_in() -> None:
    """The five places that a reader of the plans named, and those found besides."""
    told = {(row["id"], row["rule"]) for row in misfits(DEFAULT)}
    assert told == {
        ("nansha.targets#3", "indicator-otherwise"),
        ("nansha.targets#8", "indicator-renamed"),
        ("huangpu.targets#12", "indicator-otherwise"),
        ("huangpu.targets#16", "indicator-otherwise"),
        ("haizhu.targets#1", "indicator-below-base"),
        # found besides
        ("huangpu.targets#5", "indicator-otherwise"),
        ("guangzhou.targets#12", "indicator-otherwise"),
        ("haizhu.targets#5", "indicator-year"),
        ("guangzhou.targets#1", "indicator-base-year"),
        ("guangzhou.targets#11", "indicator-base-year"),
        ("haizhu.targets#1", "indicator-base-year"),
    }


def misfits(folder: Path) -> list[dict[str, str]]:
    return [row for row in printed("check", "--layers", folder) if row["rule"].startswith("indicator-")]


MISFITS: dict[str, tuple[tuple[str, str], ...]] = {
    "indicator-below-base": (("target = 4", "target = 2"),),
    "indicator-above-base": (("target = 4", 'target = 4\nwanted = "less"'),),
    "indicator-otherwise": (("{ value = 100,", "{ value = 101,"),),
    "indicator-renamed": (("{ value = 100,", '{ name = "高企", name_en = "Firms", value = 100,'),),
    "indicator-year": (("year = 2020, cite", "year = 2019, cite"),),
    "indicator-sum": (("total = 5", "total = 6"),),
    "indicator-outcome": (("value = 3\n", 'value = 3\ntarget = 4\noutcome = "exceeded"\n'),),
}


@pytest.mark.parametrize("code", MISFITS)
def test_a_misfit_is_found_and_leaves_the_layers_usable(grid: Path, code: str) -> None:
    assert misfits(indicated(grid)) == []
    found = misfits(indicated(grid, *MISFITS[code]))
    assert [(row["level"], row["rule"]) for row in found] == [("warning", code)]
    assert found[0]["id"].startswith("town.")


def test_a_base_year_unlike_the_others_is_found(grid: Path) -> None:
    third = ('name_en = "Newly listed enterprises"', 'name_en = "New"\nbase = 1\nbase_year = 2020')
    found = misfits(indicated(grid, ("base_year = 2020", "base_year = 2019"), third))
    assert [row["rule"] for row in found] == ["indicator-base-year"]


def test_a_range_and_another_bound_are_not_the_same_figure(grid: Path) -> None:
    target = '{ value = 200, year = 2025, bound = "more than",'
    for said in ("{ value = 200, value_to = 250, year = 2025,", target, "{ value = 150,"):
        found = misfits(indicated(grid, ("{ value = 100, year = 2020,", said)))
        assert [row["rule"] for row in found] == ["indicator-otherwise"], said
    same = ("{ value = 100, year = 2020,", '{ value = 200, bound = "at least",')
    assert misfits(indicated(grid, same)) == []


ROW1, ROW2, FIELDS = "town.targets#1", "town.targets#2", "town.fields"


def test_topics_count_in_one_unit_in_all_plans(grid: Path) -> None:
    indicated(grid)
    (grid / "city").mkdir()
    for name in ("plan.toml", "zones.geojson", "axes.geojson", "nodes.geojson"):
        text = (grid / "town" / name).read_text("utf-8").replace("town", "city")
        (grid / "city" / name).write_text(text, "utf-8")
    other = TABLES.replace("town", "city")
    (grid / "city/indicators.toml").write_text(other, "utf-8")
    rows = printed("indicators", "--compare", "--layers", grid)
    assert [(row["topic"], row["plan"]) for row in rows] == [
        (topic, plan) for topic in ("share", "firms") for plan in ("city", "town")
    ]
    assert {row["base_years"] for row in rows} == {None}
    (grid / "city/indicators.toml").write_text(other.replace("base_year = 2020", "base_year = 2021"), "utf-8")
    rows = printed("indicators", "--compare", "--layers", grid)
    assert {row["base_years"] for row in rows} == {"2020, 2021"}
    assert printed("indicators", "town", "--compare", "--layers", grid) == []
    broken = other.replace('unit = "percent"', 'unit = "firms"')
    (grid / "city/indicators.toml").write_text(broken, "utf-8")
    assert [problem.code for problem in problems_of(grid)] == ["topic-unit"]


def test_the_command_lists_every_column(grid: Path) -> None:
    rows = printed("indicators", "--layers", indicated(grid))
    assert [row["id"] for row in rows] == [ROW1, ROW2, "town.targets#3", f"{FIELDS}#1", f"{FIELDS}#2"]
    assert all(list(row) == list(COLUMNS) for row in rows)
    share, firms, listed, electronics, _ = rows
    assert (share["growth_pct"], share["points_per_year"]) == (None, 0.2)
    assert (firms["growth_pct"], firms["points_per_year"]) == (14.87, None)
    assert (listed["growth_pct"], listed["base"]) == (None, None)
    assert firms["actual"] == {"2021": 110, "2022": 130}
    assert (electronics["value"], electronics["value_year"], electronics["also"]) == (3, 2020, None)


def test_the_table_of_a_terminal_speaks_the_language(grid: Path) -> None:
    indicated(grid)
    english = run("indicators", "--layers", grid).stdout
    chinese = run("indicators", "--layers", grid, "--lang", "zh").stdout
    assert "High-tech enterprises" in english
    assert "firms" in english
    assert "高新技术企业" in chinese
    assert "家" in chinese


def test_plans_without_indicators_have_none(grid: Path) -> None:
    assert printed("indicators", "--layers", grid) == []
    assert printed("indicators", "--compare", "--layers", grid) == []


figures = st.floats(1, 1e6)


@given(figures, figures, st.integers(1, 100))
def test_the_needed_growth_leads_from_base_to_target(base: float, target: float, years: int) -> None:
    values: dict[str, Any] = {"number": 1, "name": "数", "name_en": "n", "base_year": 1900, "base": base}
    values |= {"target_year": 1900 + years, "target": target}
    growth = Target(unit="firms", **values).growth_pct
    assert growth is not None
    assert base * (1 + growth / 100) ** years == pytest.approx(target, rel=1e-6)
    share = Target(unit=PERCENT, **values)
    assert share.growth_pct is None
    assert share.points_per_year is not None
    assert base + share.points_per_year * years == pytest.approx(target)
