"""Rows of a table as they come: numbers of coordinates, columns to tell them apart, a column to sum."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from layers.messages import Message, reason
from mapgen.files.errors import OutputError
from mapgen.tallying.numbers import number, two

#: Rows that are read at a time.
BATCH = 1 << 18
#: What a bad row says of itself at most, characters.
_QUOTED = 40


@dataclass(frozen=True)
class Part:
    """Some rows of a file: all of a text or workbook, a range of a Parquet file.

    Attributes
    ----------
    path : str
    start : int
    stop : int or None
        Rows from 0; None where the part is the whole file.
    rows : int
        How many there are; of a text an estimate.
    """

    path: str
    start: int
    stop: int | None
    rows: int


@dataclass(frozen=True)
class Batch:
    """Some rows one after another.

    Attributes
    ----------
    x, y : numpy.ndarray of float, shape (n,)
        NaN where the cell is no number.
    groups : list of pyarrow.Array
        Text, or null, of the columns by which rows are told apart.
    total : numpy.ndarray of float or None
        Of the column to sum; NaN where it has no number.
    first : int
        Number of the first row as a spreadsheet counts them.
    cells : callable
        What a row has for coordinates, by its place here.
    ignored : numpy.ndarray of bool or None
        Rows that are empty.
    """

    x: np.ndarray
    y: np.ndarray
    groups: list[pa.Array]
    total: np.ndarray | None
    first: int
    cells: Callable[[int], str]
    ignored: np.ndarray | None = None


def floats(column: pa.Array, texts: pa.Array | None = None, *, has_commas: bool = False) -> np.ndarray:
    """Numbers of a column, without a copy where it has no nulls; of a null what its text says, if it has one.

    Parameters
    ----------
    column : pyarrow.Array of float
    texts : pyarrow.Array of str, optional
        Has a text where the column is null and the cell was not empty.
    has_commas : bool
        As `mapgen.tallying.numbers.number` takes it.
    """
    if not column.null_count:
        return np.asarray(column.to_numpy(zero_copy_only=False), dtype=float)
    values = np.array(column.to_numpy(zero_copy_only=False), dtype=float)
    if texts is not None:
        for at in np.flatnonzero(np.asarray(pc.is_valid(texts))):
            values[at] = number(texts[int(at)].as_py(), has_commas=has_commas)
    return values


def of_texts(texts: Sequence[Sequence[str | None]], first: int, *, pair: bool, turned: bool) -> Batch:
    """A batch of rows whose cells are text: x, y, and the groups; `pair` where x holds both numbers.

    Parameters
    ----------
    texts : sequence of sequence of str or None
        Columns: x, y, the groups.
    first : int
    pair, turned : bool
    """
    ways, norths = texts[0], texts[1]
    if pair:
        places = np.array([two(cell) for cell in ways], dtype=float).reshape(-1, 2)
        x, y = places[:, ::-1].T if turned else places.T
    else:
        x, y = (np.array([number(cell) for cell in column], dtype=float) for column in (ways, norths))
    groups = [pa.array(column, pa.string()) for column in texts[2:]]
    return Batch(x, y, groups, None, first, lambda at: quoted(ways[at], None if pair else norths[at]))


def unreadable(path: Path, error: Exception) -> OutputError:
    """The refusal of a file from which no rows come, with what a library said of it."""
    return OutputError(Message("tally-unreadable", str(path), values={"reason": reason(error)}))


def quoted(*cells: object) -> str:
    """What cells say, for a message."""
    return ", ".join(str(cell).removesuffix(".0")[:_QUOTED] for cell in cells if cell is not None)
