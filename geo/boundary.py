"""Polygons built from named sides that follow baselines.

A plan states a zone as "north to this river, west to that road". The sides' baselines
are noded against each other, and the face that holds the zone's inside point becomes
the polygon; every edge keeps the name of what it follows. Small gaps are closed by
connectors marked ``inferred``; nothing is ever nudged towards a stated area.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import shapely

from geo.area import distance_m
from geo.face import face, joined, rim
from geo.gap import Connector, close, recut, why_open
from geo.network import Network, network, segments
from geo.side import Compass, Side, Sides, Unbuildable, lies_towards

__all__ = [
    "MAX_GAP_M", "Boundary", "BoundaryError", "BoundaryProblem", "Compass", "Edge", "Side", "Sides",
    "build", "merged",
]  # fmt: skip

#: Gaps up to this many metres are closed by a connector unless a caller says otherwise.
MAX_GAP_M = 300.0


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Boundary:
    """A built polygon (a MultiPolygon if the zone has several parts) and its labelled edges."""

    zone: str
    polygon: shapely.Polygon | shapely.MultiPolygon
    edges: tuple[Edge, ...]


@dataclass(frozen=True)
class BoundaryProblem:
    """Why a zone could not be built: a code with its values."""

    zone: str
    code: str
    values: Mapping[str, object]


class BoundaryError(ValueError):
    """Some zones could not be built.

    Attributes
    ----------
    problems : list of BoundaryProblem
    """

    def __init__(self, problems: list[BoundaryProblem]) -> None:
        self.problems = problems
        super().__init__("; ".join(f"{problem.zone}: {problem.code}" for problem in problems))


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
    names = list({side.baseline for zone in zones for side in zone.sides} & baselines.keys())
    simple = dict(zip(names, shapely.is_simple([baselines[name] for name in names]), strict=True))
    for zone in zones:
        try:
            _check(zone, simple)
            known.append(zone)
        except Unbuildable as trouble:
            problems.append(_problem(zone, trouble))
    lines = {side.baseline: baselines[side.baseline] for zone in known for side in zone.sides}
    plain = network(lines, {})
    whole: dict[int, shapely.Polygon] = {}
    needed: dict[int, tuple[Connector, ...]] = {}
    for index, zone in enumerate(known):
        try:
            here = face(zone, plain, [])
            needed[index] = () if here else close(zone, lines, plain, max_gap_m)
            if here:
                whole[index] = here
        except Unbuildable as trouble:
            problems.append(_problem(zone, trouble))
    # Connector ends become nodes of the lines themselves, so that a neighbour without
    # a gap still shares every vertex.
    every = [connector for connectors in needed.values() for connector in connectors]
    final = recut(plain, every)
    del plain  # of many zones both need not be in memory
    cut_anew = {name for connector in every for name in connector.between}
    built: list[Boundary] = []
    for index, connectors in needed.items():
        zone = known[index]
        try:
            here = whole.pop(index, None)
            same = here if cut_anew.isdisjoint(side.baseline for side in zone.sides) else None
            built.append(_finish(zone, final, connectors, same))
        except Unbuildable as trouble:
            problems.append(_problem(known[index], trouble))
    if problems:
        raise BoundaryError(problems)
    return built


def _problem(zone: Sides, trouble: Unbuildable) -> BoundaryProblem:
    return BoundaryProblem(zone.zone, trouble.code, trouble.values)


def _check(zone: Sides, simple: Mapping[str, bool]) -> None:
    if not zone.sides:
        raise Unbuildable("no-sides")
    for side in zone.sides:
        if side.baseline not in simple:
            raise Unbuildable(
                "baseline-missing",
                side=side.compass,
                baseline=side.baseline,
            )
        if not simple[side.baseline]:
            raise Unbuildable(
                "baseline-crosses-itself",
                side=side.compass,
                baseline=side.baseline,
            )


def _finish(
    zone: Sides, net: Network, connectors: Sequence[Connector], polygon: shapely.Polygon | None
) -> Boundary:
    """Label a zone's edges; `polygon` is its face if that is known already."""
    polygon = polygon or face(zone, net, [connector.line for connector in connectors])
    if polygon is None:
        raise why_open(zone, net, [], 0.0)
    polygon = shapely.orient_polygons(shapely.Polygon(polygon.exterior))
    around = rim(polygon)
    along = net.touching(around)
    edges = [
        Edge(
            side.compass,
            side.baseline,
            inferred=False,
            line=joined(net.of_line(along, side.baseline)),
        )
        for side in dict.fromkeys(zone.sides)
    ]
    edges += [
        Edge(None, None, inferred=True, line=connector.line)
        for connector in connectors
        if not around.isdisjoint(segments(*shapely.get_coordinates(connector.line)[:, None]))
    ]
    for edge in edges:
        _verify_compass(edge, polygon)
    return Boundary(zone.zone, polygon, tuple(edges))


def _verify_compass(edge: Edge, polygon: shapely.Polygon) -> None:
    """The edge for the north lies north of the zone's middle, and so on."""
    if lies_towards(edge.compass, edge.line, polygon):
        return
    middle, here = polygon.centroid, edge.line.centroid
    across = edge.compass in ("E", "W")
    off = distance_m((middle.x, middle.y), (here.x, middle.y) if across else (middle.x, here.y))
    raise Unbuildable(
        "wrong-side",
        side=edge.compass,
        baseline=edge.baseline,
        distance_m=round(off),
    )


def merged(parts: Sequence[Boundary]) -> Boundary:
    """Put the parts of one zone together.

    Parameters
    ----------
    parts : sequence of Boundary
        Polygons; where two overlap or share an edge they become one.

    Returns
    -------
    Boundary
        With the union of the polygons, and of the edges what lies on its outline.
    """
    if len(parts) == 1:
        return parts[0]
    edges = tuple(edge for part in parts for edge in part.edges)
    separate = shapely.MultiPolygon([part.polygon for part in parts])
    if separate.is_valid:
        return replace(parts[0], polygon=separate, edges=edges)
    # A baseline that moved may carry one part into another.
    union = shapely.orient_polygons(shapely.union_all(separate.geoms))
    outline = shapely.boundary(union)
    kept = (replace(edge, line=shapely.intersection(edge.line, outline)) for edge in edges)
    return replace(parts[0], polygon=union, edges=tuple(edge for edge in kept if edge.line.length > 0))
