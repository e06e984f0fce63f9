"""Tables in Parquet and GeoParquet files, read by pyarrow, one group of rows after another."""

import itertools
import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from mapgen.tallying.batches import BATCH, Batch, Part, of_texts, quoted
from mapgen.tallying.columns import SAMPLE, Asked, Box, Layout, find
from mapgen.tallying.queries import numbers_of, texts_of

#: Rows of a part: what a killed run has to count again at most, and what a worker of a cluster takes. A part
#: has whole groups of rows, so that nothing is read twice.
PART = 10_000_000


def parquet_parts(path: Path) -> list[Part]:
    """Parts of a file in their order.

    Raises
    ------
    OSError, pyarrow.ArrowException
        If it cannot be read.
    """
    found, start, stop = [], 0, 0
    counts = _counts(pq.ParquetFile(path))
    for at, rows in enumerate(counts):
        stop += rows
        if at == len(counts) - 1 or stop + counts[at + 1] - start > PART:
            found.append(Part(str(path), start, stop, stop - start))
            start = stop
    return found or [Part(str(path), 0, 0, 0)]


def _counts(file: pq.ParquetFile) -> list[int]:
    return [file.metadata.row_group(group).num_rows for group in range(file.num_row_groups)]


def parquet_batches(part: Part, asked: Asked, box: Box) -> Iterator[Batch | Layout]:
    """The layout of a part's table, then its rows; parameters as `mapgen.tallying.reading.batches` has them.

    Raises
    ------
    OSError, pyarrow.ArrowException, duckdb.Error
        If it cannot be read.
    OutputError
        If it has no such columns.
    """
    file = pq.ParquetFile(part.path)
    names = file.schema_arrow.names
    shape = geometry_column(file) if asked.x is None else None
    if shape is not None:
        asked = Asked(asked.by, asked.total, asked.year, shape, shape)
    layout = find([names, *([] if shape else _sample(file))], asked, box, Path(part.path).name, headed=True)
    yield layout
    wanted = dict.fromkeys(
        names[at] for at in (layout.x, layout.y, layout.total, *layout.groups) if at is not None
    )
    first = part.start + 2
    for rows in _rows(file, part, list(wanted)):
        column = partial(_column, rows, names)
        groups = [texts_of(column(at)) for at in layout.groups]
        total = None if layout.total is None else numbers_of(column(layout.total))
        if shape is not None:
            batch = _points(column(layout.x), first)
        elif layout.x == layout.y:
            batch = of_texts(
                [texts_of(column(layout.x)).to_pylist(), []], first, pair=True, turned=layout.turned
            )
        else:
            held = column(layout.x), column(layout.y)
            batch = Batch(numbers_of(held[0]), numbers_of(held[1]), [], None, first, partial(_cells, held))
        yield Batch(batch.x, batch.y, groups, total, first, batch.cells)
        first += len(rows)


def geometry(file: pq.ParquetFile) -> dict[str, Any]:
    """What a GeoParquet file says of its geometries: of the first column of them; empty if it has none."""
    try:
        told = json.loads((file.metadata.metadata or {}).get(b"geo", b"{}"))
        name = told.get("primary_column") or next(iter(told.get("columns", {})), None)
        return {"name": name, **told["columns"][name]} if name is not None else {}
    except (ValueError, KeyError, TypeError, AttributeError):
        return {}


def geometry_column(file: pq.ParquetFile) -> str | None:
    """Name of the column of geometries as WKB; None without one."""
    told = geometry(file)
    if told and str(told.get("encoding")).upper() == "WKB" and told["name"] in file.schema_arrow.names:
        return str(told["name"])
    kinds = (
        (file.schema.column(at).path, str(file.schema.column(at).logical_type.type))
        for at in range(len(file.schema))
    )
    return next((name for name, kind in kinds if kind in ("GEOMETRY", "GEOGRAPHY")), None)


def _sample(file: pq.ParquetFile) -> list[list[str | None]]:
    # Of the first groups alone: to begin with all of them costs more the more there are, for each part anew.
    ends = itertools.accumulate(_counts(file), initial=0)
    first = [group for group, before in enumerate(ends) if before < SAMPLE][: file.num_row_groups]
    top = next(file.iter_batches(SAMPLE, row_groups=first, use_threads=False), None)
    columns = [] if top is None else [column.to_pylist() for column in top.columns]
    return [[None if cell is None else str(cell) for cell in row] for row in zip(*columns, strict=True)]


def _rows(file: pq.ParquetFile, part: Part, columns: list[str]) -> Iterator[pa.RecordBatch]:
    """Rows of a part; on one thread: with more of them what waits leaves the cache."""
    start = 0
    for group, rows in enumerate(_counts(file)):
        if part.start <= start < (part.stop or 0):
            # Group by group: batches that reach over two of them are copied.
            yield from file.iter_batches(BATCH, row_groups=[group], columns=columns, use_threads=False)
        start += rows


def _column(rows: pa.RecordBatch, names: list[str], at: int) -> pa.Array:
    """A column by its place in the file; of those that share a name all are read, in their order."""
    return rows.column(rows.schema.get_all_field_indices(names[at])[names[:at].count(names[at])])


def _points(column: pa.Array, first: int) -> Batch:
    shapes = shapely.from_wkb(column.to_numpy(zero_copy_only=False), on_invalid="ignore")
    points = np.where((shapely.get_type_id(shapes) == 0) & ~shapely.is_empty(shapes), shapes, None)
    return Batch(shapely.get_x(points), shapely.get_y(points), [], None, first, lambda at: quoted(shapes[at]))


def _cells(held: tuple[pa.Array, pa.Array], at: int) -> str:
    return quoted(*(column[at].as_py() for column in held))
