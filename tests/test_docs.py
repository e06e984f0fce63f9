"""The documents name every command, and every link in them leads somewhere."""

import re
from pathlib import Path

import pytest
from support import ROOT

from mapgen.cli.app import app

DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_the_readme_names_every_command_and_no_other(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    told = set(re.findall(r"^\| `zonemap (\w+)", text, re.MULTILINE))
    assert told == {command.name for command in app.registered_commands}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    links = re.findall(r"\]\(([^)#]+)", path.read_text("utf-8"))
    local = [link for link in links if "://" not in link]
    assert [link for link in local if not (path.parent / link).exists()] == []


def test_both_languages_have_the_same_documents() -> None:
    english = {path for path in DOCUMENTS if path.with_suffix("").suffix != ".zh"}
    translated = {path.name for path in english if path.with_suffix(".zh.md").exists()}
    assert {"README.md", "gis.md", "own-plan.md"} <= translated
