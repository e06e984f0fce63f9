"""The face that a zone's sides enclose, and the pieces of lines that run along it."""

from collections.abc import Sequence

import numpy as np
import shapely

from geo.network import Network, Segment, segments
from geo.side import Side, Sides

#: Lines of so many pieces are taken whole, which is quicker than choosing.
MANY = 200
#: How far from a zone's inside point its lines are looked for at first, degrees (200 m).
_REACH = 0.002


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
    names = list(dict.fromkeys(side.baseline for side in zone.sides))
    if zone.inside is None or sum(len(net.pieces[name]) for name in names) <= MANY:
        return _faces(zone, net, net.numbers(names), connectors)
    # Of a river with thousands of crossings a zone needs a few pieces. So look round the inside point,
    # wider each time, until the face lies within view: whatever could divide it is in view then as well.
    x, y = zone.inside
    reach = _REACH
    while True:
        view = shapely.box(x - reach, y - reach, x + reach, y + reach)
        found = _faces(zone, net, net.near(names, view), connectors)
        if (found and shapely.covers(view, found).all()) or shapely.covers(view, net.extent):
            return found
        reach *= 2


def _faces(
    zone: Sides, net: Network, numbers: np.ndarray, connectors: Sequence[shapely.LineString]
) -> list[shapely.Polygon]:
    """Faces between some pieces and connectors; with an inside point, those that hold it."""
    pieces = net.every[numbers]
    # Where two lines run along the same place, the place must be there once to be polygonized.
    if connectors:
        pieces = np.array([*pieces, *connectors], dtype=object)
        places = shapely.to_wkb(shapely.normalize(pieces))
    else:
        places = net.places[numbers]
    _, once = np.unique(places, return_index=True)
    found = shapely.get_parts(shapely.polygonize(pieces[np.sort(once)]))
    if zone.inside is None:
        return list(found)
    return list(found[shapely.contains_xy(found, *zone.inside)])


def rim(polygon: shapely.Polygon) -> set[Segment]:
    """The straight stretches of a face's boundary."""
    vertices = shapely.get_coordinates(polygon.exterior)
    return set(segments(vertices[:-1], vertices[1:]))


def idle(zone: Sides, net: Network, polygon: shapely.Polygon) -> list[Side]:
    """The sides that do not bound a face."""
    along = net.touching(rim(polygon))
    return [side for side in zone.sides if not net.of_line(along, side.baseline)]


def joined(pieces: Sequence[shapely.LineString]) -> shapely.Geometry:
    """One line for pieces that meet, else a MultiLineString."""
    return pieces[0] if len(pieces) == 1 else shapely.line_merge(shapely.MultiLineString(pieces))
