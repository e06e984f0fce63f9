"""`zonemap diff`: new, gone, moved by how many metres, edited from what to what."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from bringing import exported
from commands import run
from hypothesis import given
from hypothesis import strategies as st
from support import GRID, drop, put, rewrite

from geo.place import moved_m, same_place

#: A degree of latitude on the WGS 84 ellipsoid near 22.85° N, m: 1e-3° is 110.7 m.
DEGREE_M = 110_740


def told(*words: object) -> dict[str, Any]:
    result = run("diff", *words, "--json")
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def by_id(changes: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {change["id"]: change for change in changes}


def test_a_folder_does_not_differ_from_itself(grid: Path) -> None:
    found = told(GRID, grid)
    assert (found["new"], found["gone"], found["changed"]) == ([], [], [])
    assert run("diff", GRID, grid).stdout == ""


def test_a_moved_baseline_moves_the_zones_along_it(grid: Path) -> None:
    put(grid, "baselines", "north-river", coordinates=[[113.4, 22.901], [113.7, 22.901]])
    changed = by_id(told(GRID, grid)["changed"])
    assert set(changed) == {"north-river", "town.north", "town.core"}
    assert changed["north-river"]["moved_m"] == pytest.approx(DEGREE_M * 1e-3, abs=0.2)
    zone = changed["town.north"]
    assert zone["moved_m"] == pytest.approx(DEGREE_M * 1e-3, abs=0.2)
    assert zone["area_after_km2"] - zone["area_before_km2"] == pytest.approx(56.82 / 50, rel=0.01)
    assert zone["attributes"] == {}


def test_attributes_say_from_what_to_what(grid: Path) -> None:
    put(grid, "town/zones", "town.north", name="北区", stated_km2=58, note="x")
    put(grid, "town/axes", "town.axis", passes=["town.south", "town.north"])
    changed = by_id(told(GRID, grid)["changed"])
    assert changed["town.north"]["attributes"] == {
        "name": {"from": "北片", "to": "北区"},
        "stated_km2": {"from": 57, "to": 58},
        "note": {"from": None, "to": "x"},
    }
    assert not changed["town.north"]["redrawn"]
    assert changed["town.axis"]["attributes"]["passes"]["to"] == ["town.south", "town.north"]


def test_new_and_gone(grid: Path) -> None:
    drop(grid, "town/nodes", "town.south-point")
    rewrite(grid / "town/plan.toml", r'ids = \["town.south-point"\]', 'ids = ["town.north-point"]')
    rewrite(grid / "town/plan.toml", 'to = "town.south"', 'to = "town.north"')
    shutil.copytree(grid / "town", grid / "city")
    for path in (grid / "city").iterdir():
        path.write_text(path.read_text("utf-8").replace("town", "city"), "utf-8")
    found = told(GRID, grid)
    assert [item["id"] for item in found["gone"]] == ["town.south-point"]
    assert {item["id"] for item in found["new"]} == {
        *("city.core", "city.north", "city.south", "city.axis", "city.north-point")
    }
    text = run("diff", GRID, grid).stdout
    assert "removed  nodes town.south-point 南点" in text


@pytest.mark.parametrize(
    "words", [("gpkg", "4547"), ("geojson", "4326"), ("shp", "4526"), ("kmz", "4326"), ("parquet", "4490")]
)
def test_an_export_does_not_differ_from_its_layers(
    grid: Path, tmp_path: Path, words: tuple[str, str]
) -> None:
    made = exported(grid, tmp_path / "out", "--format", words[0], "--crs", words[1])
    for pair in ((grid, made), (made, grid)):
        found = told(*pair)
        assert (found["new"], found["gone"], found["changed"]) == ([], [], [])


def test_two_exports_of_different_formats_differ_in_what_was_edited(grid: Path, tmp_path: Path) -> None:
    one = exported(grid, tmp_path / "one", "--format", "fgb", "--crs", "4547")
    put(grid, "town/nodes", "town.south-point", name="点南", coordinates=[113.521, 22.795])
    other = exported(grid, tmp_path / "other", "--format", "kml")
    (change,) = told(one, other)["changed"]
    assert change["id"] == "town.south-point"
    assert change["moved_m"] == pytest.approx(102.7, abs=0.2)  # 1e-3° of longitude at 22.8° N
    assert change["attributes"] == {"name": {"from": "南点", "to": "点南"}}


def test_an_export_of_one_plan_says_nothing_of_the_others(grid: Path, tmp_path: Path) -> None:
    run("new", "other", "--layers", grid)
    result = run("export", "town", "--layers", grid, "--out", tmp_path / "out", "--format", "gpkg")
    assert result.exit_code == 0, result.output
    (made,) = (tmp_path / "out").iterdir()
    for pair in ((grid, made), (made, grid)):
        found = told(*pair)
        assert (found["new"], found["gone"], found["changed"]) == ([], [], [])


def test_values_cannot_break_a_line_or_hide_text(grid: Path) -> None:
    put(grid, "town/nodes", "town.south-point", name="a\nb\u202e")
    (line, attribute) = run("diff", GRID, grid).stdout.splitlines()
    assert "\u202e" not in line + attribute


@pytest.mark.parametrize("bad", ["nothing.gpkg", "text.txt"])
def test_what_cannot_be_read_is_one_line(grid: Path, tmp_path: Path, bad: str) -> None:
    (tmp_path / "text.txt").write_text("hello")
    result = run("diff", grid, tmp_path / bad)
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1


RINGS = st.lists(
    st.tuples(st.floats(113, 114), st.floats(22, 23)).map(lambda p: (round(p[0], 5), round(p[1], 5))),
    min_size=3, max_size=9, unique=True,
)  # fmt: skip


@given(RINGS, st.integers(0, 8), st.booleans(), st.floats(-1, 1), st.floats(-1, 1))
def test_start_direction_and_a_few_millimetres_do_not_count(
    ring: list[tuple[float, float]], start: int, turn: bool, east: float, north: float
) -> None:
    polygon = shapely.Polygon(ring)
    moved = np.array(ring) + np.array([east, north]) * 5e-8  # 5e-8° is half a centimetre
    other = np.roll(moved, start % len(ring), axis=0)
    shape = shapely.Polygon(other[::-1] if turn else other)
    if polygon.is_valid and shape.is_valid and polygon.area > 1e-8:
        assert same_place(polygon, shape)
        assert same_place(polygon, shapely.MultiPolygon([shape]))


@given(RINGS, st.integers(0, 8), st.sampled_from([2e-5, -3e-5, 1e-3]))
def test_a_vertex_moved_by_two_metres_counts(ring: list[tuple[float, float]], which: int, by: float) -> None:
    polygon = shapely.Polygon(ring)
    moved = [list(position) for position in ring]
    moved[which % len(ring)][1] += by
    assert not same_place(polygon, shapely.Polygon(moved))


def test_a_line_turned_round_is_another_line() -> None:
    line = shapely.LineString([(113, 22), (113.1, 22.2), (113.3, 22.1)])
    assert not same_place(line, line.reverse())
    assert moved_m(line, line.reverse()) == 0


def test_a_place_outside_the_belts_has_no_metres() -> None:
    assert moved_m(shapely.LineString([(0, 0), (1, 1)]), shapely.LineString([(0, 0), (1, 2)])) is None
