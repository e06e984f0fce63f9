"""Axes and directions: how far a line stays from what it passes, where along it, and bearings."""

import numpy as np
import shapely
from pyproj import Geod

from geo.area import distance_m

_GEOD = Geod(ellps="WGS84")
_COMPASS = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")


def nearest_m(one: shapely.Geometry, other: shapely.Geometry) -> float:
    """Shortest distance in metres between two geometries in (lon, lat) degrees; 0 where they meet.

    Parameters
    ----------
    one, other : shapely.Geometry
        Any type, (lon, lat) degrees.

    Returns
    -------
    float
        Metres, exact to about 0.1 % over distances of tens of kilometres.
    """
    if shapely.intersects(one, other):
        return 0.0
    # Degrees of longitude are shorter than those of latitude; "nearest" must mean metres.
    shrink = np.array([np.cos(np.radians(shapely.centroid(one).y)), 1.0])
    flat = [shapely.transform(geometry, lambda c: c * shrink) for geometry in (one, other)]
    here, there = shapely.get_coordinates(shapely.shortest_line(*flat)) / shrink
    return distance_m((here[0], here[1]), (there[0], there[1]))


def along(axis: shapely.Geometry, target: shapely.Geometry) -> float:
    """Where an axis passes a target, as a share of its length from 0 to 1.

    Parameters
    ----------
    axis : shapely.LineString or shapely.MultiLineString
        (lon, lat) degrees. The parts of a MultiLineString are taken in order.
    target : shapely.Geometry
        Its middle decides where along the axis it stands.

    Returns
    -------
    float
    """
    middle = shapely.centroid(target)
    parts = list(shapely.get_parts([axis]))
    nearest = int(np.argmin([part.distance(middle) for part in parts]))
    before = sum(part.length for part in parts[:nearest])
    return float((before + shapely.line_locate_point(parts[nearest], middle)) / shapely.length(axis))


def bearing(origin: shapely.Geometry, target: shapely.Geometry) -> float:
    """Bearing in degrees (0 north, 90 east) from the middle of one geometry to that of another."""
    here, there = shapely.centroid(origin), shapely.centroid(target)
    return float(_GEOD.inv(here.x, here.y, there.x, there.y)[0] % 360)


def off_compass(degrees: float, point: str) -> float:
    """Angle in degrees (0 to 180) between a bearing and a compass point such as "NW"."""
    return abs((degrees - 45 * _COMPASS.index(point) + 180) % 360 - 180)
