"""Killed, crowded, read-only, full: whatever happens, the output is all of the old or all of the new."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
import typer
from support import GRID, ROOT, put
from typer.testing import CliRunner

from mapgen.cli import app
from mapgen.exporting.formats import FORMATS
from mapgen.verify import Difference, compare
from mapgen.writing import write_all

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


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """An output folder with old pages and a file of the user's own."""
    return make_old(tmp_path / "home" / "output")


def refused(folder: Path, capsys: pytest.CaptureFixture[str], files: dict[str, bytes] = PAGES) -> str:
    """What `write_all` says when it cannot write; one line, status 2, nothing left behind."""
    with pytest.raises(typer.Exit) as stop:
        write_all(folder, files, "en")
    assert stop.value.exit_code == 2
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert str(folder) in said
    return said


def intact(folder: Path) -> bool:
    return contents(folder) == dict.fromkeys([*PAGES, "notes.txt"], b"old") and not stages(folder)


def renewed(folder: Path) -> bool:
    return contents(folder) == {**PAGES, "notes.txt": b"old"} and not stages(folder)


# ---- killed


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one: hundreds of runs need no disk."""
    shm = Path("/dev/shm")  # noqa: S108
    with tempfile.TemporaryDirectory(dir=shm if os.access(shm, os.W_OK) else tmp_path) as place:
        yield Path(place)


@pytest.mark.skipif(sys.platform != "linux", reason="folders change places at once on Linux only")
def test_killed_at_any_moment_leaves_old_or_new(memory: Path) -> None:
    run = subprocess.run(
        [sys.executable, ROOT / "tests" / "killing.py", memory / "output", "300", "6"],
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    told = json.loads(run.stdout)
    for way in ("at_random", "at_every_step", "bringing"):
        assert told[way]["wrong"] == []
        assert told[way]["most_stages"] <= 1  # the next run clears away what a killed one left
    # Without these the test might have killed nobody, or everybody before they began.
    assert told["at_random"]["killed"] > 100
    assert min(told["at_random"]["old"], told["at_random"]["new"]) > 10
    for way in ("at_every_step", "bringing"):
        assert told[way]["steps"] > 30
        assert min(told[way]["before"], told[way]["after"]) > 3
    assert told["last"] == "00000009"
    assert told["stages_left"] == 0


class Town(NamedTuple):
    """Layers and what a build makes of them."""

    layers: Path
    output: dict[str, bytes]


@pytest.fixture(scope="module")
def two_towns(tmp_path_factory: pytest.TempPathFactory) -> list[Town]:
    """Two layers folders that differ, each with its output beside it in ``out``."""
    towns = []
    for number in (1, 2):
        layers = tmp_path_factory.mktemp("town") / "layers"
        shutil.copytree(GRID, layers)
        if number == 2:
            told = json.loads((layers / "town/zones.geojson").read_text("utf-8"))
            put(layers, "town/zones", told["features"][0]["properties"]["id"], name_en="Changed")
        assert zonemap("build", "--layers", layers, "--out", layers.parent / "out").returncode == 0
        towns.append(Town(layers, contents(layers.parent / "out")))
    assert towns[0].output.keys() == towns[1].output.keys()
    assert towns[0].output != towns[1].output
    return towns


def killed(out: Path, kills: int, kind: str, sources: list[Path], expected: list[Path]) -> None:
    """Kill so many runs of a command: what it wrote before, or writes now, is there whole."""
    run = subprocess.run(
        [sys.executable, ROOT / "tests" / "killing.py", out, str(kills), "8", kind, *sources, *expected],
        env={**os.environ, "SOURCE_DATE_EPOCH": EPOCH},
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    told = json.loads(run.stdout)
    assert told["outputs"] == [True, True]  # what the driver makes is what the command makes
    assert told["wrong"] == []
    assert told["most_stages"] <= 1
    assert told["killed"] == kills


def test_killed_builds_leave_old_or_new(two_towns: list[Town], tmp_path: Path) -> None:
    layers = [town.layers for town in two_towns]
    killed(tmp_path / "output", 10, "build", layers, [folder.parent / "out" for folder in layers])


@pytest.mark.parametrize("forms", ["geojson+gpkg+fgb", "shp+kmz+csv+dxf"])
def test_killed_exports_leave_old_or_new(
    two_towns: list[Town], tmp_path: Path, forms: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH)
    expected = []
    for number, town in enumerate(two_towns):
        expected.append(tmp_path / f"expected-{number}")
        words = [word for form in forms.split("+") for word in ("--format", form)]
        assert zonemap("export", "--layers", town.layers, "--out", expected[-1], *words).returncode == 0
    assert contents(expected[0]).keys() == contents(expected[1]).keys()
    killed(tmp_path / "output", 5, forms, [town.layers for town in two_towns], expected)


def test_killed_imports_leave_old_or_new(tmp_path: Path) -> None:
    # Both change three files of two folders: half of them would be half of an edit.
    files, expected = [], []
    for number in (0, 1):
        layers = Path(shutil.copytree(GRID, tmp_path / f"layers-{number}"))
        for name, id_ in (
            ("town/nodes", "town.north-point"),
            ("town/axes", "town.axis"),
            ("baselines", "north-river"),
        ):
            put(layers, name, id_, note=f"edited {number}")
        assert zonemap("fmt", "--layers", layers).returncode == 0
        out = tmp_path / f"export-{number}"
        assert zonemap("export", "--layers", layers, "--out", out, "--format", "geojson").returncode == 0
        files.append(out / "town-geojson-4326")
        expected.append(layers)
    own = Path(shutil.copytree(GRID, tmp_path / "home" / "layers"))
    killed(own, 6, "import", files, expected)
    assert stages(own) == [] or zonemap("list", "--layers", own).returncode == 0


# ---- crowded


def test_two_builds_at_once_end_in_one_of_them(two_towns: list[Town], tmp_path: Path) -> None:
    out = tmp_path / "output"
    for _ in range(2):
        runs = [
            subprocess.Popen(
                command("build", "--layers", town.layers, "--out", out), cwd=ROOT, stderr=subprocess.DEVNULL
            )
            for town in two_towns
        ]
        assert [run.wait(timeout=120) for run in runs] == [0, 0]
        assert contents(out) in [town.output for town in two_towns]
        assert stages(out) == []


WRITER = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from mapgen.writing import write_all
folder, mark, times = Path(sys.argv[2]), sys.argv[3].encode(), int(sys.argv[4])
for _ in range(times):
    write_all(folder, {f"{sys.argv[5]}{i}.txt": mark * 20_000 for i in range(5)}, "en")
"""


def writer(folder: Path, mark: str, times: int, prefix: str = "") -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(ROOT), str(folder), mark, str(times), prefix],
        stderr=subprocess.PIPE,
        text=True,
    )


def ended(run: subprocess.Popen[str]) -> tuple[int, str]:
    said = run.communicate(timeout=120)[1]
    return run.returncode, said


def test_many_writers_of_one_folder_end_in_one_of_them(memory: Path) -> None:
    out = memory / "output"
    runs = [writer(out, mark, 25) for mark in "abcd"]
    assert [ended(run) for run in runs] == [(0, "")] * 4
    assert len({content[:1] for content in contents(out).values()}) == 1
    assert len(contents(out)) == 5
    assert stages(out) == []


def test_an_export_into_a_folder_that_a_build_swaps_loses_nothing(memory: Path) -> None:
    out = memory / "output"
    runs = [writer(out, "a", 40, "page"), writer(out / "export", "b", 40, "file")]
    assert [ended(run) for run in runs] == [(0, "")] * 2
    assert {name: content[:1] for name, content in contents(out).items()} == {
        **{f"page{i}.txt": b"a" for i in range(5)},
        **{f"export/file{i}.txt": b"b" for i in range(5)},
    }
    assert not list(memory.rglob(".zonemap-*"))


# ---- read-only


@pytest.fixture
def own() -> Iterator[Path]:
    """A folder of somebody who is not root; the test runs as him, for root may write whatever modes say."""
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o777)
        root = os.geteuid() == 0
        if root:
            os.seteuid(65534)
        try:
            yield Path(place)
        finally:
            if root:
                os.seteuid(0)


@contextmanager
def sealed(folder: Path) -> Iterator[None]:
    folder.chmod(0o555)
    try:
        yield
    finally:
        folder.chmod(0o755)


def test_a_read_only_folder_is_left_alone(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    # Its parent may be written, so it could be swapped all the same.
    folder = make_old(own / "home" / "output")
    with sealed(folder):
        assert "Permission denied" in refused(folder, capsys)
        assert intact(folder)


def test_a_read_only_subfolder_stops_the_build(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = make_old(own / "home" / "output")
    with sealed(folder / "geojson/town"):
        assert "Permission denied" in refused(folder, capsys)
        assert intact(folder)


def test_a_read_only_subfolder_of_the_users_own_stays(own: Path) -> None:
    folder = make_old(own / "home" / "output")
    (folder / "mine").mkdir()
    (folder / "mine" / "a.txt").write_bytes(b"mine")
    with sealed(folder / "mine"):
        write_all(folder, PAGES, "en")
    assert contents(folder) == {**PAGES, "notes.txt": b"old", "mine/a.txt": b"mine"}
    assert stages(folder) == []


def test_in_a_parent_that_may_not_be_written_the_files_are_replaced_one_by_one(own: Path) -> None:
    folder = make_old(own / "home" / "output")
    with sealed(folder.parent):
        write_all(folder, PAGES, "en")
        assert renewed(folder)


def test_an_unwritable_parent_of_a_new_folder_is_one_line(
    own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    parent = own / "home"
    parent.mkdir()
    with sealed(parent):
        assert "Permission denied" in refused(parent / "a" / "output", capsys)
        assert list(parent.iterdir()) == []


# ---- other disks


@contextmanager
def mounted(place: Path, *options: str, source: str = "none") -> Iterator[None]:
    try:
        subprocess.run(["mount", *options, source, str(place)], check=True, capture_output=True, text=True)
    except (FileNotFoundError, subprocess.CalledProcessError) as error:
        why = getattr(error, "stderr", "") or str(error)
        pytest.fail(f"this test must mount a small disk, which needs root (CAP_SYS_ADMIN): {why.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


def tmpfs(place: Path, size: str) -> "contextmanager[None]":
    return mounted(place, "-t", "tmpfs", "-o", f"size={size}", source="tmpfs")


def test_a_full_disk_leaves_the_old_output(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    with tmpfs(disk, "1m"):
        folder = make_old(disk / "output")
        files = {**PAGES, "large.bin": bytes(2_000_000)}
        assert "No space left" in refused(folder, capsys, files)
        assert intact(folder)
        fresh = disk / "a" / "b"
        refused(fresh, capsys, files)
        assert not fresh.parent.exists()  # what the run had made is gone with it
        write_all(folder, PAGES, "en")
        assert renewed(folder)


def test_a_full_disk_stops_a_whole_build_in_one_line(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    with tmpfs(disk, "64k"):
        folder = make_old(disk / "output")
        run = zonemap("build", "--layers", GRID, "--out", folder)
        assert run.returncode == 2
        assert "Traceback" not in run.stderr
        assert [line for line in run.stderr.splitlines() if line.startswith("zonemap:")] == [
            run.stderr.splitlines()[-1]
        ]
        assert "No space left" in run.stderr
        assert intact(folder)


@pytest.mark.parametrize("form", list(FORMATS))
def test_no_space_for_temporary_files_stops_an_export_in_one_line(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # GDAL says nothing of a full disk, and leaves files that are cut off or empty.
    disk, out = tmp_path / "disk", tmp_path / "output"
    disk.mkdir()
    make_old(out)
    words = ["export", "--layers", str(GRID), "--out", str(out), "--format", form, "--lang", "en"]
    done = 0
    for size in ("8k", "16k", "24k", "40k"):
        with tmpfs(disk, size), monkeypatch.context() as patched:
            patched.setattr(tempfile, "tempdir", str(disk))
            result = CliRunner().invoke(app, words)
        if result.exit_code == 0:  # small formats fit into the larger ones
            done += 1
            made = next(out.glob("town-*"))
            assert all(path.stat().st_size for path in made.iterdir())
            shutil.rmtree(made)
            continue
        assert (result.exit_code, type(result.exception)) == (2, SystemExit)
        (line,) = [line for line in result.stderr.splitlines() if line.startswith("zonemap:")]
        assert f"{form}: cannot be made (" in line
        assert intact(out)
    assert done < 3


def test_a_read_only_disk_leaves_the_old_output(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    with tmpfs(disk, "1m"):
        folder = make_old(disk / "output")
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        assert "Read-only file system" in refused(folder, capsys)
        assert intact(folder)


def test_a_folder_that_is_a_disk_of_its_own_is_written(tmp_path: Path) -> None:
    folder = tmp_path / "output"
    folder.mkdir()
    with tmpfs(folder, "1m"):
        make_old(folder)
        write_all(folder, PAGES, "en")
        assert renewed(folder)


def test_a_full_disk_that_is_the_folder_itself_leaves_the_old_output(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "output"
    folder.mkdir()
    with tmpfs(folder, "1m"):
        make_old(folder)
        assert "No space left" in refused(folder, capsys, {**PAGES, "large.bin": bytes(2_000_000)})
        assert intact(folder)


def test_a_folder_mounted_from_the_same_disk_is_written(old: Path, tmp_path: Path) -> None:
    # Such as a container's volume: the device number is the parent's, yet nothing can be renamed into it.
    folder = tmp_path / "volume"
    folder.mkdir()
    with mounted(folder, "--bind", source=str(old)):
        write_all(folder, PAGES, "en")
        assert renewed(folder)


def test_a_disk_inside_the_folder_is_not_cleared_away(old: Path) -> None:
    inner = old / "export"
    inner.mkdir()
    with tmpfs(inner, "1m"):
        (inner / "mine.txt").write_bytes(b"old")
        write_all(old, PAGES, "en")
        assert (inner / "mine.txt").read_bytes() == b"old"
        assert inner.is_mount()
        (inner / "mine.txt").unlink()
        assert renewed(old)


def test_a_bound_folder_inside_the_folder_is_not_cleared_away(old: Path, tmp_path: Path) -> None:
    inner, source = old / "export", tmp_path / "source"
    inner.mkdir()
    source.mkdir()
    (source / "mine.txt").write_bytes(b"old")
    with mounted(inner, "--bind", source=str(source)):
        write_all(old, PAGES, "en")
        assert (inner / "mine.txt").read_bytes() == b"old"
    assert (source / "mine.txt").read_bytes() == b"old"
    assert renewed(old)


# ---- odd places


def test_a_file_where_the_folder_should_be(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = tmp_path / "output"
    place.write_bytes(b"mine")
    assert "is not a folder" in refused(place, capsys)
    assert place.read_bytes() == b"mine"
    refused(place / "deeper", capsys)
    assert list(tmp_path.iterdir()) == [place]


def test_a_folder_where_a_file_should_be(old: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (old / "index.html").unlink()
    (old / "index.html").mkdir()
    before = contents(old)
    refused(old, capsys)
    assert contents(old) == before
    assert (old / "index.html").is_dir()
    assert stages(old) == []


def test_a_link_to_a_folder_stays_a_link(old: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(old, target_is_directory=True)
    write_all(link, PAGES, "en")
    assert link.is_symlink()
    assert renewed(old)


def test_links_that_lead_in_a_circle_are_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    refused(tmp_path / "a", capsys)


def test_a_link_to_nowhere_becomes_a_folder(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "there")
    write_all(tmp_path / "link", PAGES, "en")
    assert contents(tmp_path / "there") == PAGES


def test_a_name_as_long_as_names_can_be(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_all(tmp_path / ("x" * 255), PAGES, "en")
    assert contents(tmp_path / ("x" * 255)) == PAGES
    assert "name too long" in refused(tmp_path / ("x" * 256), capsys)


def test_who_stands_in_the_folder_still_stands_in_it(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(old)
    write_all(Path(), PAGES, "en")
    assert Path("index.html").read_bytes() == b"new"
    assert renewed(old)


def test_a_file_that_cannot_be_put_in_place_puts_back_the_others(
    old: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(old)  # so that files are replaced one by one
    (old / "zz").mkdir()
    refused(old, capsys, {**PAGES, "added.html": b"new", "zz": b"a folder stands here"})
    assert intact(old)


def test_modes_and_the_users_own_files_stay(old: Path) -> None:
    old.chmod(0o750)
    (old / "geojson").chmod(0o2775)
    (old / "notes.txt").chmod(0o600)
    (old / "shortcut").symlink_to("notes.txt")
    write_all(old, PAGES, "en")
    assert old.stat().st_mode & 0o7777 == 0o750
    assert (old / "geojson").stat().st_mode & 0o7777 == 0o2775
    assert (old / "notes.txt").stat().st_mode & 0o7777 == 0o600
    assert (old / "shortcut").readlink() == Path("notes.txt")


# ---- is it what the layers make?


def test_verify_says_whether_the_folder_is_what_the_layers_make(two_towns: list[Town]) -> None:
    layers, output = two_towns[0]
    out = layers.parent / "out"
    same = zonemap("build", "--verify", "--layers", layers, "--out", out)
    assert (same.returncode, same.stdout) == (0, "")
    (out / "town.html").write_bytes(output["town.html"] + b" ")
    (out / "atlas.html").unlink()
    (out / "gone.html").write_bytes(b"of a plan that was removed")
    before = contents(out)
    other = zonemap("build", "--verify", "--layers", layers, "--out", out)
    assert other.returncode == 1
    assert other.stdout.splitlines() == ["missing\tatlas.html", "differs\ttown.html"]
    assert "gone.html" in other.stderr
    assert contents(out) == before


def test_verify_finds_what_is_not_there_and_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "out" / "a.html").mkdir(parents=True)
    files = {"a.html": b"", "b/c.html": b""}
    assert compare(tmp_path / "nowhere", files, "en") == Difference(list(files), [], [])
    assert compare(tmp_path / "file", files, "en") == Difference(list(files), [], [])
    assert compare(tmp_path / "out", files, "en") == Difference(["b/c.html"], ["a.html"], [])
    assert not (tmp_path / "nowhere").exists()


def test_verify_cannot_read_a_file(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (own / "a.html").write_bytes(b"")
    (own / "a.html").chmod(0)
    with pytest.raises(typer.Exit) as stop:
        compare(own, {"a.html": b""}, "en")
    assert stop.value.exit_code == 2
    assert capsys.readouterr().err.count("\n") == 1
