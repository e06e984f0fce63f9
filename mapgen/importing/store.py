"""Layer files written whole or not at all, and never over somebody else's change."""

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

from layers.problems import LayerError, Problem


def store(folder: Path, files: Mapping[str, bytes], before: Mapping[str, bytes | None]) -> None:
    """Write layer files below a folder.

    Every file is on the disk in full before the first takes its place; if one cannot take its
    place, those that did are put back.

    Parameters
    ----------
    folder : Path
        Made if it does not exist.
    files : mapping of str to bytes
        New content by name relative to the folder.
    before : mapping of str to bytes or None
        What each file held when it was read; None for a file that did not exist.

    Raises
    ------
    LayerError
        If a file has changed since it was read, or cannot be written; then all are as they were.
    """
    try:
        changed = [name for name in files if _content(folder / name) != before.get(name)]
        if changed:
            raise LayerError([Problem(name, "", "store-changed") for name in changed])
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".zonemap-", dir=folder) as stage:
            for name, content in files.items():
                _flush(Path(stage, name), content)
            _swap(folder, Path(stage), list(files), before)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else str(error)
        raise LayerError([Problem(str(folder), "", "store-unwritable", {"reason": reason})]) from None


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


def _flush(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _swap(folder: Path, stage: Path, names: list[str], before: Mapping[str, bytes | None]) -> None:
    done: list[str] = []
    made: list[Path] = []
    try:
        for name in names:
            # A link within the folder stays a link; what it points at changes.
            target = (folder / name).resolve()
            if not target.parent.exists():
                target.parent.mkdir(parents=True)
                made.append(target.parent)
            (stage / name).replace(target)
            done.append(name)
    except OSError:
        for name in done:
            old = before.get(name)
            if old is None:
                (folder / name).unlink()
            else:
                _flush(stage / name, old)
                (stage / name).replace((folder / name).resolve())
        for path in reversed(made):
            path.rmdir()
        raise
