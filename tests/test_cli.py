"""The command line: what it prints, how it fails, and that hostile text comes out as it went in."""

import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from broken import CASES, Case
from commands import assert_told, printed, process, run
from outputs import BUILT
from support import GRID, ROOT, contents, put, within

from mapgen.text.texts import one_line

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
    "area_low_km2",
    "area_high_km2",
    "same_as",
    "holder",
    "function",
    "status",
]
#: What plans say of an element, beyond what the table for people has.
SAID = [
    *("status_year", "host", "host_en", "lead", "lead_en", "from_year", "to_year"),
    *("figures", "entered", "source_grade"),
]
AREAS = [
    *("id", "name", "stated_km2", "area_km2", "area_low_km2", "area_high_km2", "plane_km2"),
    *("diff_km2", "diff_pct", "grade"),
    *("reference_km2", "reference_diff_km2", "reference_diff_pct", "reference_grade"),
]
CHECK = ["level", "rule", "id", "message"]


# ---------------------------------------------------------------- what is printed


def test_list() -> None:
    rows = printed("list", "--layers", GRID)
    assert all(list(row) == LIST + SAID for row in rows)
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
        "area_low_km2": 56.4852,
        "area_high_km2": 57.1496,
        **dict.fromkeys(["same_as", "holder", "function", "status", *SAID]),
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


def test_areas_of_public_sources_are_compared(grid: Path) -> None:
    put(grid, "town/zones", "town.north", stated_km2=None, reference_km2=71, reference_cite="某公报")
    put(grid, "town/zones", "town.south", reference_km2=45.5, reference_cite="某公报")
    north, south = printed(
        "areas", "--layers", grid
    )  # a group of which one part has no stated area has no sum
    assert (north["id"], north["stated_km2"], north["grade"]) == ("town.north", None, None)
    assert north["reference_diff_km2"] == pytest.approx(north["area_km2"] - 71, abs=1e-9)
    assert north["reference_diff_pct"] == pytest.approx(100 * north["reference_diff_km2"] / 71, abs=0.01)
    assert north["reference_grade"] == "conflict"
    assert (south["id"], south["stated_km2"], south["grade"]) == ("town.south", 57, "consistent")
    assert south["reference_grade"] == "conflict"


def test_check_with_a_warning_only() -> None:
    rows = printed("check", "--layers", GRID)
    assert [list(row) for row in rows] == [CHECK]
    assert (rows[0]["level"], rows[0]["rule"], rows[0]["id"]) == ("warning", "edge-inferred", "town.south")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            (
                "nanshan: 9 of 9 claims hold; statements left untested (4): "
                "Xili Lake Science and Education City interacts with the Qianhai zone "
                "(no place is stated; listed as a relation)"
            ),
        ),
        (
            "zh",
            (
                "nanshan: 9 条检验中 9 条成立；另有 4 条表述未检验："
                "西丽湖国际科教城与前海合作区良性互动（未述位置，列为关系）"
            ),
        ),
    ],
)
def test_check_says_what_was_left_untested_and_why(language: str, said: str) -> None:
    result = run("check", "nanshan", "--lang", language)
    assert any(line.startswith(said) for line in result.stderr.splitlines()), result.stderr


def test_check_with_an_error(grid: Path) -> None:
    put(grid, "town/zones", "town.north", stated_km2=58)
    rows = printed("check", "--layers", grid, code=1)
    assert ("error", "claim-sum", "town.core") in {(row["level"], row["rule"], row["id"]) for row in rows}
    result = run("check", "--layers", grid)
    assert result.exit_code == 1
    assert "“the blocks add up to 114 km²”: the stated areas add up to 115 km²" in result.stdout
    assert result.stderr.splitlines()[-1] == "errors: 1; warnings: 2"


def test_own_plans_are_the_default(own_atlas: object) -> None:
    rows = printed("list")
    assert own_atlas is not None
    counts = Counter(row["plan"] for row in rows)
    assert len(counts) == 5
    assert len(printed("list", "nansha")) == counts["nansha"] >= 29
    both = [row["plan"] for row in printed("list", "nanshan", "haizhu")]
    assert both == ["haizhu"] * counts["haizhu"] + ["nanshan"] * counts["nanshan"]


@pytest.mark.parametrize("command", ["list", "areas", "check"])
def test_tables_for_people(command: str) -> None:
    result = run(command, "--layers", GRID)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0].split() == {"list": LIST, "areas": ["plan", *AREAS], "check": CHECK}[command]
    assert len(lines) == {"list": 7, "areas": 4, "check": 2}[command]


def test_the_list_for_people_counts_functions_and_the_one_for_programs_names_them(grid: Path) -> None:
    terms = ["software", "marine-science", "robotics"]
    (grid / "vocabulary.toml").write_text(
        "\n".join(f'[functions.{term}]\nzh = "{term}"\nen = "{term}"' for term in terms), "utf-8"
    )
    put(grid, "town/nodes", "town.north-point", function=terms)
    put(grid, "town/nodes", "town.south-point", function=terms[:1])
    lines = run("list", "--layers", grid).stdout.splitlines()
    of = {line.split()[1]: line for line in lines[1:]}
    assert "software +2" in of["town.north-point"]
    assert "marine" not in of["town.north-point"]
    assert of["town.south-point"].rstrip().endswith("software")
    rows = json.loads(run("list", "--layers", grid, "--json").stdout)
    assert next(row for row in rows if row["id"] == "town.north-point")["function"] == terms


def test_build(tmp_path: Path) -> None:
    result = run("build", "--layers", GRID, "--out", tmp_path / "out")
    assert result.exit_code == 0, result.stderr
    assert result.stdout == ""
    assert "town.html" in result.stderr  # progress
    files = contents(tmp_path / "out")
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
    assert contents(tmp_path / "out") == files


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
    assert "推定的连接线" in run("check", "--layers", grid, "--lang", "zh").stdout
    assert "推定的连接线" in run("check", "--layers", grid, ZONEMAP_LANG="").stdout
    assert "推定的连接线" in run("check", "--layers", grid, "--lang", "zh", ZONEMAP_LANG="en").stdout
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


#: One case for each thing that can be told; test_reading tries them all.
KINDS = list({tuple(code for _, _, code in case.told): case for case in CASES}.values())


@pytest.mark.parametrize("case", KINDS, ids=lambda case: case.name)
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
    assert_told(run(command, "--layers", grid), 2)
    for_programs = run(command, "--layers", grid, "--json")
    assert for_programs.exit_code == 2
    said = [one.removeprefix("zonemap: ") for one in for_programs.stderr.splitlines()]
    assert json.loads(for_programs.stdout) == {"problems": said}
    assert "attribute cite is invalid" in run(command, "--layers", grid, "--lang", "en").stderr
    assert "属性 cite 不合要求" in run(command, "--layers", grid, "--lang", "zh").stderr


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["list", "city"], "city: no such plan; the plans are: town"),
        (["build", "town", "city", "village"], "village: no such plan"),
        (["check", "--layers", "nowhere"], "nowhere: no such layers folder"),
        (["areas", "../town"], "../town: no such plan"),
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
    (line,) = done.stderr.splitlines()
    assert line.startswith("zonemap: ")


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
from mapgen.cli.start import main
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


@pytest.mark.parametrize(("where", "status"), [(">&-", 0), ("> /dev/full", 2)])
def test_a_stdout_that_takes_nothing_is_no_traceback(where: str, status: int) -> None:
    command = f"{sys.executable} -m mapgen list --layers {GRID} {where}"
    run = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (run.returncode, "Traceback" in run.stderr) == (status, False)
    assert len(run.stderr.splitlines()) == (status > 0)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["build", "--nope"], "build: 没有选项 --nope · no such option: --nope"),
        (["--nope"], "没有选项 --nope · no such option: --nope"),
        (["diff", "a"], "diff: 缺少 B · B is missing"),
        (["import"], "import: 缺少 FILE · FILE is missing"),
        (["export", "--format"], "export: 选项 --format 缺少取值，或不取值 · option --format lacks a value"),
        (["nowhere"], "没有命令 nowhere · no such command: nowhere"),
        (["fmt", "a\x1b[2J\nb"], "fmt: Got unexpected extra argument"),
    ],
)
def test_a_call_that_is_not_understood_is_one_line(words: list[str], said: str) -> None:
    result = run(*words)
    assert_told(result, 1)
    assert result.stderr.startswith(f"zonemap: {said}")
    assert "--help" in result.stderr


def test_help_is_still_help() -> None:
    for words in (["--help"], ["build", "--help"], ["diff", "--help"]):
        result = run(*words)
        assert (result.exit_code, result.stderr) == (0, "")
        assert result.stdout.count("\n") > 10
    assert "Commands:" in run().output
