"""Arcs between two places, for what a map shows as a relation: no way on the ground runs along them."""

import numpy as np
import shapely

from geo.crossing import DECIMALS

#: How far the middle of an arc lies from the straight line, as a share of that line's length.
RISE = 0.12
#: Pieces of an arc: enough to look round, few enough to weigh nothing.
_PIECES = 24
#: Ends nearer to each other than this, in degrees (1 m), are one place, between which there is no arc.
_SAME = 1e-5


def anchor(geometry: shapely.Geometry) -> shapely.Point:
    """Return the point at which an arc begins or ends.

    Parameters
    ----------
    geometry : shapely.Geometry
        Point, line or area in (lon, lat) degrees.

    Returns
    -------
    shapely.Point
        A point itself; the middle of the longest part of a line; a point inside the largest part of an
        area, where a row through its middle is widest.
    """
    if geometry.geom_type == "Point":
        return geometry
    parts = shapely.get_parts([geometry])
    if shapely.get_dimensions(geometry) == 1:
        return shapely.line_interpolate_point(parts[np.argmax(shapely.length(parts))], 0.5, normalized=True)
    return shapely.point_on_surface(parts[np.argmax(shapely.area(parts))])


def arc(start: shapely.Geometry, end: shapely.Geometry) -> shapely.LineString | None:
    """Draw a gentle arc from one geometry to another.

    Parameters
    ----------
    start, end : shapely.Geometry
        (lon, lat) degrees.

    Returns
    -------
    shapely.LineString or None
        A parabola in (lon, lat) degrees from the anchor of the one to that of the other, which lies to the
        left of the way: there and back are two lines. Its middle is `RISE` of the distance away from the
        straight line, as it looks on a map. None if both anchors are the same place.
    """
    ends = shapely.get_coordinates([anchor(start), anchor(end)])
    if np.hypot(*(ends[1] - ends[0])) < _SAME:
        return None
    # A degree of longitude is shorter than one of latitude: left must be left on a map.
    shrink = np.array([np.cos(np.radians(ends[:, 1].mean())), 1.0])
    first, last = ends * shrink
    way = last - first
    left = np.array([-way[1], way[0]])
    share = np.linspace(0, 1, _PIECES + 1)[:, None]
    line = first + share * way + 4 * RISE * share * (1 - share) * left
    return shapely.LineString(np.round(line / shrink, DECIMALS))
