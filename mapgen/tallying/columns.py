"""Which columns of a table say where its rows are: by their names, and by what they hold."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from layers.messages import Message
from mapgen.files.errors import OutputError
from mapgen.tallying.numbers import number, two
from mapgen.text.loading import table

#: Rows among which the head is looked for, and the share of a column that must be what it is taken for.
HEAD_ROWS = 10
#: Rows at the top by which columns are found.
SAMPLE = 300
ENOUGH = 0.8
_SIGNS = re.compile(r"[\s()\[\]{}:*'\"\-\u3010\u3011]+")
_WORDS = re.compile(r"[^a-z]+")
_PLACE = re.compile(r"\d\.\d|\d[\u00b0\u5ea6]")
_BRACKETS = re.compile(r"[(\uff08\[\u3010].*[)\uff09\]\u3011]")
#: How many names of columns a message lists, and how much of each, characters.
_LISTED, _QUOTED = 30, 40

Row = Sequence[str | None]
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
            pair = _named(rows[at], asked.x, asked.y) if wanted else _called(rows[at], *(kind or ()))
            if pair is not None:
                return _layout(rows, at, pair, asked, box, name, ordered=wanted or kind == ("lon", "lat"))
    if wanted:
        heads = max(rows[:HEAD_ROWS], key=lambda row: sum(map(bool, row)), default=[])
        columns = " ".join(str(each) for each in (asked.x, asked.y) if _position([heads], str(each)) is None)
        raise OutputError(_lacking(name, columns, heads))
    for at in tries:
        for column, cell in enumerate(rows[at]):
            if _is(cell, "pair") and _two_in(rows[at + 1 :], column, box) is not None:
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
    while at + 1 < min(len(rows), HEAD_ROWS) and _is_second(rows[at + 1], pair):
        at += 1
    heads, sample = rows[: at + 1], rows[at + 1 :]
    # The lowest name of a column is its own; units below say nothing that one would call it by.
    named = [
        *[row for row in heads[first + 1 :] if not _is_units(row, pair)][::-1],
        *heads[first::-1],
        *heads,
    ]
    names = tuple(
        next((str(row[column]).strip() for row in named if row[column]), str(column + 1))
        for column in range(len(rows[0]))
    )
    turned = False
    if pair[0] == pair[1]:
        turned = bool(_two_in(sample, pair[0], box))
    elif not ordered and fits(sample, pair[::-1], box) > max(fits(sample, pair, box), ENOUGH):
        # In surveys x runs north: what the columns hold decides.
        pair = pair[1], pair[0]
    sought = {
        each: _position(heads, each) for each in (*asked.groups, *([asked.total] if asked.total else ()))
    }
    if lacking := [each for each, column in sought.items() if column is None]:
        raise OutputError(_lacking(name, " ".join(lacking), names))
    groups = tuple(int(sought[each] or 0) for each in asked.groups)
    total = sought[asked.total] if asked.total else None
    return Layout(names, at + 1, *pair, turned, groups, total)


def _plain(cell: str | None) -> str:
    return _SIGNS.sub("", unicodedata.normalize("NFKC", cell or "")).lower()


def _is(cell: str | None, kind: str) -> bool:
    told, plain = table("columns")[kind], _plain(cell)
    if plain in told["names"]:
        return True
    # A place may say which axis it counts on, in the same words: that is no name of a column.
    return any(part in plain for part in told["within"]) and not _PLACE.search(plain)


def _called(row: Row, x: str, y: str) -> tuple[int, int] | None:
    """The first columns that are called so; else, of degrees, those that have such a word in their name."""
    found = [next((at for at, cell in enumerate(row) if _is(cell, kind)), None) for kind in (x, y)]
    if x == "lon" and None in found:
        words = [{*_WORDS.split(_plain(cell))} for cell in row]
        found = [
            next((at for at, each in enumerate(words) if each & {*table("columns")[kind]["names"]}), None)
            for kind in (x, y)
        ]
    return None if found[0] is None or found[1] is None or found[0] == found[1] else (found[0], found[1])


def _named(row: Row, x: str | None, y: str | None) -> tuple[int, int] | None:
    found = [_position([row], str(each)) for each in (x, y)]
    return None if found[0] is None or found[1] is None else (found[0], found[1])


def _position(heads: Sequence[Row], name: str) -> int | None:
    """Where a column of a name stands; else of a number, from 1."""
    for row in reversed(heads):
        for at, cell in enumerate(row):
            if cell is not None and (cell.strip() == name.strip() or _plain(cell) == _plain(name) != ""):
                return at
    wide = len(heads[0]) if heads else 0
    return int(name) - 1 if name.isascii() and name.isdigit() and 0 < int(name) <= wide else None


def _is_data(row: Row, pair: tuple[int, int]) -> bool:
    if pair[0] == pair[1]:
        return two(row[pair[0]])[0] == two(row[pair[0]])[0]
    return all(number(row[column]) == number(row[column]) for column in pair)


def _is_second(row: Row, pair: tuple[int, int]) -> bool:
    """Whether a row below a head belongs to it: other names of the columns, or units."""
    kinds = ("lon", "lat", "x", "y", "pair")
    return all(any(_is(row[at], kind) for kind in kinds) for at in pair) or _is_units(row, pair)


def _is_units(row: Row, pair: tuple[int, int]) -> bool:
    """Whether a row has the units of the columns, those of coordinates or at least of others."""
    places, filled = [row[at] for at in pair], [cell for cell in row if cell]
    if not any(places):
        return bool(filled) and all(_BRACKETS.fullmatch(cell.strip()) for cell in filled)
    return all(_is(cell, "unit") or _plain(cell) in ("e", "n") for cell in places)


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
