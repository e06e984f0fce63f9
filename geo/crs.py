"""Coordinate reference systems by name, always in (x, y) order.

pyproj follows the authorities' axis order by default and hands back (north, east)
for EPSG:4490 and EPSG:4547. Every transformer here is made with ``always_xy``.
"""

from functools import cache
from typing import Any, NamedTuple

import numpy as np
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

from geo.errors import GeoError
from geo.systems import BELTS

#: What the belts are projected from. Places in WGS 84 are taken as they are: EPSG knows no shift between
#: the two, and PROJ takes a tenth of a second to look for one.
CGCS2000 = 4490

#: Codes have six digits at most, and whoever types one may put noughts before it.
_MAX_DIGITS = 10
_MAX_QUOTED = 40

#: Datums between which places are taken as they are; any other needs a shift, which only PROJ knows.
_ONE_PLACE = {4326: "WGS 84", CGCS2000: "CGCS2000"}


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
    GeoError
        If the code is not a number or EPSG has no such system.
    """
    digits = str(code).upper().removeprefix("EPSG:")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= _MAX_DIGITS):
        raise GeoError("epsg-not-number", crs=str(code)[:_MAX_QUOTED])
    return _from_epsg(int(digits))


@cache
def _from_epsg(code: int) -> CRS:
    try:
        return CRS.from_epsg(code)
    except CRSError as error:
        raise GeoError("epsg-unknown", crs=code) from error


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
    GeoError
        If the longitude lies outside the belts.
    """
    return BELTS.code(longitude)


class TransverseMercator(NamedTuple):
    """Parameters of a transverse Mercator system in metres, whose origin lies on the equator.

    Attributes
    ----------
    code : int
        EPSG code.
    name : str
        As EPSG has it.
    datum : {"WGS 84", "CGCS2000"}
    meridian : float
        Central meridian, degrees east.
    scale : float
        On the central meridian.
    false_easting, false_northing : float
        m.
    """

    code: int
    name: str
    datum: str
    meridian: float
    scale: float
    false_easting: float
    false_northing: float


@cache
def transverse_mercator(code: int) -> TransverseMercator:
    """Parameters of a projected system, for those who compute its coordinates without PROJ.

    Parameters
    ----------
    code : int
        EPSG code.

    Returns
    -------
    TransverseMercator

    Raises
    ------
    GeoError
        If the code is unknown, or the system is no transverse Mercator in metres on WGS 84 or CGCS2000
        with its origin on the equator.
    """
    system = epsg(code)
    operation, base = system.coordinate_operation, system.geodetic_crs
    datum = _ONE_PLACE.get(base.to_epsg() or 0) if base else None
    known: dict[str, Any] = {item.name: item.value for item in operation.params} if operation else {}
    if (
        datum is None
        or operation is None
        or operation.method_name != "Transverse Mercator"
        or known.get("Latitude of natural origin") != 0
        or any(axis.unit_name != "metre" for axis in system.axis_info)
    ):
        raise GeoError("crs-not-transverse-mercator", crs=code)
    return TransverseMercator(
        code,
        system.name,
        datum,
        known["Longitude of natural origin"],
        known["Scale factor at natural origin"],
        known["False easting"],
        known["False northing"],
    )


def transformer(source: int | CRS, target: int | CRS) -> Transformer:
    """Transformer between two systems, in (x, y) order on both sides; made once, for that takes PROJ long.

    Parameters
    ----------
    source, target : int or pyproj.CRS
        EPSG codes, or systems that may have none.

    Returns
    -------
    pyproj.Transformer

    Raises
    ------
    GeoError
        If a code is unknown.
    """
    return _between(*(system if isinstance(system, CRS) else epsg(system) for system in (source, target)))


@cache
def _between(source: CRS, target: CRS) -> Transformer:
    return Transformer.from_crs(source, target, always_xy=True)


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
    GeoError
        If a code is unknown.
    """
    if source == target:
        return geometry
    through = transformer(source, target)

    def convert(coordinates: np.ndarray) -> np.ndarray:
        return np.column_stack(through.transform(coordinates[:, 0], coordinates[:, 1]))

    return shapely.transform(geometry, convert)
