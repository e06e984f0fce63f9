"""`zonemap import`: other scripts than Chinese, names in GBK and Big5 beside the text, very many folders."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from commands import one_line_each, run
from support import GRID, collection, contents, feature
from test_import_text import COLLECTION, KML, NAME, name_of, shapefile

from mapgen.importing.dbase import _system
from mapgen.importing.encoding import UndecidableError, choose

TOKYO, SEOUL = "つくば研究学園都市サイエンスパーク", "대덕연구단지판교테크노밸리디지털서울특별시"


@pytest.mark.parametrize(
    ("codec", "mark", "page", "name"),
    [
        ("cp932", 0x13, None, TOKYO),
        ("cp932", 0x7B, None, TOKYO),
        ("cp932", 0, "SHIFT_JIS", TOKYO),
        ("cp932", 0, "932", "東京"),
        ("euc_jp", 0, "EUC-JP", TOKYO),
        ("cp949", 0x4E, None, SEOUL),
        ("cp949", 0x79, None, "서울"),
        ("euc_kr", 0, "EUC-KR", "서울"),
        ("cp949", 0, "ANSI 949", SEOUL),
    ],
)
def test_japanese_and_korean_that_say_so_are_read_so(
    grid: Path, tmp_path: Path, codec: str, mark: int, page: str | None, name: str
) -> None:
    path = shapefile(tmp_path / "in", codec, mark, page, name)
    result = run("import", path, "--layers", grid)
    assert result.exit_code == 0, result.stderr
    assert name_of(grid) == name
    assert "read as" not in result.stderr


@pytest.mark.parametrize(
    ("codec", "name"),
    [("cp932", TOKYO), ("euc_jp", TOKYO), ("euc_kr", SEOUL), ("cp1251", "Новосибирск Академгородок")],
)
@pytest.mark.parametrize("form", ["shp", "geojson", "kml"])
def test_where_they_do_not_say_so_they_are_asked_for(
    grid: Path, tmp_path: Path, form: str, codec: str, name: str
) -> None:
    path = tmp_path / f"in.{form}"
    if form == "shp":
        path = shapefile(tmp_path / "in", codec, 0, None, name)
    else:
        path.write_bytes(
            (COLLECTION if form == "geojson" else KML.format("")).replace(NAME, name).encode(codec)
        )
    (line,) = one_line_each(run("import", path, "--layers", grid).stderr)
    assert "--encoding" in line
    assert contents(grid) == contents(GRID)
    result = run("import", path, "--layers", grid, "--encoding", codec)
    assert result.exit_code == 0, result.stderr
    assert name_of(grid) == name


@pytest.mark.parametrize("page", ["EUC-KR", "SHIFT_JIS", "BIG5"])
@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_chinese_that_says_otherwise_is_chinese(codec: str, page: str) -> None:
    names = ["南沙科学城明珠湾", "广州黄埔长洲岛深井村"]
    assert choose([name.encode(codec) for name in names], page).encoding == codec


@pytest.mark.parametrize("name", ["香港科技園第一期創新中心", "廣州南沙慶盛樞紐", "长湴", "臺北南港軟體園區"])
def test_traditional_and_rare_characters_in_gbk_are_read(name: str) -> None:
    assert choose([name.encode("gbk")], None).encoding == "gb18030"


def test_a_word_that_is_repeated_is_not_taken_for_korean() -> None:
    assert choose(["规划节点".encode("gbk")] * 20, None).encoding == "gb18030"


def test_rare_characters_alone_are_read_where_gbk_is_declared() -> None:
    assert choose(["湴".encode("gbk")], "GB2312").encoding == "gb18030"
    for declared in (None, "cp1252", "UTF-8"):
        with pytest.raises(UndecidableError):
            choose(["湴湴".encode("gbk")], declared)


@pytest.mark.parametrize("name", ["Curaçao", "São Tomé", "Forêt naïve, façade"])
def test_letters_with_accents_that_say_so_are_no_rare_characters(name: str) -> None:
    assert choose([name.encode("cp1252")], "ISO-8859-1").encoding == "iso8859_1"


SYSTEM = (
    'GEOGCS["{}",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],'
    'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]'
)


@pytest.mark.parametrize(
    ("codec", "table"),
    [("big5", "utf-8"), ("big5", "gb18030"), ("big5", "big5"), ("gbk", "utf-8"), ("utf-8", "gb18030")],
)
def test_the_name_of_a_system_is_readable(codec: str, table: str) -> None:
    name = "中華民國大地基準九七" if codec == "big5" else "国家大地坐标系"
    assert name in _system(SYSTEM.format(name).encode(codec), table)


def test_a_name_in_no_encoding_is_left_out() -> None:
    said = _system(SYSTEM.format("Δ").encode("cp1253").replace(b"\xc4", b"\xc4\xff\x80"), "utf-8")
    assert 'GEOGCS["___"' in said


def test_a_big5_name_is_readable_in_a_message(grid: Path, tmp_path: Path) -> None:
    path = shapefile(tmp_path / "in", "utf-8", 0, "UTF-8")
    system = SYSTEM.format("西安大地座標系").replace("D_WGS_1984", "D_Xian_1980")
    path.with_suffix(".prj").write_bytes(system.encode("big5"))
    (line,) = one_line_each(run("import", path, "--layers", grid).stderr)
    assert "西安大地座標系" in line


def geopackage(folder: Path, column: str, table: str = "town_nodes") -> Path:
    """A GeoPackage with one node whose column and table have names in GBK."""
    path = folder / "in.gpkg"
    values = {"id": ["town.north-point"], "the_column": [NAME]}
    frame = gpd.GeoDataFrame(values, geometry=[shapely.Point(113.52, 22.88)], crs=4326)
    frame.to_file(path, layer="the_table", driver="GPKG")

    def named(text: bytes | None) -> bytes | None:
        return text and text.replace(b"the_column", column.encode("gbk")).replace(
            b"the_table", table.encode("gbk")
        )

    with closing(sqlite3.connect(path)) as database:
        for (trigger,) in database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            database.execute(f'DROP TRIGGER "{trigger}"')
        database.create_function("named", 1, named, deterministic=True)
        database.execute("PRAGMA writable_schema = ON")
        for holder, *fields in (
            ("gpkg_contents", "table_name", "identifier"),
            *((other, "table_name") for other in ("gpkg_geometry_columns", "gpkg_extensions")),
            ("sqlite_master", "name", "tbl_name", "sql"),
        ):
            for field in fields:
                database.execute(f"UPDATE {holder} SET {field} = CAST(named(CAST({field} AS BLOB)) AS TEXT)")  # noqa: S608
        database.commit()
    return path


@pytest.mark.parametrize("column", ["规划用途", "湖廊乗乗"])  # the last has brackets among its bytes
@pytest.mark.parametrize("table", ["town_nodes", "规划节点"])
def test_names_in_gbk_in_a_geopackage_are_read(grid: Path, tmp_path: Path, column: str, table: str) -> None:
    path = geopackage(tmp_path, column, table)
    result = run("import", path, "--layers", grid)
    assert result.exit_code == 0, result.stderr
    assert column in result.stderr
    assert "read as GB18030" in result.stderr
    assert contents(grid) == contents(GRID)


def test_a_chinese_name_of_a_column_in_gbk_is_known_in_a_geopackage(grid: Path, tmp_path: Path) -> None:
    result = run("import", geopackage(tmp_path, "名称"), "--layers", grid)
    assert result.exit_code == 0, result.stderr
    assert name_of(grid) == NAME


def folders(count: int, each: int) -> str:
    """KML with so many folders, in the first of which the made-up layers' north point is."""
    marks = [
        f"<Placemark><name>{i}-{j}</name><ExtendedData>"
        f"<Data name='zonemap_id'><value>town.n{i}-{j}</value></Data>"
        "<Data name='basis'><value>sketched</value></Data><Data name='accuracy_m'><value>100</value></Data>"
        "<Data name='name_en'><value>x</value></Data><Data name='role'><value>两点</value></Data>"
        "<Data name='cite'><value>x</value></Data></ExtendedData>"
        f"<Point><coordinates>113.5{i % 10},22.8{j % 10}</coordinates></Point></Placemark>"
        for i in range(count)
        for j in range(each)
    ]
    held = ["".join(marks[i * each : (i + 1) * each]) for i in range(count)]
    inner = "".join(f"<Folder><name>文件夹 {i}</name>{text}</Folder>" for i, text in enumerate(held))
    return f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{inner}</Document></kml>'


def test_hundreds_of_folders_are_read(grid: Path, tmp_path: Path) -> None:
    (tmp_path / "in.kml").write_text(folders(400, 2), "utf-8")
    result = run("import", tmp_path / "in.kml", "--layers", grid, "--dry-run", "--json")
    assert result.exit_code == 0, result.stderr
    assert len(json.loads(result.stdout)["new"]) == 800


def test_hundreds_of_folders_are_left_as_they_are_in_what_is_read(grid: Path, tmp_path: Path) -> None:
    (tmp_path / "in.kml").write_text(folders(30, 1).replace("town.n29-0", "town.north-point"), "utf-8")
    result = run("import", tmp_path / "in.kml", "--layers", grid)
    assert result.exit_code == 0, result.stderr
    assert feature(collection(grid, "town/nodes"), "town.north-point")["properties"]["name"] == "29-0"
