"""GeoPackages from strangers: a sound database whose layers are tables, before GDAL opens it.

GDAL believes the row counts that it keeps in a table of its own, takes a geometry that it cannot read
for none, and text in GBK for damage, names of columns too; so the copy that it opens has no such table
and only UTF-8, and what has a geometry is noted down.
"""

import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from layers.messages import LayerError, Message
from mapgen.importing.drivers import MAX_LAYERS, Source, limited
from mapgen.importing.encoding import Choice, decide

#: What spatial indexes and full-text search are made of; any other virtual table runs code of its own.
_VIRTUAL = ("rtree", "fts3", "fts4", "fts5")
_NAME = r'(?:"(?:[^"]|"")*"|\[[^\]]*\]|`[^`]*`|\S+)'
_USING = re.compile(rf"create virtual table\s+(?:if not exists\s+)?{_NAME}\s+using\s+(\w+)", re.IGNORECASE)


def prepare(source: Source, folder: Path, encoding: str | None) -> Source:
    """Copy a GeoPackage, look through the copy, count its rows and put its text into UTF-8.

    Parameters
    ----------
    source : Source
    folder : Path
        An empty folder of our own.
    encoding : str or None
        Encoding that the user gave; it overrides the bytes.

    Returns
    -------
    Source
        The copy, with the changes that QGIS, still having it open, keeps beside it; the encoding of
        text that was not in UTF-8, and which rows have a geometry.

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
        named = _rename(copy, encoding, source.name)
        with closing(sqlite3.connect(copy)) as database:
            database.execute("PRAGMA trusted_schema = OFF")
            _forget_counts(database)
            _recode(database, _own_tables(database), encoding, source.name)
            layers = _layers(database, source.name)
            chosen = _recode(database, layers, encoding, source.name) or named
            counts = {layer: _rows(database, layer) for layer in layers}
            drawn = dict(_drawn(database, layers))
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise LayerError(Message("import-broken", source.name, values={"reason": str(error)})) from None
    return replace(source, path=copy, recoded=chosen, counts=counts, drawn=drawn)


def _whole(path: Path) -> None:
    """Compare a file's size with the pages that its header declares: SQLite reads on as far as pages go."""
    with path.open("rb") as stream:
        head = stream.read(100)
    size = int.from_bytes(head[16:18], "big")
    size = 65_536 if size == 1 else size  # so SQLite's header says it
    if path.stat().st_size < size * int.from_bytes(head[28:32], "big"):
        raise sqlite3.DatabaseError("it is cut off")


def _rename(path: Path, encoding: str | None, name: str) -> Choice | None:
    """Put names of tables and columns that are not in UTF-8 into it; None if there are none."""
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA trusted_schema = OFF")
        # Also reads a schema of which SQLite cannot parse all: half of a Chinese character may be a bracket.
        database.execute("PRAGMA writable_schema = ON")
        if database.execute("PRAGMA encoding").fetchone()[0] != "UTF-8":
            return None
        database.text_factory = bytes
        schema = database.execute("SELECT rowid, name, tbl_name, sql FROM sqlite_master").fetchall()
        wrong = [entry for entry in schema if not all(text is None or _is_utf8(text) for text in entry[1:])]
        if not wrong:
            return None
        texts = (text for entry in wrong for text in entry[1:] if text is not None)
        chosen = decide(texts, "UTF-8", encoding, name)
        for row, *entry in wrong:
            values = (text if text is None else text.decode(chosen.encoding) for text in entry)
            database.execute(
                "UPDATE sqlite_master SET name = ?, tbl_name = ?, sql = ? WHERE rowid = ?", (*values, row)
            )
        database.commit()
    return chosen


def _own_tables(database: sqlite3.Connection) -> list[str]:
    """Tables in which a GeoPackage describes its layers."""
    query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'gpkg\\_%' ESCAPE '\\'"
    return [name for (name,) in database.execute(query)]


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


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _rows(database: sqlite3.Connection, layer: str) -> int:
    return int(database.execute(f"SELECT count(*) FROM {_quoted(layer)}").fetchone()[0])  # noqa: S608


def _drawn(database: sqlite3.Connection, layers: list[str]) -> Iterator[tuple[str, list[bool]]]:
    """Layers with geometries, and which of their rows have one."""
    columns = dict(database.execute("SELECT lower(table_name), column_name FROM gpkg_geometry_columns"))
    for layer in layers:
        if column := columns.get(layer.lower()):
            query = f"SELECT {_quoted(column)} IS NOT NULL FROM {_quoted(layer)}"  # noqa: S608
            yield layer, [bool(there) for (there,) in database.execute(query)]


def _forget_counts(database: sqlite3.Connection) -> None:
    # Triggers keep the counts and indexes of a file that is written, with functions that only GDAL has.
    triggers = database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for (trigger,) in triggers:
        database.execute(f"DROP TRIGGER {_quoted(trigger)}")
    database.execute("DROP TABLE IF EXISTS gpkg_ogr_contents")
    database.commit()


def _recode(
    database: sqlite3.Connection, tables: list[str], encoding: str | None, name: str
) -> Choice | None:
    """Put text that is not in UTF-8, as that of a GeoPackage must be, into it; None if there is none.

    An encoding that the user gave is that of all text; without it text that is UTF-8 stays what it is.
    """
    if database.execute("PRAGMA encoding").fetchone()[0] != "UTF-8":
        return None  # SQLite itself turns UTF-16 into it
    texts = {
        (table, column): found
        for table in tables
        for _, column, *_ in database.execute(f"PRAGMA table_info({_quoted(table)})")
        if (found := _texts(database, table, column, every=encoding is not None))
    }
    if not texts:
        return None
    chosen = decide((text for found in texts.values() for text in found), "UTF-8", encoding, name)

    def decoded(raw: bytes) -> str:
        return raw.decode(chosen.encoding) if encoding is not None or not _is_utf8(raw) else raw.decode()

    database.create_function("decoded", 1, decoded, deterministic=True)
    for table, column in texts:
        field = _quoted(column)
        database.execute(
            f"UPDATE {_quoted(table)} SET {field} = decoded(CAST({field} AS BLOB))"  # noqa: S608
            f" WHERE typeof({field}) = 'text'"
        )
    database.commit()
    return chosen


def _texts(database: sqlite3.Connection, table: str, column: str, *, every: bool) -> list[bytes]:
    """Texts of a column beyond ASCII: all, or those that are not in UTF-8."""
    field = _quoted(column)
    query = f"SELECT CAST({field} AS BLOB) FROM {_quoted(table)} WHERE typeof({field}) = 'text'"  # noqa: S608
    return [
        text for (text,) in database.execute(query) if not text.isascii() and (every or not _is_utf8(text))
    ]


def _is_utf8(text: bytes) -> bool:
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return True


def _harmless(sql: str) -> bool:
    found = _USING.match(sql)
    return found is not None and found[1].lower() in _VIRTUAL
