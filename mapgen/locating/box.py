"""The box in which sides are looked for."""

import math

from layers.messages import LayerError, Message
from mapgen.locating.extract import EVERYWHERE


def box(text: str | None) -> tuple[float, float, float, float]:
    """Return the box that a user wrote, or all that layers may hold.

    Parameters
    ----------
    text : str or None
        West, south, east and north in degrees, with commas between them.

    Raises
    ------
    LayerError
        If it is no such box, or lies outside of what layers may hold.
    """
    if text is None:
        return EVERYWHERE
    try:
        west, south, east, north = (float(each) for each in text.split(","))
    except ValueError:
        raise LayerError(Message("locate-near", values={"text": text[:100]})) from None
    whole = all(map(math.isfinite, (west, south, east, north)))
    if not (
        whole
        and EVERYWHERE[0] <= west < east <= EVERYWHERE[2]
        and EVERYWHERE[1] <= south < north <= EVERYWHERE[3]
    ):
        raise LayerError(Message("locate-near", values={"text": text[:100]}))
    return west, south, east, north
