"""As many vertices and as small waters as a page has room for: the finest of several degrees that fits."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import shapely

from geo.place import DECIMALS
from geo.thin import thinned, without_small
from layers.geometry import members
from layers.messages import LayerError, Message
from mapgen.grounding.taking import Thing
from mapgen.pages import packing

#: Bytes of a page that its waters and the rest of its ground may take.
WATER_BYTES, GROUND_BYTES = 60_000, 110_000
#: How far the lines of an extract may be off, m: assumed, not measured.
EXTRACT_M = 20.0
#: Where a river has no area its middle stands for it, m.
MIDDLE_M = 100.0


@dataclass(frozen=True, slots=True)
class Degree:
    """How much is left out.

    Attributes
    ----------
    tolerance_m : float
        By which a line may move.
    least_km2 : float
        Of areas and holes in them.
    rank : int
        The least weighty one that is kept.
    """

    tolerance_m: float
    least_km2: float
    rank: int = 4

    @property
    def accuracy_m(self) -> float:
        """How far what is left may be off, m."""
        return self.tolerance_m + EXTRACT_M


_WATERS = tuple(
    Degree(*each)
    for each in ((10, 0.005), (15, 0.01), (20, 0.02), (30, 0.05), (40, 0.1), (60, 0.2), (90, 0.5), (140, 1),
                 (200, 3), (300, 10))
)  # fmt: skip
_GROUND = tuple(
    Degree(*each)
    for each in ((10, 0.05, 4), (20, 0.1, 4), (30, 0.1, 4), (40, 0.1, 4), (30, 0.1, 3), (40, 0.1, 3),
                 (60, 0.2, 3), (40, 0.2, 2), (60, 0.5, 2), (90, 1, 2), (140, 2, 2), (140, 2, 1), (250, 5, 1))
)  # fmt: skip


@dataclass(frozen=True)
class Fitted:
    """Things that a page has room for.

    Attributes
    ----------
    things : list of Thing
        Rounded as layers are.
    degree : Degree
    bytes : int
        What a page needs for them.
    left_out : int
        Things that are too small or not weighty enough.
    """

    things: list[Thing]
    degree: Degree
    bytes: int
    left_out: int


def fit_waters(things: Sequence[Thing], name: str) -> Fitted:
    """Thin waters until a page has room for them; parameters and errors as `fit_ground`."""
    return _fit(things, _WATERS, WATER_BYTES, name, lambda each: {"kind": each.kind, "name": each.name})


def fit_ground(things: Sequence[Thing], name: str) -> Fitted:
    """Thin roads, lines, hills and names until a page has room for them.

    Parameters
    ----------
    things : sequence of Thing
    name : str
        What messages call the extract.

    Returns
    -------
    Fitted

    Raises
    ------
    LayerError
        If not even the coarsest degree fits.
    """
    return _fit(things, _GROUND, GROUND_BYTES, name, lambda each: {"kind": each.kind, "rank": each.rank})


def _fit(
    things: Sequence[Thing],
    degrees: Sequence[Degree],
    most: int,
    name: str,
    described: Callable[[Thing], dict[str, Any]],
) -> Fitted:
    for degree in degrees:
        kept = _thinned([each for each in things if each.rank <= degree.rank], degree)
        size = _size(kept, described)
        if size <= most:
            return Fitted(kept, degree, size, len(things) - len(kept))
    raise LayerError(Message("ground-large", name, values={"kb": size // 1000, "limit": most // 1000}))


def _thinned(things: Sequence[Thing], degree: Degree) -> list[Thing]:
    large = []
    for each in things:
        if "Polygon" not in each.shape.geom_type:
            large.append(each)
        elif (shape := without_small(each.shape, degree.least_km2)) is not None:
            large.append(replace(each, shape=shape))
    made = []
    for each, shape in zip(
        large, thinned([each.shape for each in large], degree.tolerance_m, DECIMALS), strict=True
    ):
        dimension = shapely.get_dimensions(each.shape)
        parts = shapely.get_parts([shape])
        parts = parts[(shapely.get_dimensions(parts) == dimension) & ~shapely.is_empty(parts)]
        if len(parts):
            whole = parts[0] if len(parts) == 1 else _many(parts, int(dimension))
            made.append(replace(each, shape=whole))
    return made


def _many(parts: Sequence[shapely.Geometry], dimension: int) -> shapely.Geometry:
    return {1: shapely.multilinestrings, 2: shapely.multipolygons}[dimension](parts)


def _size(things: Sequence[Thing], described: Callable[[Thing], dict[str, Any]]) -> int:
    """Bytes that things take on a page."""
    if not things:
        return 0
    shapes = packing.geometries(members([each.shape for each in things], DECIMALS))
    named = [
        {**described(each), "name": each.name, "name_en": each.name_en, "geometry": shape}
        for each, shape in zip(things, shapes, strict=True)
    ]
    return len(json.dumps(packing.table(named), ensure_ascii=False).encode())
