"""Columns of days that hold what is none: they are left out with a word, and the rest of the file is read."""

import sqlite3
from pathlib import Path

import pyarrow as pa
import pytest
from bringing import exported
from commands import run
from pyarrow import parquet
from support import GRID, contents


def assert_read_without(path: Path, grid: Path) -> None:
    result = run("import", path, "--layers", grid)
    assert result.exit_code == 0, result.stderr
    assert "which are left out: riqi; correct them" in result.stderr
    assert contents(grid) == contents(GRID)


@pytest.mark.parametrize("day", ["2024-02-30", "2023-02-29"])
def test_a_day_in_a_database_that_does_not_exist(grid: Path, tmp_path: Path, day: str) -> None:
    (path,) = exported(grid, tmp_path / "out", "--format", "gpkg").glob("*.gpkg")
    with sqlite3.connect(path) as database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{name}"')
        database.execute("ALTER TABLE town_nodes ADD COLUMN riqi DATE")
        database.execute("UPDATE town_nodes SET riqi = ? WHERE fid = 1", (day,))
    assert_read_without(path, grid)


@pytest.mark.parametrize(
    "days",
    [pa.array([2**31 - 1], pa.int32()).cast(pa.date32()), pa.array([0], pa.timestamp("us", "No/Where"))],
    ids=["too far off", "no such zone"],
)
def test_days_of_a_parquet_file_that_python_does_not_know(grid: Path, tmp_path: Path, days: pa.Array) -> None:
    path = exported(grid, tmp_path / "out", "--format", "parquet") / "town_nodes.parquet"
    table = parquet.read_table(path)
    column = pa.concat_arrays([days] * table.num_rows)
    parquet.write_table(table.append_column("riqi", column), path)
    assert_read_without(path, grid)
