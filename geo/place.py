"""Whether two geometries are the same place, and by how many metres one has moved."""

import numpy as np
import shapely

from geo.area import distance_m, geodesic_km2
from geo.crs import CGCS2000, belt, transform
from geo.errors import GeoError

#: Decimals of a degree to which hand-edited layer files are rounded: about a metre.
DECIMALS = 5

#: A vertex that comes back this near has not moved: a change of coordinate system costs so much, m.
TOLERANCE_M = 0.011
_DEGREE_M = 111_320.0


def same_place(
    one: shapely.Geometry | None, other: shapely.Geometry | None, tolerance_m: float = TOLERANCE_M
) -> bool:
    """Whether two geometries have the same vertices, to within a centimetre unless told otherwise.

    Where a ring begins, which way round it goes, the order of parts, and a multipart of one part
    do not count: formats differ in them. The direction of a line does.

    Parameters
    ----------
    one, other : shapely.Geometry or None
        (lon, lat) degrees.
    tolerance_m : float
        How far apart two vertices may be that count as one, m.

    Returns
    -------
    bool
        Also True if they are the same once rounded to the decimals of the layer files.
    """
    if one is None or other is None:
        return one is other
    if not (_on_earth(one) and _on_earth(other)):
        return False
    return _alike(one, other, tolerance_m) or _alike(_rounded(one), _rounded(other), tolerance_m)


def rounded(positions: np.ndarray, decimals: int) -> np.ndarray:
    """Round positions; those too large to have decimals stay as they are.

    Parameters
    ----------
    positions : numpy.ndarray, shape (n, 2)
        (lon, lat) degrees, or whatever a file says instead of them.
    decimals : int

    Returns
    -------
    numpy.ndarray, shape (n, 2)
    """
    with np.errstate(over="ignore"):  # numpy multiplies first, and 1e308 would become infinite
        near: np.ndarray = np.round(positions, decimals)
    return np.where(np.isfinite(near), near, positions)


def _rounded(geometry: shapely.Geometry) -> shapely.Geometry:
    return shapely.transform(geometry, lambda positions: rounded(positions, DECIMALS))


def _alike(one: shapely.Geometry, other: shapely.Geometry, metres: float) -> bool:
    mine, left = list(shapely.get_parts([one])), list(shapely.get_parts([other]))
    if len(mine) != len(left):
        return False
    for part in mine:
        found = next((i for i, there in enumerate(left) if _alike_part(part, there, metres)), None)
        if found is None:
            return False
        left.pop(found)
    return True


def _alike_part(one: shapely.Geometry, other: shapely.Geometry, metres: float) -> bool:
    if one.geom_type != other.geom_type:
        return False
    if isinstance(one, shapely.Polygon):
        if len(one.interiors) != len(other.interiors) or not _alike_ring(
            one.exterior, other.exterior, metres
        ):
            return False
        left = list(other.interiors)
        for hole in one.interiors:
            found = next((i for i, there in enumerate(left) if _alike_ring(hole, there, metres)), None)
            if found is None:
                return False
            left.pop(found)
        return True
    return _near(shapely.get_coordinates(one), shapely.get_coordinates(other), metres)


def _alike_ring(one: shapely.LinearRing, other: shapely.LinearRing, metres: float) -> bool:
    here, there = shapely.get_coordinates(one)[:-1], shapely.get_coordinates(other)[:-1]
    if len(here) != len(there) or not len(here):
        return len(here) == len(there)
    if one.is_ccw != other.is_ccw:
        there = there[::-1]
    starts = np.flatnonzero(_metres(there - here[0], here[0][1]) <= metres)
    return any(_near(here, np.roll(there, -start, axis=0), metres) for start in starts)


def _near(here: np.ndarray, there: np.ndarray, metres: float) -> bool:
    if here.shape != there.shape:
        return False
    return bool((_metres(there - here, here[0][1]) <= metres).all())


def _metres(steps: np.ndarray, latitude: float) -> np.ndarray:
    """Length of short steps in degrees, shape (n, 2), as metres, shape (n,)."""
    metres: np.ndarray = np.hypot(steps[:, 0] * np.cos(np.radians(latitude)), steps[:, 1]) * _DEGREE_M
    return metres


def moved_m(one: shapely.Geometry, other: shapely.Geometry) -> float | None:
    """How far an outline has moved: the Hausdorff distance, measured at the vertices of both.

    Parameters
    ----------
    one, other : shapely.Geometry
        (lon, lat) degrees.

    Returns
    -------
    float or None
        Metres in the plane of the belt where `one` lies (for points on the ellipsoid);
        None if that is no place in the CGCS2000 belts.
    """
    if not (_on_earth(one) and _on_earth(other)):
        return None
    if isinstance(one, shapely.Point) and isinstance(other, shapely.Point):
        metres = distance_m((one.x, one.y), (other.x, other.y))
        return metres if np.isfinite(metres) else None  # of a latitude beyond the poles
    west, _, east, _ = one.bounds
    try:
        plane = belt((west + east) / 2)
    except GeoError:
        return None
    here, there = transform(one, CGCS2000, plane), transform(other, CGCS2000, plane)
    return float(shapely.hausdorff_distance(here, there)) if np.isfinite(there.bounds).all() else None


def _on_earth(geometry: shapely.Geometry) -> bool:
    # Numbers that are no degrees would overflow where they are squared. NaN is no degree either.
    return bool((np.abs(shapely.get_coordinates(geometry)) <= 360).all())


def area_km2(geometry: shapely.Geometry | None) -> float | None:
    """Geodesic area in km²; None for points, lines and no geometry."""
    if geometry is None or not _on_earth(geometry) or shapely.get_dimensions(geometry) < 2:
        return None
    area = geodesic_km2(geometry)
    return area if np.isfinite(area) else None
