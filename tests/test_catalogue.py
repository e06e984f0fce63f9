"""All 137 elements that the plans name are in the layers, with the kind, role and areas they give."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from layers.assemble import Atlas, Element
from layers.catalog import DEFAULT
from layers.schema import Zone

ELEMENTS: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "catalogue.toml").read_text("utf-8"))[
    "elements"
]
PLANS = ("nansha", "guangzhou", "huangpu", "haizhu", "nanshan")
EACH = pytest.mark.parametrize("told", ELEMENTS, ids=[f"{e['plan']} {e['name']}" for e in ELEMENTS])


def named(atlas: Atlas, plan: str, name: str) -> Element:
    found = [e for e in atlas.elements.values() if e.entry.plan == plan and e.entry.record.name == name]
    assert found, f"{plan}: {name} is not in the layers"
    assert len(found) == 1, f"{plan}: {name} is there {len(found)} times"
    return found[0]


def test_the_list_is_whole() -> None:
    assert len(ELEMENTS) == 137
    assert {plan: sum(e["plan"] == plan for e in ELEMENTS) for plan in PLANS} == {
        "nansha": 29,
        "guangzhou": 55,
        "huangpu": 18,
        "haizhu": 20,
        "nanshan": 15,
    }
    assert len({(e["plan"], e["name"]) for e in ELEMENTS}) == 137


@pytest.mark.parametrize("plan", PLANS)
def test_the_plan_is_there(plan: str) -> None:
    assert (DEFAULT / plan / "plan.toml").is_file()


@EACH
def test_the_element_is_there(told: dict[str, Any], own_atlas: Atlas) -> None:
    element = named(own_atlas, told["plan"], told["name"])
    record = element.entry.record
    assert element.kind == told["kind"]
    assert record.role == told["role"]
    assert record.stated_km2 == told.get("stated_km2")
    assert not element.geometry.is_empty


@pytest.mark.parametrize(
    "told", [e for e in ELEMENTS if "same_as" in e], ids=lambda e: f"{e['plan']} {e['name']}"
)
def test_one_zone_is_digitised_once(told: dict[str, Any], own_atlas: Atlas) -> None:
    element = named(own_atlas, told["plan"], told["name"])
    assert element.entry.record.same_as is not None
    assert element.owner != element.id
    owner = own_atlas.elements[element.owner]
    chain = [element.entry.record.same_as]
    while own_atlas.elements[chain[-1]].entry.record.same_as:
        chain.append(own_atlas.elements[chain[-1]].entry.record.same_as or "")
    assert told["same_as"] in {own_atlas.elements[name].entry.record.name for name in chain}
    assert element.geometry is owner.geometry


@pytest.mark.parametrize(
    "told", [e for e in ELEMENTS if "members" in e], ids=lambda e: f"{e['plan']} {e['name']}"
)
def test_a_group_has_its_members(told: dict[str, Any], own_atlas: Atlas) -> None:
    group = named(own_atlas, told["plan"], told["name"])
    members = {own_atlas.elements[name].entry.record.name for name in group.members}
    assert members >= set(told["members"])
    zones = {
        own_atlas.elements[name].entry.record.name
        for name in group.members
        if own_atlas.elements[name].kind in ("zone", "group")
    }
    assert zones == set(told["members"])


@pytest.mark.parametrize(
    "told", [e for e in ELEMENTS if "parent" in e], ids=lambda e: f"{e['plan']} {e['name']}"
)
def test_a_part_has_its_parent(told: dict[str, Any], own_atlas: Atlas) -> None:
    parent = named(own_atlas, told["plan"], told["name"]).entry.record.parent
    assert parent is not None
    assert own_atlas.elements[parent].entry.record.name == told["parent"]


@pytest.mark.parametrize(
    "told", [e for e in ELEMENTS if "sides" in e or "ring" in e], ids=lambda e: f"{e['plan']} {e['name']}"
)
def test_a_zone_has_the_sides_that_the_plan_states(told: dict[str, Any], own_atlas: Atlas) -> None:
    element = named(own_atlas, told["plan"], told["name"])
    record = element.entry.record
    assert isinstance(record, Zone)
    assert record.basis == "stated sides"
    # Built, never drawn.
    assert element.entry.geometry is None
    asked = set(told["sides"].items()) if "sides" in told else {("ring", name) for name in told["ring"]}
    assert {(side.side, side.stated) for side in record.sides or []} == asked
