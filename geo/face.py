"""The face that a zone's sides enclose, and the pieces of lines that run along it."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import shapely

from geo.network import Network, Position
from geo.side import Side, Sides


def face(zone: Sides, net: Network, connectors: Sequence[shapely.LineString]) -> shapely.Polygon | None:
    """Find the face that the sides enclose.

    Parameters
    ----------
    zone : Sides
    net : Network
        Cut lines, (lon, lat) degrees; all that the zone follows are in it.
    connectors : sequence of shapely.LineString
        What closes its gaps.

    Returns
    -------
    shapely.Polygon or None
        None where the sides enclose no face round the inside point, several, or one that
        some side takes no part in.
    """
    bounded = [each for each in faces(zone, net, connectors) if not idle(zone, net, each)]
    return bounded[0] if len(bounded) == 1 else None


def faces(zone: Sides, net: Network, connectors: Sequence[shapely.LineString]) -> list[shapely.Polygon]:
    """All faces between the sides' lines; with an inside point, those that hold it."""
    names = dict.fromkeys(side.baseline for side in zone.sides)
    pieces = np.array([*(piece for name in names for piece in net.pieces[name]), *connectors], dtype=object)
    # Where two lines run along the same place, the place must be there once to be polygonized.
    _, once = np.unique(shapely.to_wkb(shapely.normalize(pieces)), return_index=True)
    found = list(shapely.get_parts(shapely.polygonize(pieces[np.sort(once)])))
    if zone.inside is None:
        return found
    inside = shapely.Point(zone.inside)
    return [each for each in found if each.contains(inside)]


def follows(polygon: shapely.Polygon, pieces: Sequence[shapely.LineString]) -> list[shapely.LineString]:
    """The pieces that run along a face's boundary."""
    rim = {frozenset(pair) for pair in _segments(polygon.exterior)}
    return [piece for piece in pieces if frozenset(next(_segments(piece))) in rim]


def _segments(line: shapely.Geometry) -> Iterator[tuple[Position, Position]]:
    vertices = [(float(x), float(y)) for x, y in shapely.get_coordinates(line)]
    return pairwise(vertices)


def idle(zone: Sides, net: Network, polygon: shapely.Polygon) -> list[Side]:
    """The sides that do not bound a face."""
    return [side for side in zone.sides if not follows(polygon, net.pieces[side.baseline])]


def joined(pieces: Sequence[shapely.LineString]) -> shapely.Geometry:
    """One line for pieces that meet, else a MultiLineString."""
    return pieces[0] if len(pieces) == 1 else shapely.line_merge(shapely.MultiLineString(pieces))
