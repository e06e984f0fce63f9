"""The documents name every command, and every link in them leads somewhere."""

import re
from pathlib import Path

import pytest
from support import ROOT

from mapgen.cli.app import app
from mapgen.exporting.formats import FORMATS

DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
DECISIONS = sorted(
    set((ROOT / "docs" / "decisions").glob("*.md")) - {ROOT / "docs" / "decisions" / "README.md"}
)


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_the_readme_names_every_command_and_no_other(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    told = set(re.findall(r"^\| `zonemap (\w+)", text, re.MULTILINE))
    assert told == {command.name for command in app.registered_commands}


def test_every_file_of_a_command_is_one() -> None:
    files = {
        path.stem.rstrip("_")
        for path in (ROOT / "mapgen" / "cli").glob("*.py")
        if "\ndef run(" in path.read_text("utf-8")
    }
    assert files == {command.name for command in app.registered_commands}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)", path.read_text("utf-8"))
    local = [link for link in links if "://" not in link]
    assert [link for link in local if not (path.parent / link).exists()] == []


def test_both_languages_have_the_same_documents() -> None:
    english = {path for path in DOCUMENTS if path.with_suffix("").suffix != ".zh"}
    translated = {path.name for path in english if path.with_suffix(".zh.md").exists()}
    assert {"README.md", "gis.md", "glossary.md", "own-plan.md", "python.md"} <= translated


def test_the_index_of_decisions_names_every_page() -> None:
    index = (ROOT / "docs" / "decisions" / "README.md").read_text("utf-8")
    assert len(DECISIONS) > 5
    assert sorted(re.findall(r"\]\(([\w-]+\.md)\)", index)) == [page.name for page in DECISIONS]


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.name)
def test_a_decision_is_written_in_both_languages(path: Path) -> None:
    text = path.read_text("utf-8")
    for heading in ("**Decision.**", "**Why.**", "**决定。**", "**理由。**"):
        assert heading in text


def test_the_glossary_has_the_same_terms_in_both_languages() -> None:
    rows = re.compile(r"^\| ([^|]+?) \| ([^|]+?) \| ", re.MULTILINE)
    english = rows.findall((ROOT / "docs" / "glossary.md").read_text("utf-8"))
    chinese = rows.findall((ROOT / "docs" / "glossary.zh.md").read_text("utf-8"))
    assert len(english) > 50
    assert [(b, a) for a, b in english[0:] if a != "term"] == [pair for pair in chinese if pair[0] != "术语"]


@pytest.mark.parametrize("name", ["gis.md", "gis.zh.md"])
def test_the_formats_are_documented(name: str) -> None:
    text = (ROOT / "docs" / name).read_text("utf-8")
    told = re.findall(r"^\| `(\w+)`(?:[,、] ?`(\w+)`)?", text, re.MULTILINE)
    assert FORMATS.keys() <= {each for row in told for each in row}
