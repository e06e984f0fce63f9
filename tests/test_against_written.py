"""What `--against` writes: results as GeoJSON, and a layer of the maps that a build makes."""

import json
from pathlib import Path

import pytest
from commands import assert_told, run
from known import roads
from pydantic import TypeAdapter
from support import atlas_of, contents, put

from mapgen.importing.evidence import examine_files
from mapgen.importing.reader import Overrides
from mapgen.pages.contract import Payload
from mapgen.pages.payload import payload
from mapgen.pages.site import products


@pytest.fixture
def town(grid: Path) -> Path:
    put(grid, "baselines", "east-road", accuracy_m=200)
    return grid


def test_results_as_geojson_whole_or_not_at_all(town: Path, tmp_path: Path) -> None:
    file, out = roads(tmp_path / "roads.geojson"), tmp_path / "tested.geojson"
    words = ("check", "--layers", town, "--against", file, "--out", out)
    assert run(*words).exit_code == 0
    first = out.read_bytes()
    told = json.loads(first)
    assert {each["properties"]["verdict"] for each in told["features"]} == {
        *("too brave", "too modest", "holds", "not shown")
    }
    edges = [each for each in told["features"] if each["properties"]["tested"] == "edge"]
    assert {each["geometry"]["type"] for each in edges} == {"LineString"}
    assert run(*words).exit_code == 0
    assert out.read_bytes() == first
    (tmp_path / "folder.geojson").mkdir()
    done = run(*words[:-1], tmp_path / "folder.geojson")
    assert done.exit_code == 2
    assert len(done.stderr.splitlines()) == 1
    assert [*(tmp_path / "folder.geojson").iterdir()] == []
    assert run("check", "--layers", town, "--against", tmp_path / "no", "--out", out).exit_code == 2
    assert out.read_bytes() == first


def test_a_build_shows_what_was_tested_on_its_pages(town: Path, tmp_path: Path) -> None:
    atlas = atlas_of(town)
    plain = dict(products(atlas, ["town"]))
    file = roads(tmp_path / "roads.geojson")
    assert run("build", "--layers", town, "--out", tmp_path / "out", "--against", file).exit_code == 0
    built = contents(tmp_path / "out")
    # Nothing but the maps differs, and they say against what; without files there is no trace of it.
    assert {name for name in plain if built[name] != plain[name]} == {"town.html", "atlas.html"}
    assert built["town.html"].count(b'"tested_files":["roads.geojson"]') == 1
    assert b'"tested_files":' not in plain["town.html"]
    assert b"overlay_tested" not in plain["town.html"]
    given = payload(atlas, ["town"], "town", "\u9898", "title")
    assert "tested" not in given
    assert_told(run("build", "--layers", town, "--out", tmp_path / "out", "--unnamed"), 1)
    assert_told(run("build", "--layers", town, "--out", tmp_path / "out", "--against", tmp_path / "no"), 1)
    assert contents(tmp_path / "out") == built


def test_edges_with_their_verdicts_keep_the_contract(town: Path, tmp_path: Path) -> None:
    atlas = atlas_of(town)
    tested = examine_files(atlas, ["town"], [roads(tmp_path / "roads.geojson")], Overrides())
    given = payload(atlas, ["town"], "town", "\u9898", "title", tested)
    assert TypeAdapter(Payload).validate_python(given, strict=True) == given
    assert {(each["zone"], each["verdict"]) for each in given["tested"]} == {
        *(("town.north", verdict) for verdict in ("holds", "too modest", "not shown")),
        *(("town.south", verdict) for verdict in ("holds", "too modest", "too brave", "not shown")),
    }
