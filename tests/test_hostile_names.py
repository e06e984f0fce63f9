"""Hostile names of plans, folders and files, and hostile plan.toml: each works as it is, or a line says why not."""

# ruff: noqa: E501  tables of attacks

import json
import os
import shutil
from pathlib import Path

import pytest
from attacks import quoted, write_plan, zone
from commands import process, run
from support import GRID, change, contents, copy_of_grid
from typer.testing import Result

from mapgen.exporting.formats import FORMATS

#: Names that no plan may have, but which are sound names of files and folders on Linux.
NAMES = [
    "CON", "con", "nul.toml", "com1", "index", "atlas", "b.", "b..", "..b", "...", "b ", " ", "-b", "--out", "~",
    "a\nb", "a\tb", "\x01", "\x7f", "😀", "\u202eb", "\u00e9", "e\u0301", "مرحبا", "a_b", "a--b", "A", "__proto__",
    "{{9**14}}", "<img src=x onerror=alert(1)>", "%s", "$(id)", "a'b", 'a"b', "a;b", "a|b", "a*b", "a?b", "[a]", "a:b",
    "a\\b", "x" * 41, "x" * 200, "长" * 80, os.fsdecode(b"a\xff"),
]  # fmt: skip


def assert_refused(result: Result) -> list[str]:
    assert result.exit_code == 2, result.output
    assert isinstance(result.exception, SystemExit)
    lines = result.stderr.splitlines()
    assert lines
    assert all(line.startswith("zonemap: ") and line.isprintable() for line in lines), lines
    return lines


def assert_works(result: Result) -> None:
    assert result.exit_code == 0, result.stderr
    assert all(line.isprintable() for line in result.stderr.splitlines())


def named(folder: Path, plan: str) -> Path:
    """The grid's plan under another id, in every file."""
    copy_of_grid(folder)
    (folder / "town").rename(folder / plan)
    for path in (folder / plan).iterdir():
        text = path.read_text("utf-8").replace('id = "town"', f"id = {quoted(plan)}")
        path.write_text(text.replace("town.", f"{plan}."), "utf-8")
    return folder


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_a_hostile_name_is_no_plan_but_names_files_and_folders(name: str, tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    words = ["new", "--layers", tmp_path / "own" / "layers", "--", name]
    assert "is not a valid plan id" in assert_refused(run(*words))[0]
    assert list((tmp_path / "own").iterdir()) == []
    layers = copy_of_grid(tmp_path / "a" / name)
    out = tmp_path / "b" / name
    assert_works(run("build", "--layers", layers, "--out", out))
    assert (out / "town.html").is_file()
    assert_works(run("export", "--layers", layers, "--out", out, "--format", "geojson"))
    file = tmp_path / "c" / f"{name}.geojson"
    file.parent.mkdir()
    shutil.copy(out / "town-geojson-4326" / "town_nodes.geojson", file)
    change(file.parent, name, lambda told: told["features"][0]["properties"].update(note="edited"))
    assert_works(run("import", file, "--layers", layers))
    assert '"note": "edited"' in (layers / "town/nodes.geojson").read_text("utf-8")
    assert_works(run("diff", GRID, layers))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b", "c", "own"]
    assert [list((tmp_path / place).iterdir()) for place in "ab"] == [[layers], [out]]


@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_a_folder_of_layers_with_a_hostile_plan_is_refused_in_lines(name: str, tmp_path: Path) -> None:
    layers = copy_of_grid(tmp_path / "layers")
    (layers / "town").rename(layers / name)
    text = (layers / name / "plan.toml").read_text("utf-8")
    told = quoted(name) if name.isprintable() else '"x"'
    (layers / name / "plan.toml").write_text(text.replace('id = "town"', f"id = {told}"), "utf-8")
    for words in (("build", "--out", tmp_path / "out"), ("export", "--out", tmp_path / "out"), ("check",)):
        assert_refused(run(*words, "--layers", layers))
    assert list(tmp_path.iterdir()) == [layers]


@pytest.mark.parametrize(
    "plan", ["gpkg-x", "sqlite", "baselines", "context", "geojson", "doc", "0", "x" * 40]
)
def test_ids_that_a_format_keeps_for_itself(plan: str, tmp_path: Path) -> None:
    layers = named(tmp_path / "layers", plan)
    assert_works(run("build", "--layers", layers, "--out", tmp_path / "out"))
    for name in FORMATS:
        out = tmp_path / name
        result = run("export", "--layers", layers, "--out", out, "--format", name)
        if name == "gpkg" and plan.startswith(("gpkg", "sqlite")):
            assert_refused(result)
            assert not out.exists()
            continue
        assert_works(result)
        (made,) = out.iterdir()
        if name in ("csv", "xlsx", "dxf"):
            continue
        # Nothing was lost by one file taking the place of another.
        back = run("import", made, "--layers", layers, "--json")
        assert_works(back)
        told = json.loads(back.stdout)
        assert [told[key] for key in ("new", "changed", "problems", "files")] == [[], [], [], []]
        assert [each["id"] for each in told["gone"] if each["layer"] != "context"] == []


def test_many_plans_make_no_name_that_is_too_long(tmp_path: Path) -> None:
    plans = [f"p{number}-{'x' * 37}" for number in range(8)]
    for number, plan in enumerate(plans):
        square = zone(f"{plan}.z", number, "r", "r")
        write_plan(tmp_path / "layers", plan, ("a", "b", "c", "d"), [("r", "r")], [square])
    for name in ("gpkg", "shp", "dxf"):
        words = ("--layers", tmp_path / "layers", "--out", tmp_path / "out", "--format", name)
        assert_works(run("export", *plans[:7], *words))
    assert all(len(os.fsencode(path.name)) < 120 for path in (tmp_path / "out").rglob("*"))


#: Values in place of a text.
VALUES = {
    "whole": "1", "huge": "1" * 5000, "infinite": "inf", "no number": "nan", "yes": "true", "day": "2026-01-01",
    "moment": "2026-01-01T00:00:00Z", "hour": "07:32:00", "list": '["a"]', "table": "{a = {b = 1}}", "empty": '""',
    "nested": "[" * 2000 + "]" * 2000, "nul": '"\\u0000"', "surrogate": '"\\uD800"', "too long": f'"{"x" * 20_001}"',
    "nothing": "", "word": "title", "two": '"a" "b"', "hexadecimal": "0xffffffffffffffffffff",
}  # fmt: skip
#: Lines that plan.toml must not hold.
LINES = {
    "prototype": '"__proto__" = 1', "no name": '"" = 1', "long name": f'"{"k" * 5000}" = 1', "hidden": '"\\u202e\\n" = 1',
    "below a text": "title.x = 1", "twice": 'title = "b"', "jinja": '"{{9**14}}" = "x"', "tag": '"<img src=x>" = 1',
    "deep": "a" + ".a" * 3000 + " = 1", "twins": '"\u00e9" = 1\n"e\u0301" = 1', "roles": "roles = 1", "rules": "rules = {}",
    "control": "# \x07", "huge number": "x = " + "9" * 10_000, "opened": "x = [" * 20_000,
}  # fmt: skip
#: (what stands there, what takes its place) in rules and roles.
SWAPS = [
    *(("exactly = 1", f"exactly = {value}") for value in ("-1", "1.5", "true", '"1"', "inf", "nan", "9" * 30, "1979-05-27")),
    *(("within_m = 500", f"within_m = {value}") for value in ("0", "-1", "inf", "nan", "1e308", "[500]")),
    *(("stated_km2 = 114", f"stated_km2 = {value}") for value in ("inf", "nan", "-0.0", "9" * 400)),
    *(('rule = "passes"', f"rule = {value}") for value in ('"__class__"', "1", "[]", "{}", '""')),
    *(('ids = ["town.north-point"]', f"ids = {value}") for value in ("[]", "[1]", '["../x"]', "[[]]", f'["{"x" * 9999}"]')),
    *(('outer = "town.north"', f"outer = {value}") for value in ('"town.nowhere"', '""', "1", "[]")),
    *(('color = "#b2182b"', f"color = {value}") for value in ('"red"', '"#2166ac;x"', '"#２１６６ａｃ"', '"#2166ac\\n"', "nan")),
    ('axis = "town.axis"', 'axis = "town.north"'),
    ('is = "N"', 'is_ = "N"'),
    ('is = "N"', 'is = "n"'),
]  # fmt: skip
#: Bytes that are no plan.toml.
RAW = {
    "nothing": b"", "half UTF-16": b"\xff\xfe", "nul": b"\0", "opening": b"[" * 100_000, "strings": b'a = """' + b"\\" * 99_999,
    "tables": b"x=" + b"{a=" * 50_000, "GBK": "title = '规划'".encode("gbk"), "returns": b'id = "town"\rtitle = "x"\r',
}  # fmt: skip


@pytest.fixture
def text() -> str:
    return (GRID / "town/plan.toml").read_text("utf-8")


def assert_plan_refused(layers: Path, content: bytes) -> None:
    (layers / "town/plan.toml").write_bytes(content)
    out = layers.parent / "out"
    lines = assert_refused(run("build", "--layers", layers, "--out", out))
    assert all(line.startswith("zonemap: town/plan.toml: ") for line in lines)
    assert not out.exists()


@pytest.mark.parametrize("value", list(VALUES))
@pytest.mark.parametrize("key", ["title", "review_number"])
def test_a_value_of_another_kind(key: str, value: str, grid: Path, text: str) -> None:
    head = 'title = "方城规划"\n'
    assert head in text
    line = f"{key} = {VALUES[value]}\n"
    assert_plan_refused(grid, text.replace(head, line if key == "title" else head + line).encode())


@pytest.mark.parametrize("line", list(LINES))
def test_a_line_that_does_not_belong_there(line: str, grid: Path, text: str) -> None:
    assert_plan_refused(grid, (LINES[line] + "\n" + text).encode())


@pytest.mark.parametrize(("old", "new"), SWAPS, ids=lambda word: ascii(word)[:40])
def test_a_role_or_rule_of_another_kind(old: str, new: str, grid: Path, text: str) -> None:
    assert old in text
    assert_plan_refused(grid, text.replace(old, new, 1).encode())


@pytest.mark.parametrize("raw", list(RAW))
def test_bytes_that_are_no_plan(raw: str, grid: Path) -> None:
    assert_plan_refused(grid, RAW[raw])


@pytest.mark.parametrize(
    "key", ["{{9**14}}", "__proto__", "", "\u202e", "<img src=x>", "name\u0301", "NAME", "k" * 5000]
)
@pytest.mark.parametrize("where", ["properties", "sides"])
def test_a_hostile_attribute_is_one_line(key: str, where: str, grid: Path) -> None:
    def editing(told: dict) -> None:
        own = told["features"][1]["properties"]
        (own if where == "properties" else own["sides"][0])[key] = 1

    change(grid, "town/zones", editing)
    lines = assert_refused(run("build", "--layers", grid, "--out", grid.parent / "out"))
    assert len(lines) == 1
    assert lines[0].startswith("zonemap: town/zones.geojson: town.north: attribute ")
    before = contents(grid)
    assert_refused(run("fmt", "--layers", grid))
    assert contents(grid) == before


@pytest.mark.parametrize(
    "id_",
    [
        "",
        "x",
        "town.",
        ".x",
        "town..x",
        "../x.y",
        "town.x\n",
        "town.\u00e9",
        "town.e\u0301",
        "town.x" * 90,
        "TOWN.x",
        1,
        None,
        ["town.x"],
        {"a": 1},
        True,
    ],
)
def test_a_hostile_id_is_told_in_lines(id_: object, grid: Path) -> None:
    change(grid, "town/nodes", lambda told: told["features"][0]["properties"].update(id=id_))
    lines = assert_refused(run("export", "--layers", grid, "--out", grid.parent / "out"))
    assert any(line.startswith("zonemap: town/nodes.geojson: ") for line in lines)
    assert not (grid.parent / "out").exists()


def test_a_leading_dash_is_a_name_after_two_dashes_only(tmp_path: Path) -> None:
    done = process("new", "--lang", "en", "--layers", tmp_path / "layers", "--", "-rf")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert done.stderr.startswith("zonemap: -rf: is not a valid plan id")
