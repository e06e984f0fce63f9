"""Runs of several processes that write into one folder come one after the other."""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

if sys.platform != "win32":
    import fcntl

# Where a file system has no locks (some network drives), two runs at once end file by file.
_NO_LOCKS = (errno.EBADF, errno.EINVAL, errno.ENOLCK, errno.EOPNOTSUPP)


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
    """
    if sys.platform == "win32":
        yield
        return
    with ExitStack() as held:
        # From the top down, so that no two runs wait for each other.
        for path in reversed(target.parents):
            with suppress(PermissionError):  # what may not be opened is swapped by nobody
                held.callback(os.close, _lock(path, fcntl.LOCK_SH))
        held.callback(os.close, _lock(target, fcntl.LOCK_EX))
        yield


def _lock(path: Path, kind: int) -> int:
    """Wait for a folder's lock; returns its handle."""
    while True:
        try:
            handle = os.open(path, os.O_RDONLY)
        except FileNotFoundError:  # a run that failed has taken away what it had made
            path.mkdir(parents=True, exist_ok=True)
            continue
        try:
            fcntl.flock(handle, kind)
        except OSError as error:
            if error.errno not in _NO_LOCKS:
                os.close(handle)
                raise
            return handle
        # While this run waited, another may have put a new folder under the same name.
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(handle), path.stat()):
                return handle
        os.close(handle)
