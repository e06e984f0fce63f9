"""From the coordinate system of a file to WGS 84 degrees."""

from typing import Any

import numpy as np
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError

from geo.crs import epsg
from geo.systems import codes
from layers.problems import LayerError, Problem


def crs_of(stated: Any, override: str | None, name: str, layer: str) -> CRS:
    """The coordinate system of a layer.

    Parameters
    ----------
    stated : object
        What the file says: a pyproj.CRS, text that pyproj reads, or None.
    override : str or None
        EPSG code that the user gave; holds only where the file says nothing.
    name, layer : str
        What messages call the file and the layer.

    Returns
    -------
    pyproj.CRS

    Raises
    ------
    LayerError
        If the file says nothing and neither does the user, or what is said is no known system.
    """
    if stated is None and override is None:
        raise LayerError([Problem(name, layer, "crs-unstated", {"systems": codes()})])
    try:
        return CRS.from_user_input(stated) if stated is not None else epsg(str(override))
    except (CRSError, ValueError) as error:
        reason = str(error).splitlines()[0][:200]
        raise LayerError(
            [Problem(name, layer, "crs-unknown", {"reason": reason, "systems": codes()})]
        ) from None


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
    code = crs.to_epsg()
    if code == 4326 or crs.to_authority() == ("OGC", "CRS84"):
        return plane
    try:
        source = crs if code is None else epsg(code)
        through = Transformer.from_crs(
            source, epsg(4326), always_xy=True, allow_ballpark=_is_cgcs2000(source)
        )
        moved: np.ndarray = shapely.transform(
            plane, lambda xy: np.column_stack(through.transform(xy[:, 0], xy[:, 1], errcheck=False))
        )
    except (CRSError, ProjError, ValueError) as error:
        values = {"crs": crs.name, "reason": str(error).splitlines()[0][:200], "systems": codes()}
        raise LayerError([Problem(name, layer, "crs-no-way", values)]) from None
    return moved


def _is_cgcs2000(crs: CRS) -> bool:
    # EPSG has no transformation from CGCS2000 to WGS 84, because within a metre there is nothing to
    # transform; PROJ calls that a ballpark. From Xi'an 1980 it would call a hundred metres so as well.
    datum = crs.geodetic_crs
    names = (datum.name, datum.datum.name if datum.datum is not None else "") if datum is not None else ()
    return any(
        ("China" in name and "2000" in name) or "CGCS2000" in name.replace(" ", "").replace("_", "").upper()
        for name in names
    )
