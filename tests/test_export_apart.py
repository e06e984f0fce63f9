"""A library that dies while an export is written takes neither the command with it nor leaves half a file."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from commands import one_line_each
from support import GRID, ROOT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only where children are cheap")

#: A command in whose way a function is put that kills its own process as a fault of a library does.
SCRIPT = """
import os, signal, sys
sys.argv = ["zonemap", *{words!r}]
import pyogrio
from mapgen.exporting import delivery, workbook

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGSEGV)

{place} = die
from mapgen.cli.start import main
main()
"""


@pytest.mark.parametrize(
    ("place", "formats", "named"),
    [
        ("delivery.export_layers", ["shp", "csv"], ""),
        ("pyogrio.write_arrow", ["csv", "shp", "xlsx"], "shp: "),
        ("pyogrio.write_dataframe", ["kml"], "kml: "),
        ("pyogrio.open_arrow", ["csv", "shp"], "shp: "),
        ("workbook.Book.save", ["xlsx", "csv"], "xlsx: "),
    ],
    ids=["before", "arrow", "frame", "reading back", "workbook"],
)
def test_what_kills_a_library_is_a_line(place: str, formats: list[str], named: str, tmp_path: Path) -> None:
    scratch, out = tmp_path / "tmp", tmp_path / "out"
    scratch.mkdir()
    wanted = [word for name in formats for word in ("--format", name)]
    words = ["export", "--layers", str(GRID), "--out", str(out), *wanted]
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(words=words, place=place)],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(scratch), "ZONEMAP_LANG": "en"},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    assert run.returncode == 2, run.stderr
    (line,) = one_line_each(run.stderr)
    assert line.startswith(f"zonemap: {named}cannot be created (the program")
    assert "broke off: SIGSEGV)" in line
    assert [*scratch.iterdir()] == []
    assert not out.exists()
