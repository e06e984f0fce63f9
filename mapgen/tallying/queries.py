"""Rows by DuckDB: what a query makes of texts and numbers of a table, in a stream.

Of DuckDB its core alone: extensions are neither installed nor loaded by themselves, so that nothing is
fetched at run time.
"""

import re
from collections.abc import Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from layers.messages import Message
from mapgen.files.errors import OutputError
from mapgen.tallying.batches import BATCH, Batch, floats, of_texts, quoted
from mapgen.tallying.columns import Layout

#: What DuckDB may take of the memory.
_MEMORY = "1GB"
_ARE_NUMBERS = (pa.types.is_floating, pa.types.is_integer, pa.types.is_decimal, pa.types.is_boolean)


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
def database() -> Any:
    """One for the process: to begin another takes as long as to read two million rows.

    It reads on one thread. With more of them rows come sooner than they are counted, and what waits leaves
    the cache: twice the CPU time for the same work.
    """
    off = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
    return require_duckdb().connect(config={**off, "threads": "1", "memory_limit": _MEMORY})


def quoted_text(text: str) -> str:
    """A text for SQL."""
    return "'" + text.replace("'", "''") + "'"


def file_of(path: str | Path) -> str:
    """A path for SQL; DuckDB would take the signs of a pattern in it for one."""
    return quoted_text(re.sub(r"[*?[]", r"[\g<0>]", str(path)))


def _cast(column: pa.Array, kind: str) -> pa.Array:
    """The values of a column as another kind; null where they are none of it."""
    with database().cursor() as source:
        told = source.from_arrow(pa.table({"value": column}))
        return told.project(f"TRY_CAST(value AS {kind})").to_arrow_table().column(0).combine_chunks()


def texts_of(column: pa.Array) -> pa.Array:
    """The values of a column as text."""
    kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        return column.cast(pa.string())
    return _cast(column, "VARCHAR")


def numbers_of(column: pa.Array) -> np.ndarray:
    """The values of a column as numbers, shape (n,); NaN where they are none."""
    if any(are(column.type) for are in _ARE_NUMBERS):
        return floats(column.cast(pa.float64(), safe=False))
    told = texts_of(column)
    values = _cast(told, "DOUBLE")
    return floats(values, pc.if_else(pc.is_null(values), told, None))


def rows_of(table: str, columns: int, layout: Layout) -> Iterator[Batch]:
    """Rows of a table of texts.

    Parameters
    ----------
    table : str
        What they are read from, as SQL; its columns are ``c0``, ``c1`` ….
    columns : int
        How many there are.
    layout : Layout
    """
    pair = layout.x == layout.y
    if pair:
        wanted = [f"c{layout.x} AS x"]
    else:
        wanted = [*_number(layout.x, "x", layout), *_number(layout.y, "y", layout)]
    wanted += [f"c{at} AS g{k}" for k, at in enumerate(layout.groups)]
    wanted += [] if layout.total is None else _number(layout.total, "total", layout)
    every = ", ".join(f"c{at}" for at in range(columns))
    both = f"c{layout.x} IS NULL AND c{layout.y} IS NULL"
    wanted.append(f"CASE WHEN {both} THEN coalesce({every}) IS NULL ELSE false END AS empty")
    read = partial(floats, has_commas=layout.has_commas)
    first = layout.skip + 1
    with database().cursor() as source:
        for rows in source.sql(f"SELECT {', '.join(wanted)} FROM {table}").to_arrow_reader(BATCH):  # noqa: S608
            held = dict(zip(rows.schema.names, rows.columns, strict=True))
            groups = [held[f"g{k}"] for k in range(len(layout.groups))]
            ignored = np.asarray(held["empty"]) if pc.any(held["empty"]).as_py() else None
            total = read(held["total"], held["total_text"]) if "total" in held else None
            if pair:
                batch = of_texts([held["x"].to_pylist(), []], first, pair=True, turned=layout.turned)
            else:
                x, y = (read(held[letter], held[f"{letter}_text"]) for letter in "xy")
                batch = Batch(x, y, [], None, first, partial(_cells, held))
            yield Batch(batch.x, batch.y, groups, total, first, batch.cells, ignored)
            first += len(rows)


def _number(column: int, called: str, layout: Layout) -> list[str]:
    """A column as numbers, and beside it the text of what is none."""
    # With a point as well it may be thousands: what is no number to DuckDB is looked at again.
    dotted = f"CASE WHEN NOT contains(c{column}, '.') THEN replace(c{column}, ',', '.') END"
    value = f"TRY_CAST({dotted if layout.has_commas else f'c{column}'} AS DOUBLE)"
    return [f"{value} AS {called}", f"CASE WHEN {value} IS NULL THEN c{column} END AS {called}_text"]


def _cells(held: dict[str, pa.Array], at: int) -> str:
    told = [(held[letter][at].as_py(), held[f"{letter}_text"][at].as_py()) for letter in "xy"]
    return quoted(*(value if text is None else text for value, text in told))
