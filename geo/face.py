"""The face that a zone's sides enclose, and the pieces of lines that run along it."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import shapely

from geo.network import Network, Segment
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
    names = list(dict.fromkeys(side.baseline for side in zone.sides))
    pieces = np.array([piece for name in names for piece in net.pieces[name]], dtype=object)
    # Where two lines run along the same place, the place must be there once to be polygonized.
    if connectors:
        pieces = np.array([*pieces, *connectors], dtype=object)
        places = shapely.to_wkb(shapely.normalize(pieces))
    else:
        places = np.concatenate([net.places[name] for name in names])
    _, once = np.unique(places, return_index=True)
    found = shapely.get_parts(shapely.polygonize(pieces[np.sort(once)]))
    if zone.inside is None:
        return list(found)
    return list(found[shapely.contains_xy(found, *zone.inside)])


def rim(polygon: shapely.Polygon) -> set[Segment]:
    """The straight stretches of a face's boundary."""
    vertices = [(x, y) for x, y in shapely.get_coordinates(polygon.exterior).tolist()]
    return {frozenset(pair) for pair in pairwise(vertices)}


def follows(
    around: set[Segment], pieces: Sequence[shapely.LineString], heads: Sequence[Segment]
) -> list[shapely.LineString]:
    """The pieces that run along a face's boundary, told by the boundary's stretches and their own first."""
    return [piece for piece, head in zip(pieces, heads, strict=True) if head in around]


def idle(zone: Sides, net: Network, polygon: shapely.Polygon) -> list[Side]:
    """The sides that do not bound a face."""
    around = rim(polygon)
    return [side for side in zone.sides if around.isdisjoint(net.heads[side.baseline])]


def joined(pieces: Sequence[shapely.LineString]) -> shapely.Geometry:
    """One line for pieces that meet, else a MultiLineString."""
    return pieces[0] if len(pieces) == 1 else shapely.line_merge(shapely.MultiLineString(pieces))
