"""Pinyin initials: kept with the data, completed by `zonemap fmt`, known without a dictionary."""

import json
from pathlib import Path

import pytest
from commands import run
from hypothesis import given
from hypothesis import strategies as st

from layers.catalog import DEFAULT, load
from layers.files import INITIALS as FILE
from layers.files import read_files
from layers.initials import dumps, initials, read_initials

#: Readings that the dictionary gets wrong, with the character that it misreads.
CORRECTED = {"万博长隆片区": "wbclpq"}  # 长: cháng


def test_what_is_kept_is_what_the_dictionary_says_or_a_correction() -> None:
    kept = read_initials(read_files(DEFAULT))
    assert {name for name in kept if kept[name] != initials(name)} == set(CORRECTED)
    assert kept.items() >= CORRECTED.items()
    assert set(kept) == {entry.record.name for entry in load(DEFAULT).entries.values()}


@given(
    st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), st.sampled_from(["", "mzkxy", "a1"]))
)
def test_what_is_written_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, kept: dict[str, str]
) -> None:
    folder = tmp_path_factory.mktemp("layers")
    (folder / FILE).write_bytes(dumps(kept, kept).encode())
    assert read_initials(read_files(folder)) == kept


def test_fmt_adds_new_names_drops_old_ones_and_leaves_corrections(grid: Path) -> None:
    names = sorted({entry.record.name for entry in load(grid).entries.values()})
    (grid / FILE).write_text(f'"{names[0]}" = "zz"\n"别处" = "bc"\n', "utf-8")
    checked = run("fmt", "--check", "--layers", grid)
    assert (checked.exit_code, checked.stdout.split()) == (1, [FILE])
    assert run("fmt", "--layers", grid).exit_code == 0
    assert read_initials(read_files(grid)) == {name: initials(name) for name in names} | {names[0]: "zz"}
    assert run("fmt", "--check", "--layers", grid).exit_code == 0


def test_a_page_has_the_initials_that_are_kept(grid: Path, tmp_path: Path) -> None:
    names = sorted({entry.record.name for entry in load(grid).entries.values()})
    (grid / FILE).write_text(f'"{names[0]}" = "zz9"\n', "utf-8")
    assert run("build", "--layers", grid, "--out", tmp_path / "out").exit_code == 0
    page = (tmp_path / "out" / "town.html").read_text("utf-8")
    told = json.loads(page.split('id="zm-payload">')[1].split("</script>")[0])["elements"]
    rows = [dict(zip(told["k"], row, strict=True)) for row in told["r"]]
    assert {row["name"]: row["initials"] for row in rows} == {name: initials(name) for name in names} | {
        names[0]: "zz9"
    }


@pytest.mark.parametrize("value", ['"WB"', '"w b"', '"<b>"', "1", "[]"])
def test_what_cannot_be_initials_is_named(grid: Path, value: str) -> None:
    (grid / FILE).write_text(f'"长隆" = {value}\n', "utf-8")
    for command in ("check", "fmt"):
        result = run(command, "--layers", grid)
        assert result.exit_code == 2
        assert result.stderr.startswith("zonemap: initials.toml: ")
        assert "长隆" in result.stderr
