"""`zonemap fmt`: the canonical form of the layer files, whole or not at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from commands import run
from support import GRID, as_nobody, contents, put

from layers.catalog import DEFAULT
from mapgen.authoring.formatting import canonical_files


def untidy(path: Path) -> None:
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")), ensure_ascii=True, indent=3), "utf-8")


def test_the_layers_of_the_project_are_canonical() -> None:
    assert [name for name, (old, new) in canonical_files(DEFAULT).items() if old != new] == []


def test_untidy_files_become_what_they_were(grid: Path) -> None:
    for name in ("baselines.geojson", "town/zones.geojson"):
        untidy(grid / name)
    before = contents(grid)
    checked = run("fmt", "--check", "--layers", grid)
    assert checked.exit_code == 1
    assert checked.stdout.split() == ["baselines.geojson", "town/zones.geojson"]
    assert contents(grid) == before
    assert run("fmt", "--layers", grid).exit_code == 0
    assert contents(grid) == contents(GRID)
    assert run("fmt", "--check", "--layers", grid).exit_code == 0


def test_the_crs_that_qgis_writes_is_dropped(grid: Path) -> None:
    path = grid / "town/nodes.geojson"
    told = json.loads(path.read_text("utf-8"))
    told["crs"] = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    path.write_text(json.dumps(told), "utf-8")
    assert run("fmt", "--layers", grid).exit_code == 0
    assert contents(grid) == contents(GRID)


def test_another_crs_is_not(grid: Path) -> None:
    path = grid / "town/nodes.geojson"
    told = json.loads(path.read_text("utf-8"))
    told["crs"] = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4547"}}
    path.write_text(json.dumps(told), "utf-8")
    before = contents(grid)
    result = run("fmt", "--layers", grid)
    assert result.exit_code == 2
    assert "town/nodes.geojson: has a crs member" in result.stderr
    assert contents(grid) == before


def test_one_bad_file_leaves_the_others_alone(grid: Path) -> None:
    untidy(grid / "baselines.geojson")
    (grid / "town/axes.geojson").write_text("{", "utf-8")
    text = (grid / "town/nodes.geojson").read_text("utf-8").replace('"role": "两点"', '"rôle": "两点"', 1)
    (grid / "town/nodes.geojson").write_text(text, "utf-8")
    before = contents(grid)
    result = run("fmt", "--layers", grid)
    assert result.exit_code == 2
    assert "town/axes.geojson: is not valid JSON" in result.stderr
    assert "town/nodes.geojson: town.north-point: attribute" in result.stderr
    assert contents(grid) == before


def test_a_ring_that_rounding_breaks_is_said(grid: Path) -> None:
    path = grid / "context.geojson"
    told = json.loads(path.read_text("utf-8"))
    told["features"][0]["geometry"]["coordinates"] = [
        [[113.4, 22.9], [113.400001, 22.9], [113.400001, 22.900001], [113.4, 22.9]]
    ]
    path.write_text(json.dumps(told), "utf-8")
    result = run("fmt", "--layers", grid)
    assert result.exit_code == 2
    assert "context.geojson: north-water" in result.stderr


@pytest.mark.parametrize("missing", ["nowhere", "."])
def test_a_folder_without_layers_is_said(tmp_path: Path, missing: str) -> None:
    result = run("fmt", "--layers", tmp_path / missing)
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1


def test_a_folder_that_cannot_be_written_stays_as_it_is(grid: Path, open_folder: Path) -> None:
    folder = grid.rename(open_folder / "layers")
    untidy(folder / "baselines.geojson")
    before = contents(folder)
    with as_nobody():
        result = run("fmt", "--layers", folder)
    assert result.exit_code == 2
    assert "cannot be written" in result.stderr
    assert contents(folder) == before


def test_elements_that_state_no_day_of_entry_get_the_one_that_is_given(grid: Path) -> None:
    def days() -> dict[str, object]:
        features = [
            feature["properties"]
            for file in grid.glob("*/*.geojson")
            for feature in json.loads(file.read_text("utf-8"))["features"]
        ]
        return {each["id"]: each.get("entered") for each in features}

    put(grid, "town/zones", "town.north", entered="2026-01-02")
    baselines = (grid / "baselines.geojson").read_bytes()
    assert run("fmt", "--entered", "2026-11-27", "--layers", grid).exit_code == 0
    assert days().pop("town.north") == "2026-01-02"
    assert set(days().values()) == {"2026-01-02", "2026-11-27"}
    assert (grid / "baselines.geojson").read_bytes() == baselines
    assert run("fmt", "--check", "--entered", "2026-11-28", "--layers", grid).exit_code == 0


def test_a_day_of_entry_that_is_none_is_refused_in_one_line(grid: Path) -> None:
    before = contents(grid)
    result = run("fmt", "--entered", "27.11.2026", "--layers", grid)
    assert result.exit_code == 2
    assert "--entered" in result.stderr
    assert len(result.stderr.splitlines()) == 1
    assert contents(grid) == before
