"""How far an edge runs from an independent line, and how much of the edge that line shows."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from geo.crs import CGCS2000, belt, transform

#: Steps along an edge, m: as fine as the best lines are accurate; of a long edge no more than so many.
_STEP_M, _FEWEST, _MOST = 10.0, 200, 10_000
#: Longest chord, degrees, that a plane is taken to leave straight: at 2 km it bends by a few centimetres.
_CHORD = 0.02
#: A degree of latitude is no shorter anywhere, m.
_DEGREE_M = 110_574.0
#: Ends of lines that come this near to another line, m, continue in it: a road comes in many pieces.
_JOINED_M = 1.0
#: So far along it, m, one sees where a line leads.
_LEAD_M = 5.0
#: How far a point may lie beyond the end of a line, m, and still count as beside it: a rounded centimetre.
_BEYOND_M = 0.02
#: Directions are told apart in sectors of this many degrees.
_SECTOR = 10


@dataclass(frozen=True, slots=True)
class Deviation:
    """Distances of an edge from independent lines.

    Attributes
    ----------
    covered : float
        Share of the edge that the lines show, 0 to 1.
    median_m, p90_m, largest_m : float or None
        Of the distances of the covered share, m: half and nine tenths of it lie within the first two.
        None where nothing is covered.
    """

    covered: float
    median_m: float | None = None
    p90_m: float | None = None
    largest_m: float | None = None


def deviation(
    edge: shapely.Geometry,
    lines: Sequence[shapely.Geometry],
    within_m: float,
    parallel_deg: float | None = None,
) -> Deviation:
    """Measure how far an edge runs from independent lines.

    Parameters
    ----------
    edge : shapely.LineString or shapely.MultiLineString
        (lon, lat) degrees.
    lines : sequence of shapely.Geometry
        Lines, (lon, lat) degrees; of an area its boundary.
    within_m : float
        Lines that are further from a point of the edge than this do not show it, m.
    parallel_deg : float, optional
        How far the direction of a line may differ from that of the edge beside it, degrees, 0 to 90; a
        stretch that runs otherwise does not count. Any direction without it.

    Returns
    -------
    Deviation

    Raises
    ------
    GeoError
        If the edge lies outside the CGCS2000 belts.

    Notes
    -----
    Points along the edge at even steps (10 m, and finer on a short edge) are compared with the nearest
    stretch of the lines, in the plane of the belt where the edge lies. A point beyond the end of a line is
    not covered: the distance to an end says nothing of where the line would run on. An end from which
    another line leads on, at most 1 m away, is no end.
    """
    west, south, east, north = edge.bounds
    plane = belt((west + east) / 2)
    places, courses = _points(_flat(edge, plane))
    # More than is needed: a degree of longitude is longer than half of one of latitude up to 60° north.
    reach = within_m / _DEGREE_M
    box = (west - 2 * reach, south - reach, east + 2 * reach, north + reach)
    starts, ends, free = _stretches(lines, box, plane)
    if not len(starts):
        return Deviation(0.0)
    metres = np.full(len(places), np.inf)
    # Without directions there is one sector, which holds everything.
    for number in [None] if parallel_deg is None else range(0, 180, _SECTOR):
        here = np.arange(len(places))
        there = np.arange(len(starts))
        if number is not None and parallel_deg is not None:
            middle = number + _SECTOR / 2
            here = np.flatnonzero(_turn(courses, middle) <= _SECTOR / 2)
            there = np.flatnonzero(_turn(_course(ends - starts), middle) <= parallel_deg)
        if len(here) and len(there):
            metres[here] = _distances(places[here], starts[there], ends[there], free[there], within_m)
    shown = metres[np.isfinite(metres)]
    if not len(shown):
        return Deviation(0.0)
    median, most = np.quantile(shown, [0.5, 0.9]).tolist()
    return Deviation(len(shown) / len(metres), median, most, float(shown.max()))


def _flat(lines: shapely.Geometry, plane: int) -> shapely.Geometry:
    """Lines in a plane, or an array of them: what is straight in degrees is bent there if it is long."""
    return transform(shapely.segmentize(lines, _CHORD), CGCS2000, plane)


def _points(edge: shapely.Geometry) -> tuple[np.ndarray, np.ndarray]:
    """Points at even steps along all parts of an edge in a plane, and the course of the edge there."""
    parts = shapely.get_parts([edge])
    begins = np.concatenate([[0.0], np.cumsum(shapely.length(parts))])
    count = int(np.clip(np.ceil(begins[-1] / _STEP_M), _FEWEST, _MOST))
    # In the middle of each step, so that none counts for more of the edge than another.
    along = (np.arange(count) + 0.5) * begins[-1] / count
    part = np.clip(np.searchsorted(begins, along, side="right") - 1, 0, len(parts) - 1)
    on, step = parts[part], along - begins[part]
    half = begins[-1] / count / 2
    before = shapely.line_interpolate_point(on, np.maximum(step - half, 0))
    after = shapely.line_interpolate_point(on, step + half)
    ways = shapely.get_coordinates(after) - shapely.get_coordinates(before)
    return shapely.line_interpolate_point(on, step), _course(ways)


def _stretches(
    lines: Sequence[shapely.Geometry], box: tuple[float, float, float, float], plane: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Straight stretches of lines in a plane: their starts and ends, (n, 2), and which of both are free.

    Of lines that lead out of the box (degrees) only what lies in it; where they are cut they are too far away
    to be the nearest to anything.
    """
    near = shapely.clip_by_rect(np.array(list(lines), dtype=object), *box)
    parts = _flat(shapely.get_parts(near), plane)
    parts = parts[shapely.length(parts) > 0]
    places, owner = shapely.get_coordinates(parts, return_index=True)
    on = np.flatnonzero(owner[1:] == owner[:-1])
    of = owner[on]
    first, last = on == np.searchsorted(owner, of), of != np.append(owner, -1)[on + 2]
    free = _free_tips(parts)[of] & np.column_stack([first, last])
    whole = (places[on] != places[on + 1]).any(axis=1)
    return places[on][whole], places[on + 1][whole], free[whole]


def _free_tips(parts: np.ndarray) -> np.ndarray:
    """Whether each line ends freely at its start and at its end, of shape (n, 2).

    An end is free unless another line leads on from it: a copy of the line, or the other carriageway of a
    road that begins with it, only leads back.
    """
    tree = shapely.STRtree(parts)
    lengths = shapely.length(parts)
    tips = [shapely.get_point(parts, 0), shapely.get_point(parts, -1)]
    closed = shapely.distance(*tips) <= _JOINED_M
    free = np.tile(~closed[:, None], (1, 2))
    for end, tip in enumerate(tips):
        own, other = tree.query(tip, predicate="dwithin", distance=_JOINED_M)
        own, other = own[own != other], other[own != other]
        inward = shapely.line_interpolate_point(parts[own], -_LEAD_M if end else _LEAD_M)
        at = shapely.line_locate_point(parts[other], tip[own])
        for way in (-_LEAD_M, _LEAD_M):
            along = np.clip(at + way, 0, lengths[other])
            onward = shapely.line_interpolate_point(parts[other], along)
            leads = _turns_away(tip[own], inward, onward)
            free[own[leads], end] = False
    return free


def _turns_away(tips: np.ndarray, inward: np.ndarray, onward: np.ndarray) -> np.ndarray:
    """Whether the way on from a tip leads anywhere, and not back along the line that ends there."""
    here = shapely.get_coordinates(tips)
    back, on = shapely.get_coordinates(inward) - here, shapely.get_coordinates(onward) - here
    long = np.hypot(*on.T)
    cosine = np.sum(back * on, axis=1) / np.maximum(long * np.hypot(*back.T), 1e-9)
    away: np.ndarray = (long > 2 * _JOINED_M) & (cosine < np.cos(np.radians(45)))
    return away


def _distances(
    places: np.ndarray, starts: np.ndarray, ends: np.ndarray, free: np.ndarray, within_m: float
) -> np.ndarray:
    """Distances of points from the nearest stretch; infinite beyond `within_m` and beyond a free end."""
    tree = shapely.STRtree(shapely.linestrings(np.stack([starts, ends], axis=1)))
    (point, stretch), found = tree.query_nearest(
        places, max_distance=within_m, all_matches=False, return_distance=True
    )
    ways = ends[stretch] - starts[stretch]
    long = np.hypot(*ways.T)
    # How far along its stretch the foot of each point lies, m.
    foot = np.sum((shapely.get_coordinates(places[point]) - starts[stretch]) * ways, axis=1) / long
    beyond = (free[stretch, 0] & (foot < -_BEYOND_M)) | (free[stretch, 1] & (foot > long + _BEYOND_M))
    metres = np.full(len(places), np.inf)
    metres[point[~beyond]] = found[~beyond]
    return metres


def _course(ways: np.ndarray) -> np.ndarray:
    """Directions in degrees from 0 to 180, there and back alike."""
    courses: np.ndarray = np.degrees(np.arctan2(ways[:, 1], ways[:, 0])) % 180
    return courses


def _turn(courses: np.ndarray, to: float) -> np.ndarray:
    """Angles in degrees from 0 to 90 between directions."""
    angles: np.ndarray = np.abs((courses - to + 90) % 180 - 90)
    return angles
