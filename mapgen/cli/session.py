"""What most commands begin with: read the layers, assemble them, choose the plans."""

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from layers.assemble import Atlas, assemble
from layers.catalog import DEFAULT, Catalog, load
from layers.files import DESCRIPTION
from layers.messages import Message, MessageError
from mapgen.cli.console import language, say


def open_atlas(
    folder: Path | None, chosen: list[str] | None, lang: str | None
) -> tuple[Atlas, list[str], str]:
    """Read and assemble a layers folder.

    Parameters
    ----------
    folder : Path or None
        Layers folder; the package's own without it.
    chosen : list of str or None
        Plans by id; all without it.
    lang : str or None
        Language that the user asked for.

    Returns
    -------
    atlas : Atlas
        All plans of the folder, because they refer to each other.
    plans : list of str
        Ids of the chosen plans, in the catalogue's order.
    language : str

    Raises
    ------
    LayerError
        If the layers cannot be used, or there is no such plan.
    """
    spoken = language(lang)
    with _keeping():
        catalog = load(folder or DEFAULT)
        plans = catalog.chosen(chosen or [])
        return assemble(catalog), plans, spoken


def ask_for_description(atlas: Atlas, spoken: str) -> None:
    """Ask in one line for what atlas.toml does not state: nobody can guess it, and nothing shows it."""
    if keys := atlas.catalog.description.unstated:
        path = str(atlas.catalog.folder / DESCRIPTION)
        say(Message("atlas-unstated", path, values={"keys": ", ".join(keys)}), spoken)


def open_catalog(
    folder: Path | None, chosen: list[str] | None, lang: str | None
) -> tuple[Catalog, list[str], str]:
    """Read a layers folder without building anything of it; parameters, values and errors as `open_atlas`."""
    spoken = language(lang)
    catalog = load(folder or DEFAULT)
    return catalog, catalog.chosen(chosen or []), spoken


@contextmanager
def _keeping() -> Iterator[None]:
    """Do not look for garbage in the meantime: nearly all that is made now is kept to the end.

    Python's search for circles of objects would walk through all of them again and again:
    a tenth of the time at 100,000 zones, and a growing share.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.freeze()  # nor is it looked through later


def needs_files(files: list[Path] | None, given: Mapping[str, object]) -> None:
    """Refuse options that say something of files to compare with where there are none.

    Raises
    ------
    MessageError
        Which option it is.
    """
    for option, value in given.items():
        if value and not files:
            raise MessageError(Message("against-needed", values={"option": option}))
