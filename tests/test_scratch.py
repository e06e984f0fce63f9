"""Folders for files in between: none is left behind for long, not even by a killed run."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from commands import command, run
from support import ROOT

from mapgen.files import scratch
from mapgen.files.scratch import temporary_folder

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows locks no folders")

HOLDER = """
import sys
sys.path.insert(0, sys.argv[1])
from mapgen.files.scratch import temporary_folder
with temporary_folder() as place:
    (place / "half.gpkg").write_text("half")
    print(place, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder for what is temporary, of this test alone."""
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setenv("TMPDIR", str(place))
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    yield place
    assert list(place.iterdir()) == []


def holder() -> tuple[subprocess.Popen[str], Path]:
    """Another run that uses a folder."""
    other = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(ROOT)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdout is not None
    return other, Path(other.stdout.readline().strip())


def test_what_a_killed_run_left_goes_with_the_next(home: Path) -> None:
    other, place = holder()
    other.kill()
    other.communicate()
    assert (place / "half.gpkg").is_file()
    with temporary_folder() as mine:
        assert not place.exists()
        assert list(home.iterdir()) == [mine]


def test_what_a_living_run_uses_stays(home: Path) -> None:
    other, place = holder()
    with temporary_folder() as mine, temporary_folder() as another:
        assert sorted(home.iterdir()) == sorted([place, mine, another])
    assert list(home.iterdir()) == [place]
    other.communicate()
    assert other.returncode == 0


def test_a_folder_that_another_run_took_for_a_dead_one_is_made_again(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Path] = []
    make = tempfile.mkdtemp

    def taken_at_first(**given: str) -> str:
        made.append(Path(make(**given)))
        if len(made) == 1:
            scratch._clear(home)  # between making and locking
        return str(made[-1])

    monkeypatch.setattr(tempfile, "mkdtemp", taken_at_first)
    with temporary_folder() as place:
        assert place == made[1]
        assert list(home.iterdir()) == [place]


@pytest.mark.parametrize(
    "name", ["zonemap-layers", "zonemap-scratch-", "zonemap-scratch-MyLayers", "letters"]
)
def test_what_is_called_otherwise_stays(home: Path, name: str) -> None:
    (home / name).mkdir(mode=0o700)
    with temporary_folder():
        assert (home / name).is_dir()
    (home / name).rmdir()


@pytest.mark.parametrize("what", ["link", "file", "open to others"])
def test_what_only_looks_like_one_of_ours_stays(home: Path, tmp_path: Path, what: str) -> None:
    path = home / "zonemap-scratch-abcdefgh"
    precious = tmp_path / "precious"
    precious.mkdir(mode=0o700)
    (precious / "letter").write_text("mine")
    if what == "link":
        path.symlink_to(precious)
    elif what == "file":
        path.write_text("mine")
    else:
        path.mkdir(mode=0o755)
    with temporary_folder():
        assert path.exists()
    assert (precious / "letter").is_file()
    path.rmdir() if what == "open to others" else path.unlink()


def test_folders_of_another_user_stay(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = home / "zonemap-scratch-abcdefgh"
    place.mkdir(mode=0o700)
    own = os.geteuid()
    with monkeypatch.context() as patch:
        patch.setattr(os, "geteuid", lambda: own + 1)
        with temporary_folder():
            assert place.is_dir()
    with temporary_folder():
        assert not place.exists()


def test_a_killed_export_leaves_nothing_after_the_next(grid: Path, tmp_path: Path, home: Path) -> None:
    words = ("export", "--layers", grid, "--out", tmp_path / "out", "--format", "gpkg", "--format", "kml")
    victim = subprocess.Popen(command(*words), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    end = time.monotonic() + 60
    while not any(home.iterdir()) and time.monotonic() < end:
        time.sleep(0.005)
    victim.send_signal(signal.SIGKILL)
    victim.wait()
    assert len(list(home.iterdir())) == 1
    assert run(*words).exit_code == 0
