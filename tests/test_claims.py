"""The layout claims of the project's own plans: each holds, and each fails when the layers are broken.

The claims are those in layers/<plan>/plan.toml when the tests run; none is listed here.
"""

import math
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
import shapely

from geo.axis import along
from layers.assemble import Atlas, Element
from layers.catalog import DEFAULT
from layers.claims import breaches
from layers.rules import (
    CountRule,
    DirectionRule,
    DisjointRule,
    NearRule,
    PassesRule,
    Rule,
    SumRule,
    WithinRule,
)
from layers.schema import Axis
from mapgen.text.texts import sentence

#: Where each of the plans' claims stands: (plan, place in its list, what it says).
CLAIMS = [
    (path.parent.name, number, f"{path.parent.name} {number + 1} {rule.get('rule')} {rule.get('claim_en')}")
    for path in sorted(DEFAULT.glob("*/plan.toml"))
    for number, rule in enumerate(tomllib.loads(path.read_text("utf-8")).get("rules", []))
]
PLANS = sorted({plan for plan, _, _ in CLAIMS})
EACH = pytest.mark.parametrize(("plan", "number"), [c[:2] for c in CLAIMS], ids=[c[2] for c in CLAIMS])
EAST = {"N": 0, "NE": 45, "E": 90, "SE": 135, "S": 180, "SW": 225, "W": 270, "NW": 315}


def test_there_are_claims() -> None:
    assert len(CLAIMS) >= len(list(DEFAULT.glob("*/plan.toml"))) > 0


@pytest.mark.parametrize("plan", sorted(path.parent.name for path in DEFAULT.glob("*/plan.toml")))
def test_a_plan_makes_claims_and_counts(plan: str, own_atlas: Atlas) -> None:
    rules = own_atlas.catalog.plans[plan].rules
    assert any(isinstance(rule, CountRule) for rule in rules)
    assert any(not isinstance(rule, CountRule) for rule in rules)


@EACH
def test_every_claim_holds(plan: str, number: int, own_atlas: Atlas) -> None:
    rule, found = breaches(own_atlas, plan)[number]
    assert [sentence(breach, "en") for breach in found] == [], rule.claim_en


@EACH
def test_every_claim_can_fail(plan: str, number: int, own_atlas: Atlas) -> None:
    rule = own_atlas.catalog.plans[plan].rules[number]
    # Alone, because what breaks it may take away what other claims speak of.
    whole = with_rules(own_atlas, plan, [rule])
    assert [found for _, found in breaches(whole, plan)] == [[]]
    broken = BREAK[type(rule)](whole, plan, rule)
    assert [found for _, found in breaches(broken, plan)] != [[]], f"{rule.claim_en}: still holds when broken"


# ---------------------------------------------------------------- how to break


def put(atlas: Atlas, *elements: Element) -> Atlas:
    return replace(atlas, elements={**atlas.elements, **{element.id: element for element in elements}})


def moved(element: Element, dx: float, dy: float) -> Element:
    return replace(element, geometry=shapely.transform(element.geometry, lambda c: c + np.array([dx, dy])))


def without(atlas: Atlas, gone: set[str]) -> Atlas:
    return replace(atlas, elements={k: v for k, v in atlas.elements.items() if k not in gone})


def fewer(atlas: Atlas, plan: str, rule: CountRule) -> Atlas:
    """One element less than the claim counts."""
    counted = [
        element.id
        for element in atlas.of_plan(plan)
        if rule.role in (None, element.entry.record.role)
        and rule.kind in (None, element.kind)
        and rule.parent in (None, element.entry.record.parent)
    ]
    least = rule.exactly if rule.exactly is not None else rule.at_least
    assert least is not None
    assert least > 0, "a claim that there are none cannot lack one"
    return without(atlas, set(counted[: len(counted) - least + 1]))


def disordered(atlas: Atlas, plan: str, rule: PassesRule) -> Atlas:
    """The first of the passed changes place with the second; where only one or two are, it moves away."""
    axis = atlas.elements[rule.axis]
    record = axis.entry.record
    order = rule.order or (record.passes if isinstance(record, Axis) else None) or []
    stations = [along(axis.geometry, atlas.elements[name].geometry) for name in order]
    forward = stations[-1] >= stations[0]
    if len(order) < 3:
        return put(atlas, moved(atlas.elements[order[0]], 1, 1))
    # Two neighbours of the order that do stand at different places along the axis, but for the last pair:
    # with the ends exchanged the axis would simply run the other way.
    for i, (here, there) in enumerate(pairwise(stations)):
        if abs(here - there) > 1e-6:
            swapped = [*order[:i], order[i + 1], order[i], *order[i + 2 :]]
            again = [*stations[:i], there, here, *stations[i + 2 :]]
            if (again[-1] >= again[0]) == forward:
                return with_rules(atlas, plan, [rule.model_copy(update={"order": swapped})])
    raise AssertionError("all that the axis passes stands at one place")


def elsewhere(atlas: Atlas, _plan: str, rule: PassesRule) -> Atlas:
    return put(atlas, moved(atlas.elements[rule.axis], 1, 1))


def with_rules(atlas: Atlas, plan: str, rules: list[Rule]) -> Atlas:
    told = atlas.catalog.plans[plan]
    catalog = replace(
        atlas.catalog, plans={**atlas.catalog.plans, plan: told.model_copy(update={"rules": rules})}
    )
    return replace(atlas, catalog=catalog)


def far_away(atlas: Atlas, plan: str, rule: WithinRule | NearRule) -> Atlas:
    """The last of the elements moves a degree to the north-east."""
    return put(atlas, moved(rule.selected(atlas, plan)[-1], 1, 1))


def opposite(atlas: Atlas, _plan: str, rule: DirectionRule) -> Atlas:
    """The element moves to the other side of what it is said to lie in a direction of."""
    middle = shapely.centroid(atlas.elements[rule.of].geometry)
    element = atlas.elements[rule.id]
    here = shapely.centroid(element.geometry)
    degrees = math.radians(EAST[rule.is_] + 180)
    return put(
        atlas,
        moved(
            element, middle.x + 0.5 * math.sin(degrees) - here.x, middle.y + 0.5 * math.cos(degrees) - here.y
        ),
    )


def doubled(atlas: Atlas, plan: str, rule: DisjointRule) -> Atlas:
    """Two of the elements take the very same place."""
    areal: Sequence[Element] = [element for element in rule.selected(atlas, plan) if element.area_km2]
    assert len(areal) > 1, "a claim that one alone does not overlap says nothing"
    wide = max(areal, key=lambda element: element.area_km2 or 0)
    other = next(element for element in areal if element is not wide)
    return put(atlas, replace(other, geometry=wide.geometry))


def restated(atlas: Atlas, plan: str, rule: SumRule) -> Atlas:
    """The plan states half a square kilometre more for one of the zones."""
    leaf = next(
        zone
        for element in rule.selected(atlas, plan)
        for zone in atlas.leaves(element)
        if zone.entry.record.stated_km2
    )
    record = leaf.entry.record
    changed = record.model_copy(update={"stated_km2": (record.stated_km2 or 0) + 0.5})
    return put(atlas, replace(leaf, entry=replace(leaf.entry, record=changed)))


BREAK: dict[type, Callable[..., Atlas]] = {
    CountRule: fewer,
    PassesRule: disordered,
    WithinRule: far_away,
    NearRule: far_away,
    DirectionRule: opposite,
    DisjointRule: doubled,
    SumRule: restated,
}


@pytest.mark.parametrize("plan", PLANS)
def test_an_axis_elsewhere_passes_nothing(plan: str, own_atlas: Atlas) -> None:
    for number, rule in enumerate(own_atlas.catalog.plans[plan].rules):
        if isinstance(rule, PassesRule):
            found = breaches(elsewhere(own_atlas, plan, rule), plan)[number][1]
            assert {breach.code for breach in found} >= {"claim-passes-far"}, rule.claim_en
