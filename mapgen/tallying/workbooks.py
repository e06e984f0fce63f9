"""Rows of workbooks (XLSX), read one after the other by openpyxl."""

import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

import numpy as np
import openpyxl
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException

from layers.messages import Message
from mapgen.files.errors import OutputError
from mapgen.tallying.batches import Batch, of_texts, unreadable
from mapgen.tallying.columns import SAMPLE, Asked, Box, Layout, find
from mapgen.tallying.heads import Row
from mapgen.tallying.numbers import number

_BATCH = 20_000
#: What a workbook may hold unpacked, bytes: sheets of a million rows have less.
_LARGEST = 4 << 30
#: What Excel lets a cell hold, characters: what is longer would keep what reads numbers busy.
_LONGEST = 32_767
#: What openpyxl raises of a workbook that is damaged, or has a password.
_BROKEN = (
    zipfile.BadZipFile, zlib.error, InvalidFileException, ParseError, EOFError, LookupError, ValueError,
    TypeError, AttributeError, RuntimeError,
)  # fmt: skip
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=[\"']([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})[\"']")
_BLOCK, _OVERLAP = 1 << 20, 100
#: What a sheet says of its size at its beginning, and the most rows that one has.
_SIZE = re.compile(rb"<(?:\w+:)?dimension\s+ref=[\"'][A-Z]{1,3}\d{1,7}:[A-Z]{1,3}(\d{1,7})[\"']")
_HEAD, _MOST_ROWS = 4096, 1 << 20
#: About what a row of a sheet takes unpacked, bytes.
_ROW_SIZE = 120


def about_rows(path: Path) -> int:
    """About how many rows the largest sheet of a workbook has, by what it says or its size; 1 of none."""
    try:
        with zipfile.ZipFile(path) as archive:
            sheets = [each for each in archive.infolist() if each.filename.startswith("xl/worksheets/")]
            sheet = max(sheets, key=lambda each: each.file_size)
            with archive.open(sheet) as file:
                said = _SIZE.search(file.read(_HEAD))
    except _BROKEN:  # told where it is read
        return 1
    return min(int(said[1]), _MOST_ROWS) if said else max(1, sheet.file_size // _ROW_SIZE)


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
    except OutputError:
        raise
    except _BROKEN as error:
        raise unreadable(path, error) from None
    try:
        yield from _sheets(book, path, asked, box)
    finally:
        book.close()


def _sheets(book: Any, path: Path, asked: Asked, box: Box) -> Iterator[Batch | Layout]:
    problems: list[Message] = []
    for sheet in book.worksheets:
        # What a file says of its size need not be so.
        sheet.reset_dimensions()
        rows = _rows(sheet, path)
        sample = list(islice(rows, SAMPLE))
        try:
            layout = find(sample, asked, box, f"{path.name} [{sheet.title}]")
        except OutputError as error:
            problems += error.messages
            continue
        yield layout
        columns = (layout.x, layout.y, *layout.groups)
        whole = _spread(chain(sample, rows), _merged(sheet, path), columns)
        yield from _batches(islice(whole, layout.skip, None), layout)
        return
    raise OutputError(*problems[:1] or [Message("tally-empty", str(path))])


def _rows(sheet: Any, path: Path) -> Iterator[list[str | None]]:
    try:
        for row in sheet.iter_rows(values_only=True):
            yield [_told(cell) for cell in row]
    except _BROKEN as error:
        raise unreadable(path, error) from None


def _merged(sheet: Any, path: Path) -> list[tuple[int, int, int, int]]:
    """Merged cells of a sheet: row, column, last column and last row, from 1.

    A reader that goes row by row does not tell them: they stand behind the rows.
    """
    found: dict[bytes, None] = {}
    rest = b""
    try:
        with sheet._get_source() as source:  # noqa: SLF001 - nothing public leads to a sheet's text
            while block := source.read(_BLOCK):
                rest += block
                if b"mergeCell" in rest:
                    found.update(dict.fromkeys(_MERGED.findall(rest)))
                rest = rest[-_OVERLAP:]
        ranges = [range_boundaries(each.decode("ascii")) for each in found]
    except _BROKEN as error:
        raise unreadable(path, error) from None
    return sorted((top, left, right, bottom) for left, top, right, bottom in ranges)


def _spread(
    rows: Iterable[list[str | None]], merged: list[tuple[int, int, int, int]], columns: tuple[int, ...]
) -> Iterator[list[str | None]]:
    """Rows in which a merged cell of some columns stands for each of its rows; an empty row stays so."""
    standing: dict[int, tuple[int, str]] = {}
    at = 0
    for number_, row in enumerate(rows, 1):
        while at < len(merged) and merged[at][0] <= number_:
            _, left, right, bottom = merged[at]
            value = row[left - 1] if left <= len(row) else None
            standing |= {each: (bottom, value) for each in columns if value and left <= each + 1 <= right}
            at += 1
        if standing and any(row):
            for column, (bottom, value) in standing.items():
                if number_ <= bottom:
                    row.extend([None] * (column + 1 - len(row)))
                    row[column] = row[column] or value
        yield row


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
    return None if cell is None or cell == "" else str(cell)[:_LONGEST]
