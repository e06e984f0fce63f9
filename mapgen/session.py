"""What most commands begin with: read the layers, assemble them, choose the plans."""

from pathlib import Path

from layers.assemble import Atlas, assemble
from layers.catalog import DEFAULT, load
from layers.problems import LayerError, Problem
from mapgen.talk import fail_layers, language


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
    typer.Exit
        With status 2, after one line for each problem.
    """
    spoken = language(lang)
    try:
        catalog = load(folder or DEFAULT)
        known = list(catalog.plans)
        unknown = [plan for plan in chosen or [] if plan not in known]
        if unknown:
            values: dict[str, object] = {"known": ", ".join(known)}
            raise LayerError([Problem(plan, "", "plan-unknown", values) for plan in unknown])
        return assemble(catalog), [plan for plan in known if not chosen or plan in chosen], spoken
    except LayerError as error:
        fail_layers(error, spoken)
