"""Areas on the ellipsoid and in the plane, and stated areas compared with them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Literal

import numpy as np
import shapely
from pyproj import Geod, Proj

from geo.crs import CGCS2000, belt, epsg, transform
from geo.errors import GeoError

_GEOD = Geod(ellps="WGS84")
#: Geometries that are measured at once.
_BATCH = 10_000

Grade = Literal["consistent", "within uncertainty", "conflict"]


def geodesic_km2(geometry: shapely.Geometry) -> float:
    """Area on the WGS 84 ellipsoid, whatever the direction of the rings.

    Parameters
    ----------
    geometry : shapely.Geometry
        Polygon or MultiPolygon in (lon, lat) degrees; holes are taken off.
        Edges between vertices are geodesics.

    Returns
    -------
    float
        Area in km², 0 for points and lines.
    """
    if geometry.geom_type == "Polygon" and not geometry.is_empty:  # by far the most
        return _polygon_km2(geometry)
    return sum(_polygon_km2(part) for part in _polygons(geometry))


def _polygon_km2(polygon: shapely.Polygon) -> float:
    def ring(line: shapely.LinearRing) -> float:
        lon, lat = shapely.get_coordinates(line).T
        return abs(_GEOD.polygon_area_perimeter(lon, lat)[0]) / 1e6

    return ring(polygon.exterior) - sum(ring(hole) for hole in polygon.interiors)


def _polygons(geometry: shapely.Geometry) -> list[shapely.Polygon]:
    return [
        part
        for part in shapely.get_parts([geometry])
        if isinstance(part, shapely.Polygon) and not part.is_empty
    ]


def plane_km2(geometry: shapely.Geometry) -> float:
    """Area in the plane of the CGCS2000 3-degree belt where the geometry's middle lies.

    A cross-check of `geodesic_km2`: up to 0.85° from the belt's central meridian they agree
    within 0.02 % in Guangdong. Further out the plane is too large, by 0.06 % at the belt's
    edge; divided by `plane_scale` they agree everywhere, or a coordinate system or an axis
    order is wrong.

    Parameters
    ----------
    geometry : shapely.Geometry
        Polygon or MultiPolygon in (lon, lat) degrees.

    Returns
    -------
    float
        Area in km².

    Raises
    ------
    GeoError
        If the geometry lies outside the belts.
    """
    return 0.0 if geometry.is_empty else float(planes_km2([geometry])[0])


def planes_km2(geometries: Sequence[shapely.Geometry] | np.ndarray) -> np.ndarray:
    """`plane_km2` of several geometries, none of them empty, at once.

    Parameters
    ----------
    geometries : sequence of shapely.Geometry
        Polygons or MultiPolygons in (lon, lat) degrees.

    Returns
    -------
    numpy.ndarray
        Of shape (n,), km².

    Raises
    ------
    GeoError
        If a geometry lies outside the belts.
    """
    return _in_batches(_planes_km2, geometries)


def _planes_km2(shapes: np.ndarray) -> np.ndarray:
    west, _, east, _ = shapely.bounds(shapes).T
    codes = np.array([belt(middle) for middle in ((west + east) / 2).tolist()], dtype=int)
    areas = np.zeros(len(shapes))
    for code in np.unique(codes).tolist():
        areas[codes == code] = shapely.area(transform(shapes[codes == code], CGCS2000, code)) / 1e6
    return areas


def _in_batches(
    measured: Callable[[np.ndarray], np.ndarray], geometries: Sequence[shapely.Geometry] | np.ndarray
) -> np.ndarray:
    """What a function measures of geometries, of so many at once: their coordinates weigh a lot."""
    every = (geometries[at : at + _BATCH] for at in range(0, len(geometries), _BATCH))
    return np.concatenate([np.zeros(0), *(measured(np.array(batch, dtype=object)) for batch in every)])


def plane_scale(geometry: shapely.Geometry) -> float:
    """Areal scale of the belt's projection in the middle of a geometry.

    Parameters
    ----------
    geometry : shapely.Geometry
        (lon, lat) degrees, not empty.

    Returns
    -------
    float
        Plane area over true area: 1 on the central meridian, 1.0006 at the belt's edge in Guangdong.

    Raises
    ------
    GeoError
        If the geometry lies outside the belts.
    """
    west, south, east, north = geometry.bounds
    lon, lat = (west + east) / 2, (south + north) / 2
    return float(_projection(belt(lon)).get_factors(lon, lat).areal_scale)


@cache
def _projection(code: int) -> Proj:
    return Proj(epsg(code))


def length_m(geometry: shapely.Geometry) -> float:
    """Geodesic length in metres.

    Parameters
    ----------
    geometry : shapely.Geometry
        Line, or polygon (then its perimeter with all holes), in (lon, lat) degrees.

    Returns
    -------
    float
        Metres.
    """
    return float(lengths_m([geometry])[0])


def lengths_m(geometries: Sequence[shapely.Geometry] | np.ndarray) -> np.ndarray:
    """`length_m` of several geometries at once: metres, of shape (n,)."""
    return _in_batches(_lengths_m, geometries)


def _lengths_m(lines: np.ndarray) -> np.ndarray:
    areal = shapely.area(lines) > 0
    lines[areal] = shapely.boundary(lines[areal])
    parts, owner = shapely.get_parts(lines, return_index=True)
    places, part = shapely.get_coordinates(parts, return_index=True)
    on = np.flatnonzero(part[1:] == part[:-1])
    metres = _GEOD.inv(*places[on].T, *places[on + 1].T)[2]
    # Summed one after the other, as a sum by hand would be.
    of_parts = np.bincount(part[on], weights=metres, minlength=len(parts))
    return np.bincount(owner, weights=of_parts, minlength=len(lines))


def distance_m(here: tuple[float, float], there: tuple[float, float]) -> float:
    """Geodesic distance in metres between two (lon, lat) positions in degrees."""
    return float(_GEOD.inv(*here, *there)[2])


@dataclass(frozen=True)
class Comparison:
    """A stated area against a computed one.

    Attributes
    ----------
    diff_km2 : float
        Computed less stated, km².
    diff_pct : float
        The same in percent of the stated figure.
    grade : {"consistent", "within uncertainty", "conflict"}
        Whether rounding explains the difference, or the uncertainty of the boundary does, or neither.
    """

    diff_km2: float
    diff_pct: float
    grade: Grade


def compare(stated_km2: float, computed_km2: float, low_km2: float, high_km2: float) -> Comparison:
    """Grade the difference between a stated and a computed area.

    Parameters
    ----------
    stated_km2 : float
        As the plan prints it: 10.5 was rounded to a tenth, 10 to a whole km².
    computed_km2 : float
        Geodesic area, km².
    low_km2, high_km2 : float
        The interval in which the true area lies, as `geo.uncertainty` finds it, km².

    Returns
    -------
    Comparison

    Raises
    ------
    GeoError
        If a figure is negative, not finite, or the stated area is zero, or the interval is none.

    Notes
    -----
    - consistent: within half a unit of the stated figure's last digit;
    - within uncertainty: the interval holds a figure that would be rounded to the stated one;
    - conflict: neither.
    """
    figures = (stated_km2, computed_km2, low_km2, high_km2)
    if not all(np.isfinite(figures)) or min(figures) < 0 or stated_km2 == 0 or low_km2 > high_km2:
        raise GeoError("figures-not-finite", figures=figures)
    difference = computed_km2 - stated_km2
    # The ulp of a subtraction must not decide a grade on the very edge.
    half = _half_last_digit(stated_km2) + 1e-9
    if abs(difference) <= half:
        grade: Grade = "consistent"
    elif low_km2 - half <= stated_km2 <= high_km2 + half:
        grade = "within uncertainty"
    else:
        grade = "conflict"
    return Comparison(difference, 100 * difference / stated_km2, grade)


@dataclass(frozen=True, slots=True)
class Difference:
    """An area against another.

    Attributes
    ----------
    km2 : float
        The second less the first, km².
    pct : float
        The same in percent of the first.
    back_pct : float
        The first less the second, in percent of the second.
    """

    km2: float
    pct: float
    back_pct: float


def difference(first_km2: float | None, second_km2: float | None) -> Difference | None:
    """Compare two areas of which neither is the measure of the other.

    Parameters
    ----------
    first_km2, second_km2 : float or None
        km².

    Returns
    -------
    Difference or None
        None unless there are two areas that are not zero.
    """
    if not first_km2 or not second_km2:
        return None
    km2 = second_km2 - first_km2
    return Difference(km2, 100 * km2 / first_km2, -100 * km2 / second_km2)


def _half_last_digit(stated: float) -> float:
    # A number carries no trailing zeros, so a printed "10.0" counts as "10":
    # the plans print none, and a wider half unit errs on the stated figure's side.
    exponent = Decimal(repr(float(stated))).normalize().as_tuple().exponent
    return 0.5 * 10.0 ** min(int(exponent), 0)
