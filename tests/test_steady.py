"""Who reads a folder that others write to finds one state of it, never half of one and half of the next."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from commands import process
from support import GRID, ROOT, put

import mapgen
from layers import locking
from layers.catalog import load
from layers.files import read_files
from layers.locking import alone, undisturbed
from layers.messages import LayerError
from mapgen.importing.reader import read

#: Files that all carry the number of their generation.
MARKED = (("town/zones", "town.north"), ("town/axes", "town.axis"), ("town/nodes", "town.north-point"))

WRITER = """
import os, sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from layers import locking
from layers.files import read_files
from mapgen.files import writing
if sys.argv[3] != "swap":
    writing._swap = lambda *_: False
if sys.argv[3] == "file":
    locking.locks_folders = lambda _: False
folder, others = Path(sys.argv[2]), Path(sys.argv[4])
states = [dict(read_files(each).contents) for each in (others, folder)]
print("ready", flush=True)
while not os.path.exists(sys.argv[5]):
    for state in states:
        writing.write_all(folder, state)
"""


def numbered(folder: Path, number: int) -> Path:
    for layer, id_ in MARKED:
        put(folder, layer, id_, note=f"generation {number}")
    put(folder, "baselines", "north-river", note=f"generation {number}")
    return folder


@contextmanager
def swapping(place: Path, way: str) -> Iterator[Path]:
    """A layers folder that another process replaces without end: as a whole, or file by file."""
    folder = numbered(Path(shutil.copytree(GRID, place / "home" / "layers")), 1)
    other = numbered(Path(shutil.copytree(GRID, place / "other")), 2)
    end = place / "end"
    words = [sys.executable, "-c", WRITER, ROOT, folder, way, other, end]
    with subprocess.Popen(list(map(str, words)), stdout=subprocess.PIPE) as writer:
        assert writer.stdout is not None
        assert writer.stdout.readline() == b"ready\n"
        try:
            yield folder
        finally:
            end.touch()
        assert writer.wait(timeout=60) == 0


def generations(folder: Path) -> set[str | None]:
    """Numbers of the generations that a load finds; a consistent one finds one."""
    catalog = load(folder)
    notes = {catalog.entries[id_].record.note for _, id_ in MARKED}
    return notes | {catalog.baselines["north-river"].record.note}


@pytest.mark.parametrize("way", ["swap", "each", "file"])
def test_no_load_mixes_two_states(memory: Path, monkeypatch: pytest.MonkeyPatch, way: str) -> None:
    if way == "file":  # as on Windows and on a network drive
        monkeypatch.setattr(locking, "locks_folders", lambda _: False)
    with swapping(memory, way) as folder:
        seen = [generations(folder) for _ in range(100)]
    assert [each for each in seen if len(each) != 1] == []
    assert len({next(iter(each)) for each in seen}) == 2  # it did change meanwhile
    assert (folder / locking.LOCK_FILE).exists() == (way == "file")


def test_no_export_build_or_table_mixes_two_states(memory: Path, tmp_path: Path) -> None:
    with swapping(memory, "swap") as folder:
        versions: dict[str, set[str]] = {}
        for number in range(6):
            out = tmp_path / str(number)
            words = [("build",), ("export", "--format", "geojson")][number % 2]
            assert process(*words, "--layers", folder, "--out", out).returncode == 0
            text = "\n".join(path.read_text("utf-8") for path in out.rglob("*") if path.is_file())
            (found,) = {note for note in ("generation 1", "generation 2") if note in text}
            # What an output says of its version is the version of what it holds.
            versions.setdefault(found, set()).update(re.findall(r'"layers(?:_version)?": ?"(\w{12})"', text))
        for _ in range(15):
            atlas = mapgen.open(folder)
            tables = [atlas.zones(), atlas.axes(), atlas.nodes()]
            notes = {note for table in tables for note in table["note"] if str(note).startswith("generation")}
            assert len(notes) == 1
    for note, known in versions.items():
        # Exports alone say nothing of a version, and one generation may have come to exports only.
        assert known <= {load(numbered(folder, int(note[-1]))).version}
    assert any(versions.values())


def test_an_export_that_is_being_replaced_is_not_read(memory: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = memory / "out"
    assert process("export", "--layers", GRID, "--out", out, "--format", "geojson").returncode == 0
    with subprocess.Popen([sys.executable, "-c", f"""
import sys; sys.path.insert(0, {str(ROOT)!r})
from pathlib import Path
from layers.locking import alone
with alone(Path({str(out.resolve())!r})):
    print("ready", flush=True)
    sys.stdin.read()
"""], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as writer:  # fmt: skip
        assert writer.stdout is not None
        writer.stdout.readline()
        monkeypatch.setattr(locking, "WAIT_S", 0.3)
        with pytest.raises(LayerError) as caught:
            read(out)
        assert [message.code for message in caught.value.messages] == ["folder-busy"]
        writer.communicate()
    assert read(out)


@pytest.mark.parametrize("way", ["folder", "file"])
def test_a_run_that_does_not_let_go_is_one_line(
    grid: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    monkeypatch.setattr(locking, "WAIT_S", 0.2)
    if way == "file":
        monkeypatch.setattr(locking, "locks_folders", lambda _: False)
    begun = time.monotonic()
    with alone(grid.resolve()):
        for use in (lambda: load(grid), lambda: alone(grid.resolve()).__enter__()):
            with pytest.raises(LayerError) as caught:
                use()
            assert [(m.code, m.file) for m in caught.value.messages] == [("folder-busy", str(grid))]
    assert time.monotonic() - begun < 5
    assert load(grid)


def test_many_readers_at_once(grid: Path) -> None:
    assert undisturbed(grid, lambda: undisturbed(grid, lambda: len(read_files(grid).contents))) > 4


def test_a_folder_that_was_replaced_is_looked_at_again(grid: Path) -> None:
    looks = []

    def look() -> int:
        looks.append((grid / "baselines.geojson").exists())
        if len(looks) == 1:  # by a run that swaps the folder above
            grid.rename(grid.parent / "old")
            shutil.copytree(grid.parent / "old", grid)
            raise FileNotFoundError
        return len(looks)

    assert undisturbed(grid, look) == 2


def test_a_reader_who_may_write_nothing_needs_no_lock_file(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locking, "locks_folders", lambda _: False)
    folder = Path(shutil.copytree(GRID, own / "layers"))
    folder.chmod(0o555)
    assert load(folder)
    assert not (folder / locking.LOCK_FILE).exists()
    folder.chmod(0o755)


@pytest.mark.parametrize(
    ("kind", "locks"), [("ext4", True), ("nfs4", False), ("cifs", False), ("fuse.sshfs", False)]
)
def test_network_drives_are_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, locks: bool
) -> None:
    device = tmp_path.stat().st_dev
    line = f"36 35 {os.major(device)}:{os.minor(device)} / {tmp_path} rw - {kind} server:/share rw\n"
    monkeypatch.setattr(
        Path, "read_text", lambda *_: f"1 1 0:999 / /other rw shared:1 - tmpfs none rw\n{line}"
    )
    assert locking.locks_folders(tmp_path) == locks
