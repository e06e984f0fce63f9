"""Coordinate reference systems by name, always in (x, y) order.

pyproj follows the authorities' axis order by default and hands back (north, east)
for EPSG:4490 and EPSG:4547. Every transformer here is made with ``always_xy``.
"""

from functools import cache

import numpy as np
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

#: The systems that the project names itself; any other EPSG code may be given as well.
KNOWN: dict[int, str] = {
    4326: "WGS 84",
    4490: "CGCS2000",
    4547: "CGCS2000 / 3-degree Gauss-Kruger CM 114E",
    4526: "CGCS2000 / 3-degree Gauss-Kruger zone 38",
}

#: What the belts are projected from. Places in WGS 84 are taken as they are: EPSG knows no shift between
#: the two, and PROJ takes a tenth of a second to look for one.
CGCS2000 = 4490

_FIRST_BELT_CM, _LAST_BELT_CM = 75, 135  # central meridians, degrees east
_FIRST_BELT_EPSG = 4534  # CGCS2000 / 3-degree Gauss-Kruger CM 75E


def epsg(code: int | str) -> CRS:
    """Look up a coordinate reference system by its EPSG code.

    Parameters
    ----------
    code : int or str
        ``4547``, ``"4547"`` or ``"EPSG:4547"``.

    Returns
    -------
    pyproj.CRS

    Raises
    ------
    ValueError
        If the code is not a number or EPSG has no such system.
    """
    digits = str(code).upper().removeprefix("EPSG:")
    if not (digits.isascii() and digits.isdigit()):
        raise ValueError(f"{code!r} is not an EPSG code; give a number such as 4326, 4490, 4547 or 4526")
    return _from_epsg(int(digits))


@cache
def _from_epsg(code: int) -> CRS:
    try:
        return CRS.from_epsg(code)
    except CRSError as error:
        raise ValueError(f"EPSG:{code} is unknown; give a code such as 4326, 4490, 4547 or 4526") from error


def belt(longitude: float) -> int:
    """EPSG code of the CGCS2000 3-degree belt in which a longitude lies.

    Parameters
    ----------
    longitude : float
        Degrees east, 73.5 to 136.5: the span that the 3-degree belts cover.

    Returns
    -------
    int
        Code of the variant whose eastings carry no zone number, such as 4547 for 114° E.

    Raises
    ------
    ValueError
        If the longitude lies outside the belts.
    """
    if not _FIRST_BELT_CM - 1.5 <= longitude <= _LAST_BELT_CM + 1.5:
        raise ValueError(f"longitude {longitude} lies outside the CGCS2000 3-degree belts (73.5 to 136.5)")
    # A longitude on the line between two belts belongs to the eastern one.
    meridian = min(int((longitude + 1.5) // 3) * 3, _LAST_BELT_CM)
    return _FIRST_BELT_EPSG + (meridian - _FIRST_BELT_CM) // 3


@cache
def transformer(source: int, target: int) -> Transformer:
    """Transformer between two EPSG codes, in (x, y) order on both sides.

    Parameters
    ----------
    source, target : int
        EPSG codes.

    Returns
    -------
    pyproj.Transformer

    Raises
    ------
    ValueError
        If a code is unknown.
    """
    return Transformer.from_crs(epsg(source), epsg(target), always_xy=True)


def transform(geometry: shapely.Geometry, source: int, target: int) -> shapely.Geometry:
    """Transform a geometry from one EPSG code to another.

    Parameters
    ----------
    geometry : shapely.Geometry
        Coordinates in (x, y) order: degrees (lon, lat) or metres (easting, northing).
    source, target : int
        EPSG codes.

    Returns
    -------
    shapely.Geometry
        Same type, coordinates in (x, y) order of the target.

    Raises
    ------
    ValueError
        If a code is unknown.
    """
    if source == target:
        return geometry
    through = transformer(source, target)

    def convert(coordinates: np.ndarray) -> np.ndarray:
        return np.column_stack(through.transform(coordinates[:, 0], coordinates[:, 1]))

    return shapely.transform(geometry, convert)
