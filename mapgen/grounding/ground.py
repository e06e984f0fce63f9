"""The ground of a layers folder from an extract: read, put together, thinned, credited."""

import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from geo.frame import around
from layers.assemble import Atlas
from layers.files import DESCRIPTION, LayerFiles
from layers.messages import LayerError, Message
from mapgen.grounding.crediting import credited
from mapgen.grounding.dated import day_of
from mapgen.grounding.fitting import Fitted, fit_ground, fit_waters
from mapgen.grounding.recording import context_text, ground_text
from mapgen.grounding.spots import spots
from mapgen.grounding.taking import Bounds, take
from mapgen.grounding.waters import waters
from mapgen.grounding.ways import ways
from mapgen.pages.ground import REACH

_FILES = ("context.geojson", "ground.geojson")
#: Ground reaches so much further than a page shows that no sea ends within it.
_MARGIN = 1.15


@dataclass(frozen=True)
class Grounded:
    """What an extract gives.

    Attributes
    ----------
    context, ground : Fitted
    day : str or None
        Of the extract, YYYY-MM-DD.
    texts : dict of str to str
        Canonical, by the names of the layer files.
    remarks : list of Message
        What is left out, or not known.
    """

    context: Fitted
    ground: Fitted
    day: str | None
    texts: dict[str, str]
    remarks: list[Message] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        """How many features each kind has, by their names in the layers."""
        kinds: Counter[str] = Counter()
        for text in self.texts.values():
            kinds.update(each["properties"]["kind"] for each in json.loads(text)["features"])
        return dict(sorted(kinds.items()))


def bounds_of(atlas: Atlas) -> Bounds:
    """Return the box that the pages of layers show, and a margin.

    Parameters
    ----------
    atlas : Atlas

    Returns
    -------
    tuple of float
        West, south, east, north, degrees.

    Raises
    ------
    LayerError
        If nothing in the layers has a geometry.
    """
    drawn = [element.geometry for plan in atlas.catalog.plans for element in atlas.of_plan(plan)]
    drawn += [] if drawn else [line.geometry for line in atlas.catalog.baselines.values()]
    if not drawn:
        raise LayerError(Message("ground-no-box", str(atlas.catalog.folder)))
    west, south, east, north = around(drawn, REACH * _MARGIN).bounds
    return west, south, east, north


def ground_of(extract: Path, bounds: Bounds) -> Grounded:
    """Take the ground from an extract.

    Parameters
    ----------
    extract : Path
    bounds : tuple of float
        West, south, east, north, degrees.

    Returns
    -------
    Grounded

    Raises
    ------
    LayerError
        If the extract cannot be read, has no ground in the box, or more than a page has room for.
    """
    name = extract.name or str(extract)
    taken = take(extract, bounds)
    wet, is_whole = waters(taken, bounds)
    context = fit_waters(wet, name)
    ground = fit_ground([*ways(taken), *spots(taken)], name)
    day = day_of(extract)
    remarks = []
    if not is_whole:
        remarks.append(Message("ground-coast", name))
    if day is None:
        remarks.append(Message("ground-undated", name))
    texts = {"context.geojson": context_text(context, day), "ground.geojson": ground_text(ground, day)}
    return Grounded(context, ground, day, texts, remarks)


def files_of(
    there: LayerFiles, made: Grounded, *, replace: bool
) -> tuple[dict[str, bytes], dict[str, bytes | None], list[Message]]:
    """Return what is to be written into a layers folder.

    Parameters
    ----------
    there : LayerFiles
        What the folder holds.
    made : Grounded
    replace : bool
        Whether features that the folder has may go.

    Returns
    -------
    files, before : dict
        As `mapgen.authoring.store.store` takes them.
    remarks : list of Message

    Raises
    ------
    LayerError
        If the folder has context or ground already.
    """
    files = {name: made.texts[name].encode() for name in _FILES}
    before = {name: there.content(name) if name in there else None for name in files}
    problems = [
        Message("ground-there", name, values={"count": count})
        for name in _FILES
        if not replace and before[name] != files[name] and (count := _count(there, name))
    ]
    if problems:
        raise LayerError(*problems)
    text, is_credited = credited(there, made.day)
    if text is not None:
        files[DESCRIPTION] = text.encode()
        before[DESCRIPTION] = there.content(DESCRIPTION) if DESCRIPTION in there else None
    changed = {name: content for name, content in files.items() if content != before[name]}
    remarks = [] if is_credited else [Message("ground-uncredited", DESCRIPTION)]
    return changed, {name: before[name] for name in changed}, remarks


def _count(there: LayerFiles, name: str) -> int:
    """Features of a layer file that is there."""
    found: Any = there.json(name) if name in there else {}
    features = found.get("features") if isinstance(found, dict) else None
    return len(features) if isinstance(features, list) else 0


def lines(made: Grounded) -> list[Message]:
    """Return what was made for people, a line for each file."""
    told = []
    for layer, fitted in (("context", made.context), ("ground", made.ground)):
        file = f"{layer}.geojson"
        kinds = Counter(each["properties"]["kind"] for each in json.loads(made.texts[file])["features"])
        each = [Message(f"ground-kind-{kind}", values={"count": count}) for kind, count in kinds.items()]
        degree = fitted.degree
        values = {
            "kinds": tuple(each) or Message("ground-none"),
            "accuracy_m": degree.accuracy_m,
            "least_km2": degree.least_km2,
            "rank": degree.rank,
        }
        told.append(Message(f"ground-{layer}", file, values=values))
    return told


def summary(made: Grounded, bounds: Bounds) -> dict[str, Any]:
    """Return what was made as JSON has it; parameters as `ground_of` takes and gives them."""

    def one(fitted: Fitted) -> dict[str, Any]:
        degree = fitted.degree
        return {
            "features": len(fitted.things), "left_out": fitted.left_out, "tolerance_m": degree.tolerance_m,
            "accuracy_m": degree.accuracy_m, "least_km2": degree.least_km2, "rank": degree.rank,
            "page_bytes": fitted.bytes,
        }  # fmt: skip

    return {
        "bounds": [round(each, 5) for each in bounds], "date": made.day, "counts": made.counts,
        "context": one(made.context), "ground": one(made.ground),
    }  # fmt: skip
