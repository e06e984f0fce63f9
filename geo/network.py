"""Baselines noded against each other, so that all who follow a line share its very vertices."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely

#: Nodes are rounded to this many decimals of a degree: 1e-7° is about a centimetre.
DECIMALS = 7
#: An end this close to another line lies on it, in degrees (2 cm): a decimal that was written
#: as lying on a slanting line seldom does so in binary.
TOUCH = 2e-7

Position = tuple[float, float]


@dataclass(frozen=True)
class Network:
    """Lines cut at their nodes.

    Attributes
    ----------
    pieces : dict of str to list of shapely.LineString
        Per line, its stretches between nodes, in the line's own order, (lon, lat) degrees.
    """

    pieces: dict[str, list[shapely.LineString]]

    @cached_property
    def places(self) -> dict[str, np.ndarray]:
        """Per line, a number for each piece: the same one where pieces of two lines lie in one place."""
        every = np.array([piece for pieces in self.pieces.values() for piece in pieces], dtype=object)
        known: dict[bytes, int] = {}
        keys = [known.setdefault(key, len(known)) for key in shapely.to_wkb(shapely.normalize(every))]
        return self._by_line(np.array(keys, dtype=int))

    @cached_property
    def heads(self) -> dict[str, list["Segment"]]:
        """Per line, the first segment of each piece."""
        every = np.array([piece for pieces in self.pieces.values() for piece in pieces], dtype=object)
        first, second = (shapely.get_coordinates(shapely.get_point(every, i)).tolist() for i in (0, 1))
        heads = np.empty(len(every), dtype=object)
        heads[:] = [segment(one, other) for one, other in zip(first, second, strict=True)]
        return {name: found.tolist() for name, found in self._by_line(heads).items()}

    def _by_line(self, values: np.ndarray) -> dict[str, np.ndarray]:
        ends = np.cumsum([len(pieces) for pieces in self.pieces.values()])
        return dict(zip(self.pieces, np.split(values, ends[:-1]), strict=True))

    def only(self, names: Iterable[str]) -> "Network":
        """The part of the network that some lines make."""
        return Network({name: self.pieces[name] for name in names})


#: Two ends of a straight stretch, whichever comes first.
Segment = frozenset[Position]


def segment(one: Iterable[float], other: Iterable[float]) -> Segment:
    """A straight stretch between two (x, y) positions, the same in either direction."""
    return frozenset((tuple(one), tuple(other)))  # type: ignore[arg-type]


def rounded(position: Iterable[float]) -> Position:
    """Round an (x, y) position to the grid that nodes lie on."""
    x, y = position
    # Adding zero turns -0.0 into 0.0: the two would be one place under two names.
    return round(float(x), DECIMALS) + 0.0, round(float(y), DECIMALS) + 0.0


def crossings(lines: Mapping[str, shapely.LineString]) -> dict[str, set[Position]]:
    """Find where lines meet.

    Parameters
    ----------
    lines : mapping of str to shapely.LineString
        (lon, lat) degrees.

    Returns
    -------
    dict of str to set of (float, float)
        Per line, the rounded positions where another line crosses or touches it;
        for stretches that two lines share, the ends of the stretch.
    """
    names = list(lines)
    shapes = np.array([lines[name] for name in names], dtype=object)
    nodes: dict[str, set[Position]] = defaultdict(set)
    if len(names) < 2:
        return nodes
    tree = shapely.STRtree(shapes)
    first, second = tree.query(shapes, predicate="intersects")
    once = first < second
    first, second = first[once], second[once]
    meetings = shapely.intersection(shapes[first], shapes[second])
    for i, j, meeting in zip(first, second, meetings, strict=True):
        for part in shapely.get_parts([meeting]):
            ends = part if part.geom_type == "Point" else part.boundary
            for position in shapely.get_coordinates(ends):
                node = rounded(position)
                nodes[names[i]].add(node)
                nodes[names[j]].add(node)
    for i, j, end in _touching_ends(tree, shapes):
        known = [node for node in nodes[names[i]] if np.hypot(*np.subtract(node, end)) <= 2 * TOUCH]
        if not nodes[names[j]].intersection(known):
            nodes[names[i]].add(min(known, default=end))
            nodes[names[j]].add(min(known, default=end))
    return nodes


def _touching_ends(tree: shapely.STRtree, shapes: np.ndarray) -> Iterator[tuple[int, int, Position]]:
    """Ends of line i that lie on line j to within `TOUCH`, as (i, j, end)."""
    for which in (0, -1):
        ends = shapely.get_point(shapes, which)
        for i, j in zip(*tree.query(ends, predicate="dwithin", distance=TOUCH), strict=True):
            if i != j:
                yield int(i), int(j), rounded(shapely.get_coordinates(ends[i])[0])


def cut(line: shapely.LineString, nodes: Iterable[Position]) -> list[shapely.LineString]:
    """Cut a line at nodes that lie on it.

    Parameters
    ----------
    line : shapely.LineString
        (lon, lat) degrees.
    nodes : iterable of (float, float)
        Positions on the line, to within the rounding of `DECIMALS`.

    Returns
    -------
    list of shapely.LineString
        The stretches in the line's order; each node is an end of its stretches,
        exactly as given.
    """
    vertices = [rounded(vertex) for vertex in shapely.get_coordinates(line)]
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(np.array(vertices), axis=0).T))])
    ordered = sorted(set(nodes))
    shape = shapely.LineString(vertices)
    where = shapely.line_locate_point(shape, shapely.points(ordered)) if ordered else np.array([])
    # A node that coincides with a vertex takes its place (sorted by distance, node first).
    marks = sorted(
        [(float(d), 0, node) for d, node in zip(where, ordered, strict=True)]
        + [(float(d), 1, vertex) for d, vertex in zip(along, vertices, strict=True)]
    )
    known = set(ordered)
    stretches: list[list[Position]] = [[]]
    for _, _, position in marks:
        run = stretches[-1]
        if run and run[-1] == position:
            continue
        run.append(position)
        if position in known and len(run) > 1:
            stretches.append([position])
    return [shapely.LineString(run) for run in stretches if len(run) > 1]


def network(lines: Mapping[str, shapely.LineString], extra: Mapping[str, Iterable[Position]]) -> Network:
    """Node lines against each other and cut them.

    Parameters
    ----------
    lines : mapping of str to shapely.LineString
        (lon, lat) degrees.
    extra : mapping of str to iterable of (float, float)
        Further nodes by line, such as the ends of connectors.

    Returns
    -------
    Network
    """
    nodes = crossings(lines)
    return Network({name: cut(line, {*nodes[name], *extra.get(name, ())}) for name, line in lines.items()})
