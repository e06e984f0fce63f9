"""Publishing to a real PostGIS, which these tests start for themselves on a socket of their own."""

import signal
import subprocess
import threading
import time
from pathlib import Path
from typing import Any

import psycopg
import pytest
import shapely
from attacks import ATTACKS, hostile_layers
from commands import command, one_line_each, process, run
from database import address, everything, publish
from exported import apart_m, back, plain, rich, simple
from psycopg import sql
from support import ROOT, atlas_of, copy_of_grid, put

from layers.assemble import Atlas
from mapgen.exporting.layers import export_layers
from mapgen.files.errors import OutputError
from mapgen.text.texts import line

TABLES = {"town_zones", "town_axes", "town_nodes", "town_boundaries", "town_relations"}
TABLES |= {"baselines", "context_areas", "about"}
#: Of layers without relations.
PLAIN = TABLES - {"town_relations"}

AT_WORK = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'zonemap'"
WAITING = f"{AT_WORK} AND wait_event_type = 'Lock'"


@pytest.fixture(scope="module")
def atlas(tmp_path_factory: pytest.TempPathFactory) -> Atlas:
    return atlas_of(rich(copy_of_grid(tmp_path_factory.mktemp("rich") / "layers")))


@pytest.mark.parametrize("code", [4326, 4490, 4547, 4526])
def test_tables_hold_the_layers(url: str, atlas: Atlas, code: int) -> None:
    assert publish(url, atlas, str(code)) == len(TABLES)
    assert set(everything(url)) == TABLES
    with psycopg.connect(url) as connection:
        for layer in export_layers(atlas, ["town"]):
            table = sql.Identifier("zonemap", layer.name)
            columns = sql.SQL(", ").join(map(sql.Identifier, layer.columns))
            query = sql.SQL("SELECT {}, ST_AsBinary(geom), ST_SRID(geom), ST_IsValid(geom) FROM {}")
            found = connection.execute(query.format(columns, table)).fetchall()
            assert len(found) == len(layer.table)
            key = layer.columns.index(layer.key)
            by_key = {row[key]: row for row in found}
            for ours in layer.table.to_dict("records"):
                row = by_key[ours[layer.key]]
                attributes = plain({name: ours[name] for name in layer.columns})
                assert dict(zip(layer.columns, row, strict=False)) == attributes
                shape, srid, valid = row[-3:]
                assert srid == code
                assert valid
                there = simple(back(shapely.from_wkb(bytes(shape)), code))
                assert apart_m(there, ours["geometry"]) < 0.001


def test_tables_have_keys_indexes_and_comments(url: str, atlas: Atlas) -> None:
    publish(url, atlas, "4490")
    for name, (_, columns, (comment,), indexes) in everything(url).items():
        assert comment.endswith("[zonemap]")
        definitions = " ".join(definition for _, definition in indexes)
        assert "UNIQUE" in definitions
        if name != "about":
            assert "USING gist (geom)" in definitions
            assert "ODbL-1.0" in comment
            assert atlas.catalog.version in comment
            assert all(" · " in told for _, _, _, told in columns)
            assert columns[-1][1].startswith("geometry(")
            assert columns[-1][1].endswith(",4490)")
        with psycopg.connect(url) as connection:
            keys = connection.execute(
                "SELECT count(*) FROM pg_index WHERE indrelid = %s::regclass AND indisprimary",
                (f"zonemap.{name}",),
            ).fetchone()
        assert keys == (1,)


def test_no_licence_is_made_up(url: str, tmp_path: Path) -> None:
    folder = copy_of_grid(tmp_path / "layers")
    (folder / "atlas.toml").unlink()
    publish(url, atlas_of(folder), "4490")
    for name, (_, _, (comment,), _) in everything(url).items():
        assert comment.endswith("[zonemap]"), name
        assert "ODbL" not in comment
        assert "OpenStreetMap" not in comment
    with psycopg.connect(url) as connection:
        keys = {key for (key,) in connection.execute("SELECT key FROM zonemap.about")}
    assert "CRS" in keys
    assert not keys & {"LICENSE", "CREDIT"}


def test_areas_in_postgis_agree(url: str, atlas: Atlas) -> None:
    publish(url, atlas)
    with psycopg.connect(url) as connection:
        rows = connection.execute(
            "SELECT area_km2, ST_Area(geom::geography) / 1e6 FROM zonemap.town_zones"
        ).fetchall()
    for ours, theirs in rows:
        assert theirs == pytest.approx(ours, abs=0.0001)


def test_again_is_the_same_and_keeps_what_hangs_on_the_tables(url: str, atlas: Atlas) -> None:
    publish(url, atlas)
    first = everything(url)
    with psycopg.connect(url) as connection:
        connection.execute("CREATE VIEW public.cores AS SELECT name FROM zonemap.town_zones")
    publish(url, atlas)
    assert everything(url) == first
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT count(*) FROM public.cores").fetchone() == (5,)
    # Another system needs other columns; a view in the way is named, and nothing changes.
    with pytest.raises(OutputError) as caught:
        publish(url, atlas, "4547")
    assert "the database is unchanged" in line(caught.value.messages[0], "en")
    assert everything(url) == first
    with psycopg.connect(url) as connection:
        connection.execute("DROP VIEW public.cores")
    publish(url, atlas, "4547")
    publish(url, atlas, "4326")
    assert everything(url) == first


def test_a_feature_that_is_gone_is_gone(url: str, atlas: Atlas, grid: Path) -> None:
    publish(url, atlas)
    publish(url, atlas_of(grid))
    with psycopg.connect(url) as connection:
        rows = connection.execute("SELECT id FROM zonemap.town_zones ORDER BY 1").fetchall()
    assert rows == [("town.core",), ("town.north",), ("town.south",)]


def test_a_publication_that_is_killed_leaves_the_old_tables(url: str, grid: Path) -> None:
    """SIGKILL while the last tables wait for a lock: all of the first have been written by then."""
    publish(url, atlas_of(grid))
    before = everything(url)
    put(grid, "town/nodes", "town.north-point", name="改了名的北点")
    with psycopg.connect(url) as holder:
        holder.execute("LOCK TABLE zonemap.about IN ACCESS EXCLUSIVE MODE")
        victim = subprocess.Popen(
            command("publish", url, "--layers", grid),
            cwd=ROOT, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            with psycopg.connect(url, autocommit=True) as watcher:
                _wait_for(lambda: watcher.execute(WAITING).fetchone() == (1,))
                victim.send_signal(signal.SIGKILL)
                victim.wait()
                # The server notices when it next writes to the dead client; it must not commit.
                holder.rollback()
                _wait_for(lambda: watcher.execute(AT_WORK).fetchone() == (0,))
        finally:
            victim.kill()
            victim.wait()
    assert everything(url) == before


def test_a_server_that_drops_the_line_leaves_the_old_tables(url: str, grid: Path) -> None:
    publish(url, atlas_of(grid))
    before = everything(url)
    put(grid, "town/nodes", "town.north-point", name="改了名的北点")
    atlas = atlas_of(grid)
    failed: list[OutputError] = []

    def work() -> None:
        try:
            publish(url, atlas)
        except OutputError as error:
            failed.append(error)

    with psycopg.connect(url) as holder, psycopg.connect(url, autocommit=True) as watcher:
        holder.execute("LOCK TABLE zonemap.about IN ACCESS EXCLUSIVE MODE")
        thread = threading.Thread(target=work)
        thread.start()
        _wait_for(lambda: watcher.execute(WAITING).fetchone() == (1,))
        watcher.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'zonemap'"
        )
        thread.join(30)
    (error,) = failed
    assert "the database is unchanged" in line(error.messages[0], "en")
    assert everything(url) == before


def _wait_for(true: Any) -> None:
    end = time.monotonic() + 90
    while not true():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def test_readers_see_the_old_rows_until_the_new_ones_are_whole(url: str, atlas: Atlas) -> None:
    publish(url, atlas)
    with psycopg.connect(url) as reader:
        reader.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        assert reader.execute("SELECT count(*) FROM zonemap.town_zones").fetchone() == (5,)
        publish(url, atlas)  # does not wait for the reader
        assert reader.execute("SELECT count(*) FROM zonemap.town_zones").fetchone() == (5,)


def test_two_at_once_come_one_after_the_other(url: str, atlas: Atlas) -> None:
    failed: list[BaseException] = []

    def work() -> None:
        try:
            publish(url, atlas)
        except BaseException as error:  # noqa: BLE001 - a thread's error must reach the test
            failed.append(error)

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert set(everything(url)) == TABLES


def test_a_table_of_somebody_else_is_left_alone(url: str, atlas: Atlas) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE SCHEMA zonemap CREATE TABLE baselines (mine text)")
        connection.execute("INSERT INTO zonemap.baselines VALUES ('kept')")
    with pytest.raises(OutputError) as caught:
        publish(url, atlas)
    assert "zonemap.baselines" in str(caught.value)
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT * FROM zonemap.baselines").fetchall() == [("kept",)]
    assert set(everything(url)) == {"baselines"}
    assert publish(url, atlas, schema="other") == len(TABLES)


def test_hostile_words_stay_words(url: str, grid: Path) -> None:
    name = "'); DROP TABLE zonemap.baselines; --\\N\t\n{schema}%s"
    put(grid, "town/nodes", "town.north-point", name=name)
    atlas = atlas_of(grid)
    publish(url, atlas)
    with psycopg.connect(url) as connection:
        rows = connection.execute("SELECT name FROM zonemap.town_nodes ORDER BY id").fetchall()
    assert rows == [(name,), ("南点",)]
    assert set(everything(url)) == PLAIN


def test_every_attack_is_the_text_it_was(url: str, tmp_path: Path) -> None:
    zones = hostile_layers(tmp_path / "layers", ATTACKS)
    publish(url, atlas_of(tmp_path / "layers"))
    with psycopg.connect(url) as connection:
        rows = connection.execute("SELECT id, name, name_en FROM zonemap.town_zones").fetchall()
    assert sorted(rows) == sorted(zones)


def test_what_is_wrong_is_said_in_a_line(server: Path, url: str, grid: Path) -> None:
    for place, options, words in (
        (address(server, "postgres"), [], "CREATE EXTENSION postgis"),
        (url, ["--schema", 'a"; DROP'], "--schema"),
        (url, ["--crs", "900913"], "4326"),
        (url, ["--crs", "4610"], "4490"),
    ):
        done = run("publish", place, *options, "--layers", grid)
        assert done.exit_code == 2, done.stderr
        (line,) = one_line_each(done.stderr)
        assert words in line


def test_the_command_publishes_and_says_so(url: str, grid: Path) -> None:
    done = process("publish", url, "town", "--layers", grid, "--crs", "4490", ZONEMAP_LANG="zh")
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    assert "零转换" in done.stderr
    assert "7" in done.stderr
    assert set(everything(url)) == PLAIN
