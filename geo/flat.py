"""A few kilometres taken as flat: degrees as about metres, for comparing distances, not for measuring."""

import numpy as np
import shapely

_DEGREE_M = 111_200.0


def flat(geometries: np.ndarray, lat: float) -> np.ndarray:
    """Return geometries in about metres, true at one latitude.

    Parameters
    ----------
    geometries : numpy.ndarray of shapely.Geometry
        (lon, lat) degrees.
    lat : float
        Degrees.
    """
    found: np.ndarray = shapely.transform(geometries, lambda places: places * _metres(lat))
    return found


def unflat(geometries: np.ndarray, lat: float) -> np.ndarray:
    """Return to degrees what `flat` has brought into metres at the same latitude."""
    found: np.ndarray = shapely.transform(geometries, lambda places: places / _metres(lat))
    return found


def middle(geometries: np.ndarray) -> float:
    """Return the latitude halfway between the southernmost and the northernmost place, degrees."""
    _, south, _, north = shapely.total_bounds(geometries)
    return float((south + north) / 2)


def _metres(lat: float) -> np.ndarray:
    return np.array([_DEGREE_M * np.cos(np.radians(lat)), _DEGREE_M])
