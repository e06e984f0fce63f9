"""GeoPackages from strangers: a sound database whose layers are tables, before GDAL opens it."""

import re
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from layers.messages import LayerError, Message
from mapgen.importing.drivers import MAX_LAYERS, Source, limited

#: What spatial indexes and full-text search are made of; any other virtual table runs code of its own.
_VIRTUAL = ("rtree", "fts3", "fts4", "fts5")
_NAME = r'(?:"(?:[^"]|"")*"|\[[^\]]*\]|`[^`]*`|\S+)'
_USING = re.compile(rf"create virtual table\s+(?:if not exists\s+)?{_NAME}\s+using\s+(\w+)", re.IGNORECASE)


def prepare(source: Source, folder: Path) -> Source:
    """Copy a GeoPackage, look through the copy, and count its rows.

    GDAL believes the row counts that it keeps in a table of its own and stops, or asks for memory,
    accordingly; the copy has no such table.

    Parameters
    ----------
    source : Source
    folder : Path
        An empty folder of our own.

    Returns
    -------
    Source
        The copy, with the changes that QGIS, still having it open, keeps beside it.

    Raises
    ------
    LayerError
        If it is damaged, is no GeoPackage, has too many layers, or layers that are not plain tables.
    """
    copy = folder / source.path.name
    shutil.copyfile(source.path, copy)
    log = source.path.with_name(f"{source.path.name}-wal")
    if log.is_file():
        shutil.copyfile(log, copy.with_name(log.name))
    try:
        _whole(copy)
        with closing(sqlite3.connect(copy)) as database:
            database.execute("PRAGMA trusted_schema = OFF")
            layers = _layers(database, source.name)
            counts = {layer: _rows(database, layer) for layer in layers}
            _forget_counts(database)
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise LayerError(Message("import-broken", source.name, values={"reason": str(error)})) from None
    return replace(source, path=copy, counts=counts)


def _whole(path: Path) -> None:
    """Compare a file's size with the pages that its header declares: SQLite reads on as far as pages go."""
    with path.open("rb") as stream:
        head = stream.read(100)
    size = int.from_bytes(head[16:18], "big")
    size = 65_536 if size == 1 else size  # so SQLite's header says it
    if path.stat().st_size < size * int.from_bytes(head[28:32], "big"):
        raise sqlite3.DatabaseError("it is cut off")


def _layers(database: sqlite3.Connection, name: str) -> list[str]:
    """Names of the layers of a sound database."""
    soundness = database.execute("PRAGMA quick_check(1)").fetchone()[0]
    if soundness != "ok":
        raise sqlite3.DatabaseError(str(soundness).splitlines()[-1])
    schema = database.execute("SELECT name, type, sql FROM sqlite_master").fetchall()
    kinds = {str(entry).lower(): kind for entry, kind, _ in schema}
    if not {"gpkg_contents", "gpkg_geometry_columns"} <= kinds.keys():
        raise LayerError(Message("import-format", name))
    layers = [str(row[0]) for row in database.execute("SELECT table_name FROM gpkg_contents")]
    limited(len(layers), MAX_LAYERS, "import-layers", name)
    problems = [
        Message("database-view", name, layer) for layer in layers if kinds.get(layer.lower()) == "view"
    ]
    problems += [
        Message("database-virtual", name, str(entry))
        for entry, _, sql in schema
        if sql and str(sql).lower().startswith("create virtual") and not _harmless(str(sql))
    ]
    if problems:
        raise LayerError(*problems)
    return [layer for layer in layers if layer.lower() in kinds]


def _rows(database: sqlite3.Connection, layer: str) -> int:
    quoted = layer.replace('"', '""')
    return int(database.execute(f'SELECT count(*) FROM "{quoted}"').fetchone()[0])  # noqa: S608


def _forget_counts(database: sqlite3.Connection) -> None:
    triggers = database.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND lower(sql) LIKE '%gpkg_ogr_contents%'"
    ).fetchall()
    for (trigger,) in triggers:
        quoted = str(trigger).replace('"', '""')
        database.execute(f'DROP TRIGGER "{quoted}"')
    database.execute("DROP TABLE IF EXISTS gpkg_ogr_contents")
    database.commit()


def _harmless(sql: str) -> bool:
    found = _USING.match(sql)
    return found is not None and found[1].lower() in _VIRTUAL
