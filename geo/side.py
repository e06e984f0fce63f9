"""Named sides of a zone, and the signal that what they bound cannot be built."""

from dataclasses import dataclass
from typing import Literal

from geo.crossing import Position

Compass = Literal["N", "E", "S", "W", "ring"]


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a zone.

    Attributes
    ----------
    compass : {"N", "E", "S", "W", "ring"}
        The direction that the text gives, or "ring" where it names only what encloses the zone.
    baseline : str
        Id of the line that the side follows.
    """

    compass: Compass
    baseline: str


@dataclass(frozen=True, slots=True)
class Sides:
    """What bounds a polygon: its sides and, if known, a point inside.

    Attributes
    ----------
    zone : str
        Id of the zone, for messages.
    sides : tuple of Side
    inside : (float, float) or None
        (lon, lat) in degrees. Without it the sides must leave exactly one face that all of them touch.
    """

    zone: str
    sides: tuple[Side, ...]
    inside: Position | None = None


class Unbuildable(Exception):  # noqa: N818 - a signal within geo; callers see BoundaryError
    """Why one zone cannot be built: a code with its values."""

    def __init__(self, code: str, **values: object) -> None:
        self.code, self.values = code, values
        super().__init__(code)
