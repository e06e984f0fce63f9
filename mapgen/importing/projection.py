"""From the coordinate system of a file to WGS 84 degrees."""

from dataclasses import dataclass
from functools import cache

import numpy as np
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError
from pyproj.transformer import AreaOfInterest, TransformerGroup

from geo.crs import epsg, transformer
from geo.errors import GeoError
from geo.systems import codes
from layers.messages import LayerError, Message, reason

#: Spheroid of a layer that says it has no known system, in GeoPackages: srs_id 0 and -1.
_UNDEFINED = ("Undefined", "unknown")
#: Eastings with a zone number before them, m: 13 to 45 million in China, 1 to 60 million on earth.
_ZONED, _LAST_ZONED, _MILLION = 10_000_000, 61_000_000, 1_000_000
#: Easting of the central meridian in UTM, and how far from it whatever is in a system lies at most, m.
_UTM_EASTING, _WIDEST = 500_000, 700_000
#: CGCS2000: first EPSG codes, with and without zone numbers, of the 3-degree zones from 25 and the 6-degree
#: zones from 13.
_ZONES = ((range(25, 46), 4513, 4534), (range(13, 24), 4491, 4502))

#: Words of the names of datums whose shifts to WGS 84 are not published for land.
_OLD = (("BEIJING", "1954"), ("XIAN", "1980"))


@dataclass(frozen=True)
class System:
    """The coordinate system of a layer.

    Attributes
    ----------
    crs : pyproj.CRS
    overrides : str or None
        Name of the other system that the file states, where the user gave one against it.
    """

    crs: CRS
    overrides: str | None = None


def crs_of(stated: object, given: str | None, name: str, layer: str) -> System:
    """The coordinate system of a layer.

    Parameters
    ----------
    stated : object
        What the file says: a pyproj.CRS, text that pyproj reads, or None.
    given : str or None
        EPSG code that the user gave; it holds against what the file says.
    name, layer : str
        What messages call the file and the layer.

    Returns
    -------
    System

    Raises
    ------
    LayerError
        If neither the file nor the user names a system, or what is named is no known system.
    """
    try:
        theirs = None if stated is None else CRS.from_user_input(stated)
    except CRSError as error:
        if given is None:
            raise _unknown(error, name, layer) from None
        theirs = None
    # Such as that of a building site, which says nothing of where on earth it is.
    if theirs is not None and (theirs.name.startswith(_UNDEFINED) or theirs.geodetic_crs is None):
        theirs = None
    if given is None:
        if theirs is None:
            raise LayerError(Message("import-crs-unstated", name, layer, {"systems": codes()}))
        return System(theirs)
    try:
        ours = epsg(given)
    except ValueError as error:
        raise _unknown(error, name, layer) from None
    return System(ours, None if theirs is None or theirs == ours else theirs.name)


def _unknown(error: Exception, name: str, layer: str) -> LayerError:
    values = {"reason": reason(error), "systems": codes()}
    return LayerError(Message("import-crs-unknown", name, layer, values))


def to_degrees(geometries: np.ndarray, crs: CRS, name: str, layer: str) -> np.ndarray:
    """Transform geometries to (lon, lat) degrees.

    Parameters
    ----------
    geometries : numpy.ndarray of shapely.Geometry, shape (n,)
        Coordinates in (x, y) order, as every format stores them; heights are dropped.
    crs : pyproj.CRS
    name, layer : str
        What messages call the file and the layer.

    Returns
    -------
    numpy.ndarray of shapely.Geometry, shape (n,)

    Raises
    ------
    LayerError
        If the way from the system to WGS 84 is not known to a metre or so; a guess would be off by a hundred.
    """
    plane: np.ndarray = shapely.force_2d(geometries)
    code = _code(crs)
    if code == 4326 or crs.to_authority() == ("OGC", "CRS84"):
        return plane
    try:
        source = crs if code is None else epsg(code)
        _plausible(plane, source, name, layer)
        through = _transformer(plane, source)
        moved: np.ndarray = shapely.transform(
            plane, lambda xy: np.column_stack(through.transform(xy[:, 0], xy[:, 1], errcheck=False))
        )
    except LayerError:
        raise
    except (CRSError, ProjError, ValueError) as error:
        values = {"crs": crs.name, "reason": reason(error), "systems": codes()}
        raise LayerError(Message("import-crs-no-way", name, layer, values)) from None
    return moved


@cache
def _code(crs: CRS) -> int | None:
    # PROJ looks through all systems for one that is the same and called otherwise.
    return crs.to_epsg()


def _plausible(plane: np.ndarray, crs: CRS, name: str, layer: str) -> None:
    """Refuse, in a transverse Mercator, eastings with another zone number than it has, and swapped axes."""
    positions = shapely.get_coordinates(plane)
    positions = positions[np.isfinite(positions).all(axis=1)]
    terms = crs.to_dict() if crs.is_projected else {}
    if terms.get("proj") not in {"tmerc", "utm"} or not len(positions):
        return  # others, such as Web Mercator, have no zones
    east, north = map(float, np.median(positions, axis=0))
    middle = terms.get("x_0", _UTM_EASTING)
    if abs(east - middle) > _WIDEST >= abs(north - middle):
        raise LayerError(Message("crs-swapped", name, layer, {"crs": crs.name}))
    of_system = int(middle // _MILLION) if middle >= _ZONED else None
    of_places = int(east // _MILLION) if _ZONED <= east < _LAST_ZONED else None
    zone = of_places or of_system
    # Far from a meridian the number of one zone is written before an easting of the next.
    if zone is None or (of_system and of_places) or (of_system and not 0 <= east < _MILLION):
        return
    own = [
        (plain if of_places is None else zoned) + zone - zones[0]
        for zones, zoned, plain in _ZONES
        if zone in zones and _is_cgcs2000(crs)
    ]
    code = "crs-zone-number-lacking" if of_places is None else "crs-zone-number"
    values = {"crs": crs.name, "zone": zone, "code": "".join(map(str, own))}
    raise LayerError(Message(code if own else f"{code}-other", name, layer, values))


def _transformer(plane: np.ndarray, source: CRS) -> Transformer:
    """The way to WGS 84 that holds where the layer is; a guess would be off by a hundred metres."""
    if _is_cgcs2000(source):
        return transformer(source, 4326)
    if _is_old_chinese(source):
        # What EPSG lists are shifts of oil fields, whose boxes reach over land where they are wrong.
        raise GeoError("reason-oil-fields")
    west, south, east, north = _around(plane, source)
    area = AreaOfInterest(west, south, east, north)
    ways = TransformerGroup(source, epsg(4326), always_xy=True, allow_ballpark=False, area_of_interest=area)
    here = shapely.box(west, south, east, north)
    for way in ways.transformers:
        use = way.area_of_use
        if use is not None and shapely.box(*use.bounds).covers(here):
            return way
    bounds = {"west": west, "east": east, "south": south, "north": north}
    raise GeoError("reason-no-shift", **{side: f"{degrees:.1f}" for side, degrees in bounds.items()})


def _around(plane: np.ndarray, source: CRS) -> tuple[float, float, float, float]:
    """Bounds in degrees of the layer's own datum, which differ from those of WGS 84 by metres only."""
    west, south, east, north = shapely.total_bounds(plane)
    if source.is_projected and source.geodetic_crs is not None:
        own = transformer(source, source.geodetic_crs)
        west, south, east, north = own.transform_bounds(west, south, east, north)
    return float(west), float(south), float(east), float(north)


def _is_old_chinese(crs: CRS) -> bool:
    return any(all(word in name for word in words) for name in _datum_names(crs) for words in _OLD)


def _is_cgcs2000(crs: CRS) -> bool:
    # EPSG has no transformation from CGCS2000 to WGS 84, because within a metre there is nothing to
    # transform; PROJ calls that a ballpark. From Xi'an 1980 it would call a hundred metres so as well.
    return any(("CHINA" in name and "2000" in name) or "CGCS2000" in name for name in _datum_names(crs))


def _datum_names(crs: CRS) -> list[str]:
    """Names of the datum and of its system, in capitals without blanks."""
    system = crs.geodetic_crs
    if system is None:
        return []
    names = [system.name, system.datum.name if system.datum is not None else ""]
    return ["".join(char for char in name.upper() if char.isalnum()) for name in names]
