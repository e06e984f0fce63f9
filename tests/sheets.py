"""Workbooks as openpyxl reads them."""

import datetime as dt
import io
import re
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from mapgen.exporting.delivery import Export


def content(made: Export) -> bytes:
    (found,) = [content for name, content in made.files.items() if name.endswith(".xlsx")]
    return found


def opened(made: Export) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content(made)))


def sheet(book: openpyxl.Workbook, name: str) -> Worksheet:
    (title,) = [each for each in book.sheetnames if each.endswith(f" {name}")]
    return book[title]


def names(page: Worksheet) -> list[str]:
    """Names of the fields, from the second lines of the heads."""
    return [str(cell.value).split("\n")[1] for cell in page[1]]


def rows(page: Worksheet) -> list[dict[str, Any]]:
    heads = names(page)
    return [
        {head: meant(cell.value) for head, cell in zip(heads, row, strict=True)}
        for row in page.iter_rows(min_row=2)
    ]


def meant(value: Any) -> Any:
    """A value as Excel shows it: in texts, codes are characters (ECMA-376, ST_Xstring)."""
    if isinstance(value, str):
        return re.sub("_x([0-9A-F]{4})_", lambda found: chr(int(found[1], 16)), value)
    return value.date().isoformat() if isinstance(value, dt.datetime) else value
