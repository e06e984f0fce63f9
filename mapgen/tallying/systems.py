"""Systems of coordinates that points come in: how zones are brought there, and where China is in them."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from geo.crs import epsg, transformer
from geo.errors import GeoError
from geo.gcj02 import SHIFTS, to_wgs84
from layers.messages import Message, reason
from mapgen.files.errors import OutputError
from mapgen.tallying.heads import named_system

#: What is taken for China, with its seas: west, south, east, north, degrees.
#: The pages take the same.
CHINA = (73.0, 3.0, 136.0, 54.0)
#: Systems in degrees whose places are those of the layers.
_SAME = ("4326", "4490")
#: How far from the area that EPSG states for a system points may lie, degrees.
_BEYOND = 6.0
#: How far off a side may be that is straight in degrees, between places 200 m apart.
_SLACK_M, _SLACK_DEGREES = 1.0, 1e-5
_STEPS = 25

Move = Callable[[np.ndarray], np.ndarray]


class System(NamedTuple):
    """How points stand.

    Attributes
    ----------
    there, back : callable or None
        Positions, shape (n, 2), from degrees of WGS 84 to the system and back; None where they are the same.
    slack : float
        As `geo.cells.Cells` takes it.
    box : tuple of float
        Smallest x and y and largest x and y that a place in China can have.
    """

    there: Move | None
    back: Move | None
    slack: float
    box: tuple[float, float, float, float]


def system(crs: str | None, shift: str | None) -> System:
    """Find a system.

    Parameters
    ----------
    crs : str or None
        EPSG code; degrees of WGS 84 without it.
    shift : {"gcj02", "bd09", "wgs84"} or None
        How degrees are shifted.

    Raises
    ------
    OutputError
        If there is no such system, or both are given.
    """
    if shift is not None and shift not in SHIFTS:
        raise OutputError(Message("tally-no-shift", f"--from {shift}"))
    shifted = shift not in (None, "wgs84")
    if crs is not None and crs.upper().removeprefix("EPSG:") not in _SAME:
        if shifted:
            raise OutputError(Message("tally-crs-and-shift", f"--crs {crs}"))
        return _of_code(crs)
    if shifted:
        forward = SHIFTS[str(shift)]
        return System(forward, lambda places: to_wgs84(places, forward), _SLACK_DEGREES, CHINA)
    return System(None, None, 0.0, CHINA)


def remarks(
    file: str, places: tuple[str, str], crs: str | None, shift: str | None
) -> list[tuple[str, str, str]]:
    """What is to be said of columns whose names, or whose file's, speak of a shift that nobody stated.

    Parameters
    ----------
    file : str
    places : (str, str)
        Names of the columns of coordinates.
    crs, shift : str or None
        As `system` takes them.

    Returns
    -------
    list of (str, str, str)
        As `mapgen.tallying.counting.Counted` has them.
    """
    said = named_system(places) or named_system([file])
    is_said = crs is None and shift is None and said in ("gcj02", "bd09")
    return [(file, "tally-shift-named", str(said))] if is_said else []


def _of_code(crs: str) -> System:
    try:
        wanted = epsg(crs)
        out, home = transformer(epsg(4490), wanted), transformer(wanted, epsg(4490))
    except GeoError as error:
        raise OutputError(Message("tally-crs", f"--crs {crs}", values={"reason": reason(error)})) from None

    def there(places: np.ndarray) -> np.ndarray:
        return np.column_stack(out.transform(places[:, 0], places[:, 1]))

    def back(places: np.ndarray) -> np.ndarray:
        return np.column_stack(home.transform(places[:, 0], places[:, 1]))

    west, south, east, north = CHINA
    if (area := wanted.area_of_use) is not None:
        west, east = max(west, area.west - _BEYOND), min(east, area.east + _BEYOND)
    grid = np.meshgrid(np.linspace(west, east, _STEPS), np.linspace(south, north, _STEPS))
    places = there(np.column_stack([axis.ravel() for axis in grid]))
    places = places[np.isfinite(places).all(axis=1)]
    if not len(places):
        raise OutputError(Message("tally-crs-elsewhere", f"--crs {crs}", values={"name": wanted.name}))
    slack = _SLACK_M if wanted.is_projected else _SLACK_DEGREES
    low, high = places.min(axis=0), places.max(axis=0)
    return System(there, back, slack, (float(low[0]), float(low[1]), float(high[0]), float(high[1])))
