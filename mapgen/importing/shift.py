"""Whether features stand where GCJ-02 or BD-09 would have moved them: coordinates of a map service."""

import numpy as np
import shapely

from geo.area import distance_m
from geo.gcj02 import SHIFTS
from mapgen.importing.snapshot import Snapshot

#: How far off the shifted place a feature may be, m: edits move centroids a little.
NEAR_M = 20.0
#: The share of the features that both states have which must stand there.
MOST = 0.5


def shifted_by(known: Snapshot, incoming: Snapshot) -> tuple[str, int, int] | None:
    """Recognise shifted coordinates.

    Parameters
    ----------
    known : Snapshot
        The layers, in WGS 84 degrees.
    incoming : Snapshot
        What came in as WGS 84.

    Returns
    -------
    (str, int, int) or None
        The system, and how many of how many features stand where it would have moved them;
        None where that is not the case for most of them.
    """
    pairs = [
        (known.items[key].geometry, item.geometry)
        for key, item in incoming.items.items()
        if key in known.items and known.items[key].geometry is not None and item.geometry is not None
    ]
    if not pairs:
        return None
    here, there = (_centroids([pair[side] for pair in pairs]) for side in (0, 1))
    for system, shift in SHIFTS.items():
        off = [
            distance_m(tuple(one), tuple(other)) if np.isfinite(other).all() else np.inf
            for one, other in zip(shift(here), there, strict=True)
        ]
        count = sum(metres <= NEAR_M for metres in off)
        if count > MOST * len(pairs):
            return system, count, len(pairs)
    return None


def _centroids(geometries: list[shapely.Geometry | None]) -> np.ndarray:
    with np.errstate(over="ignore", invalid="ignore"):  # of 1e308, which whoever asks leaves out
        centres: np.ndarray = shapely.get_coordinates(shapely.centroid(np.array(geometries, dtype=object)))
    return centres
