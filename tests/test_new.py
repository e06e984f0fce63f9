"""`zonemap new`: a plan of the user's own, which check, build and export treat like ours."""

from __future__ import annotations

from pathlib import Path

import pytest
from bringing import exported
from commands import run
from support import contents

from mapgen.authoring import newplan


def test_a_new_folder_can_be_checked_built_and_exported(tmp_path: Path) -> None:
    layers = tmp_path / "mine"
    assert run("new", "my-plan", "--layers", layers).exit_code == 0
    check = run("check", "--layers", layers, "--json")
    assert (check.exit_code, check.stdout.strip()) == (0, "[]")
    assert run("fmt", "--check", "--layers", layers).exit_code == 0
    assert run("build", "--layers", layers, "--out", tmp_path / "out").exit_code == 0
    assert (tmp_path / "out" / "my-plan.html").exists()
    assert any(exported(layers, tmp_path / "export", "--format", "gpkg").glob("*.gpkg"))


def test_the_rules_of_the_example_can_fail(tmp_path: Path) -> None:
    run("new", "my-plan", "--layers", tmp_path)
    path = tmp_path / "my-plan/nodes.geojson"
    path.write_text(path.read_text("utf-8").replace("[113.312, 22.315]", "[113.312, 22.415]"), "utf-8")
    assert run("check", "--layers", tmp_path).exit_code == 1


def test_the_example_moves_with_its_baselines(tmp_path: Path) -> None:
    run("new", "one", "--layers", tmp_path / "a")
    run("new", "one", "--layers", tmp_path / "b")
    path = tmp_path / "b/baselines.geojson"
    path.write_text(path.read_text("utf-8").replace("[113.318, 22.3275]", "[113.318, 22.3295]"), "utf-8")
    result = run("diff", tmp_path / "a", tmp_path / "b")
    assert "zones one.area" in result.stdout


def test_a_plan_is_added_to_others_without_touching_their_lines(grid: Path) -> None:
    before = contents(grid)
    assert run("new", "my-plan", "--layers", grid).exit_code == 0
    assert run("check", "--layers", grid).exit_code == 0
    after = contents(grid)
    assert {name: after[name] for name in before if name != "baselines.geojson"} == {
        name: content for name, content in before.items() if name != "baselines.geojson"
    }
    kept = before["baselines.geojson"].decode().splitlines()[3:-2]
    assert all(line.removesuffix(",") in after["baselines.geojson"].decode() for line in kept)


@pytest.mark.parametrize(
    "plan", ["../x", "", "A", "my plan", "a/b", "x" * 41, "-a", "规划", "{{7*7}}", "a\n"]
)
def test_an_id_that_will_not_do_makes_nothing(tmp_path: Path, plan: str) -> None:
    result = (
        run("new", "--layers", tmp_path / "in", "--", plan)
        if plan[:1] == "-"
        else run("new", plan, "--layers", tmp_path / "in")
    )
    assert result.exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_an_existing_plan_is_not_overwritten(grid: Path) -> None:
    before = contents(grid)
    result = run("new", "town", "--layers", grid)
    assert result.exit_code == 2
    assert "already exists" in result.stderr
    assert contents(grid) == before


def test_a_dangling_link_in_the_plans_place_is_not_followed(grid: Path, tmp_path: Path) -> None:
    (grid / "my-plan").symlink_to(tmp_path / "elsewhere")
    assert run("new", "my-plan", "--layers", grid).exit_code == 2
    assert not (tmp_path / "elsewhere").exists()


def test_a_file_in_the_folders_place_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    result = run("new", "one", "--layers", tmp_path / "file")
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1


def test_broken_baselines_stay_as_they_are(grid: Path) -> None:
    (grid / "baselines.geojson").write_text("{", "utf-8")
    before = contents(grid)
    assert run("new", "one", "--layers", grid).exit_code == 2
    assert contents(grid) == before


def test_every_template_is_a_file_and_has_the_token() -> None:
    names = sorted(path.name for path in newplan.TEMPLATES.iterdir())
    assert names == [
        "atlas.toml",
        "axes.geojson",
        "baselines.geojson",
        "nodes.geojson",
        "plan.toml",
        "zones.geojson",
    ]
    comments = (newplan.TEMPLATES / "plan.toml").read_text("utf-8").splitlines()
    assert sum(line.startswith("#") for line in comments) > 15
