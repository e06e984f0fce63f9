"""What points are counted in: the zones and groups of plans, and on demand what lies near their axes."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import shapely

from geo.cells import Cells
from geo.reach import reach
from layers.atlas import Atlas
from layers.messages import Message
from mapgen.files.errors import OutputError
from mapgen.tallying.systems import system

#: Trees of zones that a worker keeps; each table asks for the same one.
_KEPT = 2


@dataclass(frozen=True)
class Zones:
    """Zones to count in, so that they can be sent to another machine.

    Attributes
    ----------
    names : tuple of (str, str, str)
        Plan, id and name of each.
    shapes : tuple of bytes
        Polygons as WKB, (lon, lat) degrees.
    """

    names: tuple[tuple[str, str, str], ...]
    shapes: tuple[bytes, ...]

    @property
    def geometries(self) -> np.ndarray:
        """The shapes, as shapely has them."""
        found: np.ndarray = shapely.from_wkb(np.array(self.shapes, dtype=object))
        return found


def zones_of(atlas: Atlas, plans: list[str], within_m: float | None = None) -> Zones:
    """Zones and groups of plans in drawing order, and with a distance (m) what lies within it of each axis.

    Raises
    ------
    OutputError
        If there is none.
    """
    names, shapes = [], []
    for plan in plans:
        for element in atlas.of_plan(plan):
            shape = element.geometry
            if element.kind == "axis" and within_m is not None:
                shape = reach(shape, within_m)
            elif not element.area_km2:
                continue
            names.append((plan, element.id, element.entry.record.name))
            shapes.append(shapely.to_wkb(shape))
    if not names:
        raise OutputError(Message("tally-no-zones", ", ".join(plans)))
    return Zones(tuple(names), tuple(shapes))


@lru_cache(_KEPT)
def cells(zones: Zones, crs: str | None, shift: str | None, points: int) -> Cells:
    """The zones in cells, for points of a system as `mapgen.tallying.systems.system` takes it.

    Parameters
    ----------
    zones : Zones
    crs, shift : str or None
    points : int
        About how many there will be.
    """
    told = system(crs, shift)
    return Cells(zones.geometries, points, told.there, told.back, told.slack, told.box)
