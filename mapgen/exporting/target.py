"""The coordinate system of an export: whether it works here, what its datum shift is worth, the way to it."""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import shapely
from pyproj import CRS, Geod
from pyproj.transformer import AreaOfInterest, TransformerGroup

from geo.crs import CGCS2000, epsg, transform
from geo.errors import GeoError
from geo.systems import EAST, WEST, codes
from layers.messages import Message
from mapgen.exporting.layers import ExportLayer
from mapgen.files.errors import OutputError

#: What there and back may cost, m: more means that the system does not work here.
ROUND_TRIP_M = 0.001

#: Decimals that coordinates keep, 0.1 mm: finer than anybody digitises, coarser than PROJ versions differ.
DECIMALS = {"degrees": 9, "metres": 4}

_WGS84 = 4326


@dataclass(frozen=True)
class Target:
    """The coordinate system of an export.

    Attributes
    ----------
    code : int
        EPSG code.
    crs : pyproj.CRS
    decimals : int
        That coordinates are rounded to.
    longitude : float
        Middle of what is exported, degrees east: decides which belts messages name.
    remarks : tuple of Message
        What the reader must know about the way from WGS 84.
    """

    code: int
    crs: CRS
    decimals: int
    longitude: float
    remarks: tuple[Message, ...] = ()

    @property
    def label(self) -> str:
        """Code and name."""
        return f"EPSG:{self.code} {self.crs.name}"


def target(code: str, bounds: tuple[float, float, float, float]) -> Target:
    """Look up a coordinate system and how good the way to it is.

    Parameters
    ----------
    code : str
        EPSG code.
    bounds : tuple of float
        West, south, east, north of what will be exported, degrees.

    Returns
    -------
    Target

    Raises
    ------
    OutputError
        If the code is unknown, the system is not one of plane maps,
        or no datum shift to it is known.
    """
    longitude = min(max((bounds[0] + bounds[2]) / 2, WEST), EAST)
    systems = codes(longitude)
    try:
        crs = epsg(code)
    except GeoError as error:
        given = f"--crs {error.values['crs']}"
        raise OutputError(Message("crs-unknown", given, values={"systems": systems})) from None
    number = int(str(code).upper().removeprefix("EPSG:"))
    if len(crs.axis_info) != 2 or not (crs.is_geographic or crs.is_projected):
        values = {"name": crs.name, "type": crs.type_name, "systems": systems}
        raise OutputError(Message("crs-not-plane", f"--crs {number}", values=values))
    decimals = DECIMALS["degrees" if crs.is_geographic else "metres"]
    return Target(number, crs, decimals, longitude, tuple(_remarks(number, crs, bounds, systems)))


def _remarks(code: int, crs: CRS, bounds: tuple[float, float, float, float], systems: str) -> list[Message]:
    values: dict[str, object] = {"crs": code, "name": crs.name, "systems": systems}
    remarks = []
    datum = crs.geodetic_crs.to_epsg() if crs.geodetic_crs else None
    if datum == CGCS2000:
        remarks.append(Message("crs-null-shift", values=values))
    elif datum != _WGS84:
        around = AreaOfInterest(*bounds)
        ways = TransformerGroup(_WGS84, code, always_xy=True, area_of_interest=around).transformers
        if not ways or "Ballpark" in ways[0].description:
            raise OutputError(Message("crs-no-shift", f"--crs {code}", values=values))
        if ways[0].accuracy > 0:
            remarks.append(Message("crs-shift", values={**values, "accuracy": f"{ways[0].accuracy:g}"}))
    use = crs.area_of_use
    if use and not shapely.box(*use.bounds).contains(shapely.box(*bounds)):
        remarks.append(Message("crs-outside", values={**values, "area": use.name}))
    return remarks


def reprojected(layers: list[ExportLayer], to: Target) -> list[ExportLayer]:
    """Layers in another coordinate system.

    Parameters
    ----------
    layers : list of ExportLayer
        EPSG:4326.
    to : Target

    Returns
    -------
    list of ExportLayer
        (x, y) in the order of easting and northing or of lon and lat, rounded to `Target.decimals`.

    Raises
    ------
    OutputError
        If coordinates would not come back to where they were.
    """
    if to.code == _WGS84:
        return layers
    changed = [
        layer.with_table(layer.table.set_geometry(_moved(layer.table, to), crs=to.crs))
        if layer.located
        else layer
        for layer in layers
    ]
    pairs = [(old, new) for old, new in zip(layers, changed, strict=True) if old.located]
    worst = max((_off_m(old, new, to) for old, new in pairs), default=0.0)
    if not worst <= ROUND_TRIP_M:
        values = {"name": to.crs.name, "systems": codes(to.longitude)}
        raise OutputError(Message("crs-far", f"--crs {to.code}", values=values))
    return changed


def _moved(table: gpd.GeoDataFrame, to: Target) -> list[shapely.Geometry]:
    def rounded(coordinates: np.ndarray) -> np.ndarray:
        return np.round(coordinates, to.decimals) + 0.0

    return [shapely.transform(transform(geometry, _WGS84, to.code), rounded) for geometry in table.geometry]


def _off_m(before: ExportLayer, after: ExportLayer, to: Target) -> float:
    """How far the way there and back leads astray at worst, m; infinite where there is no way."""
    old = shapely.get_coordinates(before.table.geometry.to_numpy())
    new = shapely.get_coordinates([transform(geometry, to.code, _WGS84) for geometry in after.table.geometry])
    if not np.isfinite(new).all():
        return float("inf")
    return float(max(Geod(ellps="WGS84").inv(*old.T, *new.T)[2], default=0.0))
