"""The middle of a road whose carriageways a map holds as lines of their own.

A text that names a road as a boundary means the road, and planners draw its middle. So a line along one
carriageway is moved half way to the other: at each place to the middle between the outermost lines of the
same name that run beside it.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import shapely

#: What runs beside a line turns away from it by less than this, as the cosine of the angle (30 degrees).
_ALONG = 0.866
#: Lines nearer than this are the line itself, m.
_OWN_M = 1.0
#: Vertices of a line are moved so far apart at most, m.
_STEP_M = 25.0
#: Where nothing runs beside it for less than this, as across a junction, the middle goes on, m.
_PAUSE_M = 250.0
#: So many vertices on either hand smooth how far each is moved.
_SMOOTH = 2


def middle(
    line: shapely.LineString, strands: Sequence[shapely.LineString], across_m: float
) -> tuple[shapely.LineString, float]:
    """Move a line to the middle of what runs beside it.

    Parameters
    ----------
    line : shapely.LineString
        Along one of the strands, in a plane, m.
    strands : sequence of shapely.LineString
        All lines of the road, the same plane.
    across_m : float
        How far from the line others belong to the road, m.

    Returns
    -------
    line : shapely.LineString
        The line itself where nothing runs beside it, or if the middle would cross itself.
    beside_m : float
        How far the outermost lines lie from the middle at most, m; 0 where there are none.
    """
    dense = shapely.segmentize(line, _STEP_M)
    places = shapely.get_coordinates(dense)
    # Where it goes over from one strand to the other, two places may be one.
    places = places[np.r_[True, np.any(np.diff(places, axis=0), axis=1)]]
    normals = _normals(places, closed=line.is_closed)
    left, right = _hits(places, normals, strands, across_m)
    if not (np.isfinite(left) | np.isfinite(right)).any():
        return line, 0.0
    bare = ~np.isfinite(left) & ~np.isfinite(right)
    left, right = np.nan_to_num(left), np.nan_to_num(right)
    far = np.r_[0.0, np.cumsum(np.hypot(*np.diff(places, axis=0).T))]
    shift = _smooth(_bridged((left - right) / 2, bare, far))
    moved = shapely.LineString(places + normals * shift[:, np.newaxis])
    if line.is_closed:
        moved = shapely.LineString([*moved.coords[:-1], moved.coords[0]])
    if not moved.is_simple:
        return line, float(np.max(np.maximum(left, right)))
    return moved, float(np.max((left + right) / 2))


def _normals(places: np.ndarray, *, closed: bool) -> np.ndarray:
    """Unit vectors to the left of the way at each place."""
    if closed:
        around = np.vstack([places[-2], places, places[1]])
    else:
        around = np.vstack([places[0], places, places[-1]])
    way = around[2:] - around[:-2]
    length = np.hypot(*way.T)
    way = way / np.where(length > 0, length, 1.0)[:, np.newaxis]
    return np.column_stack([-way[:, 1], way[:, 0]])


def _hits(
    places: np.ndarray, normals: np.ndarray, strands: Sequence[shapely.LineString], across_m: float
) -> tuple[np.ndarray, np.ndarray]:
    """How far to the left and to the right of each place the outermost line runs along, m; NaN: none."""
    ends = [shapely.get_coordinates(each) for each in strands]
    start = np.vstack([each[:-1] for each in ends])
    end = np.vstack([each[1:] for each in ends])
    every = shapely.linestrings(np.stack([start, end], axis=1))
    rays = shapely.linestrings(np.stack([places - normals * across_m, places + normals * across_m], axis=1))
    at, other = shapely.STRtree(every).query(rays, predicate="intersects")
    way = end[other] - start[other]
    ahead = np.column_stack([normals[at, 1], -normals[at, 0]])
    length = np.hypot(*way.T)
    across = way[:, 0] * normals[at, 0] + way[:, 1] * normals[at, 1]
    along = np.abs(way[:, 0] * ahead[:, 0] + way[:, 1] * ahead[:, 1])
    runs = along > _ALONG * length
    at, other, way, across = at[runs], other[runs], way[runs], across[runs]
    # Where the ray meets the piece, as a share of the piece, by how far its ends lie ahead of the place.
    ahead = ahead[runs]
    behind = np.sum((start[other] - places[at]) * ahead, axis=1)
    step = np.sum(way * ahead, axis=1)
    share = np.clip(-behind / step, 0.0, 1.0)
    metres = np.sum((start[other] - places[at]) * normals[at], axis=1) + share * across
    left = np.full(len(places), np.nan)
    right = np.full(len(places), np.nan)
    np.fmax.at(left, at[metres > _OWN_M], metres[metres > _OWN_M])
    np.fmax.at(right, at[metres < -_OWN_M], -metres[metres < -_OWN_M])
    return left, right


def _bridged(shift: np.ndarray, bare: np.ndarray, far: np.ndarray) -> np.ndarray:
    """The shift of places beside which nothing runs: across a short pause from one end to the other."""
    have = np.flatnonzero(~bare)
    filled = np.where(bare, 0.0, shift)
    for before, after in pairwise(have):
        if after - before > 1 and far[after] - far[before] <= _PAUSE_M:
            inner = np.arange(before + 1, after)
            filled[inner] = np.interp(far[inner], far[[before, after]], shift[[before, after]])
    return filled


def _smooth(shift: np.ndarray) -> np.ndarray:
    """The middle one of what is near, and then the mean: a ramp beside it for 50 m moves nothing."""
    size = 2 * _SMOOTH + 1
    for how in (np.median, np.mean):
        near = np.lib.stride_tricks.sliding_window_view(np.pad(shift, _SMOOTH, mode="edge"), size)
        shift = how(near, axis=1)
    return shift
