"""Workbooks of plain values by openpyxl: text that nothing runs, numbers, days, and lists to choose from.

openpyxl takes text that begins with an equals sign for a formula, and ``#N/A`` for an error: the type of each
cell is therefore stated.
"""

import datetime as dt
import tempfile
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Alignment, Font, NamedStyle, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.writer.excel import ExcelWriter

from mapgen.exporting.celltext import escaped, fitting
from mapgen.exporting.shapefile import pack
from mapgen.files.scratch import temporary_folder
from mapgen.tables import sheet

#: Rows that a sheet holds below its head.
ROWS = 1_048_575
#: The first day that all spreadsheets count alike: Excel knows a 29 February 1900.
FIRST_DAY = dt.date(1900, 3, 1)

#: Characters that Excel takes for a title or a hint.
_TITLE = 255
#: Widths of columns, in figures of the font.
_NARROWEST, _WIDEST = 9, 44
#: Values of a column that its width is found from.
_SAMPLE = 500
_FONT = {"name": "Calibri", "size": 11}
_GREY, _DARK_GREY, _HEAD = "E7E6E6", "BFBFBF", "D6E4EE"
_FORMATS = {"text": "@", "number": "General", "day": "yyyy-mm-dd"}

Value = str | int | float | dt.date | None


class Choice(NamedTuple):
    """Where the values to choose from are, by a formula for the row below the head, and what they are."""

    formula: str
    hint: str
    strict: bool = True


@dataclass(frozen=True)
class Column:
    """A column of a sheet.

    Attributes
    ----------
    head : str
        May have several lines.
    type : {"text", "number", "day"}
    computed : bool
        Whether all its values are, and it is grey.
    choice : Choice or None
    """

    head: str
    type: str = "text"
    computed: bool = False
    choice: Choice | None = None


class Cell(NamedTuple):
    """A value, and whether it alone is computed."""

    value: Value
    computed: bool = False


class Book:
    """A workbook that is being written, sheet by sheet and row by row; `written` makes one."""

    def __init__(self, day: dt.date, title: str, told: Mapping[str, str]) -> None:
        self._book = Workbook(write_only=True)
        moment = dt.datetime.combine(day, dt.time())
        properties = self._book.properties
        properties.creator, properties.title = told.get("SOFTWARE"), title[:_TITLE]
        properties.created = properties.modified = moment
        for name, text in told.items():
            self._book.custom_doc_props.append(StringProperty(name=name, value=text))
        for kind, code in _FORMATS.items():
            self._style(f"zonemap {kind}", number_format=code)
            self._style(f"zonemap {kind} computed", number_format=code, fill=_filled(_GREY))
        strong, lines = Font(bold=True, **_FONT), Alignment(wrap_text=True, vertical="top")
        self._style("zonemap head", font=strong, alignment=lines, fill=_filled(_HEAD))
        self._style("zonemap head computed", font=strong, alignment=lines, fill=_filled(_DARK_GREY))
        self._style("zonemap strong", font=strong)

    def _style(self, name: str, **looks: Any) -> None:
        self._book.add_named_style(NamedStyle(name, **{"font": Font(**_FONT), **looks}))

    def add(self, title: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]], still: int) -> None:
        """Add a sheet whose head, and whose first columns, stay in sight.

        Parameters
        ----------
        title : str
            At most 31 characters.
        columns : sequence of Column
        rows : iterable of sequence of Cell
            No more than `ROWS`; a text that is longer than a cell holds is cut.
        still : int
            Number of columns that stay.
        """
        rows = iter(rows)
        sample = list(islice(rows, _SAMPLE))
        kinds = [(column.type, column.computed) for column in columns]
        with self._sheet(title) as page:
            page.freeze_panes = f"{get_column_letter(still + 1)}2"
            page.row_dimensions[1].height = 32
            page.print_title_rows = "1:1"
            page.page_setup.orientation = "landscape"
            for number, column in enumerate(columns):
                letter = get_column_letter(number + 1)
                dimension = page.column_dimensions[letter]
                dimension.width = _width(column.head, [row[number].value for row in sample])
                # For rows that somebody adds: a spreadsheet makes numbers and days of what looks like one.
                dimension.number_format = _FORMATS[column.type]
                if column.choice:
                    page.data_validations.append(_validation(column.choice, letter))
            heads = [(column.head, _named("head", computed=column.computed)) for column in columns]
            page.append([self._cell(page, *head) for head in heads])
            last = 1
            for row in chain(sample, rows):
                last += 1
                page.append(
                    [
                        self._cell(page, cell.value, _named(kind, computed=grey or cell.computed))
                        for cell, (kind, grey) in zip(row, kinds, strict=True)
                    ]
                )
            page.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{last}"

    def add_words(self, title: str, pairs: Iterable[tuple[str, str]]) -> None:
        """Add a sheet of heads with what they say."""
        with self._sheet(title) as page:
            page.column_dimensions["A"].width, page.column_dimensions["B"].width = 36, 100
            for head, text in pairs:
                cells = ((head, "zonemap strong"), (text, "zonemap text"))
                page.append([self._cell(page, words or None, style) for words, style in cells])

    @contextmanager
    def _sheet(self, title: str) -> Iterator[Any]:
        """Give a sheet to fill, and close it: openpyxl would leave its file to the garbage collector."""
        page = self._book.create_sheet(title)
        try:
            yield page
            page.close()
        except BaseException:
            with suppress(Exception):  # it cannot write the rest either
                page.close()
            raise

    def _cell(self, page: Any, value: Value, style: str) -> WriteOnlyCell:
        cell = WriteOnlyCell(page)
        cell.style = style
        if isinstance(value, str):
            cell.value = escaped(fitting(value))
            cell.data_type = "s"
            # As an apostrophe does it: text stays text when somebody edits the cell.
            cell.quotePrefix = sheet.harmless(value) is not value
        elif value is not None:
            cell.value = value
        return cell

    def save(self, path: Path) -> None:
        """Write it as it is; `Workbook.save` would put the time of day into it."""
        with zipfile.ZipFile(path, "w") as archive:
            ExcelWriter(self._book, archive).save()


@contextmanager
def written(path: Path, day: dt.date, title: str, told: Mapping[str, str]) -> Iterator[Book]:
    """Give a workbook to fill, and write it: the same content gives the same bytes.

    Parameters
    ----------
    path : Path
    day : datetime.date
        On which it says that it was made.
    title : str
    told : mapping of str to str
        Properties of the document; ``SOFTWARE`` is its author.
    """
    with temporary_folder() as place, _temporary_files_in(place):
        book = Book(day, title, told)
        yield book
        draft, parts = place / "draft.xlsx", place / "parts"
        book.save(draft)
        with zipfile.ZipFile(draft) as archive:
            archive.extractall(parts)
            pack(path, parts, archive.namelist(), day)


@contextmanager
def _temporary_files_in(folder: Path) -> Iterator[None]:
    """Let openpyxl keep its rows where nothing is left behind, whatever happens."""
    before = tempfile.tempdir
    tempfile.tempdir = str(folder)
    try:
        yield
    finally:
        tempfile.tempdir = before


def choice_of(title: str, column: int, count: int, hint: str) -> Choice:
    """Values that stand in a column (from 1) of a sheet below its head, as many as `count`."""
    letter = get_column_letter(column)
    return Choice(f"{quote_sheetname(title)}!${letter}$2:${letter}${count + 1}", hint)


def choice_by_key(title: str, count: int, key_column: int, hint: str) -> Choice:
    """Values that stand in the second column of a sheet, in the rows whose first has a row's own key.

    Parameters
    ----------
    title : str
    count : int
        Of the rows, which are in the order of their keys.
    key_column : int
        Where the rows to choose for have theirs, from 1. A row that somebody adds has none, and may hold
        any value.
    hint : str
        What the values are.
    """
    at, key = quote_sheetname(title), get_column_letter(key_column)
    keys = f"{at}!$A$2:$A${count + 1}"
    return Choice(
        f"OFFSET({at}!$B$1,MATCH(${key}2,{keys},0),0,COUNTIF({keys},${key}2),1)",
        hint,
        strict=False,
    )


def _validation(choice: Choice, letter: str) -> DataValidation:
    return DataValidation(
        type="list",
        formula1=choice.formula,
        sqref=f"{letter}2:{letter}{ROWS + 1}",
        allow_blank=True,
        showInputMessage=True,
        prompt=choice.hint[:_TITLE],
        showErrorMessage=True,
        errorStyle="stop" if choice.strict else "warning",
    )


def _filled(color: str) -> PatternFill:
    return PatternFill("solid", start_color=color)


def _named(kind: str, *, computed: bool) -> str:
    return f"zonemap {kind} computed" if computed else f"zonemap {kind}"


def _width(head: str, values: Sequence[Value]) -> int:
    texts = [*head.split("\n"), *("" if value is None else str(value)[:_WIDEST] for value in values)]
    # Two more for the button of the filter.
    return min(max(max(map(_shown, texts)) + 2, _NARROWEST), _WIDEST)


def _shown(text: str) -> int:
    """Width of a text: a Chinese character is as wide as two figures."""
    return sum(1 + (unicodedata.east_asian_width(char) in "WF") for char in text)
