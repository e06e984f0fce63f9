"""What strangers send: one line, exit status 2, and not a byte of the layers touched."""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
import stat
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from bringing import exported, tables, write_gpkg, zipped
from commands import run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import GRID, contents

from layers.messages import LayerError
from mapgen.importing import archive, markup

KML = (
    '<?xml version="1.0" encoding="UTF-8"?>{head}<kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
    "<Placemark><name>{name}</name><Point><coordinates>113.5,22.8</coordinates></Point></Placemark></Document></kml>"
)


def refused(file: Path, grid: Path, *words: str) -> str:
    """What is said about a file that must not come in: one line."""
    result = run("import", file, "--layers", grid, *words)
    assert result.exit_code == 2, result.output
    assert len(result.stderr.splitlines()) == 1, result.stderr
    assert "Traceback" not in result.output
    assert contents(grid) == contents(GRID)
    return result.stderr


def link(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name)
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("../evil.geojson", "points elsewhere"),
        ("a/../../evil.geojson", "points elsewhere"),
        ("/tmp/evil.geojson", "points elsewhere"),  # noqa: S108
        ("C:\\evil.geojson", "points elsewhere"),
        ("..\\evil.geojson", "points elsewhere"),
        ("C:evil.geojson", "points elsewhere"),
        ("evil\n.geojson", "points elsewhere"),
        ("\u202egeojson.evil", "points elsewhere"),
        ("x" * 300 + ".geojson", "points elsewhere"),
    ],
)
def test_a_zip_whose_names_lead_elsewhere(grid: Path, tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / "in").mkdir()
    file = tmp_path / "in" / "evil.zip"
    file.write_bytes(zipped({name: b"{}", "town_nodes.geojson": (grid / "town/nodes.geojson").read_bytes()}))
    around = set(tmp_path.iterdir())
    assert said in refused(file, grid)
    assert set(tmp_path.iterdir()) == around
    assert not Path("/tmp/evil.geojson").exists()  # noqa: S108


def test_a_zip_with_a_link(grid: Path, tmp_path: Path) -> None:
    file = tmp_path / "evil.zip"
    with zipfile.ZipFile(file, "w") as made:
        made.writestr(link("town_nodes.geojson"), "/etc/passwd")
    assert "is a link" in refused(file, grid)


@pytest.mark.parametrize(
    "names", [("a.geojson", "a.geojson"), ("a.geojson", "A.GEOJSON"), ("é.geojson", "e\u0301.geojson")]
)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_zip_with_a_name_twice(grid: Path, tmp_path: Path, names: tuple[str, str]) -> None:
    file = tmp_path / "evil.zip"
    with zipfile.ZipFile(file, "w") as made:
        for name in names:
            made.writestr(name, "{}")
    assert "is in the zip archive twice" in refused(file, grid)


def test_a_zip_of_too_many_entries(grid: Path, tmp_path: Path) -> None:
    file = tmp_path / "evil.zip"
    file.write_bytes(zipped({f"{number}.txt": b"" for number in range(archive.MAX_ENTRIES + 1)}))
    assert "entries, more than" in refused(file, grid)


def test_a_zip_bomb_is_not_unpacked(grid: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "_extract", pytest.fail)
    for size, said in (
        (archive.RATIO_FROM_BYTES + 1, "expands more than"),
        (archive.MAX_BYTES + 1, "expands to"),
    ):
        file = tmp_path / "bomb.zip"
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made, made.open("a.geojson", "w") as entry:
            for _ in range(size // 2**20):
                entry.write(bytes(2**20))
            entry.write(bytes(size % 2**20))
        assert file.stat().st_size < 300_000
        assert said in refused(file, grid)


def test_a_zip_whose_header_understates_an_entry(grid: Path, tmp_path: Path) -> None:
    raw = zipped({"a.geojson": b" " * 5000})
    lying = raw.replace((5000).to_bytes(4, "little"), (50).to_bytes(4, "little"))
    assert lying != raw
    (tmp_path / "evil.zip").write_bytes(lying)
    refused(tmp_path / "evil.zip", grid)


def test_zips_within_zips_and_encrypted_zips(grid: Path, tmp_path: Path) -> None:
    inner = zipped({"a.geojson": b"{}"})
    (tmp_path / "a.zip").write_bytes(zipped({"a.geojson": inner}))
    assert "zip archive inside a zip archive" in refused(tmp_path / "a.zip", grid)
    raw = bytearray(inner)
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "b.zip").write_bytes(raw)
    assert "encrypted" in refused(tmp_path / "b.zip", grid)


BILLION_LAUGHS = '<!DOCTYPE kml [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
FILE_ENTITY = '<!DOCTYPE kml [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("head", "name", "said"),
    [
        (BILLION_LAUGHS, "&b;", "document type"),
        (FILE_ENTITY, "&a;", "document type"),
        ('<!DOCTYPE kml SYSTEM "http://127.0.0.1:9/x.dtd">', "x", "document type"),
        ("", "&nothing;", "not well-formed XML"),
        ("", "<b>", "not well-formed XML"),
    ],
)
@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_kml_with_entities(
    grid: Path, tmp_path: Path, head: str, name: str, said: str, packed: bool, encoding: str
) -> None:
    text = KML.format(head=head, name=name).replace("UTF-8", encoding).encode(encoding)
    file = tmp_path / ("evil.kmz" if packed else "evil.kml")
    file.write_bytes(zipped({"doc.kml": text}) if packed else text)
    assert said in refused(file, grid)


def test_kml_that_nests_too_deeply(grid: Path, tmp_path: Path) -> None:
    deep = "<Folder>" * (markup.MAX_DEPTH + 1) + "</Folder>" * (markup.MAX_DEPTH + 1)
    (tmp_path / "a.kml").write_text(f'<kml xmlns="http://www.opengis.net/kml/2.2">{deep}</kml>')
    assert "deeper than" in refused(tmp_path / "a.kml", grid)


@pytest.mark.parametrize("name", ["a.kml", "a.geojson", "a.gpkg", "a.shp"])
def test_a_file_that_sends_gdal_elsewhere_is_not_followed(grid: Path, tmp_path: Path, name: str) -> None:
    source = tmp_path / "secret.csv"
    source.write_text("id,name\ntown.north-point,secret\n")
    (tmp_path / name).write_text(
        f'<OGRVRTDataSource><OGRVRTLayer name="secret"><SrcDataSource>{source}</SrcDataSource>'
        "</OGRVRTLayer></OGRVRTDataSource>"
    )
    assert "is XML but not KML" in refused(tmp_path / name, grid)


def geopackage(grid: Path, tmp_path: Path) -> Path:
    return write_gpkg(tmp_path / "evil.gpkg", {"town_nodes": tables(grid, tmp_path / "out")["town_nodes"]})


def test_a_geopackage_whose_layer_is_an_endless_view(grid: Path, tmp_path: Path) -> None:
    file = geopackage(grid, tmp_path)
    with sqlite3.connect(file) as database:
        database.execute("DROP TABLE town_nodes")
        database.execute(
            "CREATE VIEW town_nodes AS WITH RECURSIVE n(fid) AS (SELECT 1 UNION ALL SELECT fid + 1 FROM n)"
            " SELECT fid, 'a' AS id, NULL AS geom FROM n"
        )
    assert "is a view" in refused(file, grid)


def test_a_geopackage_with_a_virtual_table_of_its_own(grid: Path, tmp_path: Path) -> None:
    file = geopackage(grid, tmp_path)
    database = sqlite3.connect(file)
    database.execute("PRAGMA writable_schema = ON")
    database.execute(
        "INSERT INTO sqlite_master"
        " VALUES('table', 'x', 'x', 0, 'CREATE VIRTUAL TABLE x USING VirtualOGR(\" using rtree\")')"
    )
    database.commit()
    database.close()
    assert "virtual table" in refused(file, grid)


def test_a_database_that_is_no_geopackage(grid: Path, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "other.gpkg") as database:
        database.execute("CREATE TABLE a (b)")
    database.close()
    assert "not in a format that can be imported" in refused(tmp_path / "other.gpkg", grid)


def foreign() -> Iterator[tuple[str, bytes]]:
    yield "empty.gpkg", b""
    yield "empty.geojson", b""
    yield "text.txt", "你好".encode()
    yield "image.png", b"\x89PNG\r\n\x1a\n" + bytes(100)
    yield "array.geojson", b"[]"
    yield "object.geojson", b"{}"
    yield "nan.geojson", b'{"type": "FeatureCollection", "features": [NaN]}'
    yield "deep.geojson", b'{"a":' * 100_000
    yield "html.kml", b"<html><body/></html>"
    yield "magic.gpkg", b"SQLite format 3\0" + bytes(200)
    yield "magic.fgb", b"fgb\x03fgb\x01" + bytes(100)
    yield "magic.parquet", b"PAR1" + bytes(100) + b"PAR1"
    yield "magic.zip", b"PK\x03\x04" + bytes(100)
    yield "magic.shp", b"\x00\x00\x27\x0a" + bytes(200)
    yield "nothing.zip", zipped({"readme.txt": b"hello"})
    yield "lone.zip", zipped({"town_nodes.shp": b"\x00\x00\x27\x0a" + bytes(200)})
    yield "fake.zip", zipped({"town_nodes.gpkg": b"SQLite format 3\0"})


@pytest.mark.parametrize(
    ("name", "content"), list(foreign()), ids=lambda value: value if isinstance(value, str) else ""
)
def test_foreign_files(grid: Path, tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    assert name in refused(tmp_path / name, grid)


def test_what_is_no_regular_file(grid: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.gpkg")
    assert "not a regular file" in refused(tmp_path / "pipe.gpkg", grid)
    assert "No such file" in refused(tmp_path / "nothing.gpkg", grid)
    (tmp_path / "folder").mkdir()
    assert "no readable layer" in refused(tmp_path / "folder", grid)


FORMS = [
    ("gpkg", "*.gpkg"),
    ("shp", "*.zip"),
    ("kml", "town.kml"),
    ("kmz", "town.kmz"),
    ("fgb", "town_zones.fgb"),
    ("parquet", "town_zones.parquet"),
    ("geojson", "town_zones.geojson"),
]


@pytest.mark.parametrize(("form", "pattern"), FORMS, ids=[form for form, _ in FORMS])
def test_a_truncated_file_is_said_to_be_so(grid: Path, tmp_path: Path, form: str, pattern: str) -> None:
    made = next(exported(grid, tmp_path / "out", "--format", form).glob(pattern))
    whole = made.read_bytes()
    for share in (0.1, 0.5, 0.9, 0.99):
        made.write_bytes(whole[: int(len(whole) * share)])
        refused(made, grid, "--delete")


@pytest.mark.parametrize(("form", "pattern"), FORMS, ids=[form for form, _ in FORMS])
def test_a_damaged_file_never_ends_in_a_traceback(
    grid: Path, tmp_path: Path, form: str, pattern: str
) -> None:
    made = next(exported(grid, tmp_path / "out", "--format", form).glob(pattern))
    whole = made.read_bytes()

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(st.lists(st.tuples(st.integers(0, len(whole) - 1), st.integers(0, 255)), min_size=1, max_size=20))
    def damage(bytes_: list[tuple[int, int]]) -> None:
        raw = bytearray(whole)
        for place, value in bytes_:
            raw[place] = value
        made.write_bytes(raw)
        result = run("import", made, "--layers", grid, "--dry-run")
        assert result.exit_code in (0, 2)
        assert contents(grid) == contents(GRID)

    damage()


@given(st.binary(max_size=300), st.sampled_from(["utf-8", "utf-16"]))
def test_arbitrary_xml_is_kml_or_a_problem(raw: bytes, encoding: str) -> None:
    for text in (raw, "<kml>".encode(encoding) + raw):
        # Whatever it is, nothing but a problem comes out of it.
        with contextlib.suppress(LayerError):
            markup.check_kml(text, "x")


def test_hostile_values_come_in_as_text(grid: Path, tmp_path: Path) -> None:
    hostile = "{{9**14}}<img src=x onerror=alert(1)>\u202e"
    told = json.loads((grid / "town/nodes.geojson").read_text("utf-8"))
    told["features"][0]["properties"]["note"] = hostile
    (tmp_path / "town_nodes.geojson").write_text(json.dumps(told))
    result = run("import", tmp_path / "town_nodes.geojson", "--layers", grid)
    assert result.exit_code == 0
    assert "\u202e" not in result.output
    assert "22876792454961" not in result.output
    assert (
        json.loads((grid / "town/nodes.geojson").read_text("utf-8"))["features"][0]["properties"]["note"]
        == hostile
    )


@pytest.mark.parametrize("id_", ["../../evil.x", "town/../../evil.x", "/evil.x"])
def test_an_id_cannot_name_a_file_outside_the_layers(grid: Path, tmp_path: Path, id_: str) -> None:
    told = json.loads((grid / "town/nodes.geojson").read_text("utf-8"))
    told["features"][0]["properties"] |= {"id": id_, "name": "new"}
    (tmp_path / "town_nodes.geojson").write_text(json.dumps(told))
    around = contents(tmp_path)
    result = run("import", tmp_path / "town_nodes.geojson", "--layers", grid)
    assert result.exit_code == 2
    assert f"{id_}: belongs to the plan" in result.stderr
    assert contents(tmp_path) == around
