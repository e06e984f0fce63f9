"""Characters that only a wrong encoding leaves behind come into no layer, from whatever file."""

import json
import re
import sqlite3
import zipfile
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from attacks import ATTACKS, GARBLED
from bringing import edit_row, exported, tables, write_gpkg
from commands import run
from hypothesis import given
from hypothesis import strategies as st
from support import GRID, NEVER_IN_LAYERS, contents, problems_of, put, rewrite, texts

from layers.characters import garbled, misread
from mapgen.importing.encoding import UndecidableError, choose
from mapgen.text.texts import line

#: Where text stands in the layer files: (layer, feature, attribute).
PLACES = [
    *(
        ("town/zones", "town.north", key)
        for key in ("name", "name_en", "qualifier", "cite", "note", "reference_cite")
    ),
    *(("town/axes", "town.axis", key) for key in ("name", "note")),
    *(("town/nodes", "town.north-point", key) for key in ("name_en", "cite")),
    *(("baselines", "north-river", key) for key in ("name", "name_en", "note")),
    *(("context", "north-water", key) for key in ("name", "name_en", "note")),
]
#: Lines of plan.toml, as patterns that match once.
LINES = ["title", "title_en", "layout", "layout_en", "place", "place_en", "source"]


def toml(text: str) -> str:
    return '"' + "".join(f"\\U{ord(char):08x}" for char in text) + '"'


@pytest.mark.parametrize("attack", list(GARBLED))
def test_no_layer_file_holds_garbled_text(attack: str, grid: Path) -> None:
    text, character = GARBLED[attack]
    for layer, id_, key in PLACES:
        put(grid, layer, id_, **{key: text})
    said = [line(problem, "en") for problem in problems_of(grid)]
    for layer, id_, key in PLACES:
        found = [
            each for each in said if f"{layer}.geojson: {id_}: attribute {key} " in each and character in each
        ]
        assert len(found) == 1
    assert len(said) == len(PLACES)


@given(st.text(st.sampled_from("广州南沙科学城明珠湾成都武汉东湖高新区，（）"), min_size=2, max_size=12))
@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_chinese_read_as_western_letters_is_seen(encoding: str, words: str) -> None:
    try:
        wrong = words.encode(encoding).decode("cp1252")
    except UnicodeDecodeError:
        return  # some bytes have no letter there, and become C1 controls instead
    if 4 * len(re.findall("[À-ÖØ-öø-ÿ]", wrong)) >= len(wrong):
        assert misread(f"A {wrong}!") == (wrong, words)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Île-de-France",
            "São Tomé",
            "Curaçao",
            "Ærøskøbing",
            "±0.5 m²",
            "······",
            "«»«»",
            "½–¾",
            "20 °C ± 2 °C",
        ),
        *(
            "“……”",
            "naïve façade",
            "ÅÄÖ",
            "ΑΒΓΔ",
            "Đà Nẵng",
            "——",
            "€£¥§",
            "“é”",
            "à l’été",
            "——“…”——",
            "•••• ‰‰",
            "™®©",
            "\u00a0\u00a0\u00a0À",
            "øåæœ",
        ),
    ],
)
def test_western_words_and_signs_are_none_of_it(text: str) -> None:
    assert misread(text) is None


@pytest.mark.parametrize("words", ["成都", "西安丝路", "武汉东湖高新区，光谷"])
def test_utf8_read_as_gbk_is_seen(words: str) -> None:
    wrong = words.encode().decode("gb18030")
    assert misread(f"A {wrong}!") == (wrong, words)
    assert misread(words) is None


@pytest.mark.parametrize(
    ("encoding", "page"),
    [
        *(("utf-8", page) for page in ("cp437", "cp850", "cp866", "cp1251", "mac_roman", "cp932")),
        *(("gbk", page) for page in ("cp437", "cp850", "cp866", "mac_roman")),
        ("big5", "latin-1"),
    ],
)
def test_chinese_read_as_another_code_page_is_seen(encoding: str, page: str) -> None:
    seen = 0
    for words in ("北江新城", "上海天文台", "明珠山", "成都文化中心", "天文大光明"):
        try:
            wrong = words.encode(encoding).decode(page)
        except UnicodeError:
            continue  # some bytes have no character there: no program could have written it so
        seen += misread(wrong) == (wrong, words)
    assert seen >= (3 if page != "cp932" else 1)


@pytest.mark.parametrize("page", ["cp1250", "cp1251", "cp1253", "cp1257", "koi8_r", "big5"])
def test_gbk_read_as_an_alphabet_or_as_other_chinese_is_seen(page: str) -> None:
    seen = 0
    for words in ("广州南沙科学城", "合肥科学岛", "明珠湾", "庆盛枢纽", "张江科学城", "沙湾镇"):
        try:
            wrong = words.encode("gbk").decode(page)
        except UnicodeError:
            continue
        seen += misread(f"A {wrong}!") == (wrong, words)
    assert seen >= 2


@pytest.mark.parametrize(
    "text",
    [
        # A capital or a sign inside of a word, rare characters side by side: sound all the same.
        *(
            "УрФУ",
            "УрГАХУ",
            "ОмГУПС",
            "КнАГТУ",
            "ГлавУпДК",
            "КамАЗ",
            "РосНИИ",
            "Мигдаль ХаЭмек",
            "КантриСайд",
        ),
        *("ООО«МИР»", "ІВАНО-ФРАНКІВСЬК", "Улица№5", "ΑΘΗΝΑ", "ЕсентукиКавминводы", "ШКОЛА№ОДИН"),
        *(
            "旮旮旯旯",
            "狧穅及米",
            "亘古亘今",
            "鰂魚涌",
            "筲箕灣避風塘",
            "旖旎缱绻",
            "魑魅魍魉",
            "饕餮",
            "氤氲霡霂",
        ),
    ],
)
def test_odd_words_are_none_of_it(text: str) -> None:
    assert misread(text) is None


@pytest.mark.parametrize(
    "text",
    [
        *("МОСКВА И САНКТ-ПЕТЕРБУРГ", "Улан-Удэ", "МОСКВА", "Ελλάδα", "東京都渋谷区", "つくば研究学園都市"),
        *("서울특별시", "대덕연구개발특구", "臺灣大學", "香港科技大學", "────", "║║", "≤5 ≥3", "∑∫", "Ω≈√"),
        *("°C °F", "©®™", "¥¥¥", "§A §B", "ÅÄÖ", "Wrocław", "Łódź", "Dvořák", "中心──边缘", "①②③④", "→←↑↓"),
    ],
)
def test_sound_text_of_other_scripts_is_none_of_it(text: str) -> None:
    assert misread(text) is None


def test_text_that_came_garbled_is_refused_with_what_it_was(grid: Path, tmp_path: Path) -> None:
    file = grid / "town/nodes.geojson"
    edited = json.loads(file.read_text("utf-8"))
    edited["features"][0]["properties"]["name"] = "成都科学城".encode("gbk").decode("cp1252")
    (tmp_path / "town_nodes.geojson").write_text(json.dumps(edited), "utf-8")
    result = run("import", tmp_path / "town_nodes.geojson", "--layers", grid)
    assert result.exit_code == 2
    assert "成都科学城" in result.stderr
    assert contents(grid) == contents(GRID)


@pytest.mark.parametrize("attack", list(GARBLED))
def test_no_words_of_a_plan_are_garbled(attack: str, grid: Path) -> None:
    text, character = GARBLED[attack]
    plan = grid / "town/plan.toml"
    sound = plan.read_text("utf-8")
    for key in LINES:
        rewrite(plan, f'(?m)^{key} = ".*"$', f"{key} = {toml(text)}")
        (problem,) = problems_of(grid)
        assert f"attribute {key} " in line(problem, "en")
        assert character in line(problem, "en")
        plan.write_text(sound, "utf-8")
    for more in (f"note = {toml(text)}\n", f"review_number = {toml(text)}\n"):
        plan.write_text(more + sound, "utf-8")
        assert [problem.code for problem in problems_of(grid)] == ["attribute"]
    plan.write_text(sound.replace('claim = "一轴"', f"claim = {toml(text)}"), "utf-8")
    (problem,) = problems_of(grid)
    assert (problem.code, character in line(problem, "en")) == ("rule", True)
    plan.write_text(sound.replace('name_en = "Points"', f"name_en = {toml(text)}"), "utf-8")
    assert [problem.code for problem in problems_of(grid)] == ["attribute"]
    plan.write_text(sound, "utf-8")
    for key in ("title", "license_name"):
        (grid / "atlas.toml").write_text(f"{key} = {toml(text)}\n{key}_en = {toml('a')}\n")
        (problem,) = problems_of(grid)
        assert (problem.file, problem.code) == ("atlas.toml", "attribute")


def test_half_letters_are_refused_wherever_json_and_toml_could_say_them(grid: Path) -> None:
    rewrite(grid / "town/nodes.geojson", '"南点"', '"a\\\\udc00b"'.replace("\\\\", "\\"))
    (grid / "atlas.toml").write_text('title = "\\ud800"\n')
    assert sorted(problem.code for problem in problems_of(grid)) == ["not-json", "not-toml"]


@given(texts())
def test_sound_text_is_not_garbled(text: str) -> None:
    assert garbled(text) is None


@given(st.text(), st.sampled_from([*NEVER_IN_LAYERS, *map(chr, range(0xD800, 0xE000))]))
def test_one_such_character_is_enough(text: str, character: str) -> None:
    assert garbled(text + character + text) is not None


def test_marks_of_direction_and_joiners_stay() -> None:
    # Uyghur and emoji need them; messages show them escaped.
    for kept in ("directions", "zero width", "soft and filled", "private", "joined", "line separators"):
        assert garbled(ATTACKS[kept]) is None


def test_an_encoding_that_garbles_is_not_chosen() -> None:
    with pytest.raises(UndecidableError):
        choose([b"a\x85\xff"], "latin-1")


FORMS = ("geojson", "gpkg", "fgb", "shp", "parquet", "kml")
#: Nothing has a NUL in its text, GDAL would cut there; XML has neither controls nor noncharacters of 16 bits.
SPELLED = [
    (form, key)
    for form in FORMS
    for key in GARBLED
    if key not in ("nul", "noncharacters")
    and (form != "kml" or key not in ("control", "vertical tab", "escape", "last control"))
]


def garbled_file(form: str, folder: Path, text: str) -> Path:
    """A file of a format whose north point has that name."""
    nodes = tables(folder, folder.parent / "out")["town_nodes"]
    edit_row(nodes, "town.north-point", name=text)
    path = folder.parent / f"in.{form}"
    drivers = {"geojson": "GeoJSON", "fgb": "FlatGeobuf"}
    if form == "gpkg":
        return write_gpkg(path, {"town_nodes": nodes})
    if form == "parquet":
        nodes.to_parquet(path)
    elif form == "shp":
        made = exported(folder, folder.parent / "out", "--format", "shp")
        with zipfile.ZipFile(made / "town.zip") as archive:
            for ending in ("shp", "shx", "dbf", "prj", "cpg"):
                raw, old = archive.read(f"town_nodes.{ending}"), "北点".encode()
                if ending == "dbf":
                    raw = raw.replace(old.ljust(20), text.encode().ljust(20), 1)
                path.with_suffix(f".{ending}").write_bytes(raw)
    elif form == "kml":
        made = exported(folder, folder.parent / "out", "--format", "kml")
        path.write_text((made / "town.kml").read_text("utf-8").replace("北点", text), "utf-8")
    else:
        nodes.to_file(path, driver=drivers[form])
    return path


@pytest.mark.parametrize(("form", "attack"), SPELLED)
def test_no_import_brings_garbled_text(form: str, attack: str, grid: Path) -> None:
    text, character = GARBLED[attack]
    path = garbled_file(form, grid, text)
    result = run("import", path, "--layers", grid)
    assert result.exit_code == 2
    said = [each for each in result.stderr.splitlines() if "attribute name " in each]
    assert len(said) == 1
    assert f"town.north-point: attribute name is invalid (it contains the character {character}" in said[0]
    assert all(each.isprintable() for each in result.stderr.splitlines())
    assert contents(grid) == contents(GRID)


#: How half a letter would stand in UTF-8, if it could.
HALF = b"\xed\xa0\x80"


@pytest.mark.parametrize("form", ["geojson", "escaped.geojson", "gpkg", "fgb", "shp", "parquet", "kml"])
def test_no_import_brings_half_letters(form: str, grid: Path) -> None:
    mark = "xyz"
    path = garbled_file(form.removeprefix("escaped."), grid, mark)
    if form == "gpkg":
        with sqlite3.connect(path) as package:
            triggers = package.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
            for (trigger,) in triggers:
                package.execute(f'DROP TRIGGER "{trigger}"')
            package.execute("UPDATE town_nodes SET name = CAST(? AS TEXT) WHERE name = ?", (HALF, mark))
    elif form == "parquet":
        table = pq.read_table(path)
        names = pa.array([HALF if name == mark else name.encode() for name in table["name"].to_pylist()])
        at = table.column_names.index("name")
        half = pa.StringArray.from_buffers(len(names), *names.buffers()[1:])
        pq.write_table(table.set_column(at, "name", half), path)
    else:
        files = [path, path.with_suffix(".dbf")] if form == "shp" else [path]
        half = b"\\ud800" if form.startswith("escaped") else HALF
        for file in files:
            file.write_bytes(file.read_bytes().replace(mark.encode(), half))
    result = run("import", path, "--layers", grid)
    assert result.exit_code in (0, 2)
    told: dict[str, Any] = json.loads((grid / "town/nodes.geojson").read_text("utf-8"))
    names = [each["properties"]["name"] for each in told["features"]]
    assert not [name for name in names if garbled(name)]
    # Bytes that are no UTF-8 may be GB18030, which is then said; anything else is refused.
    if result.exit_code == 0:
        assert "was read as GB18030" in result.stderr
    else:
        assert contents(grid) == contents(GRID)


def test_a_column_that_is_not_ours_may_hold_anything(grid: Path, tmp_path: Path) -> None:
    told = json.loads((GRID / "town/nodes.geojson").read_text("utf-8"))
    for each in told["features"]:
        each["properties"]["remarks"] = "a\x85\ufffd"
    (tmp_path / "in.geojson").write_text(json.dumps(told), "utf-8")
    result = run("import", tmp_path / "in.geojson", "--layers", grid)
    assert result.exit_code == 0, result.stderr
    assert contents(grid) == contents(GRID)
