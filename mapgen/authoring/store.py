"""Layer files written whole or not at all, and never over somebody else's change."""

from collections.abc import Mapping
from pathlib import Path

from layers.messages import LayerError, Message, reason
from mapgen.files.writing import replace_all


def store(folder: Path, files: Mapping[str, bytes], before: Mapping[str, bytes | None]) -> None:
    """Write layer files below a folder.

    All of them take their places in one step, or one by one where a system cannot; if one cannot
    take its place, those that did are put back.

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

    def unchanged() -> None:
        changed = [name for name in files if _content(folder / name) != before.get(name)]
        if changed:
            raise LayerError(*(Message("store-changed", name) for name in changed))

    try:
        replace_all(folder, {_place(folder, name): content for name, content in files.items()}, unchanged)
    except (OSError, RuntimeError) as error:  # RuntimeError: links that lead to each other
        raise LayerError(Message("store-unwritable", str(folder), values={"reason": reason(error)})) from None


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


def _place(folder: Path, name: str) -> str:
    """Where a file really lies: a link within the folder stays a link, and what it points at changes."""
    place, home = (folder / name).resolve(), folder.resolve()
    if not place.is_relative_to(home):
        raise LayerError(Message("link-outside", name))
    return place.relative_to(home).as_posix()
