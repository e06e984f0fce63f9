"""The stretch of a line that something follows, on the line's own vertices, and a little beyond."""

import numpy as np
import shapely

#: Metres of a degree of latitude, about.
_METRES = 111_200.0
#: Along water so much shorter across than along, a bank has turned to its other side.
_TURNED = 0.8


def stretch(
    line: shapely.LineString,
    edge: shapely.Geometry,
    beyond_m: float,
    water: shapely.Polygon | None = None,
) -> shapely.LineString:
    """Cut from a line what an edge follows and what goes on at both of its ends.

    Parameters
    ----------
    line : shapely.LineString
        (lon, lat) degrees; closed or not.
    edge : shapely.LineString or shapely.MultiLineString
        What lies on the line, (lon, lat) degrees.
    beyond_m : float
        How far beyond both ends the line goes on, m: to the first vertex that is as far, if there is one.
    water : shapely.Polygon, optional
        What the line is the outline of: it does not go on round an end of it to the opposite bank.

    Returns
    -------
    shapely.LineString
        Vertices of the line in its order, none cut between: two stretches of one line that overlap share
        their very vertices. Of a closed line what does not hold its longest part without an edge.
    """
    places = shapely.get_coordinates(line)
    shrink = np.array([np.cos(np.radians(places[:, 1].mean())), 1.0]) * _METRES
    metres = np.hypot(*(np.diff(places, axis=0) * shrink).T)
    followed = _followed(places, edge)
    count = len(metres)
    first, last = _run(followed, metres) if line.is_closed else (int(followed.min()), int(followed.max()))
    taken = (last - first) % count + 1 if line.is_closed else last - first + 1
    room = count - taken if line.is_closed else count
    before = _more(places, metres, first, -1, beyond_m, water, shrink, closed=line.is_closed)
    behind = _more(places, metres, last, 1, beyond_m, water, shrink, closed=line.is_closed)
    if line.is_closed and before + behind >= room:
        return line
    numbers = np.arange(first - before, first + taken + behind + 1)
    return shapely.LineString(places[numbers % count if line.is_closed else numbers])


def _followed(places: np.ndarray, edge: shapely.Geometry) -> np.ndarray:
    """Numbers of the segments of a line that an edge lies on, by the middles of the edge's own segments."""
    middles = [
        (vertices[:-1] + vertices[1:]) / 2
        for vertices in map(shapely.get_coordinates, shapely.get_parts([edge]))
    ]
    segments = shapely.linestrings(np.stack([places[:-1], places[1:]], axis=1))
    nearest = shapely.STRtree(segments).nearest(shapely.points(np.concatenate(middles)))
    return np.unique(nearest)


def _run(followed: np.ndarray, metres: np.ndarray) -> tuple[int, int]:
    """First and last segment of a ring's part that is left when its longest part without an edge is taken."""
    along = np.concatenate([[0.0], np.cumsum(metres)])
    ends = np.roll(followed, -1)
    free = (along[ends] - along[followed + 1]) % along[-1]
    free[(ends - followed - 1) % len(metres) == 0] = 0.0
    longest = int(np.argmax(free))
    if free[longest] == 0.0:
        return 0, len(metres) - 1
    return int(ends[longest]), int(followed[longest])


def _more(
    places: np.ndarray, metres: np.ndarray, segment: int, step: int, beyond_m: float,
    water: shapely.Polygon | None, shrink: np.ndarray, *, closed: bool,
) -> int:  # fmt: skip
    """How many segments a line goes on beyond one of its segments."""
    count, far, taken = len(metres), 0.0, 0
    start = places[segment + (step > 0)]
    while far < beyond_m and taken < count - 1:
        at = segment + step * (taken + 1)
        if not closed and not 0 <= at < count:
            break
        far += float(metres[at % count])
        taken += 1
        here = places[(at + (step > 0)) % count]
        across = float(np.hypot(*((here - start) * shrink)))
        if water is not None and across < _TURNED * far:
            way = shapely.LineString([start, here])
            if shapely.intersection(way, water).length > way.length / 2:
                # It keeps one vertex beyond the end, so that it crosses whatever meets it there.
                return max(taken - 1, 1)
    return taken
