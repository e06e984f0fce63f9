"""A folder for a plan of the user's own: a commented plan.toml, empty layers and one worked example."""

from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from layers.canonical import dumps
from layers.files import DESCRIPTION, LayerFiles, read_files
from layers.messages import LayerError, Message
from layers.types import PlanId
from mapgen.authoring.formatting import features, vars_of

#: The worked example, with a token where the plan's id belongs.
TEMPLATES = Path(__file__).parents[1] / "text" / "new"
_TOKEN = "PLAN"  # noqa: S105 - stands for an id, no secret
_FILES = ("plan.toml", "zones.geojson", "axes.geojson", "nodes.geojson")
_BASELINES = "baselines.geojson"
_ID: TypeAdapter[str] = TypeAdapter(PlanId)


def new_plan(folder: Path, plan: str) -> tuple[dict[str, bytes], dict[str, bytes | None]]:
    """Files of a new plan.

    Parameters
    ----------
    folder : Path
        Layers folder; need not exist.
    plan : str
        Id of the plan: lower-case letters, digits, hyphens.

    Returns
    -------
    files : dict of str to bytes
        New content by name relative to the folder: the plan's own files, the shared
        baselines, and an atlas.toml to fill in where there is none.
    before : dict of str to bytes or None
        What those files held, None for new ones.

    Raises
    ------
    LayerError
        If the id will not do, is in use, or the folder's layers cannot be read.
    """
    try:
        _ID.validate_python(plan)
    except ValidationError:
        raise LayerError(Message("new-id", plan)) from None
    if (folder / plan).exists() or (folder / plan).is_symlink():
        raise LayerError(Message("new-exists", str(folder / plan)))
    if folder.exists() and not folder.is_dir():
        raise LayerError(Message("new-not-folder", str(folder)))
    files: dict[str, bytes] = {
        f"{plan}/{name}": (TEMPLATES / name).read_text("utf-8").replace(_TOKEN, plan).encode()
        for name in _FILES
    }
    before: dict[str, bytes | None] = dict.fromkeys(files)
    there = read_files(folder) if folder.exists() else LayerFiles(folder, {})
    files[_BASELINES], before[_BASELINES] = _with_baselines(there, plan)
    if DESCRIPTION not in there:
        files[DESCRIPTION], before[DESCRIPTION] = (TEMPLATES / DESCRIPTION).read_bytes(), None
    return files, before


def _with_baselines(there: LayerFiles, plan: str) -> tuple[bytes, bytes | None]:
    """The folder's baselines with those of the example behind them."""
    example = (TEMPLATES / _BASELINES).read_text("utf-8").replace(_TOKEN, plan)
    if _BASELINES not in there:
        return example.encode(), None
    text = there.text(_BASELINES)
    theirs, ours = features(text, "baselines", _BASELINES), features(example, "baselines", _BASELINES)
    taken = {record.id for record, _ in theirs}
    if clash := [record.id for record, _ in ours if record.id in taken]:
        raise LayerError(*(Message("new-baseline", _BASELINES, name) for name in clash))
    both = dumps("baselines", ((vars_of(record), geometry) for record, geometry in [*theirs, *ours]))
    return both.encode(), text.encode()
