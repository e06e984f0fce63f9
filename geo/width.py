"""Whether the shape of an area means anything, given how far its boundary may be off."""

from collections.abc import Sequence

import numpy as np
import shapely

from geo.crs import CGCS2000, belt, transform

#: Of the arcs with which a corner is kept away from: the shape that is left is not looked at.
_QUADRANT_SEGMENTS = 4


def wider_than(geometries: Sequence[shapely.Geometry] | np.ndarray, metres: Sequence[float]) -> np.ndarray:
    """Whether areas have a place that is further from their boundary than so many metres.

    Half the width of an area is the radius of the largest circle that fits into it. If its boundary may be
    off by more, no place is certain to lie inside it, and its outline tells nothing of its shape.

    Parameters
    ----------
    geometries : sequence of shapely.Geometry
        Polygons or MultiPolygons in (lon, lat) degrees, none of them empty. Of several pieces the widest
        counts.
    metres : sequence of float
        For each of them, m.

    Returns
    -------
    numpy.ndarray
        Of bool, of shape (n,): whether half the width is more than that.

    Raises
    ------
    GeoError
        If a geometry lies outside the CGCS2000 3-degree belts.
    """
    shapes = np.array(geometries, dtype=object)
    if not len(shapes):
        return np.zeros(0, dtype=bool)
    west, _, east, _ = shapely.bounds(shapes).T
    codes = np.array([belt(middle) for middle in ((west + east) / 2).tolist()], dtype=int)
    plane = shapes.copy()
    for code in np.unique(codes).tolist():
        plane[codes == code] = transform(shapes[codes == code], CGCS2000, code)
    left = shapely.buffer(plane, -np.array(metres, dtype=float), quad_segs=_QUADRANT_SEGMENTS)
    return np.asarray(~shapely.is_empty(left))
