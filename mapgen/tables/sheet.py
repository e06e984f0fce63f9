"""CSV that a spreadsheet opens as it is: UTF-8 with BOM, and no cell that runs as a formula."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

#: The last four are full-width: Excel in Chinese and Japanese takes them for the plain ones.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(value: Any) -> Any:
    """Put an apostrophe before text that a spreadsheet would run as a formula; numbers stay."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def dumps(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Write rows as CSV.

    Parameters
    ----------
    columns : sequence of str
        Header, and the keys of each row.
    rows : iterable of mapping
        None becomes an empty cell.

    Returns
    -------
    bytes
        UTF-8 with byte order mark, lines ended by CR LF.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([harmless(column) for column in columns])
    for row in rows:
        writer.writerow(["" if row[column] is None else harmless(row[column]) for column in columns])
    return text.getvalue().encode("utf-8-sig")
