"""A real PostGIS for tests, started on a socket of its own, and what is in it."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from layers.assemble import Atlas
from mapgen.exporting import postgis
from mapgen.exporting.delivery import database_job


def as_postgres(*command: str) -> None:
    """Run a command of the server; as root by the user postgres, for PostgreSQL refuses root."""
    whole = ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else list(command)
    done = subprocess.run(whole, capture_output=True, text=True, check=False, cwd="/")
    assert done.returncode == 0, done.stdout + done.stderr


def address(folder: Path, database: str) -> str:
    return f"postgresql:///{database}?host={folder}&user=tester"


@contextmanager
def running() -> Iterator[Path]:
    """A PostGIS server on a socket in a folder of its own; returns the folder."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if not found:
        pytest.fail("no PostgreSQL here: run .ci/system (Debian: postgresql, postgresql-postgis)")
    programs = found[-1].parent
    folder = Path(tempfile.mkdtemp(prefix="zm-pg-"))
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres")
        data = str(folder / "data")
        as_postgres(
            str(programs / "initdb"), "-D", data, "-U", "tester", "-A", "trust", "-E", "UTF8",
            "--locale=C.UTF-8", "--no-sync",
        )  # fmt: skip
        settings = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
        as_postgres(
            str(programs / "pg_ctl"), "-D", data, "-o", settings, "-w", "-l", str(folder / "log"), "start"
        )
        try:
            # One database with PostGIS, from which each test gets a copy.
            with psycopg.connect(address(folder, "postgres"), autocommit=True) as connection:
                connection.execute("CREATE DATABASE model")
            with psycopg.connect(address(folder, "model"), autocommit=True) as connection:
                connection.execute("CREATE EXTENSION postgis")
            yield folder
        finally:
            as_postgres(str(programs / "pg_ctl"), "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def new(server: Path) -> str:
    """Address of a new database with PostGIS."""
    name = f"t{time.monotonic_ns()}"
    with psycopg.connect(address(server, "postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE model").format(sql.Identifier(name)))
    return address(server, name)


def publish(url: str, atlas: Atlas, code: str = "4326", schema: str = "zonemap") -> int:
    return postgis.publish(url, database_job(atlas, ["town"], code), schema)


def everything(url: str, schema: str = "zonemap") -> dict[str, Any]:
    """All tables with their rows, columns, comments and indexes, as text."""
    with psycopg.connect(url) as connection:
        names = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = %s ORDER BY 1", (schema,)
        ).fetchall()
        told: dict[str, Any] = {}
        for (name,) in names:
            table = sql.Identifier(schema, name)
            rows = connection.execute(sql.SQL("SELECT t::text FROM {} t ORDER BY 1").format(table)).fetchall()
            columns = connection.execute(
                "SELECT attname, format_type(atttypid, atttypmod), attnotnull, "
                "col_description(attrelid, attnum) FROM pg_attribute "
                "WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum",
                (table.as_string(connection),),
            ).fetchall()
            comment = connection.execute(
                "SELECT obj_description(%s::regclass, 'pg_class')", (table.as_string(connection),)
            ).fetchone()
            indexes = connection.execute(
                "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = %s AND tablename = %s "
                "ORDER BY 1",
                (schema, name),
            ).fetchall()
            told[name] = (rows, columns, comment, indexes)
        return told
