"""Outputs written whole or not at all: a reader finds all of the old files or all of the new ones.

The new folder is made beside the old one and the two change places in one system call, so that
not even a killed process or a power cut leaves half of each. Where that cannot be (Windows, macOS,
a folder that is a mount point or holds one, a parent that may not be written, the folder one stands
in) the files are made inside the folder and put in place one by one, each whole, and put back if
one of them cannot be.
"""

import ctypes
import errno
import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from layers.locking import alone
from layers.messages import Message, reason
from mapgen.files.errors import OutputError
from mapgen.files.pending import pending

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def write_all(folder: Path, files: Mapping[str, bytes], gone: Collection[str] = ()) -> None:
    """Write files below a folder, and remove some; what else stands there stays.

    Parameters
    ----------
    folder : Path
    files : mapping of str to bytes
        Content by name relative to the folder.
    gone : collection of str
        Names of files that go at the same moment; those that are not there do not count.

    Raises
    ------
    OutputError
        If the folder cannot be written; then no file has changed.
    """
    try:
        replace_all(folder, files, gone=gone)
    except (OSError, RuntimeError) as error:  # RuntimeError: links that lead to each other
        raise OutputError(_unwritable(folder, error)) from None


def write_files(files: Mapping[Path, bytes]) -> None:
    """Write files wherever they are, those of a folder at one moment.

    Parameters
    ----------
    files : mapping of Path to bytes

    Raises
    ------
    OutputError
        If a folder cannot be written.
    """
    for folder in dict.fromkeys(path.parent for path in files):
        write_all(folder, {path.name: data for path, data in files.items() if path.parent == folder})


def replace_all(
    folder: Path,
    files: Mapping[str, bytes],
    agreed: Callable[[], object] = lambda: None,
    gone: Collection[str] = (),
) -> None:
    """Do what `write_all` does for a caller that says himself what went wrong.

    Parameters
    ----------
    folder : Path
    files : mapping of str to bytes
        Content by name relative to the folder.
    agreed : callable
        Called when no other run may write to the folder; what it raises stops this one.
    gone : collection of str
        Names of files that go at the same moment.

    Raises
    ------
    OSError or RuntimeError
        If the folder cannot be written; then no file has changed.
    """
    # A link to a folder stays a link: what it leads to is replaced.
    target = folder.resolve()
    with pending(), _made(target), alone(target):
        _clear(target)
        agreed()
        _permitted(target, files)
        # One file takes its place at once by itself: the folder need not be another one.
        if len(files) + len(gone) == 1 or not _swap(target, files, gone):
            _replace_each(target, files, gone)


def _unwritable(folder: Path, error: OSError | RuntimeError) -> Message:
    if (
        os.path.lexists(folder)
        and isinstance(error, FileExistsError | NotADirectoryError)
        and not folder.is_dir()
    ):
        return Message("output-not-folder", str(folder))
    return Message("output-unwritable", str(folder), values={"reason": reason(error)})


@contextmanager
def _made(target: Path) -> Iterator[None]:
    """Make a folder and those above it; where the run then fails, they are gone again."""
    missing = [path for path in (target, *target.parents) if not path.exists()]
    try:
        target.mkdir(parents=True, exist_ok=True)
        yield
    except BaseException:
        for path in missing:
            with suppress(OSError):  # not empty: somebody else uses it by now
                path.rmdir()
        raise


def _permitted(target: Path, files: Mapping[str, bytes]) -> None:
    """A folder that its owner has made read-only stays as it is, though it could be swapped."""
    for folder in {target, *((target / name).parent for name in files)}:
        if folder.exists() and not _writable(folder):
            sealed = sys.platform != "win32" and os.statvfs(folder).f_flag & os.ST_RDONLY
            number = errno.EROFS if sealed else errno.EACCES
            raise OSError(number, os.strerror(number), str(folder))


def _writable(folder: Path) -> bool:
    # Who runs it decides, not who started it (sudo, set-user-id).
    return os.access(folder, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def _prefix(target: Path) -> str:
    # Of a fixed length: the folder's own name may be as long as a name can be.
    return f".zonemap-{hashlib.sha256(os.fsencode(target.name)).hexdigest()[:8]}-"


def _clear(target: Path) -> None:
    """Clear away the stages of killed runs: whoever is alone has the only live one."""
    for home in (target.parent, target):
        for left in home.glob(f"{_prefix(target)}*"):
            shutil.rmtree(left, ignore_errors=True)


@contextmanager
def _stage(target: Path, home: Path) -> Iterator[Path]:
    """A new folder on the target's disk, gone afterwards."""
    with pending():
        stage = Path(tempfile.mkdtemp(prefix=_prefix(target), dir=home))
        try:
            yield stage
        finally:
            shutil.rmtree(stage, ignore_errors=True)


def _swap(target: Path, files: Mapping[str, bytes], gone: Collection[str]) -> bool:
    """Make a new folder beside the old one and let the two change places; False where that cannot be."""
    parent, here = target.parent, target.stat()
    if (
        sys.platform != "linux"
        or parent == target
        or not _writable(parent)
        or parent.stat().st_dev != here.st_dev
        or _stands_in(target)
    ):
        return False
    with _stage(target, parent) as stage:
        _write(stage, files)
        if not _carry_over(target, stage, gone):
            return False
        with suppress(OSError):  # only root may give files away
            os.chown(stage, here.st_uid, here.st_gid)
        _settle(stage)
        return _exchange(stage, target)


def _stands_in(target: Path) -> bool:
    """Whoever stands in a folder that is swapped would find himself in the old one, which is then gone."""
    try:
        return Path.cwd().is_relative_to(target)
    except FileNotFoundError:
        return False


def _write(stage: Path, files: Mapping[str, bytes]) -> None:
    for name, content in files.items():
        staged = stage / name
        staged.parent.mkdir(parents=True, exist_ok=True)
        with staged.open("wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())


def _settle(stage: Path) -> None:
    """Let the names of files reach the disk, as their contents have: after a power cut both are there."""
    if sys.platform == "win32":
        return
    for folder in (stage, *(path for path in stage.rglob("*") if path.is_dir() and not path.is_symlink())):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _carry_over(target: Path, stage: Path, gone: Collection[str]) -> bool:
    """Link what the new folder does not have from the old one; False where it cannot be left behind."""
    leaving = {target / name for name in gone}
    folders = [target]
    for path in target.rglob("*"):
        copy = stage / path.relative_to(target)
        if path.is_dir() and not path.is_symlink():
            # A disk that is mounted here would move along, and what may not be written cannot be cleared.
            if path.is_mount() or not _writable(path):
                return False
            copy.mkdir(parents=True, exist_ok=True)
            folders.append(path)
        elif path not in leaving and not os.path.lexists(copy):
            try:
                _second_name(path, copy)
            except OSError as error:
                if error.errno == errno.EXDEV:
                    return False
                raise
    for path in folders:
        shutil.copymode(path, stage / path.relative_to(target))
    return True


def _second_name(path: Path, copy: Path) -> None:
    """Link a file, or copy it where the file system knows no links."""
    try:
        os.link(path, copy, follow_symlinks=False)
    except NotImplementedError:
        shutil.copy2(path, copy, follow_symlinks=False)
    except OSError as error:
        if error.errno not in (errno.EPERM, errno.EOPNOTSUPP, errno.EMLINK):
            raise
        shutil.copy2(path, copy, follow_symlinks=False)


def _exchange(one: Path, other: Path) -> bool:
    """Let two paths change places at once; False where the system cannot."""
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (AttributeError, OSError):
        return False
    names = os.fsencode(one), os.fsencode(other)
    return rename(_AT_FDCWD, names[0], _AT_FDCWD, names[1], _RENAME_EXCHANGE) == 0  # type: ignore[no-any-return]


def _replace_each(target: Path, files: Mapping[str, bytes], gone: Collection[str]) -> None:
    """Make the files inside the folder, then put each in place; if one cannot be, put all back."""
    with _stage(target, target) as stage:
        new, old = stage / "new", stage / "old"
        _write(new, files)
        done: list[str] = []
        fresh: list[Path] = []
        try:
            for name in files:
                place, kept = target / name, old / name
                fresh += [path for path in place.parents if not path.exists()]
                place.parent.mkdir(parents=True, exist_ok=True)
                kept.parent.mkdir(parents=True, exist_ok=True)
                if place.is_dir():
                    raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(place))
                done.append(name)
                if os.path.lexists(place):
                    # A second name for the old file: at no moment is there no file.
                    _second_name(place, kept)
                (new / name).replace(place)
            for name in gone:
                if os.path.lexists(target / name):
                    (old / name).parent.mkdir(parents=True, exist_ok=True)
                    (target / name).replace(old / name)
                    done.append(name)
        except BaseException:
            _put_back(target, new, old, done)
            for path in sorted(fresh, reverse=True):
                path.rmdir()
            raise


def _put_back(target: Path, new: Path, old: Path, done: list[str]) -> None:
    """Undo what has been done so far; what was removed has no new file, and its old one is still there."""
    for name in reversed(done):
        if (new / name).exists():  # it did not take its place
            continue
        if os.path.lexists(old / name):
            (old / name).replace(target / name)
        else:
            (target / name).unlink(missing_ok=True)
