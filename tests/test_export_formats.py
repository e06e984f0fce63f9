"""What only one format has: aliases and styles, short names and code pages, folders, CAD layers."""

import csv
import io
import re
import sqlite3
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path
from typing import Any

import ezdxf
import pytest
import shapely
from exported import LONG, NASTY, apart_m, back, dbf, plain, read, rich, simple
from support import HOSTILE, atlas_of, copy_of_grid, put, rewrite

from layers.assemble import Atlas
from mapgen import look
from mapgen.exporting.delivery import exports
from mapgen.exporting.layers import export_layers
from mapgen.exporting.shapefile import LIMIT
from mapgen.files.errors import OutputError
from mapgen.look import darker
from mapgen.tables.frames import fields
from mapgen.text.texts import line

KML = "{http://www.opengis.net/kml/2.2}"


@pytest.fixture(scope="module")
def atlas(tmp_path_factory: pytest.TempPathFactory) -> Atlas:
    return atlas_of(rich(copy_of_grid(tmp_path_factory.mktemp("rich") / "layers")))


def content(atlas: Atlas, name: str, file: str, code: int = 4326, encoding: str = "utf-8") -> bytes:
    return exports(atlas, ["town"], [name], str(code), encoding).files[f"town-{name}-{code}/{file}"]


@pytest.fixture
def package(atlas: Atlas, tmp_path: Path) -> sqlite3.Connection:
    path = tmp_path / "town.gpkg"
    path.write_bytes(content(atlas, "gpkg", "town.gpkg"))
    return sqlite3.connect(path)


def test_a_geopackage_tells_every_column_in_chinese(package: sqlite3.Connection) -> None:
    named = {
        (table, column): (name, title, told)
        for table, column, name, title, told in package.execute(
            "SELECT table_name, column_name, name, title, description FROM gpkg_data_columns"
        )
    }
    for (table,) in package.execute("SELECT table_name FROM gpkg_contents WHERE data_type = 'features'"):
        for _, column, *_ in package.execute(f"PRAGMA table_info({table})"):
            if column not in ("fid", "geom"):
                name, title, told = named[table, column]
                assert re.search(r"[\u4e00-\u9fff]", name)
                assert title == name
                assert " · " in told
    assert named["town_zones", "area_km2"][0] == "计算面积（km²）"
    assert "zone" not in named["baselines", "kind"][2]
    assert "bank" in named["baselines", "kind"][2]


def test_a_geopackage_says_what_it_holds(package: sqlite3.Connection, atlas: Atlas) -> None:
    for name, told in package.execute("SELECT table_name, description FROM gpkg_contents"):
        assert told, name
    metadata = " ".join(row[0] for row in package.execute("SELECT metadata FROM gpkg_metadata"))
    for words in (atlas.catalog.version, "ODbL-1.0", "EPSG:4326", "方城规划"):
        assert words in metadata
    assert package.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert package.execute("PRAGMA foreign_key_check").fetchall() == []
    registered = {row[0] for row in package.execute("SELECT extension_name FROM gpkg_extensions")}
    assert {"gpkg_schema", "gpkg_metadata", "gpkg_rtree_index"} <= registered


def styles(package: sqlite3.Connection) -> dict[str, ET.Element]:
    rows = package.execute(
        "SELECT f_table_name, styleQML FROM layer_styles WHERE useAsDefault AND f_geometry_column = 'geom'"
    )
    return {name: ET.fromstring(text) for name, text in rows}  # noqa: S314 - our own text


def test_a_geopackage_opens_in_the_colours_of_its_roles(package: sqlite3.Connection, atlas: Atlas) -> None:
    drawn = styles(package)
    tables = {row[0] for row in package.execute("SELECT table_name FROM gpkg_geometry_columns")}
    assert set(drawn) == tables
    for layer, kinds in (
        ("town_zones", ["SimpleFill", "SimpleLine"]),
        ("town_axes", ["SimpleLine"]),
        ("town_nodes", ["SimpleMarker"]),
    ):
        style = drawn[layer]
        told = {item.get("value"): item.get("symbol") for item in style.iter("category")}
        assert list(told) == ["一核", "一轴", "两点"]
        for role in atlas.catalog.plans["town"].roles:
            (symbol,) = [item for item in style.iter("symbol") if item.get("name") == told[role.name]]
            parts = symbol.findall("layer")
            assert {part.get("class") for part in parts} == set(kinds)  # soft bands are lines below all else
            main = [part for part in parts if part.get("class") == kinds[0]][-1]
            colours = [
                option.get("value") for option in main.iter("Option") if "color" in option.get("name", "")
            ]
            wanted = role.color if kinds[0] == "SimpleFill" else darker(role.color)
            channels = ",".join(str(int(wanted[at : at + 2], 16)) for at in (1, 3, 5))
            assert any(colour.startswith(channels) for colour in colours)


def test_a_role_cannot_break_out_of_its_style(grid: Path, tmp_path: Path) -> None:
    role = "<x a='1'>&\\\"]]>{{9**14}}"
    plan = grid / "town" / "plan.toml"
    plan.write_text(plan.read_text("utf-8").replace('name = "两点"', f'name = "{role}"'), "utf-8")
    meant = role.replace('\\"', '"')
    for node in ("town.north-point", "town.south-point"):
        put(grid, "town/nodes", node, role=meant)
    atlas = atlas_of(grid)
    path = tmp_path / "x.gpkg"
    path.write_bytes(content(atlas, "gpkg", "town.gpkg"))
    values = [item.get("value") for item in styles(sqlite3.connect(path))["town_nodes"].iter("category")]
    assert values == ["一核", "一轴", meant]
    root = ET.fromstring(content(atlas, "kml", "town.kml"))  # noqa: S314 - our own text
    assert f"{meant} · Points" in [item.text for item in root.iter(f"{KML}name")]
    drawing = content(atlas, "dxf", "town.dxf", 4547)
    assert b"{{9__14}}" in drawing


@pytest.mark.parametrize("encoding", ["UTF-8", "GBK"])
def test_a_shapefile_has_short_names_a_code_page_and_nothing_cut_in_silence(
    atlas: Atlas, encoding: str
) -> None:
    made = exports(atlas, ["town"], ["shp"], "4547", encoding)
    archive = zipfile.ZipFile(io.BytesIO(made.files["town-shp-4547/town.zip"]))
    assert archive.testzip() is None
    names = {Path(name).stem for name in archive.namelist() if name.endswith(".shp")}
    assert names == {layer.name for layer in export_layers(atlas, ["town"])}
    for name in names:
        assert {f"{name}.{part}" for part in ("shp", "shx", "dbf", "prj", "cpg")} <= set(archive.namelist())
        assert archive.read(f"{name}.cpg").decode() == encoding
        columns, rows = dbf(archive.read(f"{name}.dbf"), encoding)
        short = [column for column, _, _ in columns]
        assert len({column.upper() for column in short}) == len(short)
        assert all(re.fullmatch(r"[a-z][a-z0-9_]{0,9}", column) for column in short)
        assert all(width == LIMIT for _, kind, width in columns if kind == "C")
        assert rows
    _, (axis,) = dbf(archive.read("town_axes.dbf"), encoding)
    assert axis["name"] == "方城轴"
    assert axis["note"] == LONG[: LIMIT // len("长".encode(encoding))]
    told = list(csv.DictReader(io.StringIO(archive.read("long-values.csv").decode("utf-8-sig"), newline="")))
    assert {"layer": "town_axes", "id": "town.axis", "field": "note", "value": LONG} in told
    for language in ("zh", "en"):
        said = [line(remark, language) for remark in made.remarks]
        assert any("town.axis" in text and "note" in text and str(LIMIT) in text for text in said)
    dictionary = list(csv.DictReader(io.StringIO(archive.read("fields.csv").decode("utf-8-sig"), newline="")))
    assert {(row["layer"], row["shp"]) for row in dictionary} == {
        (name, column) for name in names for column, _, _ in dbf(archive.read(f"{name}.dbf"), encoding)[0]
    }


def test_a_value_of_254_bytes_is_not_long(grid: Path) -> None:
    put(grid, "town/nodes", "town.north-point", note="长" * 84 + "ab")
    made = exports(atlas_of(grid), ["town"], ["shp"], None)
    assert made.remarks == []


def test_gbk_refuses_what_it_cannot_spell(grid: Path) -> None:
    put(grid, "town/nodes", "town.north-point", name="北点😀", note="5 ㎡")
    with pytest.raises(OutputError) as caught:
        exports(atlas_of(grid), ["town"], ["shp"], None, "gbk")
    texts = [line(remark, "zh") for remark in caught.value.messages]
    assert any("town.north-point: name" in text and "😀" in text and "utf-8" in text for text in texts)


def test_every_short_name_is_ascii_and_at_most_ten_bytes() -> None:
    for name, told in fields().items():
        assert re.fullmatch(r"[a-z][a-z0-9_]{0,9}", told["shp"]), name
        assert told["editable"] in ("yes", "no", "drawn", "key")


def test_a_kml_has_a_folder_for_each_role_in_its_colour(atlas: Atlas) -> None:
    root = ET.fromstring(content(atlas, "kml", "town.kml"))  # noqa: S314 - our own text
    folders = {folder.findtext(f"{KML}name"): folder for folder in root.iter(f"{KML}Folder")}
    assert list(folders) == [
        "一核 · Core",
        "一轴 · Axis",
        "两点 · Points",
        "边界段 · Boundaries",
        "关系 · Relations",
    ]
    for role in atlas.catalog.plans["town"].roles:
        marks = list(folders[f"{role.name} · {role.name_en}"].iter(f"{KML}Placemark"))
        wanted = [e.id for e in atlas.of_plan("town") if e.entry.record.role == role.name]
        ids = [
            item.text
            for mark in marks
            for item in mark.iter(f"{KML}SimpleData")
            if item.get("name") == "zonemap_id"
        ]
        assert sorted(ids) == sorted(wanted)
        assert sorted(mark.get("id", "") for mark in marks) == sorted(wanted)
        line = darker(role.color)
        bgr = line[5:7] + line[3:5] + line[1:3]
        for mark in marks:
            assert bgr in [(item.text or "")[2:] for item in mark.iter(f"{KML}color")]
    assert not [item for item in root.iter() if item.get("name") == "OGR_STYLE"]
    assert not list(root.iter(f"{KML}href"))
    color = look.relation().color
    arcs = list(folders["关系 · Relations"].iter(f"{KML}LineStyle"))
    assert [(each.findtext(f"{KML}color") or "")[2:] for each in arcs] == [
        color[5:7] + color[3:5] + color[1:3]
    ] * 2
    identifiers = [item.get("id") for item in root.iter() if item.get("id")]
    assert len(set(identifiers)) == len(identifiers)


def test_a_kml_keeps_hostile_words_as_words(atlas: Atlas) -> None:
    raw = content(atlas, "kml", "town.kml")
    notes = [
        item.text
        for item in ET.fromstring(raw).iter(f"{KML}SimpleData")  # noqa: S314 - our own text
        if item.get("name") == "note"
    ]
    assert NASTY in notes
    assert HOSTILE.encode() not in raw
    assert "\ue000" not in raw.decode()


@pytest.mark.parametrize("name", ["kml", "kmz"])
def test_gdal_reads_a_kml_back(atlas: Atlas, tmp_path: Path, name: str) -> None:
    path = tmp_path / f"town.{name}"
    path.write_bytes(content(atlas, name, path.name))
    found: dict[str, Any] = {}
    for folder in ("一核 · Core", "一轴 · Axis", "两点 · Points"):
        table = read(path, folder)
        assert table.crs.to_epsg() == 4326
        found.update({row["zonemap_id"]: row for row in map(plain, table.to_dict("records"))})
    assert set(found) == set(atlas.elements)
    layers = {layer.name: layer for layer in export_layers(atlas, ["town"])}
    for kind in ("zones", "axes", "nodes"):
        for ours in map(plain, layers[f"town_{kind}"].table.to_dict("records")):
            theirs = found[ours["id"]]
            assert theirs["Name"] == ours["name"]
            assert apart_m(simple(theirs["geometry"]), ours["geometry"]) < 0.001
            for column in set(ours) - {"name", "id", "geometry"}:
                # A KMZ has no types that GDAL would find.
                there = theirs.get(column)
                there = float(there) if isinstance(ours[column], int | float) and there else there
                assert there == pytest.approx(ours[column]), column


@pytest.mark.parametrize("code", [4547, 4526])
def test_a_drawing_has_a_layer_for_each_role_and_names_as_text(
    atlas: Atlas, tmp_path: Path, code: int
) -> None:
    path = tmp_path / "town.dxf"
    path.write_bytes(content(atlas, "dxf", "town.dxf", code))
    drawing = ezdxf.readfile(path)
    assert not drawing.audit().errors
    assert drawing.units == 6  # metres
    by_role = {role.name: role for role in atlas.catalog.plans["town"].roles}
    for role in by_role.values():
        layer = drawing.layers.get(f"town_{role.name}")
        line = darker(role.color)
        assert layer.rgb == tuple(int(line[at : at + 2], 16) for at in (1, 3, 5))
        texts = [item.dxf.text for item in drawing.modelspace().query(f'TEXT[layer=="town_{role.name}"]')]
        names = [e.entry.record.name for e in atlas.of_plan("town") if e.entry.record.role == role.name]
        assert sorted(texts) == sorted(names)
    rings = drawing.modelspace().query('LWPOLYLINE[layer=="town_一核"]')
    drawn: dict[str, float] = {}
    for ring in rings:
        key = next(tag.value for tag in ring.get_xdata("ZONEMAP") if tag.code == 1000)
        shape = back(shapely.Polygon(ring.get_points("xy")), code)
        drawn[key] = drawn.get(key, 0) + len(shape.exterior.coords)
    for element in atlas.of_plan("town"):
        if element.kind in ("zone", "group"):
            assert drawn[element.id] == shapely.get_num_coordinates(element.geometry)
    table = read(path)
    assert {"town_一核", "town_一轴", "town_两点", "town_boundaries", "town_relations", "baselines"} <= set(
        table["Layer"]
    )
    assert {"北片", "方城轴", "北点"} <= set(table["Text"])


def test_a_drawing_says_which_name_it_cannot_spell(grid: Path) -> None:
    put(grid, "town/nodes", "town.north-point", name="北点😀")
    with pytest.raises(OutputError) as caught:
        exports(atlas_of(grid), ["town"], ["dxf"], None)
    assert "town.north-point: name" in line(caught.value.messages[0], "en")


def test_words_in_a_drawing_are_no_codes(grid: Path, tmp_path: Path) -> None:
    put(grid, "town/nodes", "town.north-point", name="a\n0\nSECTION ^J 50%%u")
    rewrite(grid / "town" / "plan.toml", 'name = "两点"', 'name = "两/点"')
    for node in ("town.north-point", "town.south-point"):
        put(grid, "town/nodes", node, role="两/点")
    path = tmp_path / "town.dxf"
    path.write_bytes(content(atlas_of(grid), "dxf", "town.dxf", 4547))
    drawing = ezdxf.readfile(path)
    texts = [item.dxf.text for item in drawing.modelspace().query('TEXT[layer=="town_两_点"]')]
    assert any("SECTION" in text and "\\n" in text and "%%%%%%u" in text for text in texts)
