"""Named sides of a zone, and the signal that what they bound cannot be built."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

import shapely

from geo.crossing import Position

Compass = Literal["N", "E", "S", "W", "ring"]

#: Sides that enclose something as a rule.
_FEWEST = 3
_TOWARDS = {"N": (0, 1), "E": (1, 0), "S": (0, -1), "W": (-1, 0)}


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


def too_few(ways: Collection[Compass]) -> bool:
    """Whether a polygon has too few sides to be enclosed: two lines enclose what lies between two meetings.

    Parameters
    ----------
    ways : collection of {"N", "E", "S", "W", "ring"}
        Of its sides. What the text only names as enclosing it may be all there is.
    """
    return len(ways) < _FEWEST and "ring" not in ways


class Unbuildable(Exception):  # noqa: N818 - a signal within geo; callers see BoundaryError
    """Why one zone cannot be built: a code with its values."""

    def __init__(self, code: str, **values: object) -> None:
        self.code, self.values = code, values
        super().__init__(code)


def lies_towards(compass: Compass | None, edge: shapely.Geometry, polygon: shapely.Polygon) -> bool:
    """Whether the middle of an edge lies in a direction from the middle of a polygon.

    Parameters
    ----------
    compass : {"N", "E", "S", "W", "ring"} or None
        "ring" and None stand for any direction.
    edge : shapely.Geometry
        A line; like the polygon in (lon, lat) degrees.
    polygon : shapely.Polygon
    """
    if compass is None or compass == "ring":
        return True
    middle, here = polygon.centroid, edge.centroid
    x, y = _TOWARDS[compass]
    return bool((here.x - middle.x) * x + (here.y - middle.y) * y > 0)
