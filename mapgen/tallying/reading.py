"""Tables in files: text by DuckDB, Parquet by pyarrow, workbooks by openpyxl, each in a stream."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from layers.messages import Message
from mapgen.files.errors import OutputError
from mapgen.files.scratch import temporary_folder
from mapgen.tallying import texts
from mapgen.tallying.batches import Batch, Part, unreadable
from mapgen.tallying.columns import Asked, Box, Layout
from mapgen.tallying.commas import find_in_text
from mapgen.tallying.parquet import parquet_batches, parquet_parts
from mapgen.tallying.queries import file_of, quoted_text, require_duckdb, rows_of
from mapgen.tallying.workbooks import about_rows, workbook_batches

TEXT, PARQUET, BOOK = (".csv", ".tsv", ".txt"), (".parquet", ".geoparquet", ".pq"), (".xlsx", ".xlsm")


def parts_of(path: Path) -> list[Part]:
    """Parts of a file in their order.

    Raises
    ------
    OutputError
        If it cannot be read, or is of no kind that can.
    """
    kind = path.suffix.lower()
    try:
        size = path.stat().st_size
        if kind in PARQUET:
            return parquet_parts(path)
        if kind not in (*TEXT, *BOOK):
            raise OutputError(Message("tally-kind", str(path)))
        return [Part(str(path), 0, None, _estimate(path, size) if kind in TEXT else about_rows(path))]
    except (OSError, pa.ArrowException) as error:
        raise unreadable(path, error) from None


def _estimate(path: Path, size: int) -> int:
    with path.open("rb") as file:
        sample = file.read(1 << 16)
    return max(1, size * sample.count(b"\n") // max(len(sample), 1))


def batches(part: Part, asked: Asked, box: Box) -> Iterator[Batch | Layout]:
    """The layout of a part's table, then its rows.

    Parameters
    ----------
    part : Part
    asked : Asked
    box : tuple of float
        As `mapgen.tallying.columns.find` takes it.

    Raises
    ------
    OutputError
        If the table cannot be read, or has no such columns.
    """
    path = Path(part.path)
    kind = path.suffix.lower()
    try:
        if kind in BOOK:
            yield from workbook_batches(path, asked, box)
        elif kind in PARQUET:
            yield from parquet_batches(part, asked, box)
        else:
            with temporary_folder() as folder:
                yield from _text(path, folder, asked, box)
    except OutputError:
        raise
    except (OSError, UnicodeError, pa.ArrowException) as error:
        raise unreadable(path, error) from None
    except require_duckdb().Error as error:
        raise unreadable(path, error) from None


def _text(path: Path, folder: Path, asked: Asked, box: Box) -> Iterator[Batch | Layout]:
    source = texts.in_utf8(path, texts.encoding_of(path), folder)
    rows, lines, between = texts.head_of(source, path)
    layout = find_in_text(rows, between, asked, box, path.name)
    yield layout
    skip = lines[layout.skip - 1] if layout.skip else 0
    columns = ", ".join(f"'c{at}': 'VARCHAR'" for at in range(len(layout.names)))
    table = (
        f"read_csv({file_of(source)}, delim={quoted_text(between)}, header=false, skip={skip}, "
        f"auto_detect=false, all_varchar=true, null_padding=true, parallel=false, strict_mode=false, "
        f"quote='\"', escape='\"', columns={{{columns}}}, max_line_size=16777216)"
    )
    count = 0
    for batch in rows_of(table, len(layout.names), layout):
        yield batch
        count += len(batch.x)
    # A quotation mark that nothing closes takes all rows behind it for one cell, and DuckDB lets that pass.
    if count < texts.lines_of(source, path) - skip and (line := texts.open_quote(source, between)):
        raise OutputError(Message("tally-open-quote", str(path), values={"line": line}))
