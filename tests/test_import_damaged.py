"""A file that is damaged anywhere is read, or refused in words; whatever it does to a library, nothing else.

A child process of its own reads file after file within the limits that a command sets to one: the start of a
process costs ten times as much as what a damaged file does. What kills it, or takes too long, goes the whole
way through the command.
"""

import io
import multiprocessing
import os
import traceback
import warnings
import zipfile
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import pytest
from bringing import exported, zipped
from commands import one_line_each, run
from hypothesis import given
from hypothesis import strategies as st
from support import GRID, contents

from layers.assemble import assemble
from layers.catalog import catalog_of
from layers.files import read_files
from layers.messages import LayerError, Message
from mapgen.importing import merge, reader, sandbox
from mapgen.importing.reader import Overrides
from mapgen.text.texts import line

FORMS = {
    "geojson": "town_zones.geojson",
    "gpkg": "*.gpkg",
    "kml": "town.kml",
    "kmz": "town.kmz",
    "fgb": "town_zones.fgb",
    "parquet": "town_zones.parquet",
    "shp": "*.zip",
}
#: Longest that a file may take, s of the processor; ten times as long by the clock of a busy computer.
SLOW_S, PATIENCE = 20, 10
#: Files after which the child is replaced, lest what a library forgets to free makes up a refusal.
MANY = 500
#: What stands in formats where lengths, counts, types and ends stand.
PIECES = st.binary(min_size=1, max_size=4) | st.sampled_from(
    [
        *(b"\xff\xff\xff\xff", b"\x00\x00\x00\x80", b"\x7f\xff\xff\xff", b"\0" * 8, b"\x00\x00\xf0\x7f"),
        *(b"<", b"&x;", b'"', b"\xa0\xa1", b"\xef\xbb\xbf", b"1e999", b"NaN", b"[" * 3000, b"<!DOCTYPE a>"),
    ]
)
#: What becomes of which share of the file, so that one strategy does for all lengths.
WAYS = st.sampled_from(["put", "put", "insert", "cut", "twice", "end"])
DAMAGE = st.lists(st.tuples(WAYS, st.floats(0, 1), PIECES, st.integers(1, 200)), min_size=1, max_size=8)
Damage = list[tuple[str, float, bytes, int]]


def damaged(whole: bytes, damage: Damage) -> bytes:
    raw = bytearray(whole)
    for what, share, piece, length in damage:
        at = int(share * max(0, len(raw) - 1))
        if what == "put":
            raw[at : at + len(piece)] = piece
        elif what == "insert":
            raw[at:at] = piece
        elif what == "cut":
            del raw[at : at + length]
        elif what == "twice":
            raw[at:at] = raw[at : at + length]
        elif share > 0.5:  # an end that is missing says more than one near the beginning
            del raw[at:]
    return bytes(raw)


def told(messages: tuple[Message, ...] | list[Message]) -> None:
    for message in messages[:20]:
        for language in ("zh", "en"):
            assert line(message, language).replace("\u3000", " ").isprintable()


def serve(answers: Connection) -> None:
    """Merge file after file into layers that are read once, and answer with the traceback of a mistake."""
    sandbox._limit(sandbox.MEMORY_BYTES, MANY * SLOW_S)
    files = read_files(GRID)
    catalog = catalog_of(files)
    atlas = assemble(catalog)
    reader.apart = lambda work, *arguments, **_: work(*arguments)  # type: ignore[assignment]
    merge.read_files = lambda _: files
    merge.catalog_of = lambda those: catalog if those is files else catalog_of(those)
    merge.assemble = lambda one: atlas if one is catalog else assemble(one)
    warnings.simplefilter("ignore")
    while True:
        file = answers.recv()
        answer = ""
        try:
            found = merge.merge_file(GRID, file, Overrides(), delete=False)
            told([*found.problems, *found.remarks])
        except LayerError as error:
            told(error.messages)
        except MemoryError:
            answer = "memory"
        except Exception:  # noqa: BLE001 - whatever it is, the test shall show it
            answer = traceback.format_exc()
        answers.send(answer)


class Reader:
    """The child process; it is started when there is something to read."""

    def __init__(self) -> None:
        self.child: multiprocessing.process.BaseProcess | None = None
        self.read = 0

    def ask(self, file: Path) -> str | None:
        """What came of a file; None if the child died of it or took too long."""
        if self.child is None:
            context = multiprocessing.get_context("fork")
            self.pipe, theirs = context.Pipe()
            self.child = context.Process(target=serve, args=(theirs,), daemon=True)
            self.child.start()
            theirs.close()
        self.pipe.send(file)
        self.read += 1
        try:
            answer: str | None = self.pipe.recv() if self.pipe.poll(SLOW_S * PATIENCE) else None
        except EOFError:
            answer = None
        if answer is None or self.read % MANY == 0:
            self.close()
        return answer

    def close(self) -> None:
        if self.child is not None:
            self.child.kill()
            self.child.join()
            self.pipe.close()
            self.child = None


@pytest.fixture
def child() -> Iterator[Reader]:
    made = Reader()
    yield made
    made.close()


def packed(whole: bytes, share: float, damage: Damage) -> bytes:
    """A zip archive with one of its members damaged: whose sum would give the archive away otherwise."""
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    name = list(members)[int(share * (len(members) - 1))]
    return zipped({**members, name: damaged(members[name], damage)})


@pytest.mark.parametrize("form", list(FORMS))
def test_a_damaged_file_is_read_or_refused_in_words(
    grid: Path, tmp_path: Path, memory: Path, monkeypatch: pytest.MonkeyPatch, child: Reader, form: str
) -> None:
    whole = next(exported(grid, tmp_path / "out", "--format", form).glob(FORMS[form])).read_bytes()
    file = memory / f"damaged{Path(FORMS[form]).suffix}"
    monkeypatch.setattr("tempfile.tempdir", str(memory))

    @given(DAMAGE, st.none() | st.floats(0, 1))
    def damage(damage: Damage, member: float | None) -> None:
        if member is not None and form in ("kmz", "shp"):
            file.write_bytes(packed(whole, member, damage))
        else:
            file.write_bytes(damaged(whole, damage))
        answer = child.ask(file)
        if answer is None or answer == "memory":
            begun = sum(os.times()[:4])
            result = run("import", file, "--layers", grid, "--dry-run")
            assert result.exit_code == 2 or (answer and result.exit_code == 0), result.output
            assert result.exit_code == 0 or one_line_each(result.stderr)
            assert sum(os.times()[:4]) - begun < SLOW_S
        else:
            assert answer == ""

    damage()
    assert contents(grid) == contents(GRID)
