"""`zonemap import`: headers that lie lose nothing, and what breaks a library breaks no import."""

import json
import os
import shutil
import signal
import sqlite3
import struct
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
import shapely
from bringing import exported, nested
from commands import run
from pyarrow import parquet
from support import GRID, ROOT, contents

from layers.messages import LayerError
from mapgen.importing import edits, sandbox
from mapgen.importing.sandbox import apart

GEO = (
    b'{"version":"1.0.0","primary_column":"geometry",'
    b'"columns":{"geometry":{"encoding":"WKB","geometry_types":[]}}}'
)


@pytest.mark.parametrize("count", [0, 1, 10**12])
def test_a_geopackage_that_lies_about_its_rows(grid: Path, tmp_path: Path, count: int) -> None:
    (path,) = exported(grid, tmp_path / "out", "--format", "gpkg").rglob("*.gpkg")
    with sqlite3.connect(path) as database:
        database.execute("UPDATE gpkg_ogr_contents SET feature_count = ?", (count,))
    result = run("import", path, "--layers", grid, "--delete")
    assert result.exit_code == 0, result.stderr
    assert contents(grid) == contents(GRID)


@pytest.mark.parametrize("part", ["dbf", "shx", "shp"])
def test_a_shapefile_whose_parts_disagree(grid: Path, tmp_path: Path, part: str) -> None:
    (archive,) = exported(grid, tmp_path / "out", "--format", "shp").glob("*.zip")
    shutil.unpack_archive(archive, tmp_path / "in")
    path = tmp_path / "in" / f"town_nodes.{part}"
    raw = bytearray(path.read_bytes())
    if part == "dbf":
        raw[4:8] = struct.pack("<I", 1)
    else:
        raw = raw[:-8] if part == "shx" else raw[:-28]
    path.write_bytes(raw)
    result = run("import", tmp_path / "in", "--layers", grid, "--delete")
    assert result.exit_code == 2
    assert "records" in result.stderr or "cut off" in result.stderr
    assert contents(grid) == contents(GRID)


def shapefile(grid: Path, place: Path, layer: str) -> Path:
    """One layer as a Shapefile whose parts may be edited."""
    (archive,) = exported(grid, place / "out", "--format", "shp").glob("*.zip")
    shutil.unpack_archive(archive, place / "all")
    (place / "in").mkdir()
    for path in (place / "all").glob(f"{layer}.*"):
        shutil.move(path, place / "in")
    return place / "in" / f"{layer}.shp"


@pytest.mark.parametrize("damage", ["swapped", "the same", "of another", "reversed"])
def test_an_index_that_is_another_files(grid: Path, tmp_path: Path, damage: str) -> None:
    path = shapefile(grid, tmp_path, "town_zones").with_suffix(".shx")
    raw = path.read_bytes()
    entries = [raw[at : at + 8] for at in range(100, len(raw), 8)]
    if damage == "swapped":
        entries[0], entries[2] = entries[2], entries[0]
    elif damage == "the same":
        entries[1:] = entries[:1] * (len(entries) - 1)
    elif damage == "of another":  # an older one, from before a corner was added
        entries[1:] = [
            struct.pack(">i", int.from_bytes(each[:4], "big") - 8) + each[4:] for each in entries[1:]
        ]
    else:
        entries.reverse()
    path.write_bytes(raw[:100] + b"".join(entries))
    result = run("import", path.with_suffix(".shp"), "--layers", grid)
    assert result.exit_code == 2
    (line,) = [each for each in result.stderr.splitlines() if each.startswith("zonemap: ")]
    assert "has a .shx that does not belong to its .shp (record " in line
    assert contents(grid) == contents(GRID)


@pytest.mark.parametrize("value", [b"12,5", b"1o0", b"#N/A", b"2.5 km2"])
def test_what_is_no_number_in_a_column_of_numbers(grid: Path, tmp_path: Path, value: bytes) -> None:
    """Not nought, not nothing, not what it begins with."""
    path = shapefile(grid, tmp_path, "town_zones").with_suffix(".dbf")
    raw = bytearray(path.read_bytes())
    start = int.from_bytes(raw[8:10], "little")
    at, offset = 32, 1
    while not (name := raw[at : at + 11].split(b"\0")[0].decode()) or name != "stated_km2":
        offset += raw[at + 16]
        at += 32
    raw[start + offset : start + offset + raw[at + 16]] = value.ljust(raw[at + 16])
    path.write_bytes(raw)
    result = run("import", path.with_suffix(".shp"), "--layers", grid)
    assert result.exit_code == 2
    assert "attribute stated_km2 is invalid" in result.stderr
    assert contents(grid) == contents(GRID)


@pytest.mark.parametrize("kind", ["N", "F", "D", "L"])
def test_text_in_a_column_that_calls_itself_one_of_something_else(
    grid: Path, tmp_path: Path, kind: str
) -> None:
    path = shapefile(grid, tmp_path, "town_zones").with_suffix(".dbf")
    raw = bytearray(path.read_bytes())
    at = next(at for at in range(32, len(raw), 32) if raw[at : at + 11].startswith(b"name_en"))
    raw[at + 11] = ord(kind)
    path.write_bytes(raw)
    result = run("import", path.with_suffix(".shp"), "--layers", grid)
    assert result.exit_code == 0, result.stderr
    assert contents(grid) == contents(GRID)


@pytest.mark.parametrize(
    "day", [b"20240230", b"99999999", b"2024-2-1", b"********", b"00000000", b"20240229"]
)
def test_a_column_of_days_that_is_none_of_ours_refuses_no_file(
    grid: Path, tmp_path: Path, day: bytes
) -> None:
    path = shapefile(grid, tmp_path, "town_zones").with_suffix(".dbf")
    raw = bytearray(path.read_bytes())
    start, offset = int.from_bytes(raw[8:10], "little"), 1
    for at in range(32, start - 1, 32):
        if raw[at : at + 11].startswith(b"note\0"):
            raw[at : at + 12] = b"riqi".ljust(11, b"\0") + b"D"
            raw[start + offset : start + offset + raw[at + 16]] = day.ljust(raw[at + 16])
        offset += raw[at + 16]
    path.write_bytes(raw)
    result = run("import", path.with_suffix(".shp"), "--layers", grid)
    assert result.exit_code == 0, result.stderr
    assert "which are ignored: riqi" in result.stderr
    assert contents(grid) == contents(GRID)


def test_two_columns_of_one_name(grid: Path, tmp_path: Path) -> None:
    path = shapefile(grid, tmp_path, "town_zones").with_suffix(".dbf")
    raw = bytearray(path.read_bytes())
    for name, code in (("NAME", 2), ("strange", 0)):
        at = next(at for at in range(32, len(raw), 32) if raw[at : at + 11].startswith(b"name_en"))
        raw[at : at + 11] = name.encode().ljust(11, b"\0")
        other = next(at for at in range(32, len(raw), 32) if raw[at : at + 11].startswith(b"note"))
        raw[other : other + 11] = (b"note" if code else b"strange").ljust(11, b"\0")
        path.write_bytes(raw)
        result = run("import", path.with_suffix(".shp"), "--layers", grid, "--dry-run")
        assert ("has two columns of the same name: name" in result.stderr) == (code == 2)
        raw[at : at + 11] = b"name_en".ljust(11, b"\0")
    assert contents(grid) == contents(GRID)


@pytest.mark.parametrize("columns", [("name", "Name"), ("名称", "name"), ("NAME", "名称")])
def test_two_columns_for_one_of_ours_that_say_different_things(
    grid: Path, tmp_path: Path, columns: tuple[str, str]
) -> None:
    told = json.loads((GRID / "town/nodes.geojson").read_text("utf-8"))
    for each in told["features"]:
        own = each["properties"]
        own.update({columns[0]: own.pop("name"), columns[1]: "另名"})
    (tmp_path / "in.geojson").write_text(json.dumps(told), "utf-8")
    result = run("import", tmp_path / "in.geojson", "--layers", grid, "--dry-run")
    assert result.exit_code == 0, result.stderr
    assert "for the same field, and they say different things: name; the one" in result.stderr
    counts = "name" in columns and columns[0] != "name"
    assert ("name: 北点 → 另名" in result.stdout) == counts


def test_deleted_records_are_gone_and_the_rest_is_read(grid: Path, tmp_path: Path) -> None:
    (archive,) = exported(grid, tmp_path / "out", "--format", "shp").glob("*.zip")
    shutil.unpack_archive(archive, tmp_path / "in")
    path = tmp_path / "in" / "town_nodes.dbf"
    raw = bytearray(path.read_bytes())
    raw[int.from_bytes(raw[8:10], "little")] = ord("*")
    path.write_bytes(raw)
    result = run("import", tmp_path / "in", "--layers", grid)
    assert result.exit_code == 0, result.stderr
    assert "town.north-point: no longer in the file" in result.stderr


@pytest.mark.parametrize("depth", [1, 1_000, 20_000])
def test_nested_geometries_are_refused(grid: Path, tmp_path: Path, depth: int) -> None:
    table = pa.table({"id": ["town.north-point"], "geometry": pa.array([nested(depth)], pa.binary())})
    parquet.write_table(table.replace_schema_metadata({b"geo": GEO}), tmp_path / "in.parquet")
    result = run("import", tmp_path / "in.parquet", "--layers", grid)
    assert result.exit_code == 2
    assert "nested geometry" in result.stderr


def test_parquet_without_metadata_asks_for_its_system(grid: Path, tmp_path: Path) -> None:
    path = tmp_path / "in.parquet"
    pd.DataFrame({"id": ["town.north-point"], "geom": [shapely.Point(113.53, 22.88).wkb]}).to_parquet(path)
    result = run("import", path, "--layers", grid)
    assert result.exit_code == 2
    assert "--crs" in result.stderr
    assert run("import", path, "--layers", grid, "--crs", "4326").exit_code == 0
    pd.DataFrame({"id": ["town.north-point"]}).to_parquet(path)
    result = run("import", path, "--layers", grid)
    assert "has no geometry column" in result.stderr


def test_too_many_layers_are_refused_at_once(grid: Path, tmp_path: Path) -> None:
    path = tmp_path / "in.gpkg"
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE gpkg_contents (table_name)")
        database.execute("CREATE TABLE gpkg_geometry_columns (table_name, column_name)")
        database.executemany("INSERT INTO gpkg_contents VALUES (?)", ((f"t{i}",) for i in range(1_500)))
        database.commit()
    result = run("import", path, "--layers", grid)
    assert result.exit_code == 2
    assert "1500 layers" in result.stderr


def many_fields(kind: str) -> str:
    names = [f"f{i}" for i in range(5_000)]
    if kind == "schema":
        fields = "".join(f'<SimpleField name="{name}" type="string"/>' for name in names)
        return f'<kml xmlns="http://www.opengis.net/kml/2.2"><Schema name="s">{fields}</Schema></kml>'
    if kind == "pairs":
        fields = "".join(f'<Data name="{name}"><value>1</value></Data>' for name in names)
        return (
            '<kml xmlns="http://www.opengis.net/kml/2.2"><Placemark>'
            f"<ExtendedData>{fields}</ExtendedData></Placemark></kml>"
        )
    point = {"type": "Point", "coordinates": [113.5, 22.8]}
    members = [{"type": "Feature", "properties": {name: 1}, "geometry": point} for name in names]
    return json.dumps({"type": "FeatureCollection", "features": members})


@pytest.mark.parametrize("kind", ["schema", "pairs", "geojson"])
def test_too_many_fields_are_refused_at_once(grid: Path, tmp_path: Path, kind: str) -> None:
    path = tmp_path / ("in.geojson" if kind == "geojson" else "in.kml")
    path.write_text(many_fields(kind), "utf-8")
    result = run("import", path, "--layers", grid)
    assert result.exit_code == 2
    assert "more than" in result.stderr
    assert "columns" in result.stderr


def test_a_flood_of_empty_lists_is_refused(grid: Path, tmp_path: Path) -> None:
    text = '{"type":"FeatureCollection","features":[' + "[]," * 7_000_000 + "[]]}"
    (tmp_path / "in.geojson").write_text(text, "utf-8")
    result = run("import", tmp_path / "in.geojson", "--layers", grid)
    assert result.exit_code == 2
    assert "more than" in result.stderr


def test_very_many_wrong_features_are_not_all_looked_at(grid: Path, tmp_path: Path) -> None:
    point = {"type": "Point", "coordinates": [113.5, 22.8]}
    members = [
        {"type": "Feature", "properties": {"id": f"town.n{i}", "name": "甲"}, "geometry": point}
        for i in range(1_500)
    ]
    path = tmp_path / "in.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": members}))
    result = run("import", path, "--layers", grid, "--json")
    assert result.exit_code == 2
    problems = json.loads(result.stdout)["problems"]
    assert edits.MAX_PROBLEMS < len(problems) < edits.MAX_PROBLEMS + 10
    assert "has 1000 problems, and the remaining" in problems[-1]
    assert contents(grid) == contents(GRID)


def codes(error: LayerError) -> list[str]:
    return [problem.code for problem in error.messages]


def die() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def devour() -> int:
    return len(bytearray(4 * 2**30))


def refuse() -> None:
    raise LayerError([])


@pytest.mark.parametrize(("work", "code"), [(die, "import-crashed"), (devour, "import-memory")])
def test_what_breaks_a_library_is_a_line(work: object, code: str) -> None:
    with pytest.raises(LayerError) as caught:
        apart(work, name="x")  # type: ignore[arg-type]
    assert codes(caught.value) == [code]


_BESIDE_ARROW = """
import pyarrow as pa
from mapgen.importing.sandbox import apart

def work():
    pa.array(["x"])
    return len(bytearray(900 * 2**20))

print(apart(work, name="x"))
"""


def test_arrow_reserves_none_of_the_memory_that_reading_may_take() -> None:
    """In a process of its own: in that of the tests Arrow has reserved long ago what it wants."""
    done = subprocess.run(
        [sys.executable, "-c", _BESIDE_ARROW], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert done.stdout == f"{900 * 2**20}\n", done.stderr


def toil(seconds: float) -> float:
    """Keep the processor busy."""
    begun = time.process_time()
    while (taken := time.process_time() - begun) < seconds:
        pass
    return taken


@pytest.mark.parametrize("work", [time.sleep, toil])
def test_time_is_limited(monkeypatch: pytest.MonkeyPatch, work: object) -> None:
    monkeypatch.setattr(sandbox, "TIME_S", 1)
    with pytest.raises(LayerError) as caught:
        apart(work, 60, name="x")  # type: ignore[arg-type]
    assert [str(problem) for problem in caught.value.messages] == ["x: import-slow(seconds=1)"]


def test_a_large_file_may_take_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "TIME_S", 1)
    assert apart(toil, 1.5, name="x", size=3 * 2**20) >= 1.5
    with pytest.raises(LayerError):
        apart(toil, 30, name="x", size=2**19)


def test_a_small_hostile_file_is_ended_within_twenty_seconds() -> None:
    assert sandbox.TIME_S < 20


def test_the_size_of_a_folder_is_that_of_its_files(tmp_path: Path) -> None:
    (tmp_path / "in" / "deep").mkdir(parents=True)
    (tmp_path / "in" / "a.dbf").write_bytes(bytes(300))
    (tmp_path / "in" / "deep" / "b.shp").write_bytes(bytes(20))
    assert sandbox.size_of(tmp_path / "in") == 320
    assert sandbox.size_of(tmp_path / "in" / "a.dbf") == 300
    assert sandbox.size_of(tmp_path / "nothing") == 0


def test_mistakes_of_ours_and_problems_come_through() -> None:
    assert apart(max, 1, 2, name="x") == 2
    with pytest.raises(LayerError):
        apart(refuse, name="x")
    with pytest.raises(TypeError):
        apart(len, 3, name="x")
