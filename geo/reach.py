"""What lies within a distance of a line, as an area."""

import shapely

from geo.crs import belt, transform

#: Segments of a quarter of a circle: the area is narrower than the distance by a ten-thousandth at most.
_SEGMENTS = 64
#: A straight side in metres is straight in degrees between places as near as this, m.
_STRAIGHT_M = 500


def reach(line: shapely.Geometry, metres: float) -> shapely.Geometry:
    """The area within a distance of a line.

    Parameters
    ----------
    line : shapely.Geometry
        (lon, lat) degrees; not empty.
    metres : float
        More than 0.

    Returns
    -------
    shapely.Geometry
        A polygon or multipolygon, (lon, lat) degrees: found in the plane of the CGCS2000 belt of its middle,
        whose scale is true to a thousandth.

    Raises
    ------
    GeoError
        If the line lies outside the belts.
    """
    west, _, east, _ = line.bounds
    code = belt((west + east) / 2)
    around = shapely.buffer(transform(line, 4326, code), metres, quad_segs=_SEGMENTS)
    return transform(shapely.segmentize(around, _STRAIGHT_M), code, 4326)
