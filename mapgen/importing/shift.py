"""Whether features stand where GCJ-02 or BD-09 would have moved them: coordinates of a map service."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely

from geo.area import distance_m
from geo.gcj02 import NAMES, SHIFTS, to_wgs84
from mapgen.importing.snapshot import Snapshot

#: How far off the shifted place a feature may be, m: edits move centroids a little.
NEAR_M = 20.0
#: The share of the features that both states have which must stand there.
MOST = 0.5


@dataclass(frozen=True)
class Shift:
    """What the coordinates of a file seem to be, other than what they were read as.

    Attributes
    ----------
    system, name : str
        Key and name in `geo.gcj02`.
    count, whole : int
        So many of so many features stand where they would if it were so.
    """

    system: str
    name: str
    count: int
    whole: int


def shifted_by(known: Snapshot, incoming: Snapshot, stated: str | None) -> Shift | None:
    """Recognise shifted coordinates.

    Parameters
    ----------
    known : Snapshot
        The layers, in WGS 84 degrees.
    incoming : Snapshot
        What came in as WGS 84, or was brought there from `stated`.
    stated : str or None
        A key of `geo.gcj02.SHIFTS`: what the user said that the coordinates are.

    Returns
    -------
    Shift or None
        None where most of the features stand nowhere of the kind.
    """
    pairs = [
        (known.items[key].geometry, item.geometry)
        for key, item in incoming.items.items()
        if key in known.items and known.items[key].geometry is not None and item.geometry is not None
    ]
    if not pairs:
        return None
    here, there = (_centroids([pair[side] for pair in pairs]) for side in (0, 1))
    for system, name, expected in _expected(here, stated or "wgs84"):
        off = [
            distance_m(tuple(one), tuple(other)) if np.isfinite(other).all() else np.inf
            for one, other in zip(expected, there, strict=True)
        ]
        count = sum(metres <= NEAR_M for metres in off)
        if count > MOST * len(pairs):
            return Shift(system, name, count, len(pairs))
    return None


def _expected(here: np.ndarray, stated: str) -> Iterator[tuple[str, str, np.ndarray]]:
    """Where features would stand if they were in another system than the stated one, or shifted twice."""
    for system, shift in SHIFTS.items():
        if system != stated:
            yield system, NAMES[system], to_wgs84(shift(here), SHIFTS[stated])
    if stated != "wgs84":
        yield stated, f"{NAMES[stated]} × 2", SHIFTS[stated](here)


def _centroids(geometries: list[shapely.Geometry | None]) -> np.ndarray:
    """Of shape (n, 2); NaN where there is none, as of a ring with NaN among its vertices."""
    with np.errstate(over="ignore", invalid="ignore"):  # of 1e308, which whoever asks leaves out
        centres = shapely.centroid(np.array(geometries, dtype=object))
    positions, owner = shapely.get_coordinates(centres, return_index=True)
    found = np.full((len(geometries), 2), np.nan)
    found[owner] = positions
    return found
