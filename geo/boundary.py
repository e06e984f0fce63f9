"""Polygons built from named sides that follow baselines.

A plan states a zone as "north to this river, west to that road". The sides' baselines
are noded against each other, and the face that holds the zone's inside point becomes
the polygon; every edge keeps the name of what it follows. Small gaps are closed by
connectors marked ``inferred``; nothing is ever nudged towards a stated area.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations, pairwise
from typing import Literal

import numpy as np
import shapely

from geo.area import distance_m, length_m
from geo.network import Network, Position, cut, network, rounded

#: Gaps up to this many metres are closed by a connector unless a caller says otherwise.
MAX_GAP_M = 300.0

Compass = Literal["N", "E", "S", "W", "ring"]
_TOWARDS = {"N": (0, 1), "E": (1, 0), "S": (0, -1), "W": (-1, 0)}
_AROUND = "NESW"


@dataclass(frozen=True)
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


@dataclass(frozen=True)
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


@dataclass(frozen=True)
class Edge:
    """A stretch of a built boundary.

    Attributes
    ----------
    compass : str or None
        The side it belongs to; None for a connector.
    baseline : str or None
        The line it follows; None for a connector.
    inferred : bool
        True for a connector.
    line : shapely.LineString or shapely.MultiLineString
        (lon, lat) degrees.
    """

    compass: Compass | None
    baseline: str | None
    inferred: bool
    line: shapely.Geometry


@dataclass(frozen=True)
class Boundary:
    """A built polygon (a MultiPolygon if the zone has several parts) and its labelled edges."""

    zone: str
    polygon: shapely.Polygon | shapely.MultiPolygon
    edges: tuple[Edge, ...]


@dataclass(frozen=True)
class BoundaryProblem:
    """Why a zone could not be built: a code with its values, and the English sentence."""

    zone: str
    code: str
    values: Mapping[str, object]
    message: str


class BoundaryError(ValueError):
    """Some zones could not be built.

    Attributes
    ----------
    problems : list of BoundaryProblem
    """

    def __init__(self, problems: list[BoundaryProblem]) -> None:
        self.problems = problems
        super().__init__("; ".join(f"{problem.zone}: {problem.message}" for problem in problems))


class _Unbuildable(Exception):  # noqa: N818 - a signal inside this module, never raised to callers
    def __init__(self, code: str, message: str, **values: object) -> None:
        self.code, self.message, self.values = code, message, values
        super().__init__(message)

    def problem(self, zone: str) -> BoundaryProblem:
        return BoundaryProblem(zone, self.code, self.values, self.message)


@dataclass(frozen=True)
class _Connector:
    between: tuple[str, str]
    line: shapely.LineString

    def ends(self) -> Iterator[tuple[str, Position]]:
        for name, position in zip(self.between, shapely.get_coordinates(self.line), strict=True):
            yield name, rounded(position)


def build(
    zones: Sequence[Sides], baselines: Mapping[str, shapely.LineString], max_gap_m: float = MAX_GAP_M
) -> list[Boundary]:
    """Build polygons from their sides, all together so that neighbours share their edges.

    Parameters
    ----------
    zones : sequence of Sides
    baselines : mapping of str to shapely.LineString
        (lon, lat) degrees, by id. Lines that no zone follows are left out of account.
    max_gap_m : float
        The longest gap between two sides that a connector may close, m.

    Returns
    -------
    list of Boundary
        In the order of `zones`. Where two zones follow one baseline, their edges
        there have the very same vertices.

    Raises
    ------
    BoundaryError
        With every zone that could not be built: a baseline that is missing or crosses itself,
        sides that leave a gap over the limit, a side that does not bound the zone,
        an edge that lies on the wrong side by compass.
    """
    problems: list[BoundaryProblem] = []
    known: list[Sides] = []
    for zone in zones:
        try:
            _check(zone, baselines)
            known.append(zone)
        except _Unbuildable as trouble:
            problems.append(trouble.problem(zone.zone))
    lines = {side.baseline: baselines[side.baseline] for zone in known for side in zone.sides}
    plain = network(lines, {})
    connectors: dict[int, list[_Connector]] = {}
    extra: dict[str, set[Position]] = {}
    for index, zone in enumerate(known):
        try:
            connectors[index] = _close(zone, lines, plain, max_gap_m)
        except _Unbuildable as trouble:
            problems.append(trouble.problem(zone.zone))
            continue
        for connector in connectors[index]:
            for name, position in connector.ends():
                extra.setdefault(name, set()).add(position)
    # Connector ends become nodes of the lines themselves, so that a neighbour without
    # a gap still shares every vertex.
    final = Network({**plain.pieces, **_recut(plain, extra)})
    built: list[Boundary] = []
    for index, needed in connectors.items():
        zone = known[index]
        try:
            built.append(_finish(zone, final, needed))
        except _Unbuildable as trouble:
            problems.append(trouble.problem(zone.zone))
    if problems:
        raise BoundaryError(problems)
    return built


def _check(zone: Sides, baselines: Mapping[str, shapely.LineString]) -> None:
    if not zone.sides:
        raise _Unbuildable("no-sides", "has no sides; give at least one")
    for side in zone.sides:
        line = baselines.get(side.baseline)
        if line is None:
            raise _Unbuildable(
                "baseline-missing",
                f"side {side.compass} follows baseline {side.baseline!r}, which does not exist; "
                "add it to baselines.geojson or mend the name",
                side=side.compass,
                baseline=side.baseline,
            )
        if not line.is_simple:
            raise _Unbuildable(
                "baseline-crosses-itself",
                f"baseline {side.baseline!r} of side {side.compass} crosses itself; cut it in two",
                side=side.compass,
                baseline=side.baseline,
            )


def _recut(plain: Network, extra: Mapping[str, set[Position]]) -> dict[str, list[shapely.LineString]]:
    return {name: _insert(plain.pieces[name], positions) for name, positions in extra.items()}


def _insert(pieces: list[shapely.LineString], positions: Iterable[Position]) -> list[shapely.LineString]:
    """Cut the one piece on which each position lies."""
    by_piece: dict[int, set[Position]] = {}
    for position in positions:
        nearest = int(np.argmin(shapely.distance(pieces, shapely.Point(position))))
        by_piece.setdefault(nearest, set()).add(position)
    return [
        part
        for i, piece in enumerate(pieces)
        for part in (cut(piece, by_piece[i]) if i in by_piece else [piece])
    ]


def _close(
    zone: Sides, lines: Mapping[str, shapely.LineString], plain: Network, max_gap_m: float
) -> list[_Connector]:
    """Find the connectors that a zone needs: none, or the shortest ones that close its ring."""
    if _face(zone, plain, []) is not None:
        return []
    gaps = sorted(
        ((distance_m(*shapely.get_coordinates(line)), pair, line) for pair, line in _gaps(zone, lines)),
        key=lambda gap: gap[:2],
    )
    chosen: list[_Connector] = []
    for metres, pair, line in gaps:
        if metres > max_gap_m:
            break
        chosen.append(_Connector(pair, line))
        ends: dict[str, set[Position]] = {}
        for connector in chosen:
            for name, position in connector.ends():
                ends.setdefault(name, set()).add(position)
        if _face(zone, Network({**plain.pieces, **_recut(plain, ends)}), chosen) is not None:
            return chosen
    raise _why_open(zone, plain, gaps, max_gap_m)


def _gaps(
    zone: Sides, lines: Mapping[str, shapely.LineString]
) -> Iterator[tuple[tuple[str, str], shapely.LineString]]:
    """Shortest lines between those sides that should meet and do not."""
    pairs: set[tuple[str, str]] = set()
    for one, other in combinations(zone.sides, 2):
        opposite = {one.compass, other.compass} in ({"N", "S"}, {"E", "W"})
        if one.baseline != other.baseline and not opposite:
            first, second = sorted((one.baseline, other.baseline))
            pairs.add((first, second))
    for first, second in sorted(pairs):
        if lines[first].intersects(lines[second]):
            continue
        # East-west degrees are shorter than north-south ones; "shortest" must mean metres.
        shrink = np.array([np.cos(np.radians(lines[first].centroid.y)), 1.0])
        flat = [shapely.transform(lines[name], partial(np.multiply, shrink)) for name in (first, second)]
        ends = shapely.get_coordinates(shapely.shortest_line(*flat)) / shrink
        yield (first, second), shapely.LineString([rounded(end) for end in ends])


def _face(zone: Sides, net: Network, connectors: Sequence[_Connector]) -> shapely.Polygon | None:
    """The face that the sides enclose, if they do and every side takes part."""
    names = dict.fromkeys(side.baseline for side in zone.sides)
    pieces = [piece for name in names for piece in net.pieces[name]]
    faces = list(shapely.get_parts(shapely.polygonize([*pieces, *(c.line for c in connectors)])))
    if zone.inside is not None:
        inside = shapely.Point(zone.inside)
        faces = [face for face in faces if face.contains(inside)]
    bounded = [face for face in faces if not _idle(zone, net, face)]
    return bounded[0] if len(bounded) == 1 else None


def _follows(face: shapely.Polygon, pieces: list[shapely.LineString]) -> list[shapely.LineString]:
    """The pieces that run along a face's boundary."""
    rim = {frozenset(pair) for pair in _segments(face.exterior)}
    return [piece for piece in pieces if frozenset(next(_segments(piece))) in rim]


def _segments(line: shapely.Geometry) -> Iterator[tuple[Position, Position]]:
    vertices = [(float(x), float(y)) for x, y in shapely.get_coordinates(line)]
    return pairwise(vertices)


def _idle(zone: Sides, net: Network, face: shapely.Polygon) -> list[Side]:
    """The sides that do not bound a face."""
    return [side for side in zone.sides if not _follows(face, net.pieces[side.baseline])]


def _why_open(
    zone: Sides,
    net: Network,
    gaps: Sequence[tuple[float, tuple[str, str], shapely.LineString]],
    max_gap_m: float,
) -> _Unbuildable:
    by_line = {side.baseline: side for side in zone.sides}
    faces = shapely.get_parts(shapely.polygonize([piece for name in by_line for piece in net.pieces[name]]))
    here = [face for face in faces if zone.inside is None or face.contains(shapely.Point(zone.inside))]
    if len(here) > 1:
        return _Unbuildable("ambiguous", "its sides enclose several faces; give an inside point")
    if len(here) == 1:
        side = _idle(zone, net, here[0])[0]
        return _Unbuildable(
            "side-idle",
            f"side {side.compass} ({side.baseline}) does not bound the face round the inside point; "
            "mend the baseline, the side or the point",
            side=side.compass,
            baseline=side.baseline,
        )
    # Report the smallest gap that was not allowed to close: the likeliest mistake.
    for metres, (first, second), _ in gaps:
        if metres > max_gap_m:
            return _Unbuildable(
                "gap",
                f"side {by_line[first].compass} ({first}) and side {by_line[second].compass} ({second}) "
                f"stay {metres:.0f} m apart, more than {max_gap_m:.0f} m; lengthen one of the baselines",
                side=by_line[first].compass,
                baseline=first,
                other_side=by_line[second].compass,
                other=second,
                distance_m=round(metres),
                limit_m=round(max_gap_m),
            )
    names = ", ".join(f"{side.compass} ({side.baseline})" for side in zone.sides)
    return _Unbuildable(
        "open",
        f"the sides {names} enclose no face round the inside point; mend the lines or the point",
        sides=names,
    )


def _finish(zone: Sides, net: Network, connectors: Sequence[_Connector]) -> Boundary:
    face = _face(zone, net, connectors)
    if face is None:
        raise _why_open(zone, net, [], 0.0)
    face = shapely.orient_polygons(shapely.Polygon(face.exterior))
    edges = [
        Edge(
            side.compass,
            side.baseline,
            inferred=False,
            line=_joined(_follows(face, net.pieces[side.baseline])),
        )
        for side in dict.fromkeys(zone.sides)
    ]
    edges += [
        Edge(None, None, inferred=True, line=connector.line)
        for connector in connectors
        if _follows(face, [connector.line])
    ]
    for edge in edges:
        _verify_compass(edge, face)
    return Boundary(zone.zone, face, tuple(edges))


def _joined(pieces: list[shapely.LineString]) -> shapely.Geometry:
    return pieces[0] if len(pieces) == 1 else shapely.line_merge(shapely.MultiLineString(pieces))


def _verify_compass(edge: Edge, face: shapely.Polygon) -> None:
    """The edge for the north lies north of the zone's middle, and so on."""
    if edge.compass not in _TOWARDS:
        return
    middle, here = face.centroid, edge.line.centroid
    x, y = _TOWARDS[edge.compass]
    if (here.x - middle.x) * x + (here.y - middle.y) * y > 0:
        return
    off = distance_m((middle.x, middle.y), (here.x, here.y))
    raise _Unbuildable(
        "wrong-side",
        f"side {edge.compass} ({edge.baseline}) does not lie {edge.compass} of the zone's middle "
        f"({off:.0f} m off on another side); mend the side or the baseline",
        side=edge.compass,
        baseline=edge.baseline,
        distance_m=round(off),
    )


def merged(parts: Sequence[Boundary]) -> Boundary:
    """Put the parts of one zone together.

    Parameters
    ----------
    parts : sequence of Boundary
        Polygons that do not overlap.

    Returns
    -------
    Boundary
        With a Polygon for one part, else a MultiPolygon, and the edges of all.
    """
    if len(parts) == 1:
        return parts[0]
    polygon = shapely.MultiPolygon([part.polygon for part in parts])
    return replace(parts[0], polygon=polygon, edges=tuple(edge for part in parts for edge in part.edges))


def share_by_edge(boundary: Boundary) -> dict[str, float]:
    """Length in metres that each baseline contributes to a boundary; connectors under ``""``."""
    shares: dict[str, float] = {}
    for edge in boundary.edges:
        shares[edge.baseline or ""] = shares.get(edge.baseline or "", 0.0) + length_m(edge.line)
    return shares
