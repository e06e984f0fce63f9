"""The schema: keys and order of each layer, and what the records derive."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter, ValidationError

from layers.features import reasons
from layers.plan import Plan
from layers.rules import AnyRule
from layers.schema import BASES, KEYS, MODELS, OPTIONAL, Axis, Node, Zone
from mapgen.text.texts import sentence

PLAIN = {
    "id": "town.x",
    "name": "甲",
    "name_en": "A",
    "role": "一核",
    "parent": None,
    "stated_km2": None,
    "qualifier": None,
    "basis": "traced",
    "accuracy_m": 20,
    "reference_km2": None,
    "reference_cite": None,
    "cite": "一",
    "same_as": None,
    "note": None,
}
ZONE = {**PLAIN, "sides": None, "inside": None}
RULE: TypeAdapter[AnyRule] = TypeAdapter(AnyRule)
SIDES = [{"side": "N", "stated": "北河", "baseline": "north-river"}]


@pytest.mark.parametrize("layer", list(KEYS))
def test_keys_are_those_of_the_model(layer: str) -> None:
    assert set(KEYS[layer]) == set(MODELS[layer].model_fields)
    left_out = {name for name, field in MODELS[layer].model_fields.items() if not field.is_required()}
    assert left_out == OPTIONAL[layer]


def test_every_attribute_of_the_design_is_there() -> None:
    asked = (
        "id",
        "name",
        "name_en",
        "role",
        "parent",
        "stated_km2",
        "qualifier",
        "basis",
        "accuracy_m",
        "cite",
        "same_as",
    )
    for layer in ("zones", "axes", "nodes"):
        assert set(asked) | {"note", "reference_km2", "reference_cite"} <= set(KEYS[layer])


def refused(model: type[BaseModel], **values: object) -> str:
    base = ZONE if model is Zone else {**PLAIN, "passes": None} if model is Axis else PLAIN
    with pytest.raises(ValidationError) as caught:
        model.model_validate({**base, **values})
    return " ".join(sentence(reason, "en") for _, found in reasons(caught.value) for reason in found)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"same_as": "town.y"}, "must be null"),
        ({"same_as": "town.y", "basis": None}, "must be null"),
        ({"basis": None, "accuracy_m": None}, "basis is missing"),
        ({"accuracy_m": None}, "accuracy_m is required"),
        ({"basis": "members"}, "accuracy_m is derived"),
        ({"basis": "stated sides", "sides": SIDES}, "accuracy_m is derived"),
        ({"basis": "stated sides", "accuracy_m": None}, "needs sides"),
        ({"sides": SIDES}, "sides need basis"),
        ({"basis": "reference sides", "accuracy_m": None, "sides": SIDES}, "needs a reference_cite"),
        ({"reference_km2": 3}, "needs a reference_cite"),
        ({"accuracy_m": 50_001}, "must be at most 50000"),
        ({"stated_km2": 10_000_001}, "must be at most 10000000"),
    ],
)
def test_what_does_not_go_together(values: dict[str, object], reason: str) -> None:
    assert reason in refused(Zone, **values)


@pytest.mark.parametrize("basis", ["members", "stated sides", "reference sides"])
def test_a_node_is_drawn(basis: str) -> None:
    assert "traced or sketched" in refused(Node, basis=basis, accuracy_m=None)


@pytest.mark.parametrize(
    ("values", "derived"),
    [
        ({}, None),
        ({"same_as": "town.y", "basis": None, "accuracy_m": None}, "same_as"),
        ({"basis": "members", "accuracy_m": None}, "members"),
        ({"basis": "stated sides", "accuracy_m": None, "sides": SIDES, "inside": [113.5, 22.8]}, "sides"),
    ],
)
def test_what_the_geometry_comes_from(values: dict[str, object], derived: str | None) -> None:
    assert Zone.model_validate({**ZONE, **values}).derived_from == derived


def test_parts() -> None:
    built = {"basis": "stated sides", "accuracy_m": None}
    told = [{**SIDES[0], "part": 2}, SIDES[0], {**SIDES[0], "part": 1, "side": "S"}]
    zone = Zone.model_validate({**ZONE, **built, "sides": told, "inside": [[113.5, 22.8], [113.6, 22.8]]})
    assert {part: len(sides) for part, sides in zone.parts.items()} == {1: 2, 2: 1}
    assert zone.insides == [[113.5, 22.8], [113.6, 22.8]]
    assert Zone.model_validate({**ZONE, **built, "sides": SIDES, "inside": [113.5, 22.8]}).insides == [
        [113.5, 22.8]
    ]


def test_bases_from_weak_to_strong() -> None:
    assert BASES == ("sketched", "traced", "reference sides", "stated sides")


@given(st.text(max_size=20))
def test_ids_are_slugs_of_a_plan_and_nothing_else(text: str) -> None:
    try:
        Node.model_validate({**PLAIN, "id": text})
    except ValidationError:
        assert not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*\.[a-z0-9]+(-[a-z0-9]+)*", text)
    else:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*\.[a-z0-9]+(-[a-z0-9]+)*", text)


PLAN = {
    "title": "t",
    "title_en": "t",
    "layout": "l",
    "layout_en": "l",
    "place": "p",
    "place_en": "p",
    "source": "s",
    "roles": [{"name": "r", "name_en": "r", "color": "#000000"}],
}


@pytest.mark.parametrize(
    "name",
    [
        "",
        "..",
        "../x",
        "/etc",
        "a/b",
        "a\\b",
        "C:",
        "Con",
        "con",
        "nul",
        "com1",
        "lpt9",
        "index",
        "atlas",
        "a b",
        "a.",
        "a\n",
        "-a",
        "a--b",
        "é",
        "x" * 41,
        "𝕏",
        "ａ",
        "a\u200b",
    ],
)
def test_a_plans_id_is_a_safe_file_name(name: str) -> None:
    with pytest.raises(ValidationError):
        Plan.model_validate({**PLAN, "id": name})


@pytest.mark.parametrize("name", ["nansha", "a", "plan-2", "console", "2024", "x" * 40])
def test_plans_ids(name: str) -> None:
    assert Plan.model_validate({**PLAN, "id": name}).id == name


CLAIM = {"claim": "c", "claim_en": "c"}


@pytest.mark.parametrize(
    "rule",
    [
        {"rule": "count"},
        {"rule": "count", "exactly": 1, "at_least": 1},
        {"rule": "count", "exactly": -1},
        {"rule": "count", "exactly": 1.5},
        {"rule": "passes", "axis": "a.b"},
        {"rule": "passes", "axis": "a.b", "within_m": 0},
        {"rule": "passes", "axis": "a.b", "within_m": float("nan")},
        {"rule": "passes", "axis": "a.b", "within_m": 1, "order": []},
        {"rule": "within", "outer": "a.b"},
        {"rule": "within", "outer": "a.b", "ids": ["a.b"], "role": "x"},
        {"rule": "within", "outer": "a.b", "ids": []},
        {"rule": "within", "outer": "a.b", "role": "x", "at_least": 1.1},
        {"rule": "disjoint"},
        {"rule": "near", "to": "a.b", "role": "x"},
        {"rule": "direction", "id": "a.b", "of": "a.c", "is": "UP"},
        {"rule": "sum", "role": "x"},
        {"rule": "sum", "role": "x", "stated_km2": 0},
        {"rule": "nonsense"},
        {},
        "count",
        None,
    ],
    ids=str,
)
def test_rules_that_say_nothing(rule: object) -> None:
    with pytest.raises(ValidationError):
        RULE.validate_python({**rule, **CLAIM} if isinstance(rule, dict) else rule)


def test_a_rule_needs_its_claim_in_both_languages() -> None:
    for missing in CLAIM:
        told = {key: value for key, value in CLAIM.items() if key != missing}
        with pytest.raises(ValidationError, match=missing):
            RULE.validate_python({"rule": "count", "exactly": 1, "role": "x", **told})
