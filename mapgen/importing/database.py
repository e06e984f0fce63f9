"""GeoPackages from strangers: a sound database whose layers are tables, before GDAL opens it."""

import re
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from layers.problems import LayerError, Problem

#: What spatial indexes and full-text search are made of; any other virtual table runs code of its own.
_VIRTUAL = ("rtree", "fts3", "fts4", "fts5")
_NAME = r'(?:"(?:[^"]|"")*"|\[[^\]]*\]|`[^`]*`|\S+)'
_USING = re.compile(rf"create virtual table\s+(?:if not exists\s+)?{_NAME}\s+using\s+(\w+)", re.IGNORECASE)


def private_copy(path: Path, into: Path) -> Path:
    """Copy a GeoPackage with the changes that QGIS, still having it open, keeps beside it.

    Parameters
    ----------
    path : Path
    into : Path
        A folder of our own.

    Returns
    -------
    Path
    """
    copy = into / path.name
    shutil.copyfile(path, copy)
    log = path.with_name(f"{path.name}-wal")
    if log.is_file():
        shutil.copyfile(log, copy.with_name(log.name))
    return copy


def check_geopackage(path: Path, name: str) -> None:
    """Refuse a database that is damaged, is no GeoPackage, or whose layers are not plain tables.

    Parameters
    ----------
    path : Path
        A copy of our own: opening it may write beside it.
    name : str
        What messages call the file.

    Raises
    ------
    LayerError
    """
    try:
        with closing(sqlite3.connect(path)) as database:
            database.execute("PRAGMA trusted_schema = OFF")
            soundness = database.execute("PRAGMA quick_check(1)").fetchone()[0]
            if soundness != "ok":
                raise sqlite3.DatabaseError(str(soundness).splitlines()[-1])
            schema = database.execute("SELECT name, type, sql FROM sqlite_master").fetchall()
            kinds = {str(entry).lower(): kind for entry, kind, _ in schema}
            if not {"gpkg_contents", "gpkg_geometry_columns"} <= kinds.keys():
                raise LayerError([Problem(name, "", "import-format")])
            layers = [str(row[0]) for row in database.execute("SELECT table_name FROM gpkg_contents")]
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise LayerError([Problem(name, "", "import-broken", {"reason": str(error)})]) from None
    problems = [
        Problem(name, layer, "database-view") for layer in layers if kinds.get(layer.lower()) == "view"
    ]
    problems += [
        Problem(name, str(entry), "database-virtual")
        for entry, _, sql in schema
        if sql and str(sql).lower().startswith("create virtual") and not _harmless(str(sql))
    ]
    if problems:
        raise LayerError(problems)


def _harmless(sql: str) -> bool:
    found = _USING.match(sql)
    return found is not None and found[1].lower() in _VIRTUAL
