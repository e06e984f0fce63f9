"""A build holds no more of its files than the one that it makes: pages are counted, no memory is measured."""

import gc
import resource
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar, Self

import pytest
from commands import run
from support import GRID, contents

from mapgen.cli import build
from mapgen.files.spool import Spool
from mapgen.pages import site


class Counted(bytes):
    """Bytes that know how many of their kind there are."""

    alive: ClassVar[int] = 0
    most: ClassVar[int] = 0

    def __new__(cls, content: bytes) -> Self:
        Counted.alive += 1
        Counted.most = max(Counted.most, Counted.alive)
        return super().__new__(cls, content)

    def __del__(self) -> None:
        Counted.alive -= 1


@pytest.mark.parametrize("verify", [False, True])
def test_a_build_does_not_hold_its_pages(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, verify: bool
) -> None:
    build.run(None, tmp_path / "out", GRID, lang="en")
    made = site.products

    def counted(*given: Any) -> Iterator[tuple[str, bytes]]:
        return ((name, Counted(content)) for name, content in made(*given))

    monkeypatch.setattr(site, "products", counted)
    monkeypatch.setattr(Counted, "most", 0)
    before = contents(tmp_path / "out")
    build.run(None, tmp_path / "out", GRID, verify=verify, lang="en")
    gc.collect()
    assert contents(tmp_path / "out") == before
    assert len(before) > 5
    assert Counted.alive == 0
    assert 0 < Counted.most <= 2  # the one that is made, and the one before it that its name still has


def test_files_come_back_as_they_were() -> None:
    files = {"a": b"1" * 100_000, "b/c": b"", "d": bytes(range(256))}
    with Spool() as spool:
        for name, content in files.items():
            spool.add(name, content)
        assert list(spool) == list(files)
        assert spool["d"] == files["d"]
        spool.add("e", b"5")
        assert dict(spool) == {**files, "e": b"5"}
        assert spool.keys() - {"a"} == {"b/c", "d", "e"}


def test_a_full_disk_is_one_line_and_changes_nothing(tmp_path: Path) -> None:
    assert run("build", "--layers", GRID, "--out", tmp_path).exit_code == 0
    before = contents(tmp_path)
    least, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000, most))
    try:
        told = run("build", "--layers", GRID, "--out", tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (least, most))
    assert told.exit_code == 2
    (line,) = (line for line in told.stderr.splitlines() if line.startswith("zonemap: "))
    assert line.startswith(f"zonemap: {tempfile.gettempdir()}: ")
    assert contents(tmp_path) == before
