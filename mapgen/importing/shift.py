"""Whether features moved as no edit moves them: to where map services would, or all alike."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely

from geo.area import distance_m
from geo.gcj02 import NAMES, SHIFTS, to_wgs84
from mapgen.importing.snapshot import Snapshot

#: How far off the shifted place a feature may be, m: edits move centroids a little.
NEAR_M = 20.0
#: The share of the features that both states have which must stand there, or move alike.
MOST = 0.5
#: Less than this, m, nobody notices; further than this, nobody moves most features.
_LEAST_M, _FAR_M = 20.0, 20_000.0
#: How far, m and as a share, a way may be from that of most to be like it: datums differ by as little here.
_ALIKE_M, _ALIKE = 2.0, 0.05
#: Two features may have been taken by the mouse together.
_FEWEST, _FEWEST_FAR = 3, 2
#: Metres in a degree of latitude.
_DEGREE_M = 111_195.0


@dataclass(frozen=True)
class Shift:
    """What the coordinates of a file seem to be, other than what they were read as.

    Attributes
    ----------
    system, name : str
        Key and name in `geo.gcj02`.
    ids : list of str
        Features that stand where they would if it were so.
    whole : int
        How many features both states have.
    """

    system: str
    name: str
    ids: list[str]
    whole: int

    @property
    def of_most(self) -> bool:
        """Whether that holds for most of the features."""
        return len(self.ids) > MOST * self.whole


@dataclass(frozen=True)
class Offset:
    """A way that most features of a file have moved alike.

    Attributes
    ----------
    east, north : float
        m.
    count, whole : int
        So many of so many features moved so.
    """

    east: float
    north: float
    count: int
    whole: int

    @property
    def metres(self) -> float:
        """Length of the way, m."""
        return float(np.hypot(self.east, self.north))

    @property
    def is_far(self) -> bool:
        """Whether it is further than anybody moves most features."""
        return self.metres >= _FAR_M


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
        That of most features, else of as many as there are; None where no feature stands so.
    """
    ids, here, there = _pairs(known, incoming)
    found: list[Shift] = []
    for system, name, expected in _expected(here, stated or "wgs84") if ids else ():
        near = [
            each
            for each, one, other in zip(ids, expected, there, strict=True)
            if np.isfinite(other).all() and distance_m(tuple(one), tuple(other)) <= NEAR_M
        ]
        found.append(Shift(system, name, near, len(ids)))
    best = max(found, key=lambda shift: len(shift.ids), default=None)
    return best if best is not None and best.ids else None


def moved_alike(known: Snapshot, incoming: Snapshot) -> Offset | None:
    """Recognise coordinates of another system than was stated, by most features moving one way.

    Parameters
    ----------
    known, incoming : Snapshot
        As `shifted_by` takes them.

    Returns
    -------
    Offset or None
        None where they did not, or by less than 20 m.
    """
    ids, here, there = _pairs(known, incoming)
    if not ids:
        return None
    with np.errstate(over="ignore", invalid="ignore"):
        ways = (there - here) * _DEGREE_M
        ways[:, 0] *= np.cos(np.radians(here[:, 1]))
    ways = ways[np.isfinite(ways).all(axis=1)]
    if not len(ways):
        return None
    way = np.median(ways, axis=0)
    length = float(np.hypot(*way))
    alike = np.hypot(*(ways - way).T) <= max(_ALIKE_M, _ALIKE * length)
    offset = Offset(float(way[0]), float(way[1]), int(alike.sum()), len(ids))
    enough = offset.count >= (_FEWEST_FAR if offset.is_far else _FEWEST)
    return offset if length >= _LEAST_M and enough and offset.count > MOST * len(ids) else None


def _pairs(known: Snapshot, incoming: Snapshot) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Ids of the features that both states have, and where each has its centroid."""
    keys = [
        key
        for key, item in incoming.items.items()
        if key in known.items and known.items[key].geometry is not None and item.geometry is not None
    ]
    here, there = (
        _centroids([state.items[key].geometry for key in keys]) if keys else np.empty((0, 2))
        for state in (known, incoming)
    )
    return [incoming.items[key].id for key in keys], here, there


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
