"""Rows counted in zones, batch by batch: memory does not grow with their number."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from geo.cells import FAR, NONE, OPEN, Cells
from layers.messages import Message
from mapgen.files.errors import OutputError
from mapgen.tallying.batches import Batch
from mapgen.tallying.columns import Asked, Box
from mapgen.tallying.numbers import year

#: Bad rows that are told one by one.
TOLD = 20
#: Kinds of rows that a result may have: more are no categories.
_GROUPS = 100_000
#: Points that wait for the exact test: many at a time, so that those of a zone come together.
_WAITING = 1 << 19
#: Up to this many counters they are an array, beyond it those that occur.
_DENSE = 1 << 22

Group = tuple[str | None, ...]


@dataclass
class Counted:
    """What some rows have come to; those of several parts can be added.

    Attributes
    ----------
    counts : dict
        Points by group and zone (its number).
    sums : dict
        Of the column to sum, likewise.
    rows, outside, several, rejected, unsummed : int
        All rows that are not empty, those in no zone, those in more than one, bad ones, and those without a
        number to sum.
    swapped : int
        Bad rows that lie in China with their coordinates exchanged.
    told : list of (str, int, str, str)
        File, number of the row, code of the reason and cells of the first bad ones.
    places : list of (str, str, str)
        File and names of the columns that say where its rows are.
    remarks : list of (str, str, str)
        What else is to be said of a file: its name, the code of the text, and what that inserts.
    """

    counts: dict[tuple[Group, int], int] = field(default_factory=dict)
    sums: dict[tuple[Group, int], float] = field(default_factory=dict)
    rows: int = 0
    outside: int = 0
    several: int = 0
    rejected: int = 0
    unsummed: int = 0
    swapped: int = 0
    told: list[tuple[str, int, str, str]] = field(default_factory=list)
    places: list[tuple[str, str, str]] = field(default_factory=list)
    remarks: list[tuple[str, str, str]] = field(default_factory=list)

    def add(self, other: "Counted") -> None:
        """Add what other rows have come to, which stand behind these."""
        for key, count in other.counts.items():
            self.counts[key] = self.counts.get(key, 0) + count
        for key, total in other.sums.items():
            self.sums[key] = self.sums.get(key, 0.0) + total
        for name in ("rows", "outside", "several", "rejected", "unsummed", "swapped"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.told = [*self.told, *other.told][:TOLD]
        self.places = list(dict.fromkeys([*self.places, *other.places]))
        self.remarks = list(dict.fromkeys([*self.remarks, *other.remarks]))


class Counter:
    """Counts the rows of one part of a table.

    Parameters
    ----------
    cells : geo.cells.Cells
    asked : Asked
    box : tuple of float
        Smallest x and y and largest x and y of a place in China.
    name : str
        What messages call the table.
    """

    def __init__(self, cells: Cells, asked: Asked, box: Box, name: str) -> None:
        self.found, self._cells, self._asked, self._box, self._name = Counted(), cells, asked, box, name
        self._groups: dict[Group, int] = {} if asked.groups else {(): 0}
        self._values: list[dict[str | None, int]] = [{} for _ in asked.groups]
        self._wide = len(cells.sets) + len(cells.zones)
        self._few = (np.zeros(0, dtype=np.int64), np.zeros(0))
        self._many: dict[int, list[float]] = {}
        self._waiting: list[tuple[np.ndarray, ...]] = []
        self._left = 0

    def take(self, batch: Batch) -> None:
        """Count some rows.

        Raises
        ------
        OutputError
            If the columns to tell rows apart by have more values than kinds of anything.
        """
        x, y, total = batch.x, batch.y, batch.total
        groups = self._numbers(batch.groups) if batch.groups else None
        self.found.rows += len(x)
        sets, left, leaf = self._cells.settle(x, y)
        far = np.flatnonzero(sets == FAR)
        sets[far] = NONE
        bad = self._bad(batch, far)
        if total is not None:
            nothing = ~np.isfinite(total)
            self.found.unsummed += int(nothing.sum() - nothing[bad].sum())
            total = np.where(nothing, 0.0, total)
        # Neither what is bad nor what waits is counted now: both stand in the set that is of no account.
        sets[bad] = OPEN
        if len(left):
            pick = [None if each is None else each[left] for each in (groups, total)]
            self._waiting.append((x[left], y[left], leaf, *pick))  # type: ignore[arg-type]
            self._left += len(left)
        self._count(sets, groups, total)
        if self._left >= _WAITING:
            self._test()

    def finish(self) -> Counted:
        """Return what all rows have come to."""
        self._test()
        members, apart, found = self._cells.sets, len(self._cells.sets), self.found
        names = {number: group for group, number in self._groups.items()}
        for key, count, total in self._counters():
            group, slot = names[key // self._wide], key % self._wide
            if slot == NONE:
                found.outside += count
            if slot < apart and len(members[slot]) > 1:
                found.several += count
            for zone in members[slot] if slot < apart else (slot - apart,):
                found.counts[group, zone] = found.counts.get((group, zone), 0) + count
                if self._asked.total:
                    found.sums[group, zone] = found.sums.get((group, zone), 0.0) + total
        return found

    def _bad(self, batch: Batch, far: np.ndarray) -> np.ndarray:
        """Rows that are nowhere in China, of those far from all zones; noted, unless they are empty."""
        west, south, east, north = self._box
        x, y = batch.x[far], batch.y[far]
        # Comparisons with NaN are false.
        out = ~((x >= west) & (x <= east) & (y >= south) & (y <= north))
        none: np.ndarray = far[out]
        x, y = x[out], y[out]
        bad = none
        if batch.ignored is not None:
            told = ~batch.ignored[none]
            bad, x, y = none[told], x[told], y[told]
            self.found.rows -= int(batch.ignored.sum())
        swapped = (y >= west) & (y <= east) & (x >= south) & (x <= north)
        nothing = ~(np.isfinite(x) & np.isfinite(y))
        self.found.rejected += len(bad)
        self.found.swapped += int(swapped.sum())
        for nth in range(min(len(bad), TOLD - len(self.found.told))):
            why = "swapped" if swapped[nth] else "no-number" if nothing[nth] else "not-in-china"
            at = int(bad[nth])
            self.found.told.append((self._name, batch.first + at, why, batch.cells(at)))
        return none

    def _numbers(self, columns: list[pa.Array]) -> np.ndarray:
        """A number for the group of each row."""
        years = len(self._asked.by)
        owns: list[np.ndarray] = []
        for at, (column, known) in enumerate(zip(columns, self._values, strict=True)):
            told = pc.dictionary_encode(column, null_encoding="encode")
            texts = [year(text) if at == years else text for text in told.dictionary.to_pylist()]
            here = np.array([known.setdefault(text, len(known)) for text in texts], dtype=np.int64)
            if len(known) > _GROUPS:
                raise OutputError(self._too_many(self._asked.groups[at]))
            owns.append(here[np.asarray(told.indices)] if texts else np.zeros(len(column), dtype=np.int64))
        codes = owns[0]
        for own in owns[1:]:
            codes = np.unique(codes, return_inverse=True)[1] * (_GROUPS + 1) + own
        kinds, firsts, back = np.unique(codes, return_index=True, return_inverse=True)
        values = [list(known) for known in self._values]
        numbers = np.zeros(len(kinds), dtype=np.int64)
        for kind, first in enumerate(firsts):
            group = tuple(each[own[first]] for each, own in zip(values, owns, strict=True))
            numbers[kind] = self._groups.setdefault(group, len(self._groups))
        if len(self._groups) > _GROUPS:
            raise OutputError(self._too_many(", ".join(self._asked.groups)))
        found: np.ndarray = numbers[back]
        return found

    def _too_many(self, column: str) -> Message:
        return Message("tally-many-groups", self._name, values={"column": column, "limit": _GROUPS})

    def _count(self, slots: np.ndarray, groups: np.ndarray | None, total: np.ndarray | None) -> None:
        keys = slots if groups is None else groups * self._wide + slots
        size = len(self._groups) * self._wide
        if size > _DENSE:
            kinds, back, counts = np.unique(keys, return_inverse=True, return_counts=True)
            sums = np.zeros(len(kinds)) if total is None else np.bincount(back, total, len(kinds))
            for kind, count, amount in zip(kinds.tolist(), counts.tolist(), sums.tolist(), strict=True):
                kept = self._many.setdefault(kind, [0, 0.0])
                kept[0] += count
                kept[1] += amount
            return
        self._few = (
            _grown(self._few[0], size) + np.bincount(keys, minlength=size),
            _grown(self._few[1], size) + (0 if total is None else np.bincount(keys, total, size)),
        )

    def _counters(self) -> Iterable[tuple[int, int, float]]:
        for key in np.flatnonzero(self._few[0]).tolist():
            yield key, int(self._few[0][key]), float(self._few[1][key])
        for key, (count, total) in self._many.items():
            yield key, int(count), total

    def _test(self) -> None:
        """Test the points that wait."""
        if not self._left:
            return
        x, y, leaf = (np.concatenate([each[at] for each in self._waiting]) for at in range(3))
        groups, total = (
            None if self._waiting[0][at] is None else np.concatenate([each[at] for each in self._waiting])
            for at in (3, 4)
        )
        self._waiting, self._left = [], 0
        point, zone = self._cells.test(x, y, leaf)
        times = np.bincount(point, minlength=len(x))
        nowhere = np.flatnonzero(times == 0)
        self.found.several += int((times > 1).sum())
        apart = len(self._cells.sets)
        for at, slots in ((point, zone + apart), (nowhere, np.full(len(nowhere), NONE, dtype=np.int64))):
            self._count(slots, *(None if each is None else each[at] for each in (groups, total)))


def _grown(counters: np.ndarray, size: int) -> np.ndarray:
    return (
        counters
        if len(counters) == size
        else np.concatenate([counters, np.zeros(size - len(counters), counters.dtype)])
    )
