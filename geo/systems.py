"""The coordinate systems that the project names: the one place where one is added.

Help, messages and formats take them from here; any other EPSG code may be given as well.
Nothing is imported that takes time, because the help of a command must not wait for PROJ.
"""

from dataclasses import dataclass
from typing import Literal

from geo.errors import GeoError

Unit = Literal["degree", "metre"]

_FIRST_CM, _LAST_CM, _WIDTH = 75, 135, 3  # central meridians of the belts, degrees east

#: What the belts cover, degrees east.
WEST, EAST = _FIRST_CM - _WIDTH / 2, _LAST_CM + _WIDTH / 2


@dataclass(frozen=True)
class System:
    """A coordinate system, or a family of them with one for each 3-degree belt.

    Attributes
    ----------
    name : str
        What people call it.
    unit : {"degree", "metre"}
    first : int
        EPSG code; for belts that of the belt of 75° E, from which the others follow in steps of one.
    belts : bool
        Whether there is one for each belt.
    """

    name: str
    unit: Unit
    first: int
    belts: bool = False

    def code(self, longitude: float) -> int:
        """EPSG code where a longitude (degrees east) lies.

        Raises
        ------
        GeoError
            If there is one for each belt, and the longitude lies outside them.
        """
        return self.first + (central_meridian(longitude) - _FIRST_CM) // _WIDTH if self.belts else self.first

    @property
    def span(self) -> str:
        """Its code, or the first and the last."""
        last = self.first + (_LAST_CM - _FIRST_CM) // _WIDTH
        return f"{self.first}–{last}" if self.belts else str(self.first)


#: Eastings carry no zone number in a belt that is called by its central meridian.
BELTS = System("CGCS2000 / 3-degree Gauss-Kruger CM", "metre", 4534, belts=True)

SYSTEMS = [
    System("WGS 84", "degree", 4326),
    System("CGCS2000", "degree", 4490),
    BELTS,
    System("CGCS2000 / 3-degree Gauss-Kruger zone", "metre", 4513, belts=True),
]


def central_meridian(longitude: float) -> int:
    """Central meridian of the 3-degree belt in which a longitude lies, degrees east.

    Parameters
    ----------
    longitude : float
        Degrees east, 73.5 to 136.5: the span that the belts cover.

    Raises
    ------
    GeoError
        If the longitude lies outside the belts.
    """
    if not WEST <= longitude <= EAST:
        raise GeoError("belts-outside", longitude=longitude, west=WEST, east=EAST)
    # A longitude on the line between two belts belongs to the eastern one.
    return min(int((longitude + _WIDTH / 2) // _WIDTH) * _WIDTH, _LAST_CM)


def codes(longitude: float | None = None, unit: Unit | None = None) -> str:
    """EPSG codes of the named systems, as messages list them.

    Parameters
    ----------
    longitude : float, optional
        Where they are to be used, degrees east; without it belts are given as "first–last".
    unit : {"degree", "metre"}, optional
        Only systems in this unit.

    Returns
    -------
    str
        Such as ``4326, 4490, 4547, 4526``.
    """
    chosen = [system for system in SYSTEMS if unit in (None, system.unit)]
    return ", ".join(system.span if longitude is None else str(system.code(longitude)) for system in chosen)
