"""Outputs written whole or not at all: a reader finds all of the old files or all of the new ones.

The new folder is made beside the old one and the two change places in one system call, so that
not even a killed process or a power cut leaves half of each. Where a system cannot do that
(Windows, macOS, a folder that is a mount point) files are replaced one by one, each whole.
"""

import ctypes
import errno
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from mapgen.talk import fail

if sys.platform != "win32":
    import fcntl

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_STALE_S = 60


def write_all(folder: Path, files: Mapping[str, bytes], language: str) -> None:
    """Write files below a folder; what else stands there stays.

    Parameters
    ----------
    folder : Path
    files : mapping of str to bytes
        Content by name relative to the folder.
    language : {"zh", "en"}

    Raises
    ------
    typer.Exit
        With status 2 if the folder cannot be written; then no file has changed.
    """
    try:
        # A link to a folder stays a link: what it leads to is replaced.
        target = folder.resolve()
        target.mkdir(parents=True, exist_ok=True)
        with _stage(target) as stage:
            _write(stage, files)
            with _locked(target.parent):
                if _beside(stage, target):
                    _carry_over(target, stage)
                    shutil.copymode(target, stage)
                    if _exchange(stage, target):
                        return
                _replace_each(stage, target, files)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        said = {
            "zh": f"{folder}: 无法写入（{reason}）；请检查权限与剩余空间，或用 --out 另选目录",
            "en": f"{folder}: cannot be written ({reason}); "
            "check permissions and free space, or choose another --out",
        }
        fail(said[language])


@contextmanager
def _stage(target: Path) -> Iterator[Path]:
    """A new folder on the target's disk, gone afterwards; those of killed runs are cleared away."""
    home = target.parent if _same_disk(target) else target
    prefix = f".{target.name}.zonemap-"
    for left in home.glob(f"{prefix}*"):
        # Another run may clear the same one away under our hands.
        with suppress(FileNotFoundError), _locked(left, wait=False) as free:
            # A run that has just begun may not hold its lock yet.
            if free and time.time() - left.stat().st_mtime > _STALE_S:
                shutil.rmtree(left, ignore_errors=True)
    stage = Path(tempfile.mkdtemp(prefix=prefix, dir=home))
    try:
        with _locked(stage):
            yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def _same_disk(target: Path) -> bool:
    parent = target.parent
    return os.access(parent, os.W_OK) and parent.stat().st_dev == target.stat().st_dev


def _beside(stage: Path, target: Path) -> bool:
    return stage.parent == target.parent


@contextmanager
def _locked(folder: Path, *, wait: bool = True) -> Iterator[bool]:
    """Hold a folder's lock; a killed process lets go of it by itself."""
    if sys.platform == "win32":  # no flock there: two builds at once then end file by file
        yield wait
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
    except FileNotFoundError:  # another run has cleared it away
        yield False
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        yield True
    except BlockingIOError:
        yield False
    finally:
        os.close(handle)


def _write(stage: Path, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        staged = stage / name
        staged.parent.mkdir(parents=True, exist_ok=True)
        with staged.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())


def _carry_over(target: Path, stage: Path) -> None:
    """Link what the new folder does not have from the old one."""
    for path in target.rglob("*"):
        copy = stage / path.relative_to(target)
        if path.is_dir() and not path.is_symlink():
            copy.mkdir(parents=True, exist_ok=True)
        elif not os.path.lexists(copy):
            copy.parent.mkdir(parents=True, exist_ok=True)
            try:
                os.link(path, copy, follow_symlinks=False)
            except OSError as error:
                if error.errno not in (errno.EPERM, errno.EOPNOTSUPP, errno.EMLINK):
                    raise
                shutil.copy2(path, copy, follow_symlinks=False)


def _exchange(one: Path, other: Path) -> bool:
    """Let two paths change places at once; False where the system cannot."""
    if sys.platform != "linux":
        return False
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError):
        return False
    names = os.fsencode(one), os.fsencode(other)
    return rename(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE) == 0  # type: ignore[no-any-return]


def _replace_each(stage: Path, target: Path, files: Mapping[str, bytes]) -> None:
    for name in files:
        place = target / name
        place.parent.mkdir(parents=True, exist_ok=True)
        (stage / name).replace(place)
