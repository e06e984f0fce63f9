"""Stopped or refused by the system: one line, the right exit status, nothing temporary left behind."""

import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from commands import process
from support import GRID, ROOT, as_nobody

from layers.messages import LayerError
from mapgen.authoring.formatting import canonical_files
from mapgen.importing import reader

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
STATUS = {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGHUP: 129}
#: A command with something put in its way.
SCRIPT = """
import sys
sys.path.insert(0, {root!r})
sys.argv = ["zonemap", *{words!r}]
{before}
from mapgen.cli.start import main
main()
"""
SLOW_IMPORT = """
import time
from mapgen.importing import reader
reader._read_file = lambda *_: time.sleep(60)
"""
SLOW_EXPORT = """
import time
from mapgen.exporting import delivery
delivery._written = lambda *_: time.sleep(60)
"""
SLOW_WRITE = """
import time
from mapgen.files import writing
writing._settle = lambda _: time.sleep(60)
"""


@contextmanager
def running(place: Path, *words: object, before: str = "") -> Iterator[subprocess.Popen[str]]:
    script = SCRIPT.format(root=str(ROOT), words=list(map(str, words)), before=before)
    place.mkdir(exist_ok=True)
    with subprocess.Popen(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={**os.environ, "TMPDIR": str(place), "ZONEMAP_LANG": "en"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as run:
        try:
            yield run
        finally:
            run.kill()


def until(true: Callable[[], object], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.005)


def listening(pid: int) -> bool:
    """Whether the command's own handlers are there: Python by itself catches no SIGTERM."""
    lines = Path(f"/proc/{pid}/status").read_text("utf-8").splitlines()
    caught = next(line.split()[1] for line in lines if line.startswith("SigCgt"))
    return bool(int(caught, 16) >> (signal.SIGTERM - 1) & 1)


def assert_stopped(run: subprocess.Popen[str], number: signal.Signals) -> None:
    said = run.communicate(timeout=60)[1]
    assert run.returncode == STATUS[number]
    (line,) = said.splitlines()
    assert line.startswith("zonemap: ")
    assert number.name in line


# ---- signals


@LINUX
@pytest.mark.parametrize("step", range(8))
def test_interrupted_while_modules_load(step: int, tmp_path: Path) -> None:
    number = list(STATUS)[step % 3]
    with running(tmp_path / "tmp", "areas", "--layers", GRID) as run:
        until(lambda: listening(run.pid))
        time.sleep(step * 0.06)
        assert run.poll() is None
        run.send_signal(number)
        assert_stopped(run, number)


@LINUX
@pytest.mark.parametrize("number", list(STATUS))
@pytest.mark.parametrize("slow", [SLOW_EXPORT, SLOW_WRITE], ids=["made", "written"])
def test_a_stopped_export_leaves_nothing(number: signal.Signals, slow: str, tmp_path: Path) -> None:
    home, place = tmp_path / "home", tmp_path / "tmp"
    home.mkdir()
    with running(
        place, "export", "--layers", GRID, "--out", home / "out", "--format", "csv", before=slow
    ) as run:
        where = place if slow == SLOW_EXPORT else home
        until(lambda: list(where.glob("*zonemap-*")))
        time.sleep(0.3)
        run.send_signal(number)
        said = run.communicate(timeout=60)[1].splitlines()
    assert run.returncode == STATUS[number]
    assert number.name in said[-1]
    assert "Traceback" not in "".join(said)
    assert [*place.iterdir(), *home.iterdir()] == []


def children(pid: int) -> list[int]:
    return list(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text("utf-8").split()))


def lives(pid: int) -> bool:
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text("utf-8")
    except FileNotFoundError:
        return False


@LINUX
@pytest.mark.parametrize("number", [*STATUS, signal.SIGKILL])
def test_the_child_of_an_import_goes_with_its_parent(number: signal.Signals, tmp_path: Path) -> None:
    place, file = tmp_path / "tmp", tmp_path / "a.geojson"
    file.write_text('{"type": "FeatureCollection", "features": []}', "utf-8")
    with running(place, "import", file, "--layers", GRID, before=SLOW_IMPORT) as run:
        until(lambda: children(run.pid) and [*place.glob("zonemap-*/0")])
        (child,) = children(run.pid)
        run.send_signal(number)
        if number == signal.SIGKILL:
            run.wait(timeout=60)
        else:
            assert_stopped(run, number)
    until(lambda: not lives(child), 10)
    assert list(place.iterdir()) == []


def test_what_the_caller_ignores_stays_ignored() -> None:
    words = f"trap '' HUP; exec {sys.executable} -m mapgen areas --layers {GRID}"
    with subprocess.Popen(["bash", "-c", words], cwd=ROOT, stdout=subprocess.PIPE) as run:
        until(lambda: listening(run.pid))
        run.send_signal(signal.SIGHUP)
        run.communicate(timeout=60)
    assert run.returncode == 0


# ---- refused


def test_only_errors_of_stdout_are_said_of_stdout(tmp_path: Path) -> None:
    file = tmp_path / "a.geojson"
    file.write_text('{"type": "FeatureCollection", "features": []}', "utf-8")
    before = "import tempfile\ntempfile.tempdir = '/nowhere/at/all'"
    with running(tmp_path / "tmp", "import", file, "--layers", GRID, before=before) as run:
        (line,) = run.communicate(timeout=60)[1].splitlines()
    assert run.returncode == 2
    assert line.startswith("zonemap: /nowhere/at/all/zonemap-")
    assert "No such file or directory" in line
    assert "stdout" not in line


@pytest.mark.parametrize("words", ["list --json", "list", "--help", "areas --json"])
def test_errors_of_stdout_are_said_of_stdout(words: str) -> None:
    command = f"{sys.executable} -m mapgen {words} > /dev/full"
    run = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False)
    (line,) = run.stderr.splitlines()
    assert run.returncode == 2
    assert line.startswith("zonemap: stdout: ")
    assert "No space left" in line


@pytest.mark.parametrize("words", ["list --json", "--help"])
def test_a_reader_that_goes_away_at_once_is_no_word(words: str) -> None:
    command = f"{{ sleep 1; {sys.executable} -m mapgen {words}; echo $? >&2; }} | true"
    run = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.stderr.split() == ["2"]


@pytest.mark.parametrize("limit", [5, 8, 12, 16, 20, 32, 64])
@pytest.mark.parametrize("command", ["list", "export", "import"])
def test_few_open_files(command: str, limit: int, tmp_path: Path) -> None:
    file = tmp_path / "a.geojson"
    file.write_text('{"type": "FeatureCollection", "features": []}', "utf-8")
    more = {"list": [], "export": ["--out", tmp_path / "out"], "import": [file, "--dry-run"]}[command]
    run = subprocess.run(
        [sys.executable, "-m", "mapgen", command, "--layers", GRID, *more],
        cwd=ROOT,
        env={**os.environ, "ZONEMAP_LANG": "en"},
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit)),
    )
    assert "Traceback" not in run.stderr
    told = [line for line in run.stderr.splitlines() if line.startswith("zonemap: ")]
    assert (run.returncode, len(told)) in [(0, 0), (2, 1)], run.stderr


@pytest.mark.parametrize("name", ["town", "town/deeper"])
def test_subfolders_that_cannot_be_read_are_said_by_import(name: str, open_folder: Path) -> None:
    folder = open_folder / "edited"
    (folder / name).mkdir(parents=True)
    shutil.copy(GRID / "baselines.geojson", folder)
    (folder / name).chmod(0)
    with as_nobody(), pytest.raises(LayerError) as caught:
        list(reader._files(folder, "edited"))
    (folder / name).chmod(0o755)
    assert [(each.code, each.file) for each in caught.value.messages] == [("file-unreadable", name)]


def test_subfolders_that_cannot_be_read_are_said_by_fmt(open_folder: Path) -> None:
    folder = Path(shutil.copytree(GRID, open_folder / "layers"))
    (folder / "other").mkdir()
    (folder / "other").chmod(0)
    with as_nobody(), pytest.raises(LayerError) as caught:
        canonical_files(folder)
    (folder / "other").chmod(0o755)
    assert [(each.code, each.file) for each in caught.value.messages] == [("file-unreadable", "other")]
    assert process("fmt", "--check", "--layers", folder).returncode == 0
