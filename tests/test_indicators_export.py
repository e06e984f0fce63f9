"""Indicators handed over: tables without geometry in GeoPackage and PostGIS, a CSV, and nowhere else."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from commands import printed, run
from database import publish
from indicated import INDICATORS, indicated
from psycopg.rows import dict_row
from support import HOSTILE, atlas_of, problems_of

from mapgen.exporting.delivery import exports
from mapgen.exporting.formats import FORMATS
from mapgen.tables.indicators import COLUMNS, flat
from mapgen.text.texts import line

NAME = "town_indicators"
#: Text that a spreadsheet, HTML or a template would run.
NASTY = f"=1+1 {HOSTILE}"


@pytest.fixture
def layers(grid: Path) -> Path:
    nasty = json.dumps(NASTY, ensure_ascii=False)
    return indicated(grid, ('name = "新增上市企业"', f"name = {nasty}\nnote = {nasty}"))


def expected(layers: Path) -> list[dict[str, object]]:
    return [flat(row) for row in printed("indicators", "--layers", layers)]


def test_a_geopackage_has_them_as_a_table_with_aliases(layers: Path, tmp_path: Path) -> None:
    assert run("export", "--layers", layers, "--out", tmp_path / "out").exit_code == 0
    (file,) = (tmp_path / "out").glob("*/*.gpkg")
    with closing(sqlite3.connect(file)) as database:
        database.row_factory = sqlite3.Row
        rows = [dict(row) for row in database.execute(f"SELECT * FROM {NAME} ORDER BY fid")]  # noqa: S608
        kind = database.execute("SELECT data_type FROM gpkg_contents WHERE table_name = ?", [NAME]).fetchone()
        aliases = database.execute(
            "SELECT column_name, name FROM gpkg_data_columns WHERE table_name = ?", [NAME]
        )
        told = dict(aliases.fetchall())
    assert [{key: row[key] for key in COLUMNS} for row in rows] == expected(layers)
    assert kind[0] == "attributes"
    assert told.keys() == {*COLUMNS}
    assert told["growth_pct"] == "所需年均增长（%）"


def test_an_export_with_them_comes_back_without_a_difference(layers: Path, tmp_path: Path) -> None:
    assert run("export", "--layers", layers, "--out", tmp_path / "out").exit_code == 0
    (folder,) = (tmp_path / "out").iterdir()
    found = printed("import", folder, "--layers", layers, "--dry-run")
    assert found["new"] == found["gone"] == found["changed"] == []


def test_csv_and_the_build_have_them_and_no_cell_runs(layers: Path, tmp_path: Path) -> None:
    made = exports(atlas_of(layers), ["town"], ["csv"], None).files
    assert run("build", "--layers", layers, "--out", tmp_path / "built").exit_code == 0
    built = (tmp_path / "built/indicators.csv").read_bytes()
    for content in (made[f"town-csv-4326/{NAME}.csv"], built):
        rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
        assert [row["id"] for row in rows] == [row["id"] for row in expected(layers)]
        assert list(rows[0]) == list(COLUMNS)
        assert (rows[1]["base_year"], float(rows[1]["growth_pct"])) == ("2020", 14.87)
        assert rows[2]["name"] == f"'{NASTY}"
        assert rows[2]["base"] == ""
    assert f"town-csv-4326/{NAME}.prj" not in made


def test_a_build_without_them_has_no_such_file(grid: Path, tmp_path: Path) -> None:
    assert run("build", "--layers", grid, "--out", tmp_path / "built").exit_code == 0
    assert not (tmp_path / "built/indicators.csv").exists()


@pytest.mark.parametrize("name", sorted(FORMATS.keys() - {"gpkg", "csv", "xlsx"}))
def test_other_formats_leave_them_out(layers: Path, name: str) -> None:
    made = exports(atlas_of(layers), ["town"], [name], None)
    assert not [file for file in made.files if NAME in file]
    (readme,) = [content for file, content in made.files.items() if file.endswith("README.md")]
    assert NAME.encode() not in readme


def test_a_database_has_them_as_a_table(url: str, layers: Path) -> None:
    publish(url, atlas_of(layers), "4490")
    with psycopg.connect(url, row_factory=dict_row) as connection:
        rows = connection.execute(f"SELECT * FROM zonemap.{NAME} ORDER BY id").fetchall()  # noqa: S608
        comment = connection.execute(
            "SELECT col_description('zonemap.town_indicators'::regclass, 1) AS told"
        ).fetchone()
    assert rows == sorted(expected(layers), key=lambda row: str(row["id"]))
    assert comment == {"told": "编号 · Identifier"}


def test_what_no_format_carries_is_in_no_layers(layers: Path) -> None:
    path = layers / INDICATORS
    path.write_text(path.read_text("utf-8").replace("note = ", 'note = "\\u0001" #', 1), "utf-8")
    (problem,) = problems_of(layers)
    assert "U+0001" in line(problem, "en")
