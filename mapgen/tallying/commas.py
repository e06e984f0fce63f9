"""Tables of text whose numbers have a decimal comma, as programs of half of Europe write them."""

import re
from collections.abc import Sequence
from dataclasses import replace

from mapgen.files.errors import OutputError
from mapgen.tallying.columns import ENOUGH, Asked, Box, Layout, find, fits
from mapgen.tallying.heads import Row

_WITH_COMMA = re.compile(r"\s*[-+]?\d+,\d+\s*")
_WITH_DIGIT = re.compile(r"\d")
_WHOLE = re.compile(r"\s*[-+]?\d+\s*")


def find_in_text(rows: Sequence[Row], between: str, asked: Asked, box: Box, name: str) -> Layout:
    """Find the columns of a table of text, with decimal commas where it has them.

    It has them where cells are not divided by commas, every coordinate at the top is a number with a comma,
    and these lie in China. ``113,550`` may be thousands as well: where it lies tells.

    Parameters
    ----------
    rows : sequence of sequence of str or None
        The first rows.
    between : str
        What divides cells.
    asked, box, name
        As `mapgen.tallying.columns.find` takes them.

    Raises
    ------
    OutputError
        If there are no such columns.
    """
    if between != "," and any(cell and _WITH_COMMA.fullmatch(cell) for row in rows for cell in row):
        dotted = [[_dotted(cell) for cell in row] for row in rows]
        try:
            layout = find(dotted, asked, box, name)
        except OutputError:
            layout = None
        if layout and layout.x != layout.y and _is_decimal(rows, dotted, layout, box):
            return replace(layout, has_commas=True)
    return find(rows, asked, box, name)


def _dotted(cell: str | None) -> str | None:
    return cell.replace(",", ".") if cell and _WITH_COMMA.fullmatch(cell) else cell


def _is_decimal(rows: Sequence[Row], dotted: Sequence[Row], layout: Layout, box: Box) -> bool:
    pair = layout.x, layout.y
    for column in pair:
        cells = [row[column] or "" for row in rows[layout.skip :] if column < len(row)]
        numbers = [cell for cell in cells if _WITH_DIGIT.search(cell)]
        commas = [cell for cell in numbers if _WITH_COMMA.fullmatch(cell)]
        if not commas or any(not _WHOLE.fullmatch(cell) for cell in numbers if cell not in commas):
            return False
    sample = [row for row in dotted[layout.skip :] if len(row) > max(pair)]
    return max(fits(sample, pair, box), fits(sample, pair[::-1], box)) >= ENOUGH
