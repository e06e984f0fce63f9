"""Baselines noded against each other, so that all who follow a line share its very vertices."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely

from geo.crossing import Position, crossings, rounded

#: Two ends of a straight stretch as bytes, the same in either direction: a third of what tuples weigh.
Segment = bytes

#: So many distances are found one by one; a tree of a line's segments is worth its making beyond that.
_MANY = 100_000


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
    def every(self) -> np.ndarray:
        """All pieces, line after line: a piece's place here is its number."""
        return np.array([piece for pieces in self.pieces.values() for piece in pieces], dtype=object)

    @cached_property
    def _spans(self) -> dict[str, tuple[int, int]]:
        """Per line, the numbers of its first piece and of the one after its last."""
        ends = np.cumsum([len(pieces) for pieces in self.pieces.values()]).tolist()
        return dict(zip(self.pieces, zip([0, *ends], ends, strict=False), strict=True))

    def numbers(self, names: Iterable[str]) -> np.ndarray:
        """Numbers of the pieces of some lines, line after line."""
        return np.concatenate([np.arange(*self._spans[name]) for name in names])

    def near(self, names: Iterable[str], window: shapely.Polygon) -> np.ndarray:
        """Those `numbers` whose pieces may lie in a window: those whose boxes meet its box."""
        found = np.sort(self._tree.query(window))
        spans = [np.searchsorted(found, self._spans[name]) for name in names]
        return np.concatenate([found[start:end] for start, end in spans])

    @cached_property
    def _tree(self) -> shapely.STRtree:
        return shapely.STRtree(self.every)

    @cached_property
    def extent(self) -> shapely.Polygon:
        """The box that holds all pieces."""
        return shapely.box(*shapely.total_bounds(self.every))

    @cached_property
    def places(self) -> np.ndarray:
        """For each piece a number: the same one where pieces of two lines lie in one place."""
        known: dict[bytes, int] = {}
        keys = [known.setdefault(key, len(known)) for key in shapely.to_wkb(shapely.normalize(self.every))]
        return np.array(keys, dtype=int)

    @cached_property
    def _heads(self) -> dict[Segment, tuple[int, ...]]:
        """The pieces that begin with a segment."""
        first, second = (shapely.get_coordinates(shapely.get_point(self.every, i)) for i in (0, 1))
        heads: dict[Segment, tuple[int, ...]] = {}
        for number, head in enumerate(segments(first, second)):
            heads[head] = (*heads.get(head, ()), number)
        return heads

    def touching(self, rim: Iterable[Segment]) -> list[int]:
        """Numbers of the pieces that run along a face, told by the face's segments and their own first."""
        return sorted({number for each in rim for number in self._heads.get(each, ())})

    def of_line(self, numbers: Iterable[int], name: str) -> list[shapely.LineString]:
        """Those of some pieces that belong to a line."""
        start, end = self._spans[name]
        return [self.every[number] for number in numbers if start <= number < end]

    def only(self, names: Iterable[str]) -> "Network":
        """The part of the network that some lines make."""
        return Network({name: self.pieces[name] for name in names})


def segments(first: np.ndarray, second: np.ndarray) -> list[Segment]:
    """Straight stretches by their ends, two arrays of shape (n, 2)."""
    swapped = (first[:, 0] > second[:, 0]) | ((first[:, 0] == second[:, 0]) & (first[:, 1] > second[:, 1]))
    ends = np.where(swapped[:, None], np.hstack([second, first]), np.hstack([first, second]))
    raw = ends.tobytes()
    return [raw[at : at + 32] for at in range(0, len(raw), 32)]


def cut(line: shapely.LineString, nodes: Iterable[Position]) -> list[shapely.LineString]:
    """Cut a line at nodes that lie on it.

    Parameters
    ----------
    line : shapely.LineString
        (lon, lat) degrees.
    nodes : iterable of (float, float)
        Positions on the line, to within the rounding of `geo.crossing.DECIMALS`.

    Returns
    -------
    list of shapely.LineString
        The stretches in the line's order; each node is an end of its stretches,
        exactly as given.
    """
    vertices = [rounded(vertex) for vertex in shapely.get_coordinates(line)]
    along = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(np.array(vertices), axis=0).T))])
    ordered = sorted(set(nodes))
    where = _where(vertices, along, ordered) if ordered else np.array([])
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


def _where(vertices: Sequence[Position], along: np.ndarray, nodes: Sequence[Position]) -> np.ndarray:
    """How far along a line nodes lie, in degrees; `along` says it of the vertices."""
    points = shapely.points(nodes)
    if len(vertices) * len(nodes) < _MANY:
        return np.asarray(shapely.line_locate_point(shapely.LineString(vertices), points))
    long = np.flatnonzero(np.diff(along) > 0)
    ends = np.array(vertices)
    segments_ = shapely.linestrings(np.stack([ends[long], ends[long + 1]], axis=1))
    nearest = shapely.STRtree(segments_).nearest(points)
    return np.asarray(along[long[nearest]] + shapely.line_locate_point(segments_[nearest], points))


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
