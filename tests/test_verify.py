"""`zonemap build --verify`: is the folder what the layers make?"""

from pathlib import Path

import pytest
from commands import process
from outputs import Town
from support import contents

from mapgen.files.errors import OutputError
from mapgen.files.verify import Difference, verify


def test_verify_says_whether_the_folder_is_what_the_layers_make(two_towns: list[Town]) -> None:
    layers, output = two_towns[0]
    out = layers.parent / "out"
    same = process("build", "--verify", "--layers", layers, "--out", out)
    assert (same.returncode, same.stdout) == (0, "")
    (out / "town.html").write_bytes(output["town.html"] + b" ")
    (out / "atlas.html").unlink()
    (out / "gone.html").write_bytes(b"of a plan that was removed")
    before = contents(out)
    other = process("build", "--verify", "--layers", layers, "--out", out)
    assert other.returncode == 1
    assert other.stdout.splitlines() == ["missing\tatlas.html", "differs\ttown.html"]
    assert "gone.html" in other.stderr
    assert contents(out) == before


def test_verify_finds_what_is_not_there_and_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "out" / "a.html").mkdir(parents=True)
    files = {"a.html": b"", "b/c.html": b""}
    assert verify(tmp_path / "nowhere", files) == Difference(list(files), [], [])
    assert verify(tmp_path / "file", files) == Difference(list(files), [], [])
    assert verify(tmp_path / "out", files) == Difference(["b/c.html"], ["a.html"], [])
    assert not (tmp_path / "nowhere").exists()


def test_verify_cannot_read_a_file(own: Path) -> None:
    (own / "a.html").write_bytes(b"")
    (own / "a.html").chmod(0)
    with pytest.raises(OutputError, match="output-unreadable"):
        verify(own, {"a.html": b""})
