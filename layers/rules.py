"""The layout phrase as claims about geometry: each rule of plan.toml tested on the assembled layers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import singledispatch
from itertools import pairwise

from geo.axis import along, bearing, nearest_m, off_compass
from geo.topology import Shape, overlap_km2, pairs, share_within
from layers.assemble import Atlas, Element
from layers.plan import (
    CountRule,
    DirectionRule,
    DisjointRule,
    NearRule,
    PassesRule,
    Rule,
    SumRule,
    WithinRule,
    _Selecting,
)
from layers.problems import message
from layers.schema import Axis

#: How far from a compass point a direction may lie and still count as that direction, degrees.
DIRECTION_SLACK = 67.5


@dataclass(frozen=True)
class Breach:
    """One way in which a claim does not hold.

    Attributes
    ----------
    rule : Rule
    id : str
        The feature it is about.
    code : str
        Table in ``messages.toml``.
    values : dict
    """

    rule: Rule
    id: str
    code: str
    values: Mapping[str, object]

    def text(self, language: str) -> str:
        """Say it in one line."""
        claim = self.rule.claim if language == "zh" else self.rule.claim_en
        return message(self.code, {**self.values, "claim": claim}, language)


def breaches(atlas: Atlas, plan: str) -> list[tuple[Rule, list[Breach]]]:
    """Test every rule of a plan.

    Parameters
    ----------
    atlas : Atlas
    plan : str
        Id of the plan.

    Returns
    -------
    list of (Rule, list of Breach)
        In the order of plan.toml; an empty list where the claim holds.
    """
    if plan not in atlas.tested:
        atlas.tested[plan] = [
            (rule, [Breach(rule, id_, code, values) for id_, code, values in _test(rule, atlas, plan)])
            for rule in atlas.catalog.plans[plan].rules
        ]
    return list(atlas.tested[plan])


_Breaches = Iterator[tuple[str, str, Mapping[str, object]]]


@singledispatch
def _test(rule: object, _atlas: Atlas, _plan: str) -> _Breaches:
    raise TypeError(rule)  # a rule that plan.toml may hold and nobody tests would pass unseen


@_test.register
def _count(rule: CountRule, atlas: Atlas, plan: str) -> _Breaches:
    whole = rule.role is None and rule.parent is None
    chosen = atlas.of_plan(plan) if whole else atlas.selected(plan, rule.role, rule.parent)
    found = sum(rule.kind is None or element.kind == rule.kind for element in chosen)
    if rule.exactly is not None and found != rule.exactly:
        yield rule.parent or plan, "claim-count", {"expected": rule.exactly, "found": found}
    if rule.at_least is not None and found < rule.at_least:
        yield rule.parent or plan, "claim-count", {"expected": f"≥ {rule.at_least}", "found": found}


@_test.register
def _passes(rule: PassesRule, atlas: Atlas, _plan: str) -> _Breaches:
    axis = atlas.elements[rule.axis]
    record = axis.entry.record
    order = rule.order or (record.passes if isinstance(record, Axis) else None) or []
    for target in order:
        distance = nearest_m(axis.geometry, atlas.elements[target].geometry)
        if distance > rule.within_m:
            yield (
                rule.axis,
                "claim-passes-far",
                {
                    "axis": rule.axis,
                    "target": target,
                    "distance_m": round(distance),
                    "limit_m": rule.within_m,
                },
            )
    stations = [along(axis.geometry, atlas.elements[target].geometry) for target in order]
    # An axis has no direction of its own: the order may run either way along the line.
    forward = stations[-1] >= stations[0]
    for (first, here), (second, there) in pairwise(zip(order, stations, strict=True)):
        if (there < here) if forward else (there > here):
            yield rule.axis, "claim-passes-order", {"axis": rule.axis, "first": first, "second": second}


def _selected(rule: _Selecting, atlas: Atlas, plan: str) -> list[Element]:
    if rule.ids is not None:
        return [atlas.elements[name] for name in rule.ids]
    return atlas.selected(plan, rule.role, rule.parent)


def _shape(element: Element) -> Shape:
    return Shape(element.id, element.geometry, element.entry.record.parent, element.accuracy_m)


@_test.register
def _within(rule: WithinRule, atlas: Atlas, plan: str) -> _Breaches:
    outer = atlas.elements[rule.outer]
    for element in _selected(rule, atlas, plan):
        share = share_within(_shape(element), _shape(outer))
        if share < rule.at_least:
            yield (
                element.id,
                "claim-within",
                {
                    "id": element.id,
                    "outer": rule.outer,
                    "percent": round(100 * share, 1),
                    "expected": round(100 * rule.at_least),
                },
            )


@_test.register
def _disjoint(rule: DisjointRule, atlas: Atlas, plan: str) -> _Breaches:
    areal = [_shape(element) for element in _selected(rule, atlas, plan) if element.area_km2]
    for i, j in pairs([shape.geometry for shape in areal]):
        if km2 := overlap_km2(areal[i], areal[j]):
            values = {"id": areal[i].id, "other": areal[j].id, "km2": round(km2, 3)}
            yield areal[i].id, "claim-disjoint", values


@_test.register
def _near(rule: NearRule, atlas: Atlas, plan: str) -> _Breaches:
    target = atlas.elements[rule.to]
    for element in _selected(rule, atlas, plan):
        distance = nearest_m(element.geometry, target.geometry)
        if distance > rule.within_m:
            values = {
                "id": element.id,
                "to": rule.to,
                "distance_m": round(distance),
                "limit_m": rule.within_m,
            }
            yield element.id, "claim-near", values


@_test.register
def _direction(rule: DirectionRule, atlas: Atlas, _plan: str) -> _Breaches:
    degrees = bearing(atlas.elements[rule.of].geometry, atlas.elements[rule.id].geometry)
    if off_compass(degrees, rule.is_) > DIRECTION_SLACK:
        values = {"id": rule.id, "of": rule.of, "bearing": round(degrees) % 360, "expected": rule.is_}
        yield rule.id, "claim-direction", values


@_test.register
def _sum(rule: SumRule, atlas: Atlas, plan: str) -> _Breaches:
    chosen = [leaf for element in _selected(rule, atlas, plan) for leaf in leaves(atlas, element)]
    total = sum(element.entry.record.stated_km2 or 0 for element in chosen)
    if abs(total - rule.stated_km2) > 1e-9:
        values = {"found": round(total, 6), "expected": rule.stated_km2}
        yield rule.parent or plan, "claim-sum", values


def leaves(atlas: Atlas, element: Element) -> list[Element]:
    """Zones (or axes) of a group down to those that are no groups themselves; points in it do not count."""
    if element.kind != "group":
        return [element]
    members = [atlas.elements[child] for child in element.members]
    own = [member for member in members if member.entry.layer == element.entry.layer]
    return [leaf for member in own for leaf in leaves(atlas, member)]
