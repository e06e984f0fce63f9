"""A layers folder or an export as a state that can be compared."""

from pathlib import Path

from layers.assemble import assemble
from layers.catalog import load
from layers.messages import LayerError
from mapgen.importing.matching import recognise
from mapgen.importing.reader import Overrides, read
from mapgen.importing.snapshot import Snapshot, of_atlas
from mapgen.importing.stated import add_stated


def load_pair(one: Path, other: Path, overrides: Overrides) -> tuple[Snapshot, Snapshot]:
    """Read two layers folders or exports, in any mixture.

    Parameters
    ----------
    one, other : Path
        A folder with plans in it is a layers folder; anything else is an export.
    overrides : Overrides
        What the user says about exports.

    Returns
    -------
    (Snapshot, Snapshot)

    Raises
    ------
    LayerError
        With the problems of both.
    """
    problems = []
    found: dict[Path, Snapshot] = {}
    # Layers first: an export is read in the light of them, because its rows may have lost their ids.
    for path in sorted((one, other), key=lambda path: not _is_layers(path)):
        try:
            found[path] = _state(path, next(iter(found.values()), Snapshot("")), overrides)
        except LayerError as error:
            problems += error.messages
    if problems:
        raise LayerError(*problems)
    return found[one], found[other]


def _is_layers(path: Path) -> bool:
    return path.is_dir() and any(path.glob("*/plan.toml"))


def _state(path: Path, known: Snapshot, overrides: Overrides) -> Snapshot:
    if _is_layers(path):
        atlas = assemble(load(path))
        state = of_atlas(atlas, str(path))
        add_stated(state, atlas.catalog)
        return state
    incoming = recognise(read(path, overrides), known, str(path), overrides.tolerance_m)
    if incoming.problems:
        raise LayerError(*incoming.problems)
    return incoming.state
