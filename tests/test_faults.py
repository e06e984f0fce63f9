"""Read-only, full, odd: whatever is wrong with a folder, its output is all of the old or all of the new."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from commands import process, run
from outputs import PAGES, intact, make_old, refused, renewed
from support import GRID, contents, stages

from mapgen.exporting.formats import FORMATS
from mapgen.files.writing import write_all

# ---- read-only


@contextmanager
def sealed(folder: Path) -> Iterator[None]:
    folder.chmod(0o555)
    try:
        yield
    finally:
        folder.chmod(0o755)


def test_a_read_only_folder_is_left_alone(own: Path) -> None:
    # Its parent may be written, so it could be swapped all the same.
    folder = make_old(own / "home" / "output")
    with sealed(folder):
        assert "Permission denied" in refused(folder)
        assert intact(folder)


def test_a_read_only_subfolder_stops_the_build(own: Path) -> None:
    folder = make_old(own / "home" / "output")
    with sealed(folder / "geojson/town"):
        assert "Permission denied" in refused(folder)
        assert intact(folder)


def test_a_read_only_subfolder_of_the_users_own_stays(own: Path) -> None:
    folder = make_old(own / "home" / "output")
    (folder / "mine").mkdir()
    (folder / "mine" / "a.txt").write_bytes(b"mine")
    with sealed(folder / "mine"):
        write_all(folder, PAGES)
    assert contents(folder) == {**PAGES, "notes.txt": b"old", "mine/a.txt": b"mine"}
    assert stages(folder) == []


def test_in_a_parent_that_may_not_be_written_the_files_are_replaced_one_by_one(own: Path) -> None:
    folder = make_old(own / "home" / "output")
    with sealed(folder.parent):
        write_all(folder, PAGES)
        assert renewed(folder)


def test_an_unwritable_parent_of_a_new_folder_is_one_line(own: Path) -> None:
    parent = own / "home"
    parent.mkdir()
    with sealed(parent):
        assert "Permission denied" in refused(parent / "a" / "output")
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


def test_a_full_disk_leaves_the_old_output(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    with tmpfs(disk, "1m"):
        folder = make_old(disk / "output")
        files = {**PAGES, "large.bin": bytes(2_000_000)}
        assert "No space left" in refused(folder, files)
        assert intact(folder)
        fresh = disk / "a" / "b"
        refused(fresh, files)
        assert not fresh.parent.exists()  # what the run had made is gone with it
        write_all(folder, PAGES)
        assert renewed(folder)


def test_a_full_disk_stops_a_whole_build_in_one_line(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    with tmpfs(disk, "64k"):
        folder = make_old(disk / "output")
        run = process("build", "--layers", GRID, "--out", folder)
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
    words = ["export", "--layers", str(GRID), "--out", str(out), "--format", form]
    done = 0
    for size in ("8k", "16k", "24k", "40k"):
        with tmpfs(disk, size), monkeypatch.context() as patched:
            patched.setattr(tempfile, "tempdir", str(disk))
            result = run(*words)
        if result.exit_code == 0:  # small formats fit into the larger ones
            done += 1
            made = next(out.glob("town-*"))
            assert all(path.stat().st_size for path in made.iterdir())
            shutil.rmtree(made)
            continue
        assert result.exit_code == 2
        (line,) = [line for line in result.stderr.splitlines() if line.startswith("zonemap:")]
        assert f"{form}: cannot be created (" in line
        assert intact(out)
    assert done < 3


def test_a_read_only_disk_leaves_the_old_output(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    with tmpfs(disk, "1m"):
        folder = make_old(disk / "output")
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        assert "Read-only file system" in refused(folder)
        assert intact(folder)


def test_a_folder_that_is_a_disk_of_its_own_is_written(tmp_path: Path) -> None:
    folder = tmp_path / "output"
    folder.mkdir()
    with tmpfs(folder, "1m"):
        make_old(folder)
        write_all(folder, PAGES)
        assert renewed(folder)


def test_a_full_disk_that_is_the_folder_itself_leaves_the_old_output(tmp_path: Path) -> None:
    folder = tmp_path / "output"
    folder.mkdir()
    with tmpfs(folder, "1m"):
        make_old(folder)
        assert "No space left" in refused(folder, {**PAGES, "large.bin": bytes(2_000_000)})
        assert intact(folder)


def test_a_folder_mounted_from_the_same_disk_is_written(old: Path, tmp_path: Path) -> None:
    # Such as a container's volume: the device number is the parent's, yet nothing can be renamed into it.
    folder = tmp_path / "volume"
    folder.mkdir()
    with mounted(folder, "--bind", source=str(old)):
        write_all(folder, PAGES)
        assert renewed(folder)


def test_a_disk_inside_the_folder_is_not_cleared_away(old: Path) -> None:
    inner = old / "export"
    inner.mkdir()
    with tmpfs(inner, "1m"):
        (inner / "mine.txt").write_bytes(b"old")
        write_all(old, PAGES)
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
        write_all(old, PAGES)
        assert (inner / "mine.txt").read_bytes() == b"old"
    assert (source / "mine.txt").read_bytes() == b"old"
    assert renewed(old)


# ---- odd places


def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    place = tmp_path / "output"
    place.write_bytes(b"mine")
    assert "is not a folder" in refused(place)
    assert place.read_bytes() == b"mine"
    refused(place / "deeper")
    assert list(tmp_path.iterdir()) == [place]


def test_a_folder_where_a_file_should_be(old: Path) -> None:
    (old / "index.html").unlink()
    (old / "index.html").mkdir()
    before = contents(old)
    refused(old)
    assert contents(old) == before
    assert (old / "index.html").is_dir()
    assert stages(old) == []


def test_a_link_to_a_folder_stays_a_link(old: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(old, target_is_directory=True)
    write_all(link, PAGES)
    assert link.is_symlink()
    assert renewed(old)


def test_links_that_lead_in_a_circle_are_one_line(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    refused(tmp_path / "a")


def test_a_link_to_nowhere_becomes_a_folder(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "there")
    write_all(tmp_path / "link", PAGES)
    assert contents(tmp_path / "there") == PAGES


def test_a_name_as_long_as_names_can_be(tmp_path: Path) -> None:
    write_all(tmp_path / ("x" * 255), PAGES)
    assert contents(tmp_path / ("x" * 255)) == PAGES
    assert "name too long" in refused(tmp_path / ("x" * 256))


def test_who_stands_in_the_folder_still_stands_in_it(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(old)
    write_all(Path(), PAGES)
    assert Path("index.html").read_bytes() == b"new"
    assert renewed(old)


def test_a_file_that_cannot_be_put_in_place_puts_back_the_others(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(old)  # so that files are replaced one by one
    (old / "zz").mkdir()
    refused(old, {**PAGES, "added.html": b"new", "zz": b"a folder stands here"})
    assert intact(old)


def test_modes_and_the_users_own_files_stay(old: Path) -> None:
    old.chmod(0o750)
    (old / "geojson").chmod(0o2775)
    (old / "notes.txt").chmod(0o600)
    (old / "shortcut").symlink_to("notes.txt")
    write_all(old, PAGES)
    assert old.stat().st_mode & 0o7777 == 0o750
    assert (old / "geojson").stat().st_mode & 0o7777 == 0o2775
    assert (old / "notes.txt").stat().st_mode & 0o7777 == 0o600
    assert (old / "shortcut").readlink() == Path("notes.txt")
