"""GCJ-02 and BD-09, the shifted coordinates of Chinese map services, and the way back to WGS 84.

The forward formulas are the approximation that map programs share. They have no closed inverse,
so the way back walks towards the place whose shifted position is the one given.
"""

from collections.abc import Callable

import numpy as np
import shapely

Shift = Callable[[np.ndarray], np.ndarray]

_SEMI_MAJOR_M, _E2 = 6378245.0, 0.00669342162296594323  # Krasovsky's ellipsoid, as GCJ-02 uses it
_BAIDU = np.pi * 3000 / 180
_STEPS = 6  # each leaves about a hundredth of the error before it; this many, a hundredth of a micrometre


def _ripple(x: np.ndarray, *terms: tuple[float, float]) -> np.ndarray:
    waves = [height * np.sin(x * rate * np.pi) for height, rate in terms]
    total: np.ndarray = np.sum(waves, axis=0) * (2 / 3)
    return total


def to_gcj02(positions: np.ndarray) -> np.ndarray:
    """Shift WGS 84 as GCJ-02 does.

    Parameters
    ----------
    positions : numpy.ndarray, shape (n, 2)
        (lon, lat) in degrees, in China.

    Returns
    -------
    numpy.ndarray, shape (n, 2)
        (lon, lat) in degrees of GCJ-02; 300 to 700 m away in most of China.
    """
    lon, lat = positions[:, 0], positions[:, 1]
    x, y = lon - 105, lat - 35
    root = np.sqrt(np.abs(x))
    both = _ripple(x, (20, 6), (20, 2))
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + both
    north += _ripple(y, (20, 1), (40, 1 / 3), (160, 1 / 12), (320, 1 / 30))
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + both
    east += _ripple(x, (20, 1), (40, 1 / 3), (150, 1 / 12), (300, 1 / 30))
    phi = np.radians(lat)
    w2 = 1 - _E2 * np.sin(phi) ** 2
    meridian = _SEMI_MAJOR_M * (1 - _E2) / (w2 * np.sqrt(w2))
    parallel = _SEMI_MAJOR_M / np.sqrt(w2) * np.cos(phi)
    moved: np.ndarray = positions + np.degrees(np.column_stack([east / parallel, north / meridian]))
    return moved


def to_bd09(positions: np.ndarray) -> np.ndarray:
    """Shift WGS 84 as Baidu's BD-09 does: GCJ-02, and a second shift on top.

    Parameters
    ----------
    positions : numpy.ndarray, shape (n, 2)
        (lon, lat) in degrees, in China.

    Returns
    -------
    numpy.ndarray, shape (n, 2)
        (lon, lat) in degrees of BD-09; about 1 km away.
    """
    shifted = to_gcj02(positions)
    x, y = shifted[:, 0], shifted[:, 1]
    radius = np.hypot(x, y) + 0.00002 * np.sin(y * _BAIDU)
    angle = np.arctan2(y, x) + 0.000003 * np.cos(x * _BAIDU)
    return np.column_stack([radius * np.cos(angle) + 0.0065, radius * np.sin(angle) + 0.006])


def _unmoved(positions: np.ndarray) -> np.ndarray:
    return positions


#: The shifts by the name of the system that they lead to.
SHIFTS: dict[str, Shift] = {"gcj02": to_gcj02, "bd09": to_bd09, "wgs84": _unmoved}

#: What the systems are called.
NAMES = {"gcj02": "GCJ-02", "bd09": "BD-09", "wgs84": "WGS 84"}

#: How far off a vertex may come back, m: converters differ by centimetres, and five decimals of a degree
#: are half a metre.
BACK_M = 1.0


def to_wgs84(positions: np.ndarray, shift: Shift) -> np.ndarray:
    """Undo a shift.

    Parameters
    ----------
    positions : numpy.ndarray, shape (n, 2)
        (lon, lat) in degrees of the shifted system.
    shift : callable
        One of `SHIFTS`.

    Returns
    -------
    numpy.ndarray, shape (n, 2)
        (lon, lat) in degrees of WGS 84, to a millimetre of what the forward formula says.
        Numbers that are no degrees at all, such as 1e308, stay as they are.
    """
    found = np.array(positions, dtype=float)
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(_STEPS):
            found += positions - shift(found)
    return np.where(np.isfinite(found).all(axis=1, keepdims=True), found, positions)


def unshifted(geometries: np.ndarray, shift: Shift) -> np.ndarray:
    """Geometries in WGS 84 whose coordinates were in a shifted system.

    Parameters
    ----------
    geometries : numpy.ndarray of shapely.Geometry, shape (n,)
        (lon, lat) in degrees of the shifted system.
    shift : callable
        One of `SHIFTS`.

    Returns
    -------
    numpy.ndarray of shapely.Geometry, shape (n,)
    """
    moved: np.ndarray = shapely.transform(geometries, lambda xy: to_wgs84(xy, shift) if len(xy) else xy)
    return moved
