"""Which zones hold which points, for very many points: a quadtree over the zones settles nearly all of them.

A cell that no edge of a zone touches lies wholly inside or wholly outside of it, so all of its points have
the same set of zones: an integer. Cells that edges touch are split, as deep as it pays; the points in
those that are left are tested one by one, with the answer that shapely's ``covers`` gives.

Zones may overlap, and a point on an edge that two zones share lies in both.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
import shapely

Move = Callable[[np.ndarray], np.ndarray]

#: The set of no zone, that of points which are still to be tested, and that of points far from all zones, or
#: nowhere: who wants to know more of such points need not look at the others.
NONE, OPEN, FAR = 0, 1, 2
#: Depths: the table has at least 2**6 cells a side, so that its rim is empty, and at most 2**9, so that it
#: stays in the cache; below it cells are split further where edges touch them.
_COARSEST, _COARSE, _FINEST = 6, 9, 14
#: What it costs to split a cell, and to test a point in one, s: measured on one core.
_SPLIT_S, _TEST_S = 4e-6, 1.2e-6
#: How much wider cells are taken than they are, of the width of all; rounding is a thousandth of it.
_ROUNDING = 1e-12
#: Edges of zones are straight in degrees; elsewhere they are only between places as near as this, degrees.
_STRAIGHT = 0.002
#: Points that are settled at a time: what stands in between stays in the cache.
_BLOCK = 1 << 15
_NTH = np.arange(4, dtype=np.int32)
_QUARTERS = np.stack([_NTH & 1, _NTH >> 1])
_NOWHERE = np.zeros(0, dtype=np.intp)


class Settled(NamedTuple):
    """What cells say of points.

    Attributes
    ----------
    sets : numpy.ndarray of int, shape (n,)
        Sets of points; `OPEN` for those to be tested.
    left : numpy.ndarray of int, shape (m,)
        Places of these.
    leaf : numpy.ndarray of int, shape (m,)
        Cells in which they lie.
    """

    sets: np.ndarray
    left: np.ndarray
    leaf: np.ndarray


class _Level(NamedTuple):
    """Cells of one depth: those that are settled with their sets, and those that edges touch."""

    settled: np.ndarray
    sets: np.ndarray
    unsettled: np.ndarray
    inherited: np.ndarray
    cell: np.ndarray
    zone: np.ndarray


class Cells:
    """Zones in cells, to be asked for points.

    Parameters
    ----------
    zones : numpy.ndarray of shapely.Geometry, shape (n,)
        Valid polygons and multipolygons, (lon, lat) in degrees; at least one is not empty.
    points : int, optional
        About how many points will be asked for: with more of them a finer grid pays.
    there, back : callable, optional
        Where points come in another system: positions, shape (n, 2), from degrees to it and back. Points in
        settled cells are never brought back, which takes longer than all the rest.
    slack : float, optional
        How far a straight line may be off in that system, in its unit, between places 200 m apart.
    near : tuple of float, optional
        Smallest x and y and largest x and y in that system; what lies outside, in no zone and beside none,
        is `FAR`.

    Attributes
    ----------
    sets : list of tuple of int
        Numbers of zones, by the number of the set; those of `NONE`, `OPEN` and `FAR` are empty.
    """

    def __init__(
        self,
        zones: np.ndarray,
        points: int = 10_000_000,
        there: Move | None = None,
        back: Move | None = None,
        slack: float = 0.0,
        near: tuple[float, float, float, float] | None = None,
    ) -> None:
        self.zones, self._back = np.array(zones, dtype=object), back
        shapely.prepare(self.zones)
        self.sets: list[tuple[int, ...]] = [(), (), ()]
        self._known: dict[tuple[int, ...], int] = {(): NONE}
        shapes = (
            self.zones if there is None else shapely.transform(shapely.segmentize(zones, _STRAIGHT), there)
        )
        shapely.prepare(shapes)
        low, high = np.array(shapely.total_bounds(shapes)).reshape(2, 2)
        room = (high - low) * 2.0 ** (2 - _COARSEST) + np.maximum(np.abs(high), 1) * 1e-9 + slack
        self._low, self._size = low - room, high - low + 2 * room
        levels = list(self._levels(shapes, points, slack))
        self._table(levels, near)

    @np.errstate(invalid="ignore", over="ignore")
    def settle(self, x: np.ndarray, y: np.ndarray) -> Settled:
        """Sets of points.

        Parameters
        ----------
        x, y : numpy.ndarray of float, shape (n,)
            NaN is `FAR`.
        """
        found = np.empty(len(x), dtype=self._coarse.dtype)
        lefts, leaves = [], []
        place = np.empty(min(len(x), _BLOCK), dtype=np.intp)
        column, row, whole, other = np.empty((4, len(place)))
        scale = self._side / self._size
        for start in range(0, len(x), _BLOCK):
            block = slice(start, min(start + _BLOCK, len(x)))
            here = slice(block.stop - start)
            for values, low, per, out in zip((x, y), self._low, scale, (column, row), strict=True):
                np.subtract(values[block], low, out=out[here])
                np.multiply(out[here], per, out=out[here])
                np.clip(out[here], 0, self._side - 1, out=out[here])
            # In floating point until it is whole: to change the kind of numbers takes longest.
            np.floor(row[here], out=whole[here])
            np.floor(column[here], out=other[here])
            np.multiply(whole[here], self._side, out=whole[here])
            np.add(whole[here], other[here], out=whole[here])
            place[here] = whole[here]
            sets = found[block]
            np.take(self._coarse, place[here], out=sets, mode="clip")
            if len(left := np.flatnonzero(sets < 0)):
                inside = self._finer(column[left]) + (self._finer(row[left]) << self._bits)
                finer = self._fine[(~sets[left].astype(np.intp) << 2 * self._bits) + inside]
                still = finer < 0
                lefts.append(left[still] + start)
                leaves.append(~finer[still])
                finer[still] = OPEN
                sets[left] = finer
        return Settled(found, *(np.concatenate([*each, _NOWHERE]) for each in (lefts, leaves)))

    def _finer(self, place: np.ndarray) -> np.ndarray:
        return (place * (1 << self._bits)).astype(np.intp) & ((1 << self._bits) - 1)

    def test(self, x: np.ndarray, y: np.ndarray, leaf: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Pairs of points and zones, for points that are not settled, and the cells in which they lie.

        Returns
        -------
        point, zone : numpy.ndarray of int, shape (m,)
            Places in `x`, and numbers of zones.
        """
        places = np.column_stack([x, y])
        if self._back is not None:
            places = self._back(places)
        point, zone = _spread(self._first, self._touched, leaf)
        inside = _within(self.zones, zone, places[point])
        around, over = self.members(self._inherited[leaf])
        return np.concatenate([point[inside], around]), np.concatenate([zone[inside], over])

    def members(self, sets: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Places in an array of sets, and zones, for each zone of each set."""
        first = np.cumsum([0, *map(len, self.sets)])
        zones = np.array([zone for each in self.sets for zone in each], dtype=np.int64)
        return _spread(first, zones, sets)

    def pairs(self, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """All pairs of points and zones, in the order of the points; parameters and values as for `test`."""
        found, left, leaf = self.settle(x, y)
        tested, within = self.test(x[left], y[left], leaf)
        point, zone = self.members(found)
        points, zones = np.concatenate([point, left[tested]]), np.concatenate([zone, within])
        order = np.lexsort((zones, points))
        return points[order], zones[order]

    def _levels(self, shapes: np.ndarray, points: int, slack: float) -> Iterator[_Level]:
        """Split cells, depth by depth, as long as that takes less than testing the points in them."""
        # One row for each way, and numbers no longer than they need to be: most of the time goes into moving
        # them about.
        middle, way, owner = _edges(shapes, self._low, self._size)
        reach = np.abs(way)
        both = reach.sum(axis=0)
        wider = _ROUNDING + slack / self._size.min()
        cells, inherited = np.zeros((2, 1), dtype=np.int32), np.array([NONE], dtype=np.int32)
        # Zones that an edge in a cell belongs to; and edges, each in one of these pairs of cell and zone.
        cell, zone = np.zeros(len(shapes), dtype=np.int32), np.arange(len(shapes), dtype=np.int32)
        pair, edge = owner, np.arange(len(owner), dtype=np.int32)
        for depth in range(1, _FINEST + 1):
            side = 0.5**depth
            cells = (cells[:, :, None] * 2 + _QUARTERS[:, None, :]).reshape(2, -1)
            inherited = np.repeat(inherited, 4)
            cell, zone = (cell[:, None] * 4 + _NTH).ravel(), np.repeat(zone, 4)
            # The middle of the cell that is split: most edges lie on one side of it.
            off = middle[:, edge] - cells[:, cell[3::4][pair]] * side
            beyond = reach[:, edge] + wider
            (west, south), (east, north) = off <= beyond, off >= -beyond
            meets = [np.flatnonzero(x & y) for y in (south, north) for x in (west, east)]
            at, quarter = np.concatenate(meets), np.repeat(_NTH, [*map(len, meets)])
            pair, edge, off = pair[at] * 4 + quarter, edge[at], off[:, at]
            off -= (_QUARTERS[:, quarter] - 0.5) * side
            size = side / 2 + wider
            turned = np.abs(way[0, edge] * off[1] - way[1, edge] * off[0])
            near = turned <= size * both[edge] + _ROUNDING
            for one in (0, 1):
                near &= np.abs(off[one]) <= size + reach[one, edge]
            pair, edge = pair[near], edge[near]
            touched = np.zeros(len(cell), dtype=bool)
            touched[pair] = True
            # What edges of a zone touched before and do not touch now lies inside of it or outside.
            free = np.flatnonzero(~touched)
            centres = (cells[:, cell[free]].T + 0.5) * side * self._size + self._low
            free = free[_within(shapes, zone[free], centres)]
            free = free[np.argsort(cell[free], kind="stable")]
            self._add(inherited, cell[free], zone[free])
            is_open = np.zeros(len(inherited), dtype=bool)
            is_open[cell[touched]] = True
            settled, settled_sets = cells[:, ~is_open], inherited[~is_open]
            pair = (np.cumsum(touched, dtype=np.int32) - 1)[pair]
            cell, zone = (np.cumsum(is_open, dtype=np.int32) - 1)[cell[touched]], zone[touched]
            cells, inherited = cells[:, is_open], inherited[is_open]
            yield _Level(settled, settled_sets, cells, inherited, cell, zone)
            saved = points * len(inherited) * side * side / 2 * _TEST_S
            if depth >= _COARSEST and saved < len(inherited) * _SPLIT_S:
                break

    def _add(self, sets: np.ndarray, cell: np.ndarray, zone: np.ndarray) -> None:
        """Add zones to the sets of cells, which come in order: the first of each cell, then the second …."""
        nth = np.arange(len(cell)) - np.searchsorted(cell, cell)
        count = len(self.zones)
        for turn in range(int(nth.max(initial=-1)) + 1):
            here = nth == turn
            key, back = np.unique(sets[cell[here]] * count + zone[here], return_inverse=True)
            sets[cell[here]] = np.array([self._set(*divmod(int(each), count)) for each in key])[back]

    def _set(self, known: int, zone: int) -> int:
        members = tuple(sorted((*self.sets[known], zone)))
        if members not in self._known:
            self._known[members] = len(self.sets)
            self.sets.append(members)
        return self._known[members]

    def _table(self, levels: list[_Level], near: tuple[float, float, float, float] | None) -> None:
        """Lay the levels out as a coarse table, and a finer one for each of its cells that edges touch."""
        deepest = len(levels)
        coarse = min(deepest, _COARSE)
        self._side, self._bits = 1 << coarse, deepest - coarse
        table = np.zeros((self._side, self._side), dtype=np.int32)
        for depth, level in enumerate(levels[:coarse], 1):
            _paint(table, level.settled, level.sets, 1 << coarse - depth)
        last = levels[coarse - 1].unsettled
        table[last[1], last[0]] = ~np.arange(last.shape[1], dtype=np.int32)
        fine = np.zeros((last.shape[1], 1 << self._bits, 1 << self._bits), dtype=np.int32)
        if not self._bits:
            fine[:, 0, 0] = ~np.arange(last.shape[1], dtype=np.int32)
        for depth, level in enumerate(levels[coarse:], coarse + 1):
            self._refine(table, fine, level.settled, level.sets, depth - coarse)
        if self._bits:
            bottom = levels[-1].unsettled
            self._refine(table, fine, bottom, ~np.arange(bottom.shape[1]), self._bits)
        table[(table == NONE) & self._far(near)] = FAR
        short = max(last.shape[1], len(self.sets)) < 1 << 15  # then more of it stays in the cache
        self._coarse, self._fine = table.ravel().astype(np.int16 if short else np.int32), fine.ravel()
        self._inherited = levels[-1].inherited
        order = np.argsort(levels[-1].cell, kind="stable")
        self._touched = levels[-1].zone[order]
        self._first = np.searchsorted(levels[-1].cell[order], np.arange(levels[-1].unsettled.shape[1] + 1))

    def _far(self, near: tuple[float, float, float, float] | None) -> np.ndarray:
        """Cells of the table that stand for all that lies beyond it, or that reach out of a box."""
        at = np.arange(self._side)
        far = np.zeros((2, self._side), dtype=bool)
        for way in (0, 1):
            low, high = ((at + end) / self._side * self._size[way] + self._low[way] for end in (-1, 2))
            far[way] = (at == 0) | (at == self._side - 1)
            if near is not None:
                far[way] |= (low < near[way]) | (high > near[way + 2])
        beyond: np.ndarray = far[0][None, :] | far[1][:, None]
        return beyond

    def _refine(
        self, table: np.ndarray, fine: np.ndarray, cells: np.ndarray, sets: np.ndarray, by: int
    ) -> None:
        wide = 1 << self._bits - by
        block = ~table[cells[1] >> by, cells[0] >> by]
        column, row = (cells & ((1 << by) - 1)) * wide
        for right in range(wide):
            for up in range(wide):
                fine[block, row + up, column + right] = sets


def _within(shapes: np.ndarray, zone: np.ndarray, places: np.ndarray) -> np.ndarray:
    """Which places lie in the zone of each; asked zone by zone, or waiting for memory takes the time."""
    order = np.argsort(zone.astype(np.uint16) if len(shapes) < 1 << 16 else zone, kind="stable")
    sought = places[order]
    found = shapely.intersects_xy(shapes[zone[order]], sought[:, 0], sought[:, 1])
    inside: np.ndarray = np.sort(order[found])
    return inside


def _paint(table: np.ndarray, cells: np.ndarray, sets: np.ndarray, wide: int) -> None:
    parts = len(table) // wide
    table.reshape(parts, wide, parts, wide)[cells[1], :, cells[0], :] = sets[:, None, None]


def _edges(shapes: np.ndarray, low: np.ndarray, size: np.ndarray) -> tuple[np.ndarray, ...]:
    """Middles of edges and half of their ways, shape (2, n), from 0 to 1 over all; and the zone of each."""
    parts, zone = shapely.get_parts(shapes, return_index=True)
    rings, part = shapely.get_rings(parts, return_index=True)
    places, ring = shapely.get_coordinates(rings, return_index=True)
    places = np.ascontiguousarray(((places - low) / size).T)
    first = np.flatnonzero(ring[:-1] == ring[1:])
    start, end = places[:, first], places[:, first + 1]
    return (start + end) / 2, (end - start) / 2, zone[part[ring[first]]].astype(np.int32)


def _spread(first: np.ndarray, values: np.ndarray, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Of rows of lists that lie one after another: which row, and each value of its list."""
    counts = first[rows + 1] - first[rows]
    at = np.repeat(np.arange(len(rows)), counts)
    inside = np.arange(len(at)) - np.repeat(np.cumsum(counts) - counts, counts)
    return at, values[first[rows[at]] + inside]
