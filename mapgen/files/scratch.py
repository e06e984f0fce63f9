"""Folders for files in between: gone when they are no longer needed, or when the next run finds them.

Each is locked as long as its run lives, and the system lets go of the lock of a run that was killed. So
whoever can lock such a folder knows that nobody uses it; the number of a process, which another may have
by now, would not tell.
"""

import os
import re
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from layers.locking import locks_folders
from mapgen.files.pending import pending

if sys.platform != "win32":
    import fcntl

_PREFIX = "zonemap-scratch-"
_OURS = re.compile(rf"{_PREFIX}[a-z0-9_]{{8}}")


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A folder for files in between, gone afterwards; those of killed runs of this user go before."""
    home = Path(tempfile.gettempdir())
    locks = sys.platform != "win32" and locks_folders(home)
    with pending():
        if locks:
            _clear(home)
        place, handle = _made(home) if locks else (Path(tempfile.mkdtemp(prefix=_PREFIX, dir=home)), None)
        try:
            yield place
        finally:
            shutil.rmtree(place, ignore_errors=True)
            if handle is not None:
                os.close(handle)


def _made(home: Path) -> tuple[Path, int]:
    """A new folder, locked; another run may have taken it for a dead one's before it was."""
    while True:
        place = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=home))
        with suppress(FileNotFoundError):
            handle = os.open(place, os.O_RDONLY | os.O_DIRECTORY)
            fcntl.flock(handle, fcntl.LOCK_SH)
            if place.exists():
                return place, handle
            os.close(handle)


def _clear(home: Path) -> None:
    """Remove folders of killed runs: by name and owner ours, and locked by nobody."""
    try:
        entries = [entry for entry in os.scandir(home) if _OURS.fullmatch(entry.name)]
    except OSError:  # whoever may not look there may still write there
        return
    for entry in entries:
        with suppress(OSError):  # somebody else's, in use, or gone by now
            handle = os.open(entry.path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
            try:
                told = os.fstat(handle)
                if told.st_uid == os.geteuid() and stat.S_IMODE(told.st_mode) == stat.S_IRWXU:
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    shutil.rmtree(entry.path, ignore_errors=True)
            finally:
                os.close(handle)
