"""Every name by which the plans denote a place is in the layers, or the list says why it is not.

``names/<plan>.tsv`` holds them in the order of the text: heading, name, and the id of the element, or ``-``
and the reason. ``names/headings.toml`` holds how many chapters and sections each plan has.
"""

import re
import tomllib
from pathlib import Path
from typing import NamedTuple

import pytest

from layers.assemble import Atlas, Element, ListedPlace

NAMES = Path(__file__).parent / "names"
NUMBERS = "一二三四五六七八九十"
HEADINGS = tomllib.loads((NAMES / "headings.toml").read_text("utf-8"))
PLANS = tuple(HEADINGS)
#: A heading by its number, and what follows it.
NUMBERED = re.compile(rf"([{NUMBERS}])(?:（([{NUMBERS}])）)?")


class Name(NamedTuple):
    """A line of a list: what the text calls a place under a heading, and the element or the reason."""

    plan: str
    line: int
    heading: str
    name: str
    element: str
    reason: str


def read() -> list[Name]:
    found = []
    for plan in PLANS:
        text = (NAMES / f"{plan}.tsv").read_text("utf-8")
        for number, line in enumerate(text.splitlines(), 1):
            cells = line.split("\t")
            assert 3 <= len(cells) <= 4, f"{plan}:{number}"
            found.append(Name(plan, number, *cells[:3], cells[3] if len(cells) == 4 else ""))
    return found


LISTED = read()


def heading_exists(plan: str, heading: str) -> bool:
    if heading.startswith("附件"):
        return heading.removeprefix("附件") in HEADINGS[plan].get("annexes", [])
    if (found := NUMBERED.match(heading)) is None:
        return False
    sections = HEADINGS[plan]["sections"]
    chapter = NUMBERS.index(found[1])
    section = NUMBERS.index(found[2]) + 1 if found[2] else 1
    return chapter < len(sections) and section <= sections[chapter]


def everything(atlas: Atlas) -> dict[str, Element | ListedPlace]:
    return {**atlas.elements, **atlas.places}


def test_the_lists_are_whole() -> None:
    assert len(LISTED) > 590
    assert {name.plan for name in LISTED} == set(PLANS)


@pytest.mark.parametrize("name", LISTED, ids=lambda name: f"{name.plan}:{name.line}")
def test_a_name_is_in_the_layers_or_has_a_reason(name: Name, own_atlas: Atlas) -> None:
    assert heading_exists(name.plan, name.heading)
    assert name.name.strip()
    if name.element == "-":
        assert len(name.reason) >= 4
    else:
        assert everything(own_atlas)[name.element].entry.plan == name.plan


def test_the_lists_and_the_catalogue_name_everything(own_atlas: Atlas) -> None:
    """Nothing is in the layers that no plan names."""
    catalogue = tomllib.loads((Path(__file__).parent / "catalogue.toml").read_text("utf-8"))["elements"]
    asked = {(each["plan"], each["name"]) for each in catalogue}
    known = {name.element for name in LISTED}
    assert [
        each.id
        for each in everything(own_atlas).values()
        if each.id not in known and (each.entry.plan, each.entry.record.name) not in asked
    ] == []


@pytest.mark.parametrize("plan", PLANS)
def test_every_citation_names_a_heading(plan: str, own_atlas: Atlas) -> None:
    wrong = []
    for element in own_atlas.features_of(plan):
        record = element.entry.record
        for cite in (record.cite, *(figure.cite for figure in record.figures or ())):
            title, _, headings = cite.partition(" ")
            assert "规划" in title
            given = [each.strip() for each in headings.split("；")]
            wrong += [(element.id, each) for each in given if not heading_exists(plan, each)]
    assert wrong == []


def test_a_heading_that_there_is_not_is_found() -> None:
    assert heading_exists("haizhu", "四（八）")
    assert not heading_exists("haizhu", "四（九）")
    assert not heading_exists("haizhu", "七（一）")
    assert not heading_exists("haizhu", "附件")


def test_no_grade_stands_in_a_text(own_atlas: Atlas) -> None:
    texts = {
        each.id: f"{each.entry.record.note or ''}{each.entry.record.reference_cite or ''}"
        for each in everything(own_atlas).values()
    }
    assert [name for name, text in texts.items() if re.search(r"\[[ABC]\]", text)] == []


def test_everything_says_when_it_was_entered(own_atlas: Atlas) -> None:
    assert [each.id for each in everything(own_atlas).values() if each.entry.record.entered is None] == []
