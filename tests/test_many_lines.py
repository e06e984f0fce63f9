"""Very many problems are told in a few lines and a count; --json has all of them."""

import json
import shutil
from pathlib import Path

import pytest
from commands import run
from support import GRID

from mapgen.cli.console import MAX_LINES

MANY = MAX_LINES + 7


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """Layers with very many nodes that state no accuracy."""
    folder = Path(shutil.copytree(GRID, tmp_path / "broken"))
    path = folder / "town" / "nodes.geojson"
    collection = json.loads(path.read_text("utf-8"))
    node = collection["features"][0]
    properties = {**node["properties"], "accuracy_m": None}
    collection["features"] = [
        {**node, "properties": {**properties, "id": f"town.node-{i}"}} for i in range(MANY)
    ]
    path.write_text(json.dumps(collection), "utf-8")
    return folder


def commands(folder: Path, out: Path) -> dict[str, list[object]]:
    here = ["--layers", folder]
    return {
        "check": ["check", *here],
        "list": ["list", *here],
        "areas": ["areas", *here],
        "build": ["build", *here, "--out", out],
        "export": ["export", *here, "--out", out],
        "fmt": ["fmt", *here],
        "diff": ["diff", folder, GRID],
        "import": ["import", folder / "town" / "nodes.geojson", "--layers", GRID, "--dry-run"],
    }


@pytest.mark.parametrize("name", commands(GRID, GRID))
def test_the_first_problems_and_a_count(broken: Path, tmp_path: Path, name: str) -> None:
    words = commands(broken, tmp_path / "out")[name]
    result = run(*words)
    assert result.exit_code == 2
    told = [line for line in result.stderr.splitlines() if "accuracy_m" in line]
    assert len(told) == MAX_LINES
    assert result.stderr.splitlines()[-1] == f"7 more of {MANY} are not shown; --json lists them all"
    whole = run(*words, "--json")
    assert whole.exit_code == 2
    problems = json.loads(whole.stdout)["problems"]
    assert len(problems) == MANY
    assert [f"zonemap: {problem}" for problem in problems[:MAX_LINES]] == told
    assert not (tmp_path / "out").exists()


def test_no_count_where_all_problems_are_told(broken: Path) -> None:
    path = broken / "town" / "nodes.geojson"
    collection = json.loads(path.read_text("utf-8"))
    collection["features"] = collection["features"][:MAX_LINES]
    path.write_text(json.dumps(collection), "utf-8")
    result = run("check", "--layers", broken)
    assert len(result.stderr.splitlines()) == MAX_LINES
    assert "more of" not in result.stderr


def test_new_promises_no_json(broken: Path) -> None:
    shutil.copy(broken / "town" / "nodes.geojson", broken / "baselines.geojson")
    result = run("new", "village", "--layers", broken)
    assert result.exit_code == 2
    assert result.stderr.splitlines()[-1].endswith("are not shown")


def test_findings_of_check_errors_first(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(GRID, tmp_path / "layers"))
    plan = folder / "town" / "plan.toml"
    rule = '\n[[rules]]\nrule = "count"\nkind = "node"\nexactly = 99\nclaim = "九十九"\nclaim_en = "99"\n'
    plan.write_text(plan.read_text("utf-8") + rule * (MAX_LINES + 1), "utf-8")
    result = run("check", "--layers", folder)
    assert result.exit_code == 1
    rows = result.stdout.splitlines()[1:]
    assert [row.split()[0] for row in rows] == ["error"] * MAX_LINES
    whole = json.loads(run("check", "--layers", folder, "--json").stdout)
    assert len(whole) > MAX_LINES
    assert f"{len(whole) - MAX_LINES} more of {len(whole)}" in result.stderr


def test_remarks_of_an_import(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(GRID, tmp_path / "layers"))
    path = folder / "town" / "nodes.geojson"
    collection = json.loads(path.read_text("utf-8"))
    node = collection["features"][0]
    new = [
        {**node, "properties": {**node["properties"], "id": f"town.node-{i}", "name": f"{i}号"}}
        for i in range(MANY)
    ]
    path.write_text(json.dumps({**collection, "features": [*collection["features"], *new]}), "utf-8")
    for member in new:
        del member["properties"]["id"]
    collection["features"] = new
    (tmp_path / "in.geojson").write_text(json.dumps(collection), "utf-8")
    words = ("import", tmp_path / "in.geojson", "--layers", folder, "--dry-run")
    result = run(*words)
    assert result.exit_code == 0, result.stderr
    assert result.stderr.count("matched by its name") <= MAX_LINES
    remarks = json.loads(run(*words, "--json").stdout)["remarks"]
    assert len(remarks) >= MANY
    assert f"{len(remarks) - MAX_LINES} more of {len(remarks)} are not shown" in result.stderr


def test_commands_that_write_say_in_json_what_they_wrote(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(GRID, tmp_path / "layers"))
    for words in (["build"], ["export", "--format", "geojson"]):
        out = tmp_path / words[0]
        told = json.loads(run(*words, "--layers", folder, "--out", out, "--json").stdout)
        written = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
        assert set(told["files"]) == written
        assert isinstance(told["remarks"], list)
    (tmp_path / "build" / "index.html").unlink()
    verified = run("build", "--verify", "--layers", folder, "--out", tmp_path / "build", "--json")
    assert verified.exit_code == 1
    assert json.loads(verified.stdout) == {"missing": ["index.html"], "differs": [], "left_over": []}
    path = folder / "town" / "nodes.geojson"
    path.write_text(path.read_text("utf-8") + "\n", "utf-8")
    assert json.loads(run("fmt", "--layers", folder, "--json").stdout) == {"files": ["town/nodes.geojson"]}
