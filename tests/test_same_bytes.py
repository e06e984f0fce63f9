"""The same layers give the same bytes: in any language, time zone, folder, hash seed and order of files."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from commands import command
from support import GRID, ROOT, contents

from mapgen.exporting.formats import FORMATS

# Put on the path of the second run: the system may hand out the names in a folder in any order.
BACKWARDS = """
import os

_scandir, _listdir = os.scandir, os.listdir


class _Backwards:
    def __init__(self, *path):
        with _scandir(*path) as found:
            self._found = iter(sorted(found, key=lambda entry: entry.name, reverse=True))

    def __iter__(self):
        return self._found

    def __next__(self):
        return next(self._found)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def close(self):
        pass


os.scandir = _Backwards
os.listdir = lambda *path: sorted(_listdir(*path), reverse=True)
"""

HERE = {"LC_ALL": "C.UTF-8", "TZ": "UTC", "PYTHONHASHSEED": "0"}
THERE = {"LC_ALL": "zh_CN.GB18030", "TZ": "Asia/Shanghai", "PYTHONHASHSEED": "424242", "PYTHONUTF8": "0"}


@pytest.fixture
def twice(tmp_path: Path) -> "Twice":
    return Twice(tmp_path)


class Twice:
    """Runs a command in two worlds."""

    def __init__(self, place: Path) -> None:
        self.place = place
        (place / "path").mkdir()
        (place / "path" / "sitecustomize.py").write_text(BACKWARDS, "utf-8")

    def run(self, *words: str) -> list[dict[str, bytes]]:
        made = []
        for number, (world, mask) in enumerate([(HERE, 0o022), (THERE, 0o077)]):
            home = self.place / f"规划 {number}"
            home.mkdir(exist_ok=True)
            layers = home / "layers"
            if not layers.exists():
                shutil.copytree(GRID, layers, copy_function=shutil.copy)
                for path in layers.rglob("*.geojson"):
                    os.utime(path, (1e9 * number, 1e9 * number))
            extra = f"{self.place / 'path'}{os.pathsep}" if number else ""
            run = subprocess.run(
                command(*words, "--layers", layers, "--out", home / words[0]),
                cwd=(ROOT, home)[number],
                env={
                    **os.environ,
                    **world,
                    "PYTHONPATH": f"{extra}{ROOT}",
                    "SOURCE_DATE_EPOCH": "1800000000",
                },
                umask=mask,
                capture_output=True,
                check=False,
                timeout=300,
            )
            assert run.returncode == 0, run.stderr.decode(errors="replace")
            made.append(contents(home / words[0]))
        return made


def test_two_builds_are_the_same_bytes(twice: "Twice") -> None:
    one, other = twice.run("build")
    assert "index.html" in one
    assert [name for name in one.keys() | other.keys() if one.get(name) != other.get(name)] == []


def test_two_exports_are_the_same_bytes(twice: "Twice") -> None:
    words = [word for name in FORMATS for word in ("--format", name)]
    one, other = twice.run("export", *words)
    assert len(one) > len(FORMATS)
    assert [name for name in one.keys() | other.keys() if one.get(name) != other.get(name)] == []


def test_the_second_world_is_another_one(twice: "Twice") -> None:
    # Without this the test might compare a world with itself.
    path = f"{twice.place / 'path'}"
    (twice.place / "b").mkdir()
    (twice.place / "a").mkdir()
    look = "import os; print([e.name for e in os.scandir('.')], hash('x'))"
    run = [sys.executable, "-c", look]
    told = [
        subprocess.run(
            run, cwd=twice.place, env={**os.environ, **world}, capture_output=True, check=True
        ).stdout
        for world in ({**HERE}, {**THERE, "PYTHONPATH": path})
    ]
    assert told[0] != told[1]
    assert b"['path', 'b', 'a']" in told[1]
