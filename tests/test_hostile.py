"""Hostile text in every field, key, id and folder: it comes out as it went in, and nothing runs."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from attacks import ATTACKS, quoted
from commands import assert_told, printed, run
from outputs import BUILT
from support import HOSTILE, change, contents, copy_of_grid, rewrite

from layers.initials import initials
from mapgen.text.breaks import lengths
from mapgen.text.texts import one_line


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
    told_as = quoted(text)
    for key in ("title", "title_en", "layout", "layout_en", "place", "place_en", "source"):
        rewrite(plan, f'(?m)^{key} = ".*"$', f"{key} = {told_as}")
    told = plan.read_text("utf-8")
    told = re.sub(r'(?m)^(claim|claim_en) = ".*"$', lambda found: f"{found[1]} = {told_as}", told)
    # One role is left, and what counts by another would fail.
    head, rest = told.split("[[roles]]", 1)
    rules = rest[rest.index("[[rules]]") :].replace('role = "一轴"\n', "")
    role = f'[[roles]]\nname = {told_as}\nname_en = {told_as}\ncolor = "#2166ac"\n\n'
    plan.write_text(head + role + rules, "utf-8")


PAGES = ("town.html", "atlas.html", "index.html")
MARK = "记号文字代替原文"
_DATA = re.compile(r'(<script type="application/json" id="[^"]+">)(.*?)(</script>)', re.DOTALL)


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Pages of the made-up plan with a harmless text in every field."""
    folder = tmp_path_factory.mktemp("marked")
    layers = copy_of_grid(folder / "layers")
    poison(layers, MARK)
    assert run("build", "--layers", layers, "--out", folder / "out").exit_code == 0
    return {page: (folder / "out" / page).read_text("utf-8") for page in PAGES}


@pytest.mark.parametrize("attack", list(ATTACKS))
def test_hostile_text_comes_out_as_it_went_in(
    attack: str, grid: Path, tmp_path: Path, marked: dict[str, str]
) -> None:
    text = ATTACKS[attack]
    poison(grid, text)
    assert {row["name"] for row in printed("list", "--layers", grid)} == {text}
    result = run("build", "--layers", grid, "--out", tmp_path / "out")
    assert result.exit_code == 0, result.stderr
    files = contents(tmp_path / "out")
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
    shown = f"'{text}" if text.startswith(tuple("=+-@\t\r\n＝＋－＠")) else text
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
    """The same data with some texts in the place of others, without version and names in pictures.

    Which names a picture has room for depends on how long they are.
    """
    if isinstance(value, str):
        return re.sub("^[0-9a-f]{12}$", "version", texts.get(value, value))
    if isinstance(value, dict):
        return {key: exchanged(inner, texts) for key, inner in value.items() if key != "names"}
    if isinstance(value, list):
        return [exchanged(inner, texts) for inner in value]
    return value


def assert_page(page: str, text: str, marked_page: str) -> None:
    """The page holds the text where a harmless one would stand in its data, and nowhere else."""
    texts = {MARK: text, initials(MARK): initials(text), lengths(MARK): lengths(text)}
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
    "name", ["{{9**14}}", "<img src=x onerror=alert(1)>", "a\u202eb", "CON", "con", "b..", "é"]
)
def test_hostile_folders_are_told_in_one_line(name: str, grid: Path) -> None:
    (grid / "town").rename(grid / name)
    result = run("build", "--layers", grid, "--out", grid.parent / "out")
    assert result.exit_code == 2
    assert isinstance(result.exception, SystemExit)
    assert all(line.startswith(f"zonemap: {one_line(name)}/") for line in result.stderr.splitlines())
    assert not (grid.parent / "out").exists()
