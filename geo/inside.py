"""Which face a zone's sides enclose where nobody has said a point inside.

It is the one that every side bounds from its own direction. Several such faces are all told: which of them is
meant is not for geometry to say.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, islice

import shapely

from geo.face import faces, idle, joined, rim
from geo.gap import Connector, gaps, recut, why_open
from geo.network import Network, network
from geo.side import Sides, Unbuildable, lies_towards

#: Sets of connectors that are tried before a zone counts as open.
_TRIES = 200


@dataclass(frozen=True, slots=True)
class Enclosed:
    """Faces that sides may mean.

    Attributes
    ----------
    faces : tuple of shapely.Polygon
        (lon, lat) degrees; the largest first.
    bridged_m : float
        The longest gap between two sides that was closed for them, m; 0 without one.
    """

    faces: tuple[shapely.Polygon, ...]
    bridged_m: float


def enclosed(zone: Sides, lines: Mapping[str, shapely.LineString], max_gap_m: float) -> Enclosed:
    """Find the faces between sides that every one of them bounds from its own direction.

    Parameters
    ----------
    zone : Sides
        Without a point inside.
    lines : mapping of str to shapely.LineString
        (lon, lat) degrees, by id; all that the zone follows are in it, and none crosses itself.
    max_gap_m : float
        The longest gap between two sides that may be closed, m.

    Returns
    -------
    Enclosed
        With one face at least: without a connector, else with the fewest and shortest ones.

    Raises
    ------
    Unbuildable
        ``wrong-side`` if the sides enclose something, but from other directions than they are stated; else
        what `geo.gap.why_open` says, except ``ambiguous``: ``open`` where no face has all of the sides.
    """
    names = list(dict.fromkeys(side.baseline for side in zone.sides))
    plain = network({name: lines[name] for name in names}, {})
    turned = False
    between = sorted(gaps(zone, lines), key=lambda gap: (gap.metres, gap.between))
    allowed = [gap for gap in between if gap.metres <= max_gap_m]
    sets = (chosen for size in range(len(allowed) + 1) for chosen in combinations(allowed, size))
    for chosen in islice(sets, _TRIES):
        net = recut(plain, chosen)
        bounded = [
            each for each in faces(zone, net, [gap.line for gap in chosen]) if not idle(zone, net, each)
        ]
        found = sorted((each for each in bounded if _is_turned_right(zone, net, each)), key=shapely.area)
        if found:
            return Enclosed(tuple(found[::-1]), _longest(chosen))
        turned = turned or bool(bounded)
    if turned:
        raise Unbuildable("wrong-side")
    why = why_open(zone, plain, between, max_gap_m)
    raise Unbuildable("open", sides=", ".join(names)) if why.code == "ambiguous" else why


def _longest(chosen: Sequence[Connector]) -> float:
    return max((gap.metres for gap in chosen), default=0.0)


def _is_turned_right(zone: Sides, net: Network, face: shapely.Polygon) -> bool:
    """Whether each side lies in its own direction from the middle of a face."""
    along = net.touching(rim(face))
    return all(
        lies_towards(side.compass, joined(net.of_line(along, side.baseline)), face) for side in zone.sides
    )
