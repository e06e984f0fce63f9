"""Killed and crowded: whatever happens, the output is all of the old or all of the new."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from commands import command, process
from outputs import EPOCH, Town
from support import ROOT, contents, copy_of_grid, put, stages

# ---- killed


@pytest.mark.skipif(sys.platform != "linux", reason="folders change places at once on Linux only")
def test_killed_at_any_moment_leaves_old_or_new(memory: Path) -> None:
    run = subprocess.run(
        [sys.executable, ROOT / "tests" / "killing.py", memory / "output", "300", "6"],
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    told = json.loads(run.stdout)
    for way in ("at_random", "at_every_step", "bringing"):
        assert told[way]["wrong"] == []
        assert told[way]["most_stages"] <= 1  # the next run clears away what a killed one left
    # Without these the test might have killed nobody, or everybody before they began.
    assert told["at_random"]["killed"] > 100
    assert min(told["at_random"]["old"], told["at_random"]["new"]) > 10
    for way in ("at_every_step", "bringing"):
        assert told[way]["steps"] > 30
        assert min(told[way]["before"], told[way]["after"]) > 3
    assert told["last"] == "00000009"
    assert told["stages_left"] == 0


def killed(out: Path, kills: int, kind: str, sources: list[Path], expected: list[Path]) -> None:
    """Kill so many runs of a command: what it wrote before, or writes now, is there whole."""
    run = subprocess.run(
        [sys.executable, ROOT / "tests" / "killing.py", out, str(kills), "8", kind, *sources, *expected],
        env={**os.environ, "SOURCE_DATE_EPOCH": EPOCH},
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    told = json.loads(run.stdout)
    assert told["outputs"] == [True, True]  # what the driver makes is what the command makes
    assert told["wrong"] == []
    assert told["most_stages"] <= 1
    assert told["killed"] == kills


def test_killed_builds_leave_old_or_new(two_towns: list[Town], tmp_path: Path) -> None:
    layers = [town.layers for town in two_towns]
    killed(tmp_path / "output", 10, "build", layers, [folder.parent / "out" for folder in layers])


@pytest.mark.parametrize("forms", ["geojson+gpkg+fgb", "shp+kmz+csv+dxf+xlsx"])
def test_killed_exports_leave_old_or_new(
    two_towns: list[Town], tmp_path: Path, forms: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    expected = []
    for number, town in enumerate(two_towns):
        expected.append(tmp_path / f"expected-{number}")
        words = [word for form in forms.split("+") for word in ("--format", form)]
        assert process("export", "--layers", town.layers, "--out", expected[-1], *words).returncode == 0
    assert contents(expected[0]).keys() == contents(expected[1]).keys()
    killed(tmp_path / "output", 5, forms, [town.layers for town in two_towns], expected)


def test_killed_imports_leave_old_or_new(tmp_path: Path) -> None:
    # Both change three files of two folders: half of them would be half of an edit.
    files, expected = [], []
    for number in (0, 1):
        layers = copy_of_grid(tmp_path / f"layers-{number}")
        for name, id_ in (
            ("town/nodes", "town.north-point"),
            ("town/axes", "town.axis"),
            ("baselines", "north-river"),
        ):
            put(layers, name, id_, note=f"edited {number}")
        assert process("fmt", "--layers", layers).returncode == 0
        out = tmp_path / f"export-{number}"
        assert process("export", "--layers", layers, "--out", out, "--format", "geojson").returncode == 0
        files.append(out / "town-geojson-4326")
        expected.append(layers)
    own = copy_of_grid(tmp_path / "home" / "layers")
    killed(own, 6, "import", files, expected)
    assert stages(own) == [] or process("list", "--layers", own).returncode == 0


# ---- crowded


def test_two_builds_at_once_end_in_one_of_them(two_towns: list[Town], tmp_path: Path) -> None:
    out = tmp_path / "output"
    for _ in range(2):
        runs = [
            subprocess.Popen(
                command("build", "--layers", town.layers, "--out", out), cwd=ROOT, stderr=subprocess.DEVNULL
            )
            for town in two_towns
        ]
        assert [run.wait(timeout=120) for run in runs] == [0, 0]
        assert contents(out) in [town.output for town in two_towns]
        assert stages(out) == []


WRITER = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from mapgen.files.writing import write_all
folder, mark, times = Path(sys.argv[2]), sys.argv[3].encode(), int(sys.argv[4])
for _ in range(times):
    write_all(folder, {f"{sys.argv[5]}{i}.txt": mark * 20_000 for i in range(5)})
"""


def writer(folder: Path, mark: str, times: int, prefix: str = "") -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(ROOT), str(folder), mark, str(times), prefix],
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(run: subprocess.Popen[str]) -> tuple[int, str]:
    said = run.communicate(timeout=120)[1]
    return run.returncode, said


def test_many_writers_of_one_folder_end_in_one_of_them(memory: Path) -> None:
    out = memory / "output"
    runs = [writer(out, mark, 25) for mark in "abcd"]
    assert [ended(run) for run in runs] == [(0, "")] * 4
    assert len({content[:1] for content in contents(out).values()}) == 1
    assert len(contents(out)) == 5
    assert stages(out) == []


def test_an_export_into_a_folder_that_a_build_swaps_loses_nothing(memory: Path) -> None:
    out = memory / "output"
    runs = [writer(out, "a", 40, "page"), writer(out / "export", "b", 40, "file")]
    assert [ended(run) for run in runs] == [(0, "")] * 2
    assert {name: content[:1] for name, content in contents(out).items()} == {
        **{f"page{i}.txt": b"a" for i in range(5)},
        **{f"export/file{i}.txt": b"b" for i in range(5)},
    }
    assert not list(memory.rglob(".zonemap-*"))
