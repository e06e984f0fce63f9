"""`zonemap import`: a GeoPackage says what is wrong with a geometry, and its text is what its bytes are."""

import sqlite3
import struct
from contextlib import closing
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from bringing import nested
from commands import one_line_each, run
from support import GRID, collection, contents, feature

NAME = "长湴科创园一期"
_HEAD = b"GP\0\1" + struct.pack("<i", 4326)
_OWN = (
    'GEOGCS["成都独立坐标系",DATUM["成都独立",SPHEROID["Krassowsky 1940",6378245,298.3]],'
    'PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]]'
)
_NOWHERE = struct.pack("<BIdd", 1, 1, float("nan"), float("nan"))


def package(path: Path, **values: object) -> Path:
    """A GeoPackage with two features of the layers; `values` of the first are put there byte for byte."""
    ids = ["town.north-point", "town.south-point"]
    table = gpd.GeoDataFrame(
        {"id": ids, "name": ["x", "南点"], "note": [None, None]},
        geometry=[shapely.Point(113.52, 22.88), shapely.Point(113.52, 22.795)],
        crs=4326,
    )
    table.to_file(path, layer="town_nodes", engine="pyogrio")
    with closing(sqlite3.connect(path)) as database:
        for (trigger,) in database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            database.execute(f'DROP TRIGGER "{trigger}"')
        for column, value in ({"name": "北点"} | values).items():
            text = isinstance(value, bytes) and column != "geom"
            put = "CAST(? AS TEXT)" if text else "?"
            database.execute(f"UPDATE town_nodes SET {column} = {put} WHERE id = ?", (value, ids[0]))  # noqa: S608
        database.commit()
    return path


@pytest.mark.parametrize(
    "blob",
    [
        _HEAD + nested(33),
        _HEAD + nested(20_000),
        _HEAD + b"\1\1\0\0\0abc",
        _HEAD,
        b"no geometry",
        b"",
        "POINT(1 2)",
    ],
    ids=["33 deep", "20,000 deep", "cut off", "header alone", "junk", "empty", "text"],
)
def test_a_geometry_that_cannot_be_read_is_told_from_none(
    grid: Path, tmp_path: Path, blob: bytes | str
) -> None:
    result = run("import", package(tmp_path / "in.gpkg", geom=blob), "--layers", grid)
    (line,) = one_line_each(result.stderr)
    assert "in.gpkg: town.north-point: its geometry cannot be read (it is damaged or nested" in line
    assert result.exit_code == 2
    assert contents(grid) == contents(GRID)


@pytest.mark.parametrize("blob", [None, b"GP\0\x11" + _HEAD[4:] + _NOWHERE], ids=["null", "empty point"])
def test_no_geometry_is_no_damage(grid: Path, tmp_path: Path, blob: bytes | None) -> None:
    result = run("import", package(tmp_path / "in.gpkg", geom=blob), "--layers", grid)
    (line,) = one_line_each(result.stderr)
    assert "town.north-point: has no geometry" in line


def test_a_damaged_geometry_without_an_id_is_told_by_its_number(grid: Path, tmp_path: Path) -> None:
    path = package(tmp_path / "in.gpkg", geom=b"no geometry")
    with closing(sqlite3.connect(path)) as database:
        database.execute("ALTER TABLE town_nodes RENAME COLUMN id TO number")
        database.commit()
    assert (
        "in.gpkg: town_nodes#1: its geometry cannot be read" in run("import", path, "--layers", grid).stderr
    )


def written(layers: Path, id_: str) -> dict[str, object]:
    return dict(feature(collection(layers, "town/nodes"), id_)["properties"])


def test_text_in_gbk_is_read_as_what_it_is_and_said_to_be(grid: Path, tmp_path: Path) -> None:
    path = package(tmp_path / "in.gpkg", name=NAME.encode("gbk"), note="说明".encode("gb18030"))
    result = run("import", path, "--layers", grid)
    assert result.exit_code == 0, result.stderr
    assert "text was read as GB18030 (the file declares UTF-8)" in result.stderr
    assert written(grid, "town.north-point")["name"] == NAME
    assert written(grid, "town.north-point")["note"] == "说明"
    assert written(grid, "town.south-point")["name"] == "南点"  # which is in UTF-8 beside it


def test_sound_text_is_read_without_a_word(grid: Path, tmp_path: Path) -> None:
    result = run("import", package(tmp_path / "in.gpkg", name=NAME.encode()), "--layers", grid)
    assert "was read as" not in result.stderr
    assert written(grid, "town.north-point")["name"] == NAME


def test_an_encoding_that_is_given_is_that_of_all_text(grid: Path, tmp_path: Path) -> None:
    path = package(tmp_path / "in.gpkg", name="創新中心".encode("big5"))
    with closing(sqlite3.connect(path)) as database:
        database.execute("DELETE FROM town_nodes WHERE id = 'town.south-point'")
        database.commit()
    result = run("import", path, "--layers", grid, "--encoding", "big5")
    assert result.exit_code == 0, result.stderr
    assert written(grid, "town.north-point")["name"] == "創新中心"


def test_text_of_no_encoding_is_refused_in_a_line(grid: Path, tmp_path: Path) -> None:
    result = run("import", package(tmp_path / "in.gpkg", name=b"\xff\xff\x80"), "--layers", grid)
    (line,) = one_line_each(result.stderr)
    assert "neither UTF-8 nor Chinese in GB18030" in line
    assert "--encoding" in line
    assert contents(grid) == contents(GRID)


def test_a_system_whose_name_is_in_gbk_is_printed(grid: Path, tmp_path: Path) -> None:
    path = package(tmp_path / "in.gpkg")
    with closing(sqlite3.connect(path)) as database:
        database.execute(
            "INSERT INTO gpkg_spatial_ref_sys VALUES ('x', 990001, 'x', 7, CAST(? AS TEXT), NULL)",
            (_OWN.encode("gbk"),),
        )
        for table in ("gpkg_contents", "gpkg_geometry_columns"):
            database.execute(f"UPDATE {table} SET srs_id = 990001")  # noqa: S608
        database.commit()
    result = run("import", path, "--layers", grid, "--crs", "4490")
    assert "the file says 成都独立坐标系" in result.stderr
