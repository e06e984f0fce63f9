"""Pieces of a named road or river put together as one line.

A map holds a road as many pieces, often with its two carriageways apart, with short stretches under
another name and with ramps of the same name. The line that is wanted is the longest way through the pieces:
along one carriageway where there are two or in the middle between them, straight across a short gap, past
what branches off.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import pairwise

import numpy as np
import shapely

from geo.crs import CGCS2000, belt, transform
from geo.middle import middle
from geo.place import rounded

#: Carriageways of one road lie no further apart, m.
ACROSS_M = 60.0
#: Between two ends of a road that point at each other (within 10 degrees, as a cosine) a gap is so long at
#: most, m: a bridge is straight.
LONG_M, _ALIGNED = 1000.0, 0.985
#: Vertices along a line, m; more apart where there would be too many of them.
_STEP_M, _MOST = 25.0, 20_000
#: What going over to the other carriageway costs beside its length, m: it is done where one ends.
_DETOUR_M = 500.0
#: A ring that is this share of its pieces, but for those beside it, is a road round something, and no way
#: through leaves it out.
_RING_SHARE = 0.8
#: Pieces that are together no longer than so many times a line have no other beside it.
_ALONE = 1.02
#: A line beside another that is this share of it is another line of that name.
_RIVAL = 0.3
#: Of more lines that do not hang together, namesakes in many towns, none is looked at for others beside it.
_FEW = 100
#: So many times as far along a strand as carriageways lie apart, it has turned back.
_TURN = 3
_DECIMALS = 7

_Graph = dict[int, dict[int, float]]


@dataclass(frozen=True, slots=True)
class Chain:
    """One line made of pieces.

    Attributes
    ----------
    line : shapely.LineString
        (lon, lat) degrees; closed for a road round something.
    bridged_m : float
        Length of the longest straight stretch that was laid across a gap, m; 0 without one.
    beside_m : float
        How far pieces that were left out beside it lie from it at most, m, such as carriageways.
    """

    line: shapely.LineString
    bridged_m: float
    beside_m: float


def chains(
    pieces: Sequence[shapely.LineString], gap_m: float, *, road: bool = False, step_m: float = _STEP_M
) -> list[Chain]:
    """Put pieces of one name together.

    Parameters
    ----------
    pieces : sequence of shapely.LineString
        (lon, lat) degrees, in any order and direction.
    gap_m : float
        Pieces no further apart than this belong together, m.
    road : bool
        Whether they are a road's or railway's: what runs beside a line is the other carriageway, so that the
        middle between them is wanted; and a gap may be longer between ends that point at each other, where a
        bridge has a name of its own.
    step_m : float
        Vertices along a line lie no further apart, m: where it may change over. The time goes by it.

    Returns
    -------
    list of Chain
        The longest first: one for each group of pieces that no gap of that size divides. A line that crosses
        itself bounds nothing and is left out.

    Raises
    ------
    GeoError
        If the pieces lie outside the CGCS2000 3-degree belts.
    """
    if not len(pieces):
        return []
    west, _, east, _ = shapely.total_bounds(np.array(pieces, dtype=object))
    plane = belt((west + east) / 2)
    flat = transform(shapely.MultiLineString(list(pieces)), CGCS2000, plane)
    made = _chains(flat, gap_m, step_m, road=road)
    if road and made and len(made) <= _FEW:
        # Service roads on both hands of an expressway have one name, and a zone ends at the nearer one.
        taken = shapely.union_all([shapely.buffer(each.line, ACROSS_M) for each in made])
        beside = shapely.difference(flat, taken)
        strands = [each for each in shapely.get_parts(beside) if shapely.length(each) > ACROSS_M]
        again = _chains(shapely.MultiLineString(strands), gap_m, step_m, road=road) if strands else []
        made += [each for each in again if each.line.length > _RIVAL * made[0].line.length]
    made.sort(key=lambda chain: -shapely.length(chain.line))
    found = [Chain(_degrees(each.line, plane), each.bridged_m, each.beside_m) for each in made]
    return [each for each in found if shapely.is_simple(each.line)]


def _chains(flat: shapely.MultiLineString, gap_m: float, step_m: float, *, road: bool) -> list[Chain]:
    """One chain for each group of pieces, in a plane."""
    strands = list(shapely.get_parts([shapely.line_merge(flat)]))
    step = max(step_m, shapely.length(flat) / _MOST)
    places, walks, along = _walks([shapely.segmentize(each, step) for each in strands])
    links = _links(places, along, walks, gap_m)
    for one, other, metres in _aligned(places, walks) if road else ():
        links[one][other] = links[other][one] = metres
    made = []
    for group in _groups(len(places), (walks, links)):
        own = [strands[number] for number in sorted({strand for at in group for strand in along[at]})]
        chain = _ring(own) or _through(group, places, walks, links, own)
        if chain is not None and road and shapely.length(own).sum() > _ALONE * chain.line.length:
            line, beside = middle(chain.line, own, ACROSS_M)
            chain = Chain(line, chain.bridged_m, beside)
        if chain is not None:
            made.append(chain)
    return sorted(made, key=lambda chain: -shapely.length(chain.line))


def _degrees(line: shapely.LineString, plane: int) -> shapely.LineString:
    # The vertices between those of the pieces say nothing.
    plain = transform(shapely.simplify(line, 0.01), plane, CGCS2000)
    return shapely.transform(plain, lambda places: rounded(places, _DECIMALS))


def _walks(strands: Sequence[shapely.LineString]) -> tuple[np.ndarray, _Graph, list[dict[int, float]]]:
    """Places of vertices, once each; what leads from one to the next; how far along which strands each is."""
    number: dict[tuple[float, float], int] = {}
    walks: _Graph = defaultdict(dict)
    along: list[dict[int, float]] = []
    for strand, line in enumerate(strands):
        last, there, far = -1, (0.0, 0.0), 0.0
        for x, y in np.round(shapely.get_coordinates(line), 3).tolist():
            at = number.setdefault((x, y), len(number))
            if at == len(along):
                along.append({})
            if last not in (-1, at):
                metres = float(np.hypot(x - there[0], y - there[1]))
                walks[last][at] = walks[at][last] = metres
                far += metres
            along[at].setdefault(strand, far)
            last, there = at, (x, y)
    return np.array(list(number), dtype=float), walks, along


def _links(places: np.ndarray, along: list[dict[int, float]], walks: _Graph, gap_m: float) -> _Graph:
    """What leads over to what lies beside, and across a gap from an end."""
    links: _Graph = defaultdict(dict)
    points = shapely.points(places)
    tree = shapely.STRtree(points)
    ends = np.array([at for at in range(len(places)) if len(walks[at]) == 1], dtype=int)
    beside = tree.query(points, predicate="dwithin", distance=min(ACROSS_M, gap_m)).T
    across = tree.query(points[ends], predicate="dwithin", distance=gap_m).T if len(ends) else beside[:0]
    nearest: dict[tuple[int, int], tuple[float, int]] = {}
    for first, second in [*beside.tolist(), *((int(ends[at]), other) for at, other in across.tolist())]:
        metres = float(np.hypot(*(places[first] - places[second])))
        # Both carriageways may be one strand, which turns where the road ends.
        if first == second or any(
            abs(far - along[second][strand]) < _TURN * ACROSS_M
            for strand, far in along[first].items()
            if strand in along[second]
        ):
            continue
        for strand in along[second]:
            if metres < nearest.get((first, strand), (np.inf, 0))[0]:
                nearest[first, strand] = (metres, second)
    for (first, _), (metres, second) in nearest.items():
        links[first][second] = links[second][first] = metres
    return links


def _aligned(places: np.ndarray, walks: _Graph) -> Iterator[tuple[int, int, float]]:
    """Ends that point at each other across a long gap, each with the nearest such one."""
    ends = np.array([at for at in range(len(places)) if len(walks[at]) == 1], dtype=int)
    if not ends.size:
        return
    way = places[ends] - places[[next(iter(walks[at])) for at in ends]]
    way /= np.hypot(*way.T)[:, np.newaxis]
    points = shapely.points(places[ends])
    one, other = shapely.STRtree(points).query(points, predicate="dwithin", distance=LONG_M)
    over = places[ends[other]] - places[ends[one]]
    metres = np.hypot(*over.T)
    ahead = np.sum(over * way[one], axis=1)
    back = -np.sum(over * way[other], axis=1)
    fits = (one != other) & (np.minimum(ahead, back) > _ALIGNED * metres) & (metres > 0)
    nearest: dict[int, tuple[float, int]] = {}
    for start, end, far in zip(one[fits].tolist(), other[fits].tolist(), metres[fits].tolist(), strict=True):
        nearest[start] = min(nearest.get(start, (np.inf, -1)), (far, end))
    for start, (far, end) in nearest.items():
        yield int(ends[start]), int(ends[end]), far


def _groups(count: int, graphs: Sequence[Mapping[int, Mapping[int, float]]]) -> list[list[int]]:
    """Vertices that hang together."""
    seen = [False] * count
    groups = []
    for start in range(count):
        if seen[start]:
            continue
        seen[start], group = True, [start]
        for at in group:
            for graph in graphs:
                for other in graph.get(at, ()):
                    if not seen[other]:
                        seen[other] = True
                        group.append(other)
        groups.append(group)
    return groups


def _ring(strands: Sequence[shapely.LineString]) -> Chain | None:
    """The ring that strands are all but wholly, if they are one."""
    longest = max(strands, key=lambda line: (line.is_closed, shapely.length(line)))
    if not longest.is_closed:
        return None
    beyond = shapely.difference(shapely.union_all(strands), shapely.buffer(longest, ACROSS_M))
    if shapely.length(longest) < _RING_SHARE * (shapely.length(longest) + shapely.length(beyond)):
        return None
    # Two carriageways that meet at both ends are a ring as well, but one with nothing in it.
    if shapely.area(shapely.Polygon(longest)) < ACROSS_M * shapely.length(longest) / 2:
        return None
    return Chain(longest, 0.0, 0.0)


def _through(
    group: list[int], places: np.ndarray, walks: _Graph, links: _Graph, strands: Sequence[shapely.LineString]
) -> Chain | None:
    """The longest way through a group."""
    first = _farthest(_ways(group[0], walks, links, 0.0)[0])
    last = _farthest(_ways(first, walks, links, 0.0)[0])
    costs, before = _ways(first, walks, links, _DETOUR_M)
    # The end of either carriageway will do: the one that is reached without going over.
    near = [at for at in group if np.hypot(*(places[at] - places[last])) <= ACROSS_M]
    far = max(costs[at] for at in near if costs[at] <= min(costs[each] for each in near) + ACROSS_M)
    at = next(each for each in near if costs[each] == far)
    way = [at]
    while way[-1] != first:
        way.append(before[way[-1]])
    if len(way) < 2:
        return None
    bridged = max((links[a][b] for a, b in pairwise(way) if b not in walks[a]), default=0.0)
    line = shapely.LineString(places[way])
    return Chain(line, bridged, _beside(line, strands))


def _beside(line: shapely.LineString, strands: Sequence[shapely.LineString]) -> float:
    """How far what runs beside a line lies from it."""
    near = shapely.buffer(line, ACROSS_M, cap_style="flat")
    vertices = shapely.points(shapely.get_coordinates(shapely.intersection(near, strands)))
    return float(shapely.distance(line, vertices).max(initial=0.0))


def _ways(
    start: int, walks: _Graph, links: _Graph, detour_m: float
) -> tuple[dict[int, float], dict[int, int]]:
    """How far each vertex is from one, m, and from which other the way comes."""
    costs, before, done = {start: 0.0}, {}, set()
    queue = [(0.0, start)]
    while queue:
        cost, at = heappop(queue)
        if at in done:
            continue
        done.add(at)
        for graph, extra in ((walks, 0.0), (links, detour_m)):
            for other, metres in graph.get(at, {}).items():
                if (there := cost + metres + extra) < costs.get(other, np.inf):
                    costs[other], before[other] = there, at
                    heappush(queue, (there, other))
    return costs, before


def _farthest(costs: Mapping[int, float]) -> int:
    return max(costs, key=lambda at: (costs[at], -at))
