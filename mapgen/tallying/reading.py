"""Tables in files, read in a stream by DuckDB: CSV, Parquet and GeoParquet; workbooks by openpyxl.

Of DuckDB its core alone: extensions are neither installed nor loaded by themselves, so that nothing is
fetched at run time.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import shapely

from layers.messages import Message
from mapgen.files.errors import OutputError
from mapgen.files.scratch import temporary_folder
from mapgen.tallying import texts
from mapgen.tallying.batches import Batch, floats, of_texts, quoted, unreadable
from mapgen.tallying.columns import SAMPLE, Asked, Box, Layout, find
from mapgen.tallying.commas import find_in_text
from mapgen.tallying.workbooks import workbook_batches

#: Rows that are read at a time, and what DuckDB may take of the memory.
BATCH = 1 << 18
_MEMORY = "1GB"
#: Rows of a part: what a killed run has to count again at most, and what a worker of a cluster takes.
PART = 10_000_000
TEXT, PARQUET, BOOK = (".csv", ".tsv", ".txt"), (".parquet", ".geoparquet", ".pq"), (".xlsx", ".xlsm")
#: What DuckDB calls the number of a row: a file with a column of that name cannot be read in ranges.
_ROW = "file_row_number"
_REAL = {"DOUBLE", "FLOAT", "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"}


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
            rows = pq.ParquetFile(path).metadata.num_rows
            if rows <= PART or _ROW in map(str.lower, pq.read_schema(path).names):
                return [Part(str(path), 0, None, rows)]
            starts = range(0, rows, PART)
            return [
                Part(str(path), start, min(start + PART, rows), min(PART, rows - start)) for start in starts
            ]
        if kind not in (*TEXT, *BOOK):
            raise OutputError(Message("tally-kind", str(path)))
        return [Part(str(path), 0, None, _estimate(path, size) if kind in TEXT else size // 40)]
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
            yield from _parquet(part, asked, box)
        else:
            with temporary_folder() as folder:
                yield from _text(path, folder, asked, box)
    except OutputError:
        raise
    except (OSError, UnicodeError, pa.ArrowException, require_duckdb().Error) as error:
        raise unreadable(path, error) from None


def require_duckdb() -> Any:
    """DuckDB.

    Raises
    ------
    OutputError
        If it is not there.
    """
    try:
        import duckdb
    except ImportError:
        raise OutputError(Message("duckdb-missing")) from None
    return duckdb


@cache
def _database() -> Any:
    """One for the process: to begin another takes as long as to read two million rows.

    It reads on one thread. With more of them rows come sooner than they are counted, and what waits leaves
    the cache: twice the CPU time for the same work.
    """
    off = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
    return require_duckdb().connect(config={**off, "threads": "1", "memory_limit": _MEMORY})


def _name(column: str) -> str:
    return '"' + column.replace('"', '""') + '"'


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _file(path: str | Path) -> str:
    """A path for SQL; DuckDB would take the signs of a pattern in it for one."""
    return _quoted(re.sub(r"[*?[]", r"[\g<0>]", str(path)))


def _text(path: Path, folder: Path, asked: Asked, box: Box) -> Iterator[Batch | Layout]:
    source = texts.in_utf8(path, texts.encoding_of(path), folder)
    rows, lines, between = texts.head_of(source, path)
    layout = find_in_text(rows, between, asked, box, path.name)
    yield layout
    skip = lines[layout.skip - 1] if layout.skip else 0
    names = {at: f"c{at}" for at in range(len(layout.names))}
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in names.values())
    table = (
        f"read_csv({_file(source)}, delim={_quoted(between)}, header=false, skip={skip}, "
        f"auto_detect=false, all_varchar=true, null_padding=true, parallel=false, strict_mode=false, "
        f"quote='\"', escape='\"', columns={{{columns}}}, max_line_size=16777216)"
    )
    every = ", ".join(names.values())
    count = 0
    with _database().cursor() as database:
        for batch in _rows(database, table, names, dict.fromkeys(names, "VARCHAR"), layout, every=every):
            yield batch
            count += len(batch.x)
    # A quotation mark that nothing closes takes all rows behind it for one cell, and DuckDB lets that pass.
    if count < texts.lines_of(source, path) - skip and (line := texts.open_quote(source, between)):
        raise OutputError(Message("tally-open-quote", str(path), values={"line": line}))


def _parquet(part: Part, asked: Asked, box: Box) -> Iterator[Batch | Layout]:
    numbered = f", {_ROW}=true" if part.stop is not None else ""
    table = f"read_parquet({_file(part.path)}{numbered})"
    with _database().cursor() as database:
        told = database.sql(f"DESCRIBE SELECT * FROM {table}").fetchall()  # noqa: S608 - names are quoted
        types = {name: kind for name, kind, *_ in told if not numbered or name != _ROW}
        if asked.x is None and (
            shape := next((n for n, k in types.items() if k.startswith("GEOMETRY")), None)
        ):
            yield from _shapes(database, table, shape, part, asked, types)
            return
        sample = database.sql(
            f"SELECT {', '.join(map(_name, types))} FROM {table} LIMIT {SAMPLE}"  # noqa: S608
        ).fetchall()
        head = [list(types), *([None if cell is None else str(cell) for cell in row] for row in sample)]
        layout = find(head, asked, box, Path(part.path).name, headed=True)
        yield layout
        names = dict(enumerate(types))
        kinds = dict(enumerate(types.values()))
        yield from _rows(database, table, names, kinds, layout, part=part)


def _range(part: Part | None) -> str:
    if part is None or part.stop is None:
        return ""
    return f" WHERE {_ROW} >= {part.start} AND {_ROW} < {part.stop}"


def _group(columns: dict[int, str], layout: Layout) -> list[str]:
    return [f"CAST({_name(columns[at])} AS VARCHAR) AS g{k}" for k, at in enumerate(layout.groups)]


def _number(name: str, kind: str, called: str, *, has_commas: bool = False) -> list[str]:
    """A column as numbers, and beside it the text of what is none, if it may have such."""
    if kind in _REAL or kind.startswith("DECIMAL"):
        return [f"CAST({name} AS DOUBLE) AS {called}"]
    # With a point as well it may be thousands: what is no number to DuckDB is looked at again.
    dotted = f"CASE WHEN NOT contains({name}, '.') THEN replace({name}, ',', '.') END"
    value = f"TRY_CAST({dotted if has_commas else name} AS DOUBLE)"
    text = f"CASE WHEN {value} IS NULL THEN CAST({name} AS VARCHAR) END AS {called}_text"
    return [f"{value} AS {called}", text]


def _total(columns: dict[int, str], kinds: dict[int, str], layout: Layout) -> list[str]:
    if (at := layout.total) is None:
        return []
    return _number(_name(columns[at]), kinds[at], "total", has_commas=layout.has_commas)


def _rows(
    database: Any,
    table: str,
    columns: dict[int, str],
    kinds: dict[int, str],
    layout: Layout,
    *,
    part: Part | None = None,
    every: str = "",
) -> Iterator[Batch]:
    """Rows of a table whose coordinates are numbers, or text that mostly says numbers."""
    pair = layout.x == layout.y
    wanted, numeric = [], not pair
    for letter, at in (("x", layout.x), ("y", layout.y)):
        name = _name(columns[at])
        if pair:
            wanted.append(f"CAST({name} AS VARCHAR) AS {letter}")
        else:
            wanted += _number(name, kinds[at], letter, has_commas=layout.has_commas)
    wanted += _group(columns, layout) + _total(columns, kinds, layout)
    if every:
        both = " AND ".join(f"{_name(columns[at])} IS NULL" for at in (layout.x, layout.y))
        wanted.append(f"CASE WHEN {both} THEN coalesce({every}) IS NULL ELSE false END AS empty")
    query = f"SELECT {', '.join(wanted)} FROM {table}{_range(part)}"  # noqa: S608 - names are quoted
    first = layout.skip + 1 + (part.start if part else 0)
    read = partial(floats, has_commas=layout.has_commas)
    for rows in database.sql(query).to_arrow_reader(BATCH):
        held = dict(zip(rows.schema.names, rows.columns, strict=True))
        groups = [held[f"g{k}"] for k in range(len(layout.groups))]
        ignored = np.asarray(held["empty"]) if "empty" in held and pc.any(held["empty"]).as_py() else None
        if numeric:
            x, y = (read(held[letter], held.get(f"{letter}_text")) for letter in "xy")
            batch = Batch(x, y, groups, None, first, partial(_cells, held))
        else:
            batch = of_texts([held["x"].to_pylist(), []], first, pair=True, turned=layout.turned)
            batch = Batch(batch.x, batch.y, groups, None, first, batch.cells)
        total = read(held["total"], held.get("total_text")) if "total" in held else None
        yield Batch(batch.x, batch.y, batch.groups, total, first, batch.cells, ignored)
        first += len(rows)


def _cells(held: dict[str, pa.Array], at: int) -> str:
    cells = []
    for letter in "xy":
        text = held.get(f"{letter}_text")
        told = text[at].as_py() if text is not None else None
        cells.append(told if told is not None else held[letter][at].as_py())
    return quoted(*cells)


def _shapes(
    database: Any, table: str, shape: str, part: Part, asked: Asked, types: dict[str, str]
) -> Iterator[Batch | Layout]:
    """Rows of a GeoParquet file whose geometries are points."""
    names = dict(enumerate(types))
    kinds = dict(enumerate(types.values()))
    wants = Asked(asked.by, asked.total, asked.year, shape, shape)
    inner = find([list(types)], wants, (0, 0, 0, 0), part.path, headed=True)
    yield inner
    wanted = [f"{_name(shape)} AS shape", *_group(names, inner), *_total(names, kinds, inner)]
    query = f"SELECT {', '.join(wanted)} FROM {table}{_range(part)}"  # noqa: S608 - names are quoted
    first = part.start + 2
    for rows in database.sql(query).to_arrow_reader(BATCH):
        held = dict(zip(rows.schema.names, rows.columns, strict=True))
        shapes = shapely.from_wkb(held["shape"].to_numpy(zero_copy_only=False))
        kind = shapely.get_type_id(shapes)
        points = np.where((kind == 0) & ~shapely.is_empty(shapes), shapes, None)
        total = floats(held["total"], held.get("total_text")) if "total" in held else None
        groups = [held[f"g{k}"] for k in range(len(inner.groups))]
        yield Batch(shapely.get_x(points), shapely.get_y(points), groups, total, first, partial(_wkt, shapes))
        first += len(rows)


def _wkt(shapes: np.ndarray, at: int) -> str:
    return quoted(shapes[at])
