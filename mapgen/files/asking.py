"""Whether a file could be written, asked before long work is done for it."""

import errno
import os
import tempfile
from pathlib import Path


def require_place(file: Path) -> None:
    """Do nothing if a file can be written; folders above it may have to be made, and are not made here.

    Parameters
    ----------
    file : Path

    Raises
    ------
    OSError
        What the system says against it.
    """
    if file.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(file))
    folder = next(path for path in file.absolute().parents if os.path.lexists(path))
    # Permissions do not tell all: a disk may be sealed or full. A file without a name does.
    with tempfile.TemporaryFile(dir=folder) as trial:
        trial.write(b"0")
