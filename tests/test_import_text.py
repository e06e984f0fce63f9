"""`zonemap import`: text is what it was, whatever its bytes are declared to be."""

import json
import shutil
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from commands import one_line_each, run
from hypothesis import example, given
from hypothesis import strategies as st
from support import GRID, collection, contents, feature, put

from mapgen.importing.codepages import codec_of
from mapgen.importing.encoding import UndecidableError, choose

NAME = "长湴科创园一期"  # 湴 is in GBK and not in GB2312
NORTH = shapely.Point(113.52, 22.88)


def shapefile(folder: Path, codec: str, mark: int, page: str | None, name: str = NAME) -> Path:
    """A Shapefile with one node, its text in a codec, its code page declared as told."""
    folder.mkdir()
    table = gpd.GeoDataFrame({"id": ["town.north-point"], "name": ["x" * 60]}, geometry=[NORTH], crs=4326)
    path = folder / "town_nodes.shp"
    table.to_file(path, engine="pyogrio")
    dbf = path.with_suffix(".dbf")
    raw = bytearray(dbf.read_bytes().replace(b"x" * 60, name.encode(codec).ljust(60)))
    raw[29] = mark
    dbf.write_bytes(raw)
    path.with_suffix(".cpg").unlink(missing_ok=True)
    if page is not None:
        path.with_suffix(".cpg").write_text(page)
    return path


def name_of(layers: Path) -> str:
    return str(feature(collection(layers, "town/nodes"), "town.north-point")["properties"]["name"])


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
@pytest.mark.parametrize("mark", [0, 0x57, 0x4D, 0x03])
@pytest.mark.parametrize("page", [None, "", "OEM", "UTF-8", "GBK", "GB2312", "936", "ISO-8859-1", "88591"])
def test_the_bytes_decide(grid: Path, tmp_path: Path, codec: str, mark: int, page: str | None) -> None:
    path = shapefile(tmp_path / "in", codec, mark, page)
    result = run("import", path, "--layers", grid)
    assert result.exit_code == 0, result.stderr
    assert name_of(grid) == NAME
    declared = codec_of(page) or {0x57: "cp1252", 0x03: "cp1252", 0x4D: "gb18030"}.get(mark)
    assert (f"read as {codec.upper()}" in result.stderr) == (declared != codec)


@pytest.mark.parametrize(("page", "told"), [(None, None), ("", None), ("\xff\xfe", None), ("OEM", "OEM")])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_shapefile_that_declares_nothing_is_said_to(
    grid: Path, tmp_path: Path, page: str | None, told: str | None, lang: str
) -> None:
    nothing, other = {
        "zh": ("文件未注明编码", f"文件标为 {told}"),
        "en": ("the file does not declare its encoding", f"the file declares {told}"),
    }[lang]
    path = shapefile(tmp_path / "in", "gbk", 0, page)
    result = run("import", path, "--layers", grid, "--lang", lang)
    assert result.exit_code == 0, result.stderr
    assert (other if told else nothing) in result.stderr


@pytest.mark.parametrize("name", ["in.geojson", "in.kml"])
def test_a_text_file_that_declares_nothing_is_said_to(grid: Path, tmp_path: Path, name: str) -> None:
    text = COLLECTION if name.endswith("geojson") else KML.format("")
    (tmp_path / name).write_bytes(text.encode("gbk"))
    result = run("import", tmp_path / name, "--layers", grid)
    assert "read as GB18030 (the file does not declare its encoding)" in result.stderr


@pytest.mark.parametrize(
    ("lang", "words"), [("zh", "文件也未注明编码"), ("en", "does not declare its encoding")]
)
def test_text_of_no_encoding_in_a_file_that_declares_none(
    grid: Path, tmp_path: Path, lang: str, words: str
) -> None:
    (tmp_path / "in.geojson").write_bytes(COLLECTION.encode().replace("长".encode(), b"\xff\xff\x80"))
    result = run("import", tmp_path / "in.geojson", "--layers", grid, "--lang", lang)
    assert result.exit_code == 2
    assert words in result.stderr
    assert contents(grid) == contents(GRID)


@pytest.mark.parametrize(
    ("codec", "mark", "page", "name"),
    [
        ("iso8859-1", 0x57, "ISO-8859-1", "Café Chengdu"),
        ("iso8859-1", 0, "88591", "Café Chengdu"),
        ("cp1251", 0, "ANSI 1251", "Китай — Ё"),
        ("cp1252", 0x03, None, "Café Chengdu"),
    ],
)
def test_what_is_no_chinese_is_read_as_declared(
    grid: Path, tmp_path: Path, codec: str, mark: int, page: str | None, name: str
) -> None:
    path = shapefile(tmp_path / "in", codec, mark, page, name)
    result = run("import", path, "--layers", grid)
    assert result.exit_code == 0, result.stderr
    assert name_of(grid) == name


def test_utf16_in_a_shapefile_is_no_gb18030(grid: Path, tmp_path: Path) -> None:
    path = shapefile(tmp_path / "in", "utf-16-le", 0, None, "成都科学城")
    result = run("import", path, "--layers", grid)
    assert result.exit_code == 2
    assert "--encoding" in result.stderr
    assert contents(grid) == contents(GRID)


@pytest.mark.parametrize("form", ["shp", "geojson"])
@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("utf-8", "not in --encoding utf-8"),
        ("ascii", "not in --encoding ascii"),
        ("idna", "no known encoding"),
        ("punycode", "no known encoding"),
        ("unicode_escape", "no known encoding"),
        ("undefined", "no known encoding"),
    ],
)
def test_an_encoding_that_does_not_do_is_refused_in_a_line(
    grid: Path, tmp_path: Path, form: str, encoding: str, words: str
) -> None:
    path = tmp_path / "in.geojson"
    if form == "shp":
        path = shapefile(tmp_path / "in", "gbk", 0, None)
    else:
        path.write_bytes(COLLECTION.encode("gbk"))
    result = run("import", path, "--layers", grid, "--encoding", encoding)
    (line,) = one_line_each(result.stderr)
    assert words in line
    assert contents(grid) == contents(GRID)


@pytest.mark.parametrize("page", ["idna", "undefined", "unicode_escape"])
def test_a_code_page_that_is_no_encoding_of_files_counts_as_none(
    grid: Path, tmp_path: Path, page: str
) -> None:
    path = shapefile(tmp_path / "in", "gbk", 0, page)
    assert run("import", path, "--layers", grid).exit_code == 0
    assert name_of(grid) == NAME
    assert codec_of(page) is None


def test_big5_that_says_so_is_read_as_big5(grid: Path, tmp_path: Path) -> None:
    path = shapefile(tmp_path / "in", "big5", 0x78, "BIG5", "香港科技園第一期創新中心")
    assert run("import", path, "--layers", grid).exit_code == 0
    assert name_of(grid) == "香港科技園第一期創新中心"


def test_gbk_that_says_big5_is_read_as_gbk(grid: Path, tmp_path: Path) -> None:
    path = shapefile(tmp_path / "in", "gbk", 0x78, "BIG5", "南沙科学城明珠科学园")
    assert run("import", path, "--layers", grid).exit_code == 0
    assert name_of(grid) == "南沙科学城明珠科学园"


@pytest.mark.parametrize(("codec", "name"), [("big5", "臺北南港軟體園區"), ("utf-16-le", "西安丝路科学城")])
def test_big5_and_utf16_that_do_not_say_so_are_no_gb18030(
    grid: Path, tmp_path: Path, codec: str, name: str
) -> None:
    path = shapefile(tmp_path / "in", codec, 0, None, name)
    (line,) = one_line_each(run("import", path, "--layers", grid).stderr)
    assert "--encoding" in line
    assert contents(grid) == contents(GRID)


def test_a_chinese_name_of_a_column_is_known_in_a_shapefile_too(grid: Path, tmp_path: Path) -> None:
    path = shapefile(tmp_path / "in", "gbk", 0x4D, None)
    dbf = path.with_suffix(".dbf")
    raw = bytearray(dbf.read_bytes())
    at = raw.index(b"name\0")
    raw[at : at + 11] = "名称".encode("gbk").ljust(11, b"\0")
    dbf.write_bytes(raw)
    result = run("import", path, "--layers", grid)
    assert result.exit_code == 0, result.stderr
    assert name_of(grid) == NAME


def test_an_encoding_can_be_given(grid: Path, tmp_path: Path) -> None:
    path = shapefile(tmp_path / "in", "big5", 0, None, "創新中心")
    result = run("import", path, "--layers", grid, "--encoding", "big5")
    assert result.exit_code == 0, result.stderr
    assert name_of(grid) == "創新中心"


def test_an_unknown_encoding_is_refused(grid: Path, tmp_path: Path) -> None:
    path = shapefile(tmp_path / "in", "gbk", 0, None)
    result = run("import", path, "--layers", grid, "--encoding", "klingon")
    assert result.exit_code == 2
    assert "klingon" in result.stderr
    assert contents(grid) == contents(GRID)


def test_a_field_name_cut_inside_a_letter_spoils_no_file(grid: Path, tmp_path: Path) -> None:
    path = shapefile(tmp_path / "in", "utf-8", 0, "UTF-8")
    dbf = path.with_suffix(".dbf")
    raw = bytearray(dbf.read_bytes())
    raw[64:75] = "规划用途".encode()[:10].ljust(11, b"\0")
    dbf.write_bytes(raw)
    result = run("import", path, "--layers", grid)
    assert result.exit_code == 0, result.stderr
    assert "规划用" in result.stderr
    assert contents(grid) == contents(GRID)


COLLECTION = json.dumps(
    {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {"id": "town.north-point", "name": NAME},
                "geometry": json.loads(shapely.to_geojson(NORTH)),
            }
        ],
    },
    ensure_ascii=False,
)
KML = (
    '<?xml version="1.0"{}?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark>'
    f"<name>{NAME}</name><ExtendedData><Data name='zonemap_id'><value>town.north-point</value></Data>"
    "</ExtendedData><Point><coordinates>113.52,22.88</coordinates></Point></Placemark></Document></kml>"
)


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("name", ["in.geojson", "in.kml", "declared.kml"])
def test_text_formats_too(grid: Path, tmp_path: Path, codec: str, name: str) -> None:
    declared = ' encoding="GB2312"' if name == "declared.kml" and codec == "gb18030" else ""
    text = COLLECTION if name.endswith("geojson") else KML.format(declared)
    (tmp_path / name).write_bytes(text.encode(codec))
    result = run("import", tmp_path / name, "--layers", grid)
    assert result.exit_code == 0, result.stderr
    assert name_of(grid) == NAME
    assert ("read as GB18030" in result.stderr) == (codec == "gb18030" and not declared)


CHINESE = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=12)


@given(texts=st.lists(CHINESE, min_size=1, max_size=5), cut=st.booleans())
def test_utf8_is_always_known(texts: list[str], cut: bool) -> None:
    assert choose([text.encode() for text in texts], "cp1252", cut=cut).encoding == "utf-8"


@given(texts=st.lists(CHINESE, min_size=1, max_size=5))
@example(texts=["遶"])
def test_chinese_text_is_never_read_as_latin(texts: list[str]) -> None:
    raw = [text.encode("gb18030") for text in texts]
    try:
        chosen = choose(raw, "cp1252").encoding
    except UndecidableError:
        return  # nothing but rare characters: the user is asked
    assert chosen in ("gb18030", "utf-8")  # some letters are both; then nobody can tell
    assert chosen == "utf-8" or [each.decode(chosen) for each in raw] == texts


@given(texts=st.lists(CHINESE, min_size=1, max_size=5), names=st.sampled_from(["南沙科学城", "成都天府新区"]))
def test_chinese_text_with_common_characters_is_always_read(texts: list[str], names: str) -> None:
    raw = [text.encode("gb18030") for text in (names * len(texts), *(text[:6] for text in texts))]
    chosen = choose(raw, "cp1252").encoding
    assert chosen == "utf-8" or [each.decode(chosen) for each in raw][1:] == [text[:6] for text in texts]


def test_bytes_of_no_encoding_are_undecidable() -> None:
    with pytest.raises(UndecidableError):
        choose([b"\xff\xff"], None)


def test_chinese_aliases_of_exports_are_known(grid: Path, tmp_path: Path) -> None:
    told = json.loads(COLLECTION)
    (member,) = told["features"]
    member["properties"] = {"编号": "town.north-point", "名称": NAME}
    (tmp_path / "in.geojson").write_text(json.dumps(told), "utf-8")
    assert run("import", tmp_path / "in.geojson", "--layers", grid).exit_code == 0
    assert name_of(grid) == NAME


def test_litter_of_macos_is_left_alone(grid: Path, tmp_path: Path) -> None:
    path = shapefile(tmp_path / "in", "utf-8", 0, "UTF-8")
    (path.parent / "__MACOSX").mkdir()
    for part in list(path.parent.glob("town_nodes.*")):
        (path.parent / "__MACOSX" / f"._{part.name}").write_bytes(b"\0\5\x16\7")
        (path.parent / f"._{part.name}").write_bytes(b"\0\5\x16\7")
    packed = shutil.make_archive(str(tmp_path / "sent"), "zip", path.parent)
    for source in (packed, path.parent):
        assert run("import", source, "--layers", grid).exit_code == 0


@pytest.mark.parametrize("name", ["in.geojson", "in.kml"])
def test_an_encoding_that_is_given_holds_where_the_bytes_are_undecidable(
    grid: Path, tmp_path: Path, name: str
) -> None:
    text = (COLLECTION if name.endswith("geojson") else KML.format("")).replace(NAME, "Café")
    (tmp_path / name).write_bytes(text.encode("cp1252"))
    refused = run("import", tmp_path / name, "--layers", grid)
    assert refused.exit_code == 2
    assert "--encoding" in refused.stderr
    assert run("import", tmp_path / name, "--layers", grid, "--encoding", "cp1252").exit_code == 0
    assert name_of(grid) == "Café"


@pytest.mark.parametrize("name", ["hex", "undefined", "\0UTF-8", "no-such"])
def test_a_name_that_is_no_encoding_of_text_is_none(name: str) -> None:
    assert codec_of(name) is None


def test_a_text_of_blanks_is_no_text(grid: Path, tmp_path: Path) -> None:
    put(grid, "town/nodes", "town.north-point", note="旧")
    node = feature(collection(grid, "town/nodes"), "town.north-point")
    node["properties"] = {"id": "town.north-point", "note": " "}
    told = {"type": "FeatureCollection", "features": [node]}
    (tmp_path / "in.geojson").write_text(json.dumps(told), "utf-8")
    result = run("import", tmp_path / "in.geojson", "--layers", grid)
    assert result.exit_code == 0, result.stderr
    written = feature(collection(grid, "town/nodes"), "town.north-point")
    assert written["properties"]["note"] is None
