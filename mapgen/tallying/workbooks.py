"""Rows of workbooks (XLSX), read one after the other by openpyxl."""

import zipfile
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from layers.messages import Message, reason
from mapgen.files.errors import OutputError
from mapgen.tallying.batches import Batch, of_texts
from mapgen.tallying.columns import Asked, Box, Layout, Row, find
from mapgen.tallying.numbers import number

_SAMPLE, _BATCH = 300, 20_000
#: What a workbook may hold unpacked, bytes: sheets of a million rows have less.
_LARGEST = 4 << 30


def workbook_batches(path: Path, asked: Asked, box: Box) -> Iterator[Batch | Layout]:
    """The layout of the first sheet that has the columns, then its rows.

    Raises
    ------
    OutputError
        If it is no workbook, or no sheet has the columns.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _LARGEST:
                raise OutputError(Message("tally-book-large", str(path)))
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, EOFError) as error:
        if isinstance(error, OutputError):
            raise
        raise OutputError(Message("tally-unreadable", str(path), values={"reason": reason(error)})) from None
    try:
        yield from _sheets(book, path, asked, box)
    finally:
        book.close()


def _sheets(book: Any, path: Path, asked: Asked, box: Box) -> Iterator[Batch | Layout]:
    problems: list[Message] = []
    for sheet in book.worksheets:
        # What a file says of its size need not be so.
        sheet.reset_dimensions()
        rows = ([_told(cell) for cell in row] for row in sheet.iter_rows(values_only=True))
        sample = list(islice(rows, _SAMPLE))
        try:
            layout = find(sample, asked, box, f"{path.name} [{sheet.title}]")
        except OutputError as error:
            problems += error.messages
            continue
        yield layout
        yield from _batches(chain(sample[layout.skip :], rows), layout)
        return
    raise OutputError(*problems[:1] or [Message("tally-empty", str(path))])


def _batches(rows: Iterator[Row], layout: Layout) -> Iterator[Batch]:
    first = layout.skip + 1
    columns = (layout.x, layout.y, *layout.groups)
    while some := list(islice(rows, _BATCH)):
        texts = [[row[at] if at < len(row) else None for row in some] for at in columns]
        batch = of_texts(texts, first, pair=layout.x == layout.y, turned=layout.turned)
        total = None
        if (at := layout.total) is not None:
            total = np.array([number(row[at]) if at < len(row) else np.nan for row in some], dtype=float)
        empty = np.array([not any(row) for row in some], dtype=bool)
        yield Batch(batch.x, batch.y, batch.groups, total, first, batch.cells, empty)
        first += len(some)


def _told(cell: object) -> str | None:
    """A cell as text: a number as Python writes it, which loses nothing."""
    return None if cell is None or cell == "" else str(cell)
