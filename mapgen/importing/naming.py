"""Our names of the columns of strange files: as exports write them, in any case, short or in Chinese."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from mapgen.importing.columns import MARK
from mapgen.tables.frames import LISTS, fields


@cache
def _short_names() -> dict[str, str]:
    """Our names by those of at most ten bytes that a Shapefile has."""
    return {entry["shp"]: name for name, entry in fields().items() if "." not in name and "shp" in entry}


@cache
def _aliases() -> dict[str, str]:
    """Our names by the Chinese aliases of exports, without the explanation in brackets."""
    return {
        entry["zh"].partition("（")[0]: name
        for name, entry in reversed([*fields().items()])
        if "." not in name
    }


def name_of(column: str, kind: str) -> str:
    """Our name of a column, or its own if it is a stranger's.

    Parameters
    ----------
    column : str
    kind : str
        Ending of the file without the dot.
    """
    column = column.lstrip(MARK)
    lower = column.lower()
    if kind == "shp":
        return _short_names().get(lower) or _aliases().get(column.strip(), lower)
    if lower in fields():
        return lower
    return _aliases().get(column.strip(), column)


def twice(columns: Iterable[str], kind: str) -> list[str]:
    """Columns of ours that a file has twice by the very same name: only one of the two would be read."""
    counts = Counter(column.lower() if kind == "shp" else column for column in columns)
    return [name for name, count in counts.items() if count > 1 and _is_ours(name_of(name, kind))]


def contrary(rows: list[dict[str, Any]], kind: str) -> Iterator[str]:
    """Columns of ours for which two columns stand, by case or alias, that say different things.

    KML has an id and a name of its own beside ours, and there that is no contradiction.
    """
    if kind == "kml":
        return
    named: Mapping[str, list[str]] = defaultdict(list)
    for column in dict.fromkeys(column for row in rows for column in row):
        named[name_of(column, kind)].append(column)
    for ours, theirs in named.items():
        if len(theirs) > 1 and _is_ours(ours):
            said = ({str(row[each]) for each in theirs if row.get(each) is not None} for row in rows)
            if any(len(values) > 1 for values in said):
                yield ours


def _is_ours(name: str) -> bool:
    return name in fields() or name in LISTS or name == "id"
