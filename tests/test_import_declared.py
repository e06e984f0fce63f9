"""`zonemap import`: what is declared, where the bytes alone do not tell; and what of it is impossible."""

import json
from pathlib import Path

import pytest
from commands import one_line_each, run
from support import GRID, contents
from test_import_text import name_of, shapefile

from layers.characters import misread
from mapgen.importing.codepages import codec_of, is_alphabet, keeps_ascii
from mapgen.importing.encoding import UndecidableError, choose


@pytest.mark.parametrize("page", ["UTF-16LE", "UTF-16", "UTF-32", "cp037"])
def test_a_table_is_in_none_that_changes_the_names_of_columns(grid: Path, tmp_path: Path, page: str) -> None:
    path = shapefile(tmp_path / "in", "utf-16-le", 0, page, "南沙枢纽")
    (line,) = one_line_each(run("import", path, "--layers", grid).stderr)
    assert "name it with --encoding" in line
    (line,) = one_line_each(run("import", path, "--layers", grid, "--encoding", page).stderr)
    assert f"--encoding {page}" in line
    assert contents(grid) == contents(GRID)


@pytest.mark.parametrize(
    ("codec", "mark", "page", "name"),
    [
        ("cp1251", 0, "1251", "Гуанчжоу, район Наньша"),
        ("cp1251", 0xC9, None, "Гуанчжоу"),
        ("koi8-r", 0, "KOI8-R", "Гуанчжоу"),
        ("cp1256", 0, "1256", "سلام"),
        ("cp1253", 0xCB, None, "Ναντσά"),
        ("cp1250", 0, "1250", "Łódź Żółw"),
        ("hz", 0, "HZ-GB-2312", "南沙"),
        ("iso2022_jp", 0, "ISO-2022-JP", "東京"),
        ("gbk", 0, "x-gbk", "湴滘"),
        ("gbk", 0, "windows-936", "湴滘"),
    ],
)
def test_an_alphabet_that_is_declared_is_read_so(
    grid: Path, tmp_path: Path, codec: str, mark: int, page: str | None, name: str
) -> None:
    path = shapefile(tmp_path / "in", codec, mark, page, name)
    result = run("import", path, "--layers", grid)
    assert result.exit_code == 0, result.stderr
    assert name_of(grid) == name
    assert "was read as" not in result.stderr


@pytest.mark.parametrize("page", ["1250", "1251", "1253", "1254", "1255", "KOI8-R", "ISO-8859-2", "866"])
@pytest.mark.parametrize("name", ["南沙枢纽", "香港科技大学（广州）", "长湴科创园一期", "北片"])
def test_chinese_that_declares_an_alphabet_is_chinese(page: str, name: str) -> None:
    assert choose([name.encode("gb18030")], page).encoding == "gb18030"


@pytest.mark.parametrize("page", ["1251", "ISO-8859-2"])
def test_rare_chinese_that_declares_an_alphabet_is_doubtful(page: str) -> None:
    with pytest.raises(UndecidableError):
        choose(["鰂魚湴滘".encode("gb18030")], page)


def test_kinds_of_codecs() -> None:
    alphabets = ["1250", "1251", "1253", "1254", "1255", "1256", "866", "KOI8-R", "ISO-8859-7", "874"]
    assert all(is_alphabet(codec_of(name)) for name in alphabets)
    others = ["GBK", "UTF-8", "UTF-16", "Big5", "949", "932", "1252", "ISO-8859-1", "HZ", "cp037", "OEM"]
    assert not any(is_alphabet(codec_of(name)) for name in others)
    assert not any(keeps_ascii(name) for name in ("UTF-16", "UTF-16BE", "UTF-32", "cp037", "cp500"))


def geojson(path: Path, name: str) -> bytes:
    member = {
        "type": "Feature",
        "properties": {"id": "town.north-point", "name": name},
        "geometry": {"type": "Point", "coordinates": [113.52, 22.88]},
    }
    text = json.dumps({"type": "FeatureCollection", "features": [member]}, ensure_ascii=False)
    path.write_text(text, "utf-8")
    return text.encode()


def test_a_mark_of_utf8_before_gbk(grid: Path, tmp_path: Path) -> None:
    path = tmp_path / "in.geojson"
    path.write_bytes(b"\xef\xbb\xbf" + geojson(path, "南沙枢纽").decode().encode("gbk"))
    result = run("import", path, "--layers", grid)
    assert result.exit_code == 0, result.stderr
    assert "read as GB18030 (the file declares UTF-8)" in result.stderr
    assert name_of(grid) == "南沙枢纽"


def test_a_mark_of_utf16_before_what_is_none(grid: Path, tmp_path: Path) -> None:
    (tmp_path / "in.geojson").write_bytes(b"\xff\xfe{\0\xd8")
    (line,) = one_line_each(run("import", tmp_path / "in.geojson", "--layers", grid).stderr)
    assert "what it declares (UTF-16)" in line


def test_a_mark_of_the_byte_order_is_no_part_of_a_name_or_text(grid: Path, tmp_path: Path) -> None:
    path = tmp_path / "in.geojson"
    path.write_bytes(geojson(path, "\ufeff\ufeff南沙枢纽").replace(b'"id"', '"\ufeffid"'.encode()))
    result = run("import", path, "--layers", grid)
    assert result.exit_code == 0, result.stderr
    assert "ignored" not in result.stderr
    assert name_of(grid) == "南沙枢纽"


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_a_value_in_another_encoding_than_the_rest_is_refused(grid: Path, tmp_path: Path, codec: str) -> None:
    other = {"utf-8": "gb18030", "gb18030": "utf-8"}[codec]
    path = tmp_path / "in.geojson"
    raw = geojson(path, "南沙AAAA").decode().encode(codec)
    path.write_bytes(raw.replace(b"AAAA", "枢纽".encode(other)))
    result = run("import", path, "--layers", grid)
    assert result.exit_code == 2
    assert "in a wrong encoding" in result.stderr
    assert contents(grid) == contents(GRID)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("南沙锟斤拷", "锟斤拷"),
        ("锟斤拷锟斤拷", "锟斤拷锟斤拷"),
        ("南沙ï¿½", "ï¿½"),
        ("ï»¿南沙", "ï»¿"),
        ("南沙鏋㈢航", "鏋㈢航"),
    ],
)
def test_what_wrong_encodings_leave_among_sound_text(text: str, part: str) -> None:
    found = misread(text)
    assert found is not None
    assert found[0] == part


@pytest.mark.parametrize("text", ["锟铻", "斤拷", "湴滘涌、鰂魚涌", "¿Qué?", "»½«", "鏡湖鎮航道", "鎏金"])
def test_rare_characters_and_signs_are_none_of_it(text: str) -> None:
    assert misread(text) is None
