"""Lines of several zones that are one: joined on their common vertices, so that neighbours share an edge."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

import shapely

_Place = tuple[float, float]
_Segment = tuple[_Place, _Place]


def joined(lines: Sequence[shapely.LineString]) -> list[tuple[shapely.LineString, list[int]]]:
    """Join stretches of one line that overlap.

    Parameters
    ----------
    lines : sequence of shapely.LineString
        (lon, lat) degrees. Lines that share a straight stretch, vertex by vertex, are taken for one.

    Returns
    -------
    list of (shapely.LineString, list of int)
        Each with the numbers of the lines that it holds, in the order of the first of them. Where lines
        share a stretch and then part, they stay apart, each once.
    """
    paths = [list(map(tuple, shapely.get_coordinates(line).tolist())) for line in lines]
    made: list[tuple[shapely.LineString, list[int]]] = []
    for group in _groups(paths):
        path = _path([paths[number] for number in group])
        if path is not None:
            made.append((shapely.LineString(path), group))
            continue
        # The longest first: what lies wholly on one of them is that one.
        left = sorted(group, key=lambda number: -len(paths[number]))
        kept: list[tuple[set[_Segment], list[int]]] = []
        for number in left:
            own = _segments(paths[number])
            home = next((numbers for have, numbers in kept if own <= have), None)
            if home is None:
                kept.append((own, [number]))
            else:
                home.append(number)
        made += [(lines[numbers[0]], sorted(numbers)) for _, numbers in kept]
    return sorted(made, key=lambda one: one[1][0])


def _segment(one: _Place, other: _Place) -> _Segment:
    return (one, other) if one <= other else (other, one)


def _segments(path: list[_Place]) -> set[_Segment]:
    return {_segment(one, other) for one, other in pairwise(path)}


def _groups(paths: Sequence[list[_Place]]) -> list[list[int]]:
    """Numbers of paths that hang together by common segments."""
    home = list(range(len(paths)))

    def root(at: int) -> int:
        while home[at] != at:
            home[at] = home[home[at]]
            at = home[at]
        return at

    first: dict[_Segment, int] = {}
    for number, path in enumerate(paths):
        for each in _segments(path):
            one, other = root(first.setdefault(each, number)), root(number)
            home[max(one, other)] = min(one, other)
    groups: dict[int, list[int]] = defaultdict(list)
    for number in range(len(paths)):
        groups[root(number)].append(number)
    return list(groups.values())


def _path(paths: Sequence[list[_Place]]) -> list[_Place] | None:
    """The one path that some make together, in the direction of the first; None if they part somewhere."""
    ways: dict[_Place, dict[_Place, None]] = defaultdict(dict)
    for path in paths:
        for one, other in pairwise(path):
            if one != other:
                ways[one][other] = ways[other][one] = None
    if any(len(others) > 2 for others in ways.values()):
        return None
    ends = [place for place, others in ways.items() if len(others) == 1]
    start = ends[0] if ends else paths[0][0]
    found, before = [start], None
    while True:
        onward = [place for place in ways[found[-1]] if place != before]
        if not onward or (len(found) > 1 and found[-1] == start):
            break
        before = found[-1]
        found.append(onward[0])
    if len(set(found)) != len(ways):
        return None
    place = {each: number for number, each in enumerate(found)}
    return found[::-1] if ends and place[paths[0][0]] > place[paths[0][1]] else found
