"""Gaps between sides that should meet: closed by connectors up to a limit, or named."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations, islice

import numpy as np
import shapely

from geo.area import distance_m
from geo.crossing import TOUCH, Position, rounded
from geo.face import face, faces, idle
from geo.network import Network, cut
from geo.side import Sides, Unbuildable

#: Sets of connectors that are tried before a zone counts as open.
_TRIES = 2000


@dataclass(frozen=True)
class Connector:
    """A straight line across a gap.

    Attributes
    ----------
    metres : float
    between : (str, str)
        Ids of the two lines.
    line : shapely.LineString
        From the first to the second, (lon, lat) degrees.
    """

    metres: float
    between: tuple[str, str]
    line: shapely.LineString

    def ends(self) -> Iterator[tuple[str, Position]]:
        """Each line with the position on it where the connector begins or ends."""
        for name, position in zip(self.between, shapely.get_coordinates(self.line), strict=True):
            yield name, rounded(position)


def close(
    zone: Sides, lines: Mapping[str, shapely.LineString], plain: Network, max_gap_m: float
) -> tuple[Connector, ...]:
    """Find the connectors that a zone needs: none, or the fewest and shortest that close its ring.

    Parameters
    ----------
    zone : Sides
    lines : mapping of str to shapely.LineString
        Baselines by id, (lon, lat) degrees.
    plain : Network
        The same lines noded, without connectors.
    max_gap_m : float
        The longest gap that may be closed, m.

    Returns
    -------
    tuple of Connector

    Raises
    ------
    Unbuildable
        If no such connectors close it.
    """
    if face(zone, plain, []) is not None:
        return ()
    # What is tried below cuts lines anew: of this zone only, not of all.
    plain = plain.only(dict.fromkeys(side.baseline for side in zone.sides))
    between = sorted(gaps(zone, lines), key=lambda gap: (gap.metres, gap.between))
    allowed = [gap for gap in between if gap.metres <= max_gap_m]
    # A gap may be a waist, where two sides that both bound the zone come near each other.
    # So each set is tried by itself: what is left out must not be needed.
    sets = (chosen for size in range(1, len(allowed) + 1) for chosen in combinations(allowed, size))
    for chosen in islice(sets, _TRIES):
        if face(zone, recut(plain, chosen), [gap.line for gap in chosen]) is not None:
            return chosen
    raise why_open(zone, plain, between, max_gap_m)


def gaps(zone: Sides, lines: Mapping[str, shapely.LineString]) -> Iterator[Connector]:
    """Find the shortest lines between those sides that should meet and do not.

    Parameters
    ----------
    zone : Sides
    lines : mapping of str to shapely.LineString
        (lon, lat) degrees, by id.

    Yields
    ------
    Connector
        For each two sides that do not touch, unless they lie opposite or a third side lies between.
    """
    pairs: set[tuple[str, str]] = set()
    for one, other in combinations(zone.sides, 2):
        opposite = {one.compass, other.compass} in ({"N", "S"}, {"E", "W"})
        if one.baseline != other.baseline and not opposite:
            first, second = sorted((one.baseline, other.baseline))
            pairs.add((first, second))
    own = {side.baseline for side in zone.sides}
    for first, second in sorted(pairs):
        if lines[first].intersects(lines[second]):
            continue
        # East-west degrees are shorter than north-south ones; "shortest" must mean metres.
        shrink = np.array([np.cos(np.radians(lines[first].centroid.y)), 1.0])
        flat = [shapely.transform(lines[name], partial(np.multiply, shrink)) for name in (first, second)]
        ends = [rounded(end) for end in shapely.get_coordinates(shapely.shortest_line(*flat)) / shrink]
        line = shapely.LineString(ends)
        if not any(_lies_across(line, lines[third]) for third in own if third not in (first, second)):
            yield Connector(distance_m(*ends), (first, second), line)


def _lies_across(connector: shapely.LineString, third: shapely.LineString) -> bool:
    """Whether a third side crosses a connector between its ends: there it is no gap of these two."""
    met = shapely.intersection(connector, third)
    ends = shapely.boundary(connector)
    # Where it meets the connector's very end, rounding may put it on either side.
    return any(part.distance(ends) > TOUCH for part in shapely.get_parts([met]))


def recut(plain: Network, connectors: Sequence[Connector]) -> Network:
    """Cut the lines also where connectors end."""
    if not connectors:
        return plain
    extra: dict[str, set[Position]] = {}
    for connector in connectors:
        for name, position in connector.ends():
            extra.setdefault(name, set()).add(position)
    again = {name: _insert(plain.pieces[name], positions) for name, positions in extra.items()}
    return Network({**plain.pieces, **again})


def _insert(pieces: list[shapely.LineString], positions: Iterable[Position]) -> list[shapely.LineString]:
    """Cut the one piece on which each position lies."""
    by_piece: dict[int, set[Position]] = {}
    places = list(positions)
    nearest_pieces = shapely.STRtree(pieces).nearest(shapely.points(places))
    for position, nearest in zip(places, nearest_pieces, strict=True):
        by_piece.setdefault(int(nearest), set()).add(position)
    return [
        part
        for i, piece in enumerate(pieces)
        for part in (cut(piece, by_piece[i]) if i in by_piece else [piece])
    ]


def why_open(zone: Sides, net: Network, between: Sequence[Connector], max_gap_m: float) -> Unbuildable:
    """Say why a zone's sides do not bound a face.

    Parameters
    ----------
    zone : Sides
    net : Network
    between : sequence of Connector
        All gaps between its sides, the shortest first.
    max_gap_m : float
        The longest that might have been closed, m.

    Returns
    -------
    Unbuildable
        ``ambiguous``, ``side-idle``, ``gap`` or ``open``.
    """
    by_line = {side.baseline: side for side in zone.sides}
    here = faces(zone, net, [])
    if len(here) > 1:
        return Unbuildable("ambiguous")
    if len(here) == 1 and (left_out := idle(zone, net, here[0])):
        side = left_out[0]
        return Unbuildable(
            "side-idle",
            side=side.compass,
            baseline=side.baseline,
        )
    # Report the smallest gap that was not allowed to close: the likeliest mistake.
    for gap in between:
        if gap.metres > max_gap_m:
            first, second = gap.between
            return Unbuildable(
                "gap",
                side=by_line[first].compass,
                baseline=first,
                other_side=by_line[second].compass,
                other=second,
                distance_m=round(gap.metres),
                limit_m=round(max_gap_m),
            )
    names = ", ".join(f"{side.compass} ({side.baseline})" for side in zone.sides)
    return Unbuildable(
        "open",
        sides=names,
    )
