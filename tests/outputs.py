"""Output folders for the tests of faults: old ones, new ones, and what must be left of them."""

from pathlib import Path
from typing import NamedTuple

import pytest
from support import contents, stages

from mapgen.files.errors import OutputError
from mapgen.files.writing import write_all
from mapgen.text.texts import line

#: What a build of the made-up layers writes.
BUILT = {
    "town.html",
    "atlas.html",
    "index.html",
    "area-check.csv",
    *(f"geojson/town/{layer}.geojson" for layer in ("zones", "axes", "nodes", "boundaries")),
}
EPOCH = "1767225600"
PAGES = {"index.html": b"new", "geojson/town/zones.geojson": b"new"}


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
