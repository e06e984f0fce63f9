"""Runs of several processes that use one folder: writers come one after the other, readers in between.

So a reader finds one state of the files and not half of each of two.

On a disk of this computer the folder itself is locked, which leaves nothing behind, not even after a
killed process. Windows locks no folders, and a network drive locks them on one computer only: there a
small file in the folder is locked.
"""

import errno
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from layers.messages import LayerError, Message

if sys.platform != "win32":
    import fcntl

Found = TypeVar("Found")

#: Name of the lock file, where there has to be one.
LOCK_FILE = ".zonemap.lock"
#: Longest time that a run waits for others, s.
WAIT_S = 20.0
_PAUSE_S = 0.001
# Some file systems of this computer have no locks either; two runs at once then end file by file.
_NO_LOCKS = (errno.EBADF, errno.EINVAL, errno.ENOLCK, errno.EOPNOTSUPP)
#: How Linux calls the file systems whose folders it locks for this computer only.
_REMOTE = ("9p", "afs", "ceph", "cifs", "fuse", "nfs", "prl_fs", "smb", "vboxsf", "virtiofs")


@contextmanager
def alone(target: Path) -> Iterator[None]:
    """Keep other runs out of a folder, and out of those above and below it.

    The folder is locked for this run alone and those above it for sharing: a run that would swap
    ``output`` waits for one that writes ``output/export``. Locks of a killed process are let go of
    by the system.

    Parameters
    ----------
    target : Path
        A folder that exists, with no link in its path.

    Raises
    ------
    LayerError
        If others have been using the folder for `WAIT_S`.
    """
    with ExitStack() as held:
        if sys.platform != "win32":
            # From the top down, so that no two runs wait for each other.
            for path in reversed(target.parents):
                with suppress(PermissionError):  # what may not be opened is swapped by nobody
                    held.callback(os.close, _locked(path, fcntl.LOCK_SH, makes=True))
            held.callback(os.close, _locked(target, fcntl.LOCK_EX, makes=True))
        if not locks_folders(target):
            held.enter_context(_lock_file(target))
        yield


def undisturbed(folder: Path, look: Callable[[], Found]) -> Found:
    """Look at a folder while nobody writes to it.

    Parameters
    ----------
    folder : Path
    look : callable
        Reads what it needs; called again if the folder was replaced in the meantime.

    Returns
    -------
    object
        What `look` returned.

    Raises
    ------
    LayerError
        If others have been writing to the folder for `WAIT_S`.
    """
    while True:
        with _shared(folder) as still_there:
            try:
                found = look()
            except Exception:
                if still_there():
                    raise
            else:
                if still_there():
                    return found


@contextmanager
def _shared(folder: Path) -> Iterator[Callable[[], bool]]:
    """Keep writers out of a folder; gives a function that says whether the folder is still the same."""
    if not locks_folders(folder):
        with ExitStack() as held:
            # Whoever may not make the file reads without it.
            with suppress(PermissionError, FileNotFoundError):
                held.enter_context(_lock_file(folder))
            yield lambda: True
        return
    try:
        handle = _locked(folder, fcntl.LOCK_SH)
    except (PermissionError, FileNotFoundError, NotADirectoryError):
        yield lambda: True  # the reader will say so
        return
    try:
        yield lambda: _leads_to(folder, handle)
    finally:
        os.close(handle)


def locks_folders(folder: Path) -> bool:
    """Whether the system locks a folder for all who may use it.

    Parameters
    ----------
    folder : Path

    Returns
    -------
    bool
        False on Windows and on network drives.
    """
    if sys.platform == "win32":
        return False
    try:
        device = folder.stat().st_dev
        mounts = Path("/proc/self/mountinfo").read_text("utf-8", "replace")
    except OSError:  # not Linux
        return True
    number = f"{os.major(device)}:{os.minor(device)}"
    for line in mounts.splitlines():
        about, _, kind = line.partition(" - ")
        if about.split(" ")[2] == number:
            return not kind.startswith(_REMOTE)
    return True


@contextmanager
def _lock_file(folder: Path) -> Iterator[None]:
    from filelock import FileLock, Timeout  # takes its time, and hardly anyone needs it

    lock = FileLock(folder / LOCK_FILE, timeout=WAIT_S)
    try:
        lock.acquire()
    except Timeout:
        raise _busy(folder) from None
    except (NotImplementedError, OSError) as error:
        if isinstance(error, OSError) and error.errno not in (*_NO_LOCKS, errno.EROFS):
            raise
        yield
        return
    try:
        yield
    finally:
        lock.release()


def _locked(path: Path, kind: int, *, makes: bool = False) -> int:
    """Wait for a folder's lock; returns its handle."""
    end = time.monotonic() + WAIT_S
    while True:
        try:
            handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
        except FileNotFoundError:
            if not makes:
                raise
            path.mkdir(parents=True, exist_ok=True)  # a run that failed has taken away what it had made
            continue
        try:
            fcntl.flock(handle, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            if time.monotonic() > end:
                raise _busy(path) from None
            time.sleep(_PAUSE_S)
            continue
        except OSError as error:
            if error.errno in _NO_LOCKS:
                return handle
            os.close(handle)
            raise
        # Between opening and locking, another run may have put a new folder under the same name.
        if _leads_to(path, handle):
            return handle
        os.close(handle)


def _leads_to(path: Path, handle: int) -> bool:
    with suppress(FileNotFoundError):
        return os.path.samestat(os.fstat(handle), path.stat())
    return False


def _busy(folder: Path) -> LayerError:
    return LayerError(Message("folder-busy", str(folder), values={"seconds": f"{WAIT_S:g}"}))
