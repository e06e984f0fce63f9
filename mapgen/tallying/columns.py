"""Which columns of a table say where its rows are: by their names, and by what they hold."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from layers.messages import Message
from mapgen.files.errors import OutputError
from mapgen.tallying.heads import Row, find_given, find_pair, is_called, is_second, is_units, position
from mapgen.tallying.numbers import number, two

#: Rows among which the head is looked for, and the share of a column that must be what it is taken for.
HEAD_ROWS = 10
#: Rows at the top by which columns are found.
SAMPLE = 300
ENOUGH = 0.8
#: How many names of columns a message lists, and how much of each, characters.
_LISTED, _QUOTED = 30, 40

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Asked:
    """What is to be counted, as the user has it; columns by their names, or by their numbers from 1.

    Attributes
    ----------
    by : tuple of str
    total : str or None
        Column to sum.
    year : str or None
    x, y : str or None
        Columns of longitude and latitude, or of x and y.
    crs, shift : str or None
        As `mapgen.tallying.systems.system` takes them.
    """

    by: tuple[str, ...] = ()
    total: str | None = None
    year: str | None = None
    x: str | None = None
    y: str | None = None
    crs: str | None = None
    shift: str | None = None

    @property
    def groups(self) -> tuple[str, ...]:
        """Columns by which rows are told apart: those asked for, and that of the year."""
        return (*self.by, *([self.year] if self.year else ()))


@dataclass(frozen=True)
class Layout:
    """Where things stand in a table.

    Attributes
    ----------
    names : tuple of str
        Of all columns.
    skip : int
        Rows before the first one of data.
    x, y : int
        Columns of coordinates; the same where one holds both.
    turned : bool
        Whether such a column has the latitude first.
    groups : tuple of int
        Columns of `Asked.groups`.
    total : int or None
        Column to sum.
    has_commas : bool
        Whether numbers have a decimal comma.
    """

    names: tuple[str, ...]
    skip: int
    x: int
    y: int
    turned: bool
    groups: tuple[int, ...]
    total: int | None
    has_commas: bool = False

    @property
    def places(self) -> tuple[str, str]:
        """Names of the columns of coordinates."""
        return self.names[self.x], self.names[self.y]


def find(rows: Sequence[Row], asked: Asked, box: Box, name: str, *, headed: bool = False) -> Layout:
    """Find the head of a table and its columns.

    Parameters
    ----------
    rows : sequence of sequence of str or None
        The first rows; with `headed` the first is the head, whatever it says.
    asked : Asked
    box : tuple of float
        Smallest x and y and largest x and y of a place in China, in the system of the table.
    name : str
        What messages call the table.

    Returns
    -------
    Layout

    Raises
    ------
    OutputError
        If there is no such column.
    """
    if not any(cell and cell.strip() for row in rows for cell in row):
        raise OutputError(Message("tally-empty", name))
    wide = max(map(len, rows), default=0)
    rows = [[*row, *[None] * (wide - len(row))] for row in rows]
    tries = [0] if headed else range(min(len(rows), HEAD_ROWS))
    wanted = asked.x is not None and asked.y is not None
    kinds = [("lon", "lat"), ("x", "y")]
    if box[2] > 360:
        kinds.reverse()
    for kind in [None] if wanted else kinds:
        for at in tries:
            pair = find_given(rows[at], asked.x, asked.y) if wanted else find_pair(rows[at], *(kind or ()))
            if pair is not None:
                return _layout(rows, at, pair, asked, box, name, ordered=wanted or kind == ("lon", "lat"))
    if wanted:
        heads = max(rows[:HEAD_ROWS], key=lambda row: sum(map(bool, row)), default=[])
        columns = " ".join(str(each) for each in (asked.x, asked.y) if position([heads], str(each)) is None)
        raise OutputError(_lacking(name, columns, heads))
    for at in tries:
        for column, cell in enumerate(rows[at]):
            if is_called(cell, "pair") and _two_in(rows[at + 1 :], column, box) is not None:
                return _layout(rows, at, (column, column), asked, box, name, ordered=True)
    return _by_range(rows, asked, box, name, headed=headed)


def _by_range(rows: Sequence[Row], asked: Asked, box: Box, name: str, *, headed: bool) -> Layout:
    wide = len(rows[0]) if rows else 0
    values = np.array([[number(cell) for cell in row] for row in rows], dtype=float).reshape(len(rows), wide)
    filled = np.array([[bool(cell) for cell in row] for row in rows], dtype=bool).reshape(len(rows), wide)
    start = 1 if headed else 0
    in_x, in_y = (
        ((values >= box[at]) & (values <= box[at + 2]) & (values % 1 != 0))[start:].sum(axis=0)
        for at in (0, 1)
    )
    enough = np.maximum(filled[start:].sum(axis=0) - HEAD_ROWS * (not headed), 1) * ENOUGH
    columns_x, columns_y = np.flatnonzero(in_x >= enough), np.flatnonzero(in_y >= enough)
    pair = next(((int(x), int(y)) for x in columns_x for y in columns_y if x != y), None)
    if pair is None:
        both = [column for column in range(wide) if _two_in(rows[start:], column, box) is not None]
        if not both and sum(map(any, rows)) == 1:
            raise OutputError(Message("tally-no-rows", name))
        if not both:
            heads = max(rows[:HEAD_ROWS], key=lambda row: sum(map(bool, row)), default=[])
            values_ = {"columns": _list(heads)}
            raise OutputError(Message("tally-no-columns", name, values=values_))
        pair = both[0], both[0]
    first = next(
        (at for at, row in enumerate(rows) if not (headed and at == 0) and _is_data(row, pair)), len(rows)
    )
    return _layout(rows, first - 1, pair, asked, box, name, ordered=True)


def _layout(
    rows: Sequence[Row], at: int, pair: tuple[int, int], asked: Asked, box: Box, name: str, *, ordered: bool
) -> Layout:
    """The layout of a table whose head ends in a row, or below it where that has a second one."""
    first = at
    while at + 1 < min(len(rows), HEAD_ROWS) and is_second(rows[at + 1], pair):
        at += 1
    heads, sample = rows[: at + 1], rows[at + 1 :]
    # The lowest name of a column is its own; units below say nothing that one would call it by.
    named = [
        *[row for row in heads[first + 1 :] if not is_units(row, pair)][::-1],
        *heads[first::-1],
        *heads,
    ]
    names = tuple(
        next((" ".join(str(row[column]).split()) for row in named if row[column]), str(column + 1))
        for column in range(len(rows[0]))
    )
    turned = False
    if pair[0] == pair[1]:
        turned = bool(_two_in(sample, pair[0], box))
    elif not ordered and fits(sample, pair[::-1], box) > max(fits(sample, pair, box), ENOUGH):
        # In surveys x runs north: what the columns hold decides.
        pair = pair[1], pair[0]
    sought = {
        each: position(heads, each) for each in (*asked.groups, *([asked.total] if asked.total else ()))
    }
    if lacking := [each for each, column in sought.items() if column is None]:
        raise OutputError(_lacking(name, " ".join(lacking), names))
    groups = tuple(int(sought[each] or 0) for each in asked.groups)
    total = sought[asked.total] if asked.total else None
    return Layout(names, at + 1, *pair, turned, groups, total)


def _is_data(row: Row, pair: tuple[int, int]) -> bool:
    if pair[0] == pair[1]:
        return two(row[pair[0]])[0] == two(row[pair[0]])[0]
    return all(number(row[column]) == number(row[column]) for column in pair)


def fits(sample: Sequence[Row], pair: tuple[int, int], box: Box) -> float:
    """The share of rows that lie in China, of those with numbers."""
    places = [[number(row[column]) for column in pair] for row in sample]
    whole = [place for place in places if place[0] == place[0] and place[1] == place[1]]
    inside = [place for place in whole if box[0] <= place[0] <= box[2] and box[1] <= place[1] <= box[3]]
    return len(inside) / len(whole) if whole else 0.0


def _two_in(sample: Sequence[Row], column: int, box: Box) -> bool | None:
    """Whether a column that holds both has the latitude first; None if it does not hold both."""
    cells = [two(row[column]) for row in sample if row[column]]
    straight, turned = (
        sum(box[0] <= x <= box[2] and box[1] <= y <= box[3] for x, y in places)
        for places in (cells, [place[::-1] for place in cells])
    )
    if not cells or max(straight, turned) < ENOUGH * max(len(cells) - 2, 1):
        return None
    return turned > straight


def _lacking(name: str, columns: str, heads: Row) -> Message:
    return Message("tally-no-column", name, values={"wanted": columns, "columns": _list(heads)})


def _list(heads: Row) -> str:
    return ", ".join(each.strip()[:_QUOTED] for each in heads[:_LISTED] if each) or "-"
