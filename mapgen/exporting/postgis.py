"""Layers as PostGIS tables: keys, SRID, spatial indexes and comments, in one transaction.

Readers see the old tables until the new ones are whole. A table of the same columns keeps
its place, with the views and grants that hang on it; only its rows are exchanged.
"""

import hashlib
import re
from collections.abc import Iterator
from typing import Any, LiteralString

import pandas as pd
import shapely
from psycopg import sql

from geo.systems import codes
from layers.messages import Message
from mapgen.exporting import about
from mapgen.exporting.connection import Address, Session, Statement
from mapgen.exporting.gdal import promoted
from mapgen.exporting.job import Job
from mapgen.exporting.layers import ExportLayer, layer_names
from mapgen.files.errors import OutputError
from mapgen.text.texts import both

#: Ends the comment of every table that is ours: no other is ever replaced.
MARK = "[zonemap]"

#: What every transaction of ours waits for, so that two at once come one after the other.
_LOCK = 0x7A6F6E65
#: For how long: a share of the silence that ends a connection, at most so many seconds.
_LOCK_SHARE, _LOCK_LIMIT = 0.8, 60

#: Key of the row of `about` that tells one publication from another.
_STAMP = "PUBLICATION"

_TYPES = {"text": "text", "real": "double precision", "integer": "integer"}
_SCHEMA = re.compile(r"[a-z][a-z0-9_]{0,62}")
_NAME_LIMIT = 63


def publish(url: str, job: Job, schema: str) -> int:
    """Put the layers of a job into a database.

    Parameters
    ----------
    url : str
        ``postgresql://…``; what it leaves out comes from the environment, as with psql.
    job : Job
    schema : str
        Made if it is not there.

    Returns
    -------
    int
        How many tables were written.

    Raises
    ------
    OutputError
        If the database cannot be reached, lacks PostGIS or the coordinate system,
        has a table of the name that is not ours, or breaks off; then it is as it was.
        If its answer to COMMIT is lost, nobody knows, and the message says what to ask it.
    """
    address = Address(url)
    if not _SCHEMA.fullmatch(schema):
        raise OutputError(Message("schema-wrong", f"--schema {schema}"))
    long = [layer.name for layer in job.layers if len(layer.name) > _NAME_LIMIT]
    if long:
        raise OutputError(*(Message("name-long", name) for name in long))
    with Session(address) as session:
        publication = _Publication(session, job, schema)
        count = publication.run()
        if lost := session.commit():
            values = {
                "reason": lost,
                "query": publication.question(),
                "stamp": stamp(job),
                "version": job.version,
            }
            raise OutputError(Message("publish-unknown", address.name, values=values))
    return count


def stamp(job: Job) -> str:
    """What the table `about` holds once a job has been published: the same job has the same."""
    return hashlib.sha256(repr(about.metadata(job)).encode()).hexdigest()[:12]


class _Publication:
    """One transaction's work."""

    def __init__(self, session: Session, job: Job, schema: str) -> None:
        self.session, self.job, self.schema = session, job, schema
        self.pairs = about.metadata(job)
        self.postgis = sql.Identifier("public")

    def run(self) -> int:
        self._prepare()
        foreign = list(self._foreign())
        if foreign:
            raise OutputError(*(Message("table-foreign", name) for name in foreign))
        for layer in self.job.layers:
            self._layer(layer)
        for name in self._outdated():
            self._do("DELETE FROM {table}", table=self._table(name))
        self._about()
        return len(self.job.layers) + 1

    def _do(self, text: LiteralString, **names: sql.Composable) -> None:
        self.session.execute(sql.SQL(text).format(**names))

    def _one(self, query: Statement, *values: Any) -> Any:
        rows = self.session.execute(query, values)
        return rows[0][0] if rows and rows[0] else None

    def _prepare(self) -> None:
        for setting, value in self._settings().items():
            self._one("SELECT set_config(%s, %s, true)", setting, value)
        self._one("SELECT pg_advisory_xact_lock(%s)", _LOCK)
        home = self._one(
            "SELECT nspname FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace "
            "WHERE extname = 'postgis'"
        )
        if home is None:
            raise OutputError(Message("postgis-missing", self.session.address.name))
        self.postgis = sql.Identifier(home)
        known = sql.SQL(
            "SELECT 1 FROM {home}.spatial_ref_sys WHERE srid = %s AND auth_name = 'EPSG' AND auth_srid = srid"
        ).format(home=self.postgis)
        if self._one(known, self.job.target.code) is None:
            values = {"crs": self.job.target.code, "systems": codes(self.job.target.longitude)}
            raise OutputError(Message("srid-missing", self.session.address.name, values=values))
        if self._one("SELECT 1 FROM pg_namespace WHERE nspname = %s", self.schema) is None:
            self._do("CREATE SCHEMA {schema}", schema=sql.Identifier(self.schema))

    def _settings(self) -> dict[str, str]:
        """What the server is asked for: to say so before we give up on it, and to notice if we are gone."""
        patience = min(self.session.address.silence * _LOCK_SHARE, _LOCK_LIMIT)
        return {
            "lock_timeout": f"{patience * 1000:.0f}ms",
            "tcp_keepalives_idle": "10",
            "tcp_keepalives_interval": "10",
            "tcp_keepalives_count": "3",
            "idle_in_transaction_session_timeout": "60s",
        }

    def _is_ours(self, name: str) -> Any:
        """Whether we made what has this name; None if nothing has it."""
        return self._one(
            "SELECT relkind = 'r' "
            "AND right(obj_description(c.oid, 'pg_class'), %s) IS NOT DISTINCT FROM %s "
            "FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace "
            "WHERE nspname = %s AND relname = %s",
            *(len(MARK), MARK, self.schema, name),
        )

    def _foreign(self) -> Iterator[str]:
        """Relations under our names that we did not make."""
        for name in [*(layer.name for layer in self.job.layers), "about"]:
            if self._is_ours(name) is False:
                yield f"{self.schema}.{name}"

    def _outdated(self) -> Iterator[str]:
        """Tables of ours for layers that the plans had once: emptied, for views may hang on them."""
        now = {layer.name for layer in self.job.layers}
        yield from (
            name for name in layer_names(self.job.plan_ids) if name not in now and self._is_ours(name)
        )

    def _table(self, name: str) -> sql.Composable:
        return sql.Identifier(self.schema, name)

    def _columns(self, layer: ExportLayer) -> list[tuple[str, sql.Composable]]:
        """Name and type of each column as SQL."""
        columns: list[tuple[str, sql.Composable]] = [
            (item.name, sql.SQL(_TYPES[item.type])) for item in layer.fields
        ]
        if layer.geometry_type is None:
            return columns
        shape = sql.SQL("{home}.geometry({kind}, {srid})").format(
            home=self.postgis,
            kind=sql.Identifier(layer.geometry_type),
            srid=sql.Literal(self.job.target.code),
        )
        return [*columns, ("geom", shape)]

    def _emptied(self, name: str, columns: list[tuple[str, sql.Composable]], key: str) -> None:
        """An empty table of these columns: the present one if it has them, else a new one."""
        draft = f"zonemap_draft_{name}"[: _NAME_LIMIT - 4]
        required = {key, "geom"}
        body = sql.SQL(", ").join(
            sql.SQL("{} {}{}").format(
                sql.Identifier(column), kind, sql.SQL(" NOT NULL" if column in required else "")
            )
            for column, kind in columns
        )
        # The draft tells what PostgreSQL makes of our types, so that like is compared with like.
        self._do(
            "CREATE TABLE {draft} ({body}, CONSTRAINT {draft_key} PRIMARY KEY ({key}))",
            draft=self._table(draft),
            body=body,
            draft_key=sql.Identifier(f"{draft}_key"),
            key=sql.Identifier(key),
        )  # fmt: skip
        if self._shape(name) == self._shape(draft):
            self._do("DELETE FROM {table}", table=self._table(name))
            self._do("DROP TABLE {draft}", draft=self._table(draft))
        else:
            self._do("DROP TABLE IF EXISTS {table}", table=self._table(name))
            self._do(
                "ALTER TABLE {draft} RENAME TO {name}", draft=self._table(draft), name=sql.Identifier(name)
            )
            self._do(
                "ALTER TABLE {table} RENAME CONSTRAINT {old} TO {new}",
                table=self._table(name),
                old=sql.Identifier(f"{draft}_key"),
                new=sql.Identifier(f"{name[: _NAME_LIMIT - 5]}_pkey"),
            )

    def _shape(self, name: str) -> Any:
        """Columns of a table with their types, and how many primary keys it has; None without it."""
        return self._one(
            "SELECT array_agg((attname, format_type(atttypid, atttypmod), attnotnull)::text ORDER BY attnum)"
            "::text || (SELECT count(*) FROM pg_index WHERE indrelid = to_regclass(%s) AND indisprimary) "
            "FROM pg_attribute WHERE attrelid = to_regclass(%s) AND attnum > 0 AND NOT attisdropped",
            *[self._table(name).as_string()] * 2,
        )

    def _layer(self, layer: ExportLayer) -> None:
        key = layer.key
        columns = self._columns(layer)
        self._emptied(layer.name, columns, key)
        if layer.located:
            self._do(
                "CREATE INDEX IF NOT EXISTS {index} ON {table} USING gist (geom)",
                index=sql.Identifier(self._index(layer.name)), table=self._table(layer.name),
            )  # fmt: skip
        names = [sql.Identifier(name) for name, _ in columns]
        copy = sql.SQL("COPY {table} ({names}) FROM STDIN").format(
            table=self._table(layer.name), names=sql.SQL(", ").join(names)
        )
        self.session.copy(copy, list(self._rows(layer)))
        pairs = self.pairs
        words = [
            f"{layer.title} · {layer.title_en}",
            pairs["CRS"],
            pairs["ACCURACY"],
            *(pairs[key] for key in ("LICENSE", "CREDIT") if key in pairs),
        ]
        self._comment("TABLE", self._table(layer.name), f"{'; '.join([*words, self.job.version])} {MARK}")
        for item in layer.fields:
            self._comment("COLUMN", sql.Identifier(self.schema, layer.name, item.name), item.comment)
        if layer.located:
            shape = sql.Identifier(self.schema, layer.name, "geom")
            self._comment("COLUMN", shape, f"{both('postgis-geometry')}, {pairs['CRS']}")
        self._do("ANALYZE {table}", table=self._table(layer.name))

    def _rows(self, layer: ExportLayer) -> Iterator[list[Any]]:
        columns = layer.columns
        rows = layer.table[columns].to_dict("records")
        plain = ([None if pd.isna(values[name]) else values[name] for name in columns] for values in rows)
        if layer.geometry_type is None:
            yield from plain
            return
        shapes = promoted(layer.table.geometry.to_numpy(), layer.geometry_type)
        located = shapely.to_wkb(shapely.set_srid(shapes, self.job.target.code), hex=True, include_srid=True)
        for values, shape in zip(plain, located, strict=True):
            yield [*values, shape]

    def _index(self, name: str) -> str:
        return f"{name[: _NAME_LIMIT - 9]}_geom_idx"

    def _comment(self, kind: LiteralString, name: sql.Composable, text: str) -> None:
        self._do("COMMENT ON " + kind + " {name} IS {words}", name=name, words=sql.Literal(text))

    def _about(self) -> None:
        """What the layers are, as rows."""
        text = sql.SQL("text")
        self._emptied("about", [("key", text), ("value", text)], "key")
        copy = sql.SQL("COPY {table} (key, value) FROM STDIN").format(table=self._table("about"))
        pairs = {**self.pairs, _STAMP: stamp(self.job)}
        self.session.copy(copy, [list(pair) for pair in pairs.items()])
        self._comment("TABLE", self._table("about"), f"{both('postgis-about')} {MARK}")

    def question(self) -> str:
        """What to ask the database for the stamp of the last publication."""
        query = sql.SQL("SELECT value FROM {table} WHERE key = {key}")
        return query.format(table=self._table("about"), key=sql.Literal(_STAMP)).as_string()
