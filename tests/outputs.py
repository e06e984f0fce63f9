"""Output folders for the tests of faults: old ones, new ones, and what must be left of them."""

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from support import ROOT

from mapgen.files.errors import OutputError
from mapgen.files.writing import write_all
from mapgen.text.texts import line

EPOCH = "1767225600"
PAGES = {"index.html": b"new", "geojson/town/zones.geojson": b"new"}


def command(*words: object) -> list[str]:
    return [sys.executable, "-m", "mapgen", *map(str, words)]


def zonemap(*words: object, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*words),
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), "ZONEMAP_LANG": "en"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def stages(folder: Path) -> list[Path]:
    return [*folder.parent.glob(".zonemap-*"), *folder.glob(".zonemap-*")]


def make_old(folder: Path) -> Path:
    for name in (*PAGES, "notes.txt"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"old")
    return folder


def refused(folder: Path, files: dict[str, bytes] = PAGES) -> str:
    """What `write_all` says when it cannot write; nothing is left behind."""
    with pytest.raises(OutputError) as caught:
        write_all(folder, files)
    (message,) = caught.value.messages
    assert message.file == str(folder)
    return line(message, "en")


def intact(folder: Path) -> bool:
    return contents(folder) == dict.fromkeys([*PAGES, "notes.txt"], b"old") and not stages(folder)


def renewed(folder: Path) -> bool:
    return contents(folder) == {**PAGES, "notes.txt": b"old"} and not stages(folder)


class Town(NamedTuple):
    """Layers and what a build makes of them."""

    layers: Path
    output: dict[str, bytes]
