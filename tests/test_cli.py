"""The command line: what it prints, how it fails, and that hostile text comes out as it went in."""

import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from broken import CASES, Case
from support import GRID, HOSTILE, ROOT, change, problems_of, put, rewrite, within
from typer.testing import CliRunner, Result

from layers.problems import one_line
from mapgen.cli import app
from mapgen.payload import initials

LIST = [
    "plan",
    "id",
    "name",
    "name_en",
    "kind",
    "role",
    "parent",
    "basis",
    "accuracy_m",
    "stated_km2",
    "area_km2",
    "same_as",
]
AREAS = ["id", "name", "stated_km2", "area_km2", "plane_km2", "diff_km2", "diff_pct", "grade"]
CHECK = ["level", "rule", "id", "message"]


def run(*words: object, **environment: str) -> Result:
    """Run a command in this process."""
    return CliRunner().invoke(app, list(map(str, words)), env={"ZONEMAP_LANG": "en", **environment})


def process(*words: object, cwd: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "mapgen", *map(str, words)],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


def printed(*words: object, code: int = 0) -> Any:
    result = run(*words, "--json")
    assert result.exit_code == code, result.stderr
    return json.loads(result.stdout)


# ---------------------------------------------------------------- what is printed


def test_list() -> None:
    rows = printed("list", "--layers", GRID)
    assert all(list(row) == LIST for row in rows)
    # In drawing order of the roles, then as in the files.
    assert [(row["id"], row["kind"], row["basis"]) for row in rows] == [
        ("town.core", "group", "stated sides"),
        ("town.north", "zone", "stated sides"),
        ("town.south", "zone", "stated sides"),
        ("town.axis", "axis", "sketched"),
        ("town.north-point", "node", "sketched"),
        ("town.south-point", "node", "sketched"),
    ]
    assert rows[1] == {
        "plan": "town",
        "id": "town.north",
        "name": "北片",
        "name_en": "North Block",
        "kind": "zone",
        "role": "一核",
        "parent": "town.core",
        "basis": "stated sides",
        "accuracy_m": 20.0,
        "stated_km2": 57,
        "area_km2": 56.82,
        "same_as": None,
    }


def test_areas() -> None:
    rows = printed("areas", "--layers", GRID)
    assert all(set(AREAS) <= set(row) for row in rows)
    assert [row["id"] for row in rows] == ["town.north", "town.south", "town.core"]
    north, south, core = rows
    assert north["area_km2"] == pytest.approx(56.82, abs=1e-3)
    assert north["diff_km2"] == pytest.approx(north["area_km2"] - 57, abs=1e-9)
    assert north["diff_pct"] == pytest.approx(100 * north["diff_km2"] / 57, abs=0.01)
    # The last row is the sum of the group's members.
    for column in ("stated_km2", "area_km2", "plane_km2", "diff_km2"):
        assert core[column] == pytest.approx(north[column] + south[column], abs=2e-4)
    assert {row["grade"] for row in rows} == {"consistent"}


def test_check_with_a_warning_only() -> None:
    rows = printed("check", "--layers", GRID)
    assert [list(row) for row in rows] == [CHECK]
    assert (rows[0]["level"], rows[0]["rule"], rows[0]["id"]) == ("warning", "edge-inferred", "town.south")


def test_check_with_an_error(grid: Path) -> None:
    put(grid, "town/zones", "town.north", stated_km2=58)
    rows = printed("check", "--layers", grid, code=1)
    assert ("error", "claim-sum", "town.core") in {(row["level"], row["rule"], row["id"]) for row in rows}
    result = run("check", "--layers", grid)
    assert result.exit_code == 1
    assert "“the blocks add up to 114 km²”: the stated areas add up to 115 km²" in result.stdout
    assert result.stderr.splitlines()[-1] == "1 errors, 2 warnings"


def test_own_plans_are_the_default(own_atlas: object) -> None:
    rows = printed("list")
    assert own_atlas is not None
    assert len(rows) >= 137
    assert len(printed("list", "nansha")) == 29
    assert [row["plan"] for row in printed("list", "nanshan", "haizhu")] == ["haizhu"] * 20 + ["nanshan"] * 15


@pytest.mark.parametrize("command", ["list", "areas", "check"])
def test_tables_for_people(command: str) -> None:
    result = run(command, "--layers", GRID)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0].split() == {"list": LIST, "areas": ["plan", *AREAS], "check": CHECK}[command]
    assert len(lines) == {"list": 7, "areas": 4, "check": 2}[command]


BUILT = {
    "town.html",
    "atlas.html",
    "index.html",
    "area-check.csv",
    *(f"geojson/town/{layer}.geojson" for layer in ("zones", "axes", "nodes", "boundaries")),
}


def built(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_build(tmp_path: Path) -> None:
    result = run("build", "--layers", GRID, "--out", tmp_path / "out")
    assert result.exit_code == 0, result.stderr
    assert result.stdout == ""
    assert "town.html" in result.stderr  # progress
    files = built(tmp_path / "out")
    assert set(files) >= BUILT
    edges = json.loads(files["geojson/town/boundaries.geojson"])["features"]
    assert {"zone", "side", "baseline", "basis", "accuracy_m"} <= set(edges[0]["properties"])
    assert {
        (e["properties"]["zone"], e["properties"]["side"], e["properties"]["baseline"]) for e in edges
    } >= {
        ("town.north", "N", "北河"),
        ("town.north", "E", "东路"),
        ("town.north", "S", "中路"),
        ("town.north", "W", "西路"),
    }
    zones = json.loads(files["geojson/town/zones.geojson"])
    assert "crs" not in zones
    assert [zone["properties"]["id"] for zone in zones["features"]] == [
        "town.core",
        "town.north",
        "town.south",
    ]
    assert files["area-check.csv"].startswith(b"\xef\xbb\xbfplan,id,name,stated_km2")
    # Again: the same bytes, in the same place.
    assert run("build", "--layers", GRID, "--out", tmp_path / "out").exit_code == 0
    assert built(tmp_path / "out") == files


def test_build_of_one_plan_leaves_the_others_alone(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "city.html").write_text("the city's")
    assert run("build", "town", "--layers", GRID, "--out", out).exit_code == 0
    assert (out / "city.html").read_text() == "the city's"


def test_the_default_output_is_a_folder_of_this_name(tmp_path: Path) -> None:
    done = process("build", "--layers", GRID, cwd=tmp_path)
    assert done.returncode == 0
    assert {path.name for path in tmp_path.iterdir()} == {"output"}


# ---------------------------------------------------------------- languages and places


def test_languages(grid: Path) -> None:
    assert "inferred connectors" in run("check", "--layers", grid, "--lang", "en").stdout
    assert "推断的连线" in run("check", "--layers", grid, "--lang", "zh").stdout
    assert "推断的连线" in run("check", "--layers", grid, ZONEMAP_LANG="").stdout
    assert "推断的连线" in run("check", "--layers", grid, "--lang", "zh", ZONEMAP_LANG="en").stdout
    for wrong in (run("check", "--lang", "fr"), run("check", ZONEMAP_LANG="fr")):
        assert wrong.exit_code == 2
        assert len(wrong.stderr.splitlines()) == 1


PLACES = {
    "C": {"LC_ALL": "C"},
    "C without UTF-8": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "GBK": {"PYTHONIOENCODING": "gbk"},
}


@pytest.mark.parametrize("place", list(PLACES))
def test_json_is_json_everywhere(place: str, grid: Path) -> None:
    # The middle dot is in Latin-1, the rare character in no small set, the picture beyond 16 bits.
    put(grid, "town/zones", "town.north", name="保利·1918 㙱 😀", note="é")
    done = process("list", "--json", "--layers", grid, **PLACES[place])
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)[1]["name"] == "保利·1918 㙱 😀"


@pytest.mark.parametrize("words", [["check"], ["list", "nowhere"], ["build", "--help"]], ids=" ".join)
def test_talk_where_there_is_no_chinese(words: list[str]) -> None:
    done = process(*words, "--layers", GRID, LC_ALL="POSIX", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert done.returncode == (2 if "nowhere" in words else 0), done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout or done.stderr


# ---------------------------------------------------------------- failing


def assert_told(result: Result, lines: int) -> None:
    assert result.exit_code == 2
    assert isinstance(result.exception, SystemExit)
    assert result.stdout == ""
    told = result.stderr.splitlines()
    assert len(told) == lines
    assert all(line.startswith("zonemap: ") and line.isprintable() for line in told)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_broken_layers_build_nothing(case: Case, grid: Path) -> None:
    case.breaking(grid)
    out = grid.parent / "out"
    with within(120):
        result = run("build", "--layers", grid, "--out", out)
    assert_told(result, len(case.told))
    for file, id_, _ in case.told:
        assert any(
            line.startswith(f"zonemap: {file}: {one_line(id_)}") for line in result.stderr.splitlines()
        )
    assert not out.exists()


@pytest.mark.parametrize("command", ["list", "areas", "check"])
def test_every_command_tells_of_broken_layers(command: str, grid: Path) -> None:
    put(grid, "town/zones", "town.north", cite=None)
    put(grid, "town/zones", "town.south", cite=None)
    assert_told(run(command, "--layers", grid, "--json"), 2)
    assert "attribute cite is wrong" in run(command, "--layers", grid, "--lang", "en").stderr
    assert "属性 cite 不合要求" in run(command, "--layers", grid, "--lang", "zh").stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["list", "city"], "city: there is no such plan; there are: town"),
        (["build", "town", "city", "village"], "village: there is no such plan"),
        (["check", "--layers", "nowhere"], "nowhere: there is no such layers folder"),
        (["areas", "../town"], "../town: there is no such plan"),
    ],
)
def test_what_is_not_there(words: list[str], told: str, tmp_path: Path) -> None:
    where = [] if "--layers" in words else ["--layers", GRID]
    result = run(*words, *where)
    assert_told(result, sum(name in words for name in ("city", "village", "../town")) or 1)
    assert told in result.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "words", [["nonsense"], ["list", "--nonsense"], ["build", "--out"], ["check", "--lang"]]
)
def test_usage(words: list[str]) -> None:
    done = process(*words)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert done.stderr.splitlines()[-1].startswith("Error: ")


@pytest.mark.parametrize("out", ["file", "below a file"])
def test_output_that_cannot_be(out: str, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("mine")
    target = tmp_path / "taken" if out == "file" else tmp_path / "taken" / "out"
    result = run("build", "--layers", GRID, "--out", target)
    assert result.exit_code == 2
    assert isinstance(result.exception, SystemExit)
    assert re.search(
        "taken(/out)?: .*(cannot be written|is not a folder).*; .*choose", result.stderr.splitlines()[-1]
    )
    assert (tmp_path / "taken").read_text() == "mine"
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


def test_a_reader_that_goes_away() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "mapgen", "list", "--json"],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.read(1)
        running.stdout.close()
        assert b"Traceback" not in running.stderr.read()


# ---------------------------------------------------------------- help


COMMANDS = ["build", "list", "areas", "check"]


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_instant(command: str) -> None:
    script = """
import atexit, sys
atexit.register(lambda: print(*sorted(sys.modules), file=sys.stderr))
from mapgen.cli import main
main()
"""
    words = [*command.split(), "--help"]
    told = subprocess.run(
        [sys.executable, "-c", script, *words], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert told.returncode == 0
    loaded = set(told.stderr.split())
    assert "typer" in loaded
    # typer loads pydantic by itself; nothing else of weight comes along.
    assert (
        loaded & {"geopandas", "pandas", "shapely", "pyproj", "numpy", "folium", "jinja2", "pyogrio"} == set()
    )
    for name in COMMANDS if not command else ["--layers", "--lang"]:
        assert name in told.stdout


# ---------------------------------------------------------------- hostile text

ATTACKS = {
    "all at once": HOSTILE,
    "jinja expression": "{{7*191}}{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "jinja statement": "{% for x in (1).__class__.__base__.__subclasses__() %}{{x}}{% endfor %}",
    "jinja comment": "a{# gone #}b{%raw%}",
    "end of script": "</script><script>alert(1)</script><!--<script>",
    "markup": "<b onclick='alert(1)'>\"x\"</b>&amp;&lt;",
    "template literal": "${alert(1)}`${1}`\\u003cimg\\x3e",
    "line separators": "a\u2028b\u2029c\u0085d",
    "directions": "\u202eevil\u202c\u2066x\u2069\u200f",
    "zero width": "a\u200b\u200d\ufeffb",
    "controls": "a\x01\x08\x1b[31mb\x7f".replace("\x7f", ""),
    "lines": "a\r\nb\tc\rd",
    "formula =": '=HYPERLINK("http://x","y")',
    "formula +": "+1+cmd|' /C calc'!A0",
    "formula -": "-2+3",
    "formula @": "@SUM(1+1)",
    "formula tab": "\t=1+1",
    "formula return": "\r=1+1",
    "quotes": '"\'`;--\\"\\',
    "percent": "%s %(x)s {0} {name} %00",
    "json list": "[1, 2]",
    "json object": '{"a": [1]}',
    "json null": "null",
    "path": "../../etc/passwd\\..\\CON",
    "long": "长" * 10_000,
    "decomposed": "e\u0301 é \ufb01",
    "beyond 16 bits": "😀𝒳\U000e0041",
    "blanks": "  a \u00a0\u3000",
    "prototype": "__proto__",
}


def poison(folder: Path, text: str) -> None:
    """Put a text into every field that holds text, of every layer and of plan.toml."""

    def everywhere(told: dict[str, Any]) -> None:
        for feature in told["features"]:
            own = feature["properties"]
            for key in ("name", "name_en", "role", "qualifier", "cite", "note", "reference_cite"):
                if key in own:
                    own[key] = text
            for side in own.get("sides") or []:
                side["stated"] = text

    for name in ("town/zones", "town/axes", "town/nodes", "baselines", "context"):
        change(folder, name, everywhere)
    plan = folder / "town/plan.toml"
    quoted = json.dumps(text, ensure_ascii=False).replace("\x85", "\\u0085")
    for key in ("title", "title_en", "layout", "layout_en", "place", "place_en", "source"):
        rewrite(plan, f'(?m)^{key} = ".*"$', f"{key} = {quoted}")
    told = plan.read_text("utf-8")
    told = re.sub(r'(?m)^(claim|claim_en) = ".*"$', lambda found: f"{found[1]} = {quoted}", told)
    # One role is left, and what counts by another would fail.
    head, rest = told.split("[[roles]]", 1)
    rules = rest[rest.index("[[rules]]") :].replace('role = "一轴"\n', "")
    role = f'[[roles]]\nname = {quoted}\nname_en = {quoted}\ncolor = "#2166ac"\n\n'
    plan.write_text(head + role + rules, "utf-8")


PAGES = ("town.html", "atlas.html", "index.html")
MARK = "记号文字"
_DATA = re.compile(r'(<script type="application/json" id="[^"]+">)(.*?)(</script>)', re.DOTALL)


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Pages of the made-up plan with a harmless text in every field."""
    folder = tmp_path_factory.mktemp("marked")
    layers = Path(shutil.copytree(GRID, folder / "layers"))
    poison(layers, MARK)
    assert run("build", "--layers", layers, "--out", folder / "out").exit_code == 0
    return {page: (folder / "out" / page).read_text("utf-8") for page in PAGES}


@pytest.mark.parametrize("attack", list(ATTACKS))
def test_hostile_text_comes_out_as_it_went_in(
    attack: str, grid: Path, tmp_path: Path, marked: dict[str, str]
) -> None:
    text = ATTACKS[attack]
    poison(grid, text)
    assert problems_of(grid) == []
    assert {row["name"] for row in printed("list", "--layers", grid)} == {text}
    result = run("build", "--layers", grid, "--out", tmp_path / "out")
    assert result.exit_code == 0, result.stderr
    files = built(tmp_path / "out")
    assert set(files) >= BUILT
    assert not any(
        path.is_dir() and path.name not in ("out", "geojson", "town")
        for path in (tmp_path / "out").rglob("*")
    )
    for layer, keys in {
        "zones": ("name", "name_en", "role", "qualifier", "cite", "note", "reference_cite"),
        "axes": ("name", "note"),
        "nodes": ("name", "cite"),
        "boundaries": ("zone_name",),
    }.items():
        for feature in json.loads(files[f"geojson/town/{layer}.geojson"])["features"]:
            assert [feature["properties"][key] for key in keys] == [text] * len(keys)
    edges = json.loads(files["geojson/town/boundaries.geojson"])["features"]
    assert {edge["properties"]["baseline"] for edge in edges} == {text, None}
    rows = list(csv.reader(io.StringIO(files["area-check.csv"].decode("utf-8-sig"), newline="")))
    shown = f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
    assert {row[2] for row in rows[1:]} == {shown}
    for page in PAGES:
        assert_page(files[page].decode("utf-8"), text, marked[page])


def data_of(page: str) -> list[Any]:
    return [json.loads(block[1]) for block in _DATA.findall(page)]


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from (key, *strings(inner))
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)


def exchanged(value: Any, texts: dict[str, str]) -> Any:
    """The same data with some texts in the place of others, and no version."""
    if isinstance(value, str):
        return re.sub("^[0-9a-f]{12}$", "version", texts.get(value, value))
    if isinstance(value, dict):
        return {key: exchanged(inner, texts) for key, inner in value.items()}
    if isinstance(value, list):
        return [exchanged(inner, texts) for inner in value]
    return value


def assert_page(page: str, text: str, marked_page: str) -> None:
    """The page holds the text where a harmless one would stand in its data, and nowhere else."""
    texts = {MARK: text, initials(MARK): initials(text)}
    assert exchanged(data_of(page), {}) == exchanged(data_of(marked_page), texts)
    assert list(strings(data_of(page))).count(text) >= 3
    for _, data, _ in _DATA.findall(page):
        assert not re.search("[<>&\u2028\u2029]", data)
    # All else, scripts and markup, is as it would be without it.
    assert _DATA.sub(r"\1\3", page) == _DATA.sub(r"\1\3", marked_page)


@pytest.mark.parametrize(
    "editing", [lambda own: own.update({HOSTILE: 1}), lambda own: own.update(id=HOSTILE)], ids=["key", "id"]
)
def test_hostile_keys_and_ids_are_told_in_one_line(
    editing: Callable[[dict[str, Any]], None], grid: Path
) -> None:
    change(grid, "town/zones", lambda told: editing(told["features"][1]["properties"]))
    result = run("build", "--layers", grid, "--out", grid.parent / "out")
    assert_told(result, 1)
    assert HOSTILE in result.stderr


@pytest.mark.parametrize(
    "name", ["{{7*191}}", "<img src=x onerror=alert(1)>", "a\u202eb", "CON", "con", "b..", "é"]
)
def test_hostile_folders_are_told_in_one_line(name: str, grid: Path) -> None:
    (grid / "town").rename(grid / name)
    result = run("build", "--layers", grid, "--out", grid.parent / "out")
    assert result.exit_code == 2
    assert isinstance(result.exception, SystemExit)
    assert all(line.startswith(f"zonemap: {one_line(name)}/") for line in result.stderr.splitlines())
    assert not (grid.parent / "out").exists()
