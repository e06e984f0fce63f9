"""Reaches of a river that a map draws and does not name: which of them go on as a named one.

Between two named stretches it is the shortest way through waters without a name, unless another one that
runs well apart from it is about as short. At the end of a named stretch it goes on until the water forks.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from heapq import heappop, heappush
from itertools import pairwise

import numpy as np
import shapely
import shapely.ops

from geo.crs import CGCS2000, belt, transform
from geo.place import rounded

#: Between two named stretches a way may be so long, m; beyond the end of one, so long.
BETWEEN_M, BEYOND_M = 10_000.0, 2_000.0
#: Another way so many times as long as the shortest leaves it open which is meant.
_RIVAL = 1.5
#: It is another one if it is so far, m, from the middle of the shortest: not the other arm round an islet.
_APART_M, _MIDDLE = 150.0, (0.25, 0.75)
#: So many steps from water to water are looked at, and so many waters.
_STEPS, _MOST = 200, 20_000

_DECIMALS = 7

_Place = tuple[float, float]
_Graph = dict[_Place, dict[_Place, float]]


def connected(named: Sequence[shapely.Geometry], nameless: Sequence[shapely.LineString]) -> np.ndarray:
    """Find which waters hang together with some others.

    Parameters
    ----------
    named : sequence of shapely.Geometry
    nameless : sequence of shapely.LineString
        The same coordinates.

    Returns
    -------
    ndarray of int, shape (k,)
        Numbers of those that touch a named one, or one that does, and so on; 20,000 at most.
    """
    if not len(named) or not len(nameless):
        return np.zeros(0, dtype=int)
    tree = shapely.STRtree(nameless)
    taken = np.zeros(len(nameless), dtype=bool)
    frontier = np.array(named, dtype=object)
    for _ in range(_STEPS):
        _, near = tree.query(frontier, predicate="intersects")
        new = np.unique(near[~taken[near]])
        if not new.size or taken.sum() >= _MOST:
            break
        taken[new] = True
        frontier = np.array(nameless, dtype=object)[new]
    return np.flatnonzero(taken)[:_MOST]


def follow(
    named: Sequence[shapely.LineString], nameless: Sequence[shapely.LineString], gap_m: float
) -> list[shapely.LineString]:
    """Find the reaches without a name that go on as a named river.

    Parameters
    ----------
    named : sequence of shapely.LineString
        Stretches of the river, (lon, lat) degrees.
    nameless : sequence of shapely.LineString
        Middles of waters without a name; they meet at common vertices.
    gap_m : float
        Stretches no further apart than this need no reach between them, m.

    Returns
    -------
    list of shapely.LineString
        One for each reach, (lon, lat) degrees.

    Raises
    ------
    GeoError
        If a stretch lies outside the CGCS2000 3-degree belts.
    """
    near = connected(named, nameless)
    if not near.size:
        return []
    west, _, east, _ = shapely.total_bounds(np.array(named, dtype=object))
    plane = belt((west + east) / 2)
    waters = _graph([_places(nameless[at], plane) for at in near])
    stretches = [_places(each, plane) for each in named]
    own = _graph(stretches)
    group = _grouped(stretches, gap_m)
    ends = [place for place in own if len(own[place]) == 1 and place in waters]
    found: list[list[_Place]] = []
    for end in ends:
        way, metres = _way([end], waters, group, set())
        if way and not _has_rival(way, metres, waters, group):
            found.append(way)
            joined = {group[way[0]], group[way[-1]]}
            group = {place: min(joined) if each in joined else each for place, each in group.items()}
    used = {place for way in found for place in way}
    found += [way for end in ends if end not in used and len(way := _onward(end, waters, own)) > 1]
    return [_degrees(way, plane) for way in found]


def _places(line: shapely.LineString, plane: int) -> list[_Place]:
    flat = shapely.get_coordinates(transform(line, CGCS2000, plane))
    return [(x, y) for x, y in np.round(flat, 3).tolist()]


def _degrees(way: Sequence[_Place], plane: int) -> shapely.LineString:
    line = transform(shapely.LineString(way), plane, CGCS2000)
    return shapely.transform(line, lambda places: rounded(places, _DECIMALS))


def _graph(ways: Sequence[Sequence[_Place]]) -> _Graph:
    graph: _Graph = defaultdict(dict)
    for way in ways:
        for one, other in pairwise(way):
            if one != other:
                metres = float(np.hypot(one[0] - other[0], one[1] - other[1]))
                graph[one][other] = graph[other][one] = metres
    return graph


def _grouped(stretches: Sequence[Sequence[_Place]], gap_m: float) -> dict[_Place, int]:
    """To which group each vertex of named stretches belongs: those that no gap divides are one."""
    lines = [shapely.LineString(each) for each in stretches]
    number = np.arange(len(lines))
    for one, other in shapely.STRtree(lines).query(lines, predicate="dwithin", distance=gap_m).T:
        number[number == number[other]] = number[one]
    return {place: int(number[at]) for at, each in enumerate(stretches) for place in each}


def _way(
    starts: Collection[_Place], waters: _Graph, group: Mapping[_Place, int], without: Collection[_Place]
) -> tuple[list[_Place], float]:
    """The shortest way from some vertices of a group to one of another, and its length, m; empty: none."""
    costs = dict.fromkeys(starts, 0.0)
    before: dict[_Place, _Place] = {}
    queue = [(0.0, place) for place in starts]
    own = {group[place] for place in starts}
    while queue:
        cost, at = heappop(queue)
        if cost > costs[at]:
            continue
        if group.get(at) is not None and cost > 0:
            if group[at] not in own:
                way = [at]
                while way[-1] in before:
                    way.append(before[way[-1]])
                return way[::-1], cost
            continue  # back at the river itself
        for other, metres in waters.get(at, {}).items():
            there = cost + metres
            if there <= BETWEEN_M and there < costs.get(other, np.inf) and other not in without:
                costs[other], before[other] = there, at
                heappush(queue, (there, other))
    return [], 0.0


def _has_rival(way: Sequence[_Place], metres: float, waters: _Graph, group: Mapping[_Place, int]) -> bool:
    """Whether another way from one to the other, well apart from the middle of this, is about as short."""
    middle = shapely.ops.substring(shapely.LineString(way), *_MIDDLE, normalized=True)
    every = list(waters)
    near = shapely.dwithin(shapely.points(every), middle, _APART_M)
    starts = [place for place, each in group.items() if each == group[way[0]] and place in waters]
    other, length = _way(
        starts, waters, group, {place for place, is_near in zip(every, near, strict=True) if is_near}
    )
    return bool(other) and length < _RIVAL * metres


def _onward(end: _Place, waters: _Graph, own: _Graph) -> list[_Place]:
    """The way on from the end of a river, until it forks, ends or is too long; none if it comes back."""
    way, metres = [end], 0.0
    while True:
        ahead = [place for place in waters.get(way[-1], {}) if place not in way[-2:]]
        if len(ahead) == 1 and (ahead[0] in own or ahead[0] in way):
            return [end]
        if len(ahead) != 1:
            return way
        metres += waters[way[-1]][ahead[0]]
        if metres > BEYOND_M:
            return way
        way.append(ahead[0])
