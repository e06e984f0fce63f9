"""The interval in which an area lies, from how far its edges may be off: a seeded Monte Carlo.

Every line that a boundary follows is moved sideways as a whole by a random distance, each by its own,
and the area is taken again, a thousand times. Neighbours along a line move together.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from statistics import NormalDist
from typing import NamedTuple

import numpy as np
import shapely

from geo.crs import CGCS2000, belt, transform
from geo.network import segments
from geo.offset import area_forms, areas

#: So many samples, of which a twentieth is left out at either end.
SAMPLES = 1000
_TAIL = SAMPLES // 20
_SEED = 13
#: Outlines whose matrices are made at once.
_BATCH = 1000
#: Lines whose samples are kept for the neighbours (8 KB each).
_KEPT = 2000


@dataclass(frozen=True, slots=True)
class UncertainEdge:
    """A stretch of a boundary that moves sideways as a whole.

    Attributes
    ----------
    line : shapely.Geometry
        LineString or MultiLineString, (lon, lat) degrees. Offsets count to the right of its direction.
    follows : str or None
        Id of the line that it follows: edges of one id move together, in all outlines. None for a
        connector, whose ends move with the edges that they join.
    accuracy_m : float
        Nine tenths of the samples move it less than this, m; left out of account for a connector.
    """

    line: shapely.Geometry
    follows: str | None
    accuracy_m: float


class Outline(NamedTuple):
    """An area with the edges that its boundary consists of.

    Attributes
    ----------
    geometry : shapely.Geometry
        Polygon or MultiPolygon, (lon, lat) degrees.
    area_km2 : float
        Its area, km².
    edges : sequence of UncertainEdge
        At least one. A stretch of the boundary that none of them runs along goes with the nearest.
    """

    geometry: shapely.Geometry
    area_km2: float
    edges: Sequence[UncertainEdge]


class Interval(NamedTuple):
    """What a twentieth of the samples lie below, and what a twentieth lie above, km²."""

    low_km2: float
    high_km2: float


def intervals(outlines: Sequence[Outline]) -> list[Interval]:
    """Find the intervals that hold nine tenths of the areas that outlines may have.

    Parameters
    ----------
    outlines : sequence of Outline

    Returns
    -------
    list of Interval
        Neither end is negative. An outline has the same interval whatever others there are.

    Raises
    ------
    GeoError
        If a geometry lies outside the CGCS2000 3-degree belts.
    """
    batches = (outlines[at : at + _BATCH] for at in range(0, len(outlines), _BATCH))
    return [found for batch in batches for found in _intervals(batch)]


def _intervals(outlines: Sequence[Outline]) -> Iterator[Interval]:
    shapes = shapely.remove_repeated_points([outline.geometry for outline in outlines])
    shapes = shapely.orient_polygons(shapes)
    parts, whole = shapely.get_parts(shapes, return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    owner = whole[part]
    edges = [edge for outline in outlines for edge in outline.edges]
    owners = np.repeat(np.arange(len(outlines)), [len(outline.edges) for outline in outlines])
    along, sign, ring = _along(rings, owner, [edge.line for edge in edges], owners)

    # Lines are numbered in a batch, and again along each ring.
    names = list(dict.fromkeys(edge.follows for edge in edges if edge.follows is not None))
    number = {name: n for n, name in enumerate(names)}
    line = np.array([-1 if edge.follows is None else number[edge.follows] for edge in edges])[along]
    follows = line >= 0
    pairs, which = np.unique(ring[follows] * len(names) + line[follows], return_inverse=True)
    start = np.searchsorted(pairs, np.arange(len(rings) + 1) * len(names))
    slot = np.zeros(len(ring), dtype=int)
    slot[follows] = which - start[ring[follows]] + 1
    reach = np.zeros(len(pairs))
    reach[which] = np.array([edge.accuracy_m for edge in edges])[along[follows]]

    forms = area_forms(_corners(shapes, rings, owner), ring, slot, sign, np.diff(start))
    nominal, samples = np.zeros(len(outlines)), np.zeros((len(outlines), SAMPLES))
    for n, form in enumerate(forms):
        own = range(start[n], start[n + 1])
        offsets = np.array([_scores(names[pairs[i] % len(names)]) * reach[i] for i in own])
        nominal[owner[n]] += form[0, 0]
        samples[owner[n]] += areas(form, offsets.reshape(-1, SAMPLES))
    scale = np.array([outline.area_km2 for outline in outlines]) / nominal
    ordered = np.sort(np.maximum(samples, 0.0), axis=1) * scale[:, None]
    # Halfway between the last sample that is left out and the first that is kept.
    low = ordered[:, _TAIL - 1 : _TAIL + 1].mean(axis=1)
    high = ordered[:, -_TAIL - 1 : 1 - _TAIL].mean(axis=1)
    return map(Interval, low.tolist(), high.tolist())


def _corners(shapes: np.ndarray, rings: np.ndarray, owner: np.ndarray) -> np.ndarray:
    """Corners of all rings in the plane of the belt of each outline's middle, the first not repeated."""
    west, _, east, _ = shapely.bounds(shapes).T
    codes = np.array([belt(middle) for middle in ((west + east) / 2).tolist()], dtype=int)[owner]
    plane = rings.copy()
    for code in np.unique(codes).tolist():
        plane[codes == code] = transform(rings[codes == code], CGCS2000, code)
    return _straight(plane)[0]


def _along(
    rings: np.ndarray, owner: np.ndarray, lines: Sequence[shapely.Geometry], owners: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """For each straight stretch of rings: number of its line, -1 where that runs against it, its ring."""
    parts, of = shapely.get_parts(lines, return_index=True)
    start, stop, part = _straight(parts)
    first, second, ring = _straight(rings)
    known: dict[int, dict[bytes, int]] = {}
    of_outline = owners[of[part]]
    for n, (outline, key) in enumerate(zip(of_outline.tolist(), segments(start, stop), strict=True)):
        known.setdefault(outline, {}).setdefault(key, n)
    keys = zip(owner[ring].tolist(), segments(first, second), strict=True)
    at = np.array([known[outline].get(key, -1) for outline, key in keys])
    lost = np.flatnonzero(at < 0)
    for outline in np.unique(owner[ring[lost]]).tolist():
        # A union cuts stretches where outlines cross.
        here, there = lost[owner[ring[lost]] == outline], np.flatnonzero(of_outline == outline)
        tree = shapely.STRtree(shapely.linestrings(np.stack([start[there], stop[there]], axis=1)))
        at[here] = there[tree.nearest(shapely.points((first[here] + second[here]) / 2))]
    against = ((second - first) * (stop - start)[at]).sum(axis=1) < 0
    return of[part[at]], np.where(against, -1.0, 1.0), ring


def _straight(lines: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Straight stretches of lines: their first and second ends, shape (n, 2), and numbers of their lines."""
    places, line = shapely.get_coordinates(lines, return_index=True)
    on = np.flatnonzero(line[1:] == line[:-1])
    return places[on], places[on + 1], line[on]


@cache
def _normal() -> np.ndarray:
    """A normal distribution at the middles of equal shares; nine tenths lie between -1 and 1."""
    standard = NormalDist()
    middles = (np.arange(SAMPLES) + 0.5) / SAMPLES
    return np.array([standard.inv_cdf(share) for share in middles.tolist()]) / standard.inv_cdf(0.95)


@lru_cache(_KEPT)
def _scores(name: str) -> np.ndarray:
    """Samples of a line's offset, as a multiple of its accuracy, in an order of its own.

    All lines have the same values (a Latin hypercube), which samples the tails of each evenly; the order
    is drawn from the line's name, so that no other line has a say in it.
    """
    return np.random.default_rng([_SEED, *name.encode()]).permutation(_normal())
