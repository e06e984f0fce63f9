"""All five plans in a real PostGIS: listed places, relations and indicators as the layers have them."""

import json
from pathlib import Path

import pandas as pd
import psycopg
import pytest
from database import everything, publish
from exported import rich
from indicated import INDICATORS, indicated
from psycopg import sql
from support import atlas_of, put

from layers.assemble import Atlas
from mapgen.exporting import postgis
from mapgen.exporting.delivery import database_job
from mapgen.exporting.layers import export_layers

UNLOCATED = ("places", "indicators")


@pytest.fixture(scope="module")
def whole(own_atlas: Atlas) -> list[str]:
    return list(own_atlas.catalog.plans)


def test_what_comes_back_is_what_the_layers_have(url: str, own_atlas: Atlas, whole: list[str]) -> None:
    layers = export_layers(own_atlas, whole)
    assert {layer.layer for layer in layers} >= {"places", "relations", "indicators"}
    assert postgis.publish(url, database_job(own_atlas, whole, "4490"), "zonemap") == len(layers) + 1
    with psycopg.connect(url) as connection:
        for layer in layers:
            table = sql.Identifier("zonemap", layer.name)
            columns = sql.SQL(", ").join(map(sql.Identifier, layer.columns))
            rows = connection.execute(sql.SQL("SELECT {} FROM {}").format(columns, table)).fetchall()
            there = pd.DataFrame(rows, columns=layer.columns).set_index(layer.key).sort_index()
            ours = pd.DataFrame(layer.table[layer.columns]).set_index(layer.key).sort_index()
            assert list(there.index) == list(ours.index), layer.name
            for column in ours:
                pairs = zip(there[column], ours[column], strict=True)
                assert [
                    (a, b) for a, b in pairs if pd.isna(a) != pd.isna(b) or (pd.notna(a) and a != b)
                ] == []
            if layer.layer in UNLOCATED:
                assert "geom" not in _columns(connection, layer.name)
                continue
            query = sql.SQL("SELECT count(*) FROM {} WHERE geom IS NULL OR NOT ST_IsValid(geom)")
            assert connection.execute(query.format(table)).fetchone() == (0,), layer.name


def _columns(connection: psycopg.Connection, table: str) -> set[str]:
    query = "SELECT column_name FROM information_schema.columns WHERE table_schema = %s AND table_name = %s"
    return {name for (name,) in connection.execute(query, ("zonemap", table))}


def test_places_relations_and_figures_can_be_asked_for_in_sql(url: str, own_atlas: Atlas) -> None:
    postgis.publish(url, database_job(own_atlas, ["nansha"], "4490"), "zonemap")
    with psycopg.connect(url) as connection:
        held = connection.execute(
            "SELECT count(*) FROM zonemap.nansha_places p WHERE holder IS NOT NULL AND NOT EXISTS"
            " (SELECT FROM zonemap.nansha_zones z WHERE z.id = p.holder)"
            " AND NOT EXISTS (SELECT FROM zonemap.nansha_nodes n WHERE n.id = p.holder)"
            " AND NOT EXISTS (SELECT FROM zonemap.nansha_axes a WHERE a.id = p.holder)"
        ).fetchone()
        assert held == (0,)
        functions = connection.execute(
            "SELECT string_to_array(function, ';') FROM zonemap.nansha_zones"
            " WHERE id = 'nansha.mingzhu-science-park'"
        ).fetchone()
        record = own_atlas.elements["nansha.mingzhu-science-park"].entry.record
        assert functions == (record.function,)
        figures = connection.execute(
            "SELECT id, figures FROM zonemap.nansha_places WHERE figures IS NOT NULL"
            " UNION ALL SELECT id, figures FROM zonemap.nansha_zones WHERE figures IS NOT NULL"
            " UNION ALL SELECT id, figures FROM zonemap.nansha_nodes WHERE figures IS NOT NULL"
        ).fetchall()
        assert figures
        for name, text in figures:
            stated = own_atlas.catalog.entries[name].record.figures
            assert json.loads(text) == [each.model_dump(exclude_none=True) for each in stated or ()]
        # An arc begins at the anchor of the one place and ends at that of the other.
        apart = connection.execute(
            "SELECT count(*) FROM zonemap.nansha_relations r JOIN zonemap.nansha_nodes n ON n.id = r.from_id"
            " WHERE NOT ST_DWithin(ST_StartPoint(r.geom), n.geom, 1e-6)"
        ).fetchone()
        assert apart == (0,)


def test_what_the_plan_no_longer_states_is_gone_from_the_database(url: str, grid: Path) -> None:
    layers = indicated(rich(grid))
    publish(url, atlas_of(layers))
    with psycopg.connect(url) as connection:
        connection.execute("CREATE VIEW public.theirs AS SELECT kind FROM zonemap.town_relations")
    before = everything(url)
    assert before["town_relations"][0]
    assert before["town_indicators"][0]
    (layers / INDICATORS).unlink()
    (layers / "town/relations.toml").unlink()
    publish(url, atlas_of(layers))
    after = everything(url)
    assert after["town_relations"][0] == after["town_indicators"][0] == []
    assert after["town_zones"][0] == before["town_zones"][0]


def test_a_table_of_somebody_else_keeps_its_rows(url: str, grid: Path) -> None:
    publish(url, atlas_of(grid))
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE zonemap.town_places (id text)")
        connection.execute("INSERT INTO zonemap.town_places VALUES ('theirs')")
    put(grid, "town/nodes", "town.north-point", note="x")
    publish(url, atlas_of(grid))
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT id FROM zonemap.town_places").fetchall() == [("theirs",)]
