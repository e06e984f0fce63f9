"""A made-up city to try everything with: the text of its plan, and an extract of its streets and waters."""

from pathlib import Path

from layers.messages import LayerError, Message

#: Where they are kept; tests/example_city.py makes the extract and the document.
_KEPT = Path(__file__).parents[1] / "example"
NAMES = ("plan.docx", "plan.txt", "city.osm")


def example_files(folder: Path) -> dict[str, bytes]:
    """Files of the example.

    Parameters
    ----------
    folder : Path
        Where they are to stand; need not exist.

    Returns
    -------
    dict of str to bytes
        By name.

    Raises
    ------
    LayerError
        If one of them is there already, or the folder is a file.
    """
    if (folder.exists() or folder.is_symlink()) and not folder.is_dir():
        raise LayerError(Message("example-not-folder", str(folder)))
    there = [name for name in NAMES if (folder / name).exists() or (folder / name).is_symlink()]
    if there:
        raise LayerError(*(Message("example-there", str(folder / name)) for name in there))
    return {name: (_KEPT / name).read_bytes() for name in NAMES}
