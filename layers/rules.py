"""The layout phrase as claims about geometry: every kind of rule that plan.toml may state, and its test.

A kind of rule is one class: its keys, and `Rule.breaches`, which tests it on the assembled layers.
What it refers to is told by the types of its keys (`layers.types.Reference`), by which
`layers.references` finds them; the words of a breach stand with the messages.
"""

from abc import abstractmethod
from collections.abc import Iterator, Mapping
from functools import reduce
from itertools import pairwise
from operator import or_
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, model_validator

from geo.axis import along, bearing, nearest_m, off_compass
from geo.topology import Shape, overlap_km2, pairs, share_within
from layers.messages import Message
from layers.schema import Axis
from layers.types import AxisRef, FeatureRef, RoleRef, SquareKm, Text, _Record, wrong

if TYPE_CHECKING:  # the catalogue holds plans, and plans hold rules
    from layers.atlas import Atlas, Element, Named, PendingZone
    from layers.entries import Catalog

#: How far from a compass point a direction may lie and still count as that direction, degrees.
DIRECTION_SLACK = 67.5

Count = Annotated[int, Field(ge=0, le=1_000_000)]
Distance = Annotated[int | float, Field(ge=0.01, le=500_000)]
#: Of an area or a length; a breach is told in percent.
Share = Annotated[float, Field(ge=0.01, le=1)]
Bearing = Literal["N", "NE", "E", "SE", "S", "SW", "W", "NW"]


class Rule(_Record):
    """A claim of the layout phrase; each kind has its name in ``rule``, as a literal."""

    rule: str
    claim: Text
    claim_en: Text

    @abstractmethod
    def breaches(self, atlas: "Atlas", plan: str) -> Iterator[Message]:
        """Test the claim.

        Parameters
        ----------
        atlas : Atlas
        plan : str
            Id of the plan that makes it.

        Yields
        ------
        Message
            Nothing where the claim holds.
        """

    def about(self, atlas: "Atlas", plan: str) -> list[str]:
        """Ids of all whose geometry it tests, pending zones as well; none where it needs no geometry."""
        del atlas, plan
        return []

    def breach(self, plan: str, feature: str, code: str, values: Mapping[str, object]) -> Message:
        """One way in which the claim does not hold, with the words of the claim."""
        claim = {"claim": self.claim, "claim_en": self.claim_en}
        return Message(code, f"{plan}/plan.toml", feature, {**values, **claim})

    def unfit(self, catalog: "Catalog") -> Iterator[tuple[str, Message]]:
        """Keys whose references exist and yet do not do, with the reason; asked before anything is built."""
        del catalog
        yield from ()


class _Selecting(Rule):
    """A rule about some features: by id, by role or by parent."""

    ids: Annotated[list[FeatureRef], Field(min_length=1)] | None = None
    role: RoleRef | None = None
    parent: FeatureRef | None = None

    @model_validator(mode="after")
    def _one_selector(self) -> "_Selecting":
        if sum(chosen is not None for chosen in (self.ids, self.role, self.parent)) != 1:
            raise wrong("schema-one-of", keys="ids, role, parent")
        return self

    def selected(self, atlas: "Atlas", plan: str) -> list["Element"]:
        """The elements that it is about; without pending zones, which have no geometry to be tested."""
        if self.ids is not None:
            return [atlas.elements[name] for name in self.ids if name in atlas.elements]
        return atlas.selected(plan, self.role, self.parent)

    def selected_pending(self, atlas: "Atlas", plan: str) -> list["PendingZone"]:
        """The pending zones that it is about."""
        if self.ids is not None:
            return [atlas.pending[name] for name in self.ids if name in atlas.pending]
        return atlas.selected_pending(plan, self.role, self.parent)

    def about(self, atlas: "Atlas", plan: str) -> list[str]:
        """Ids of what it selects."""
        located = [element.id for element in self.selected(atlas, plan)]
        return located + [zone.id for zone in self.selected_pending(atlas, plan)]


class CountRule(Rule):
    """How many features there are of a role, a kind or a parent."""

    rule: Literal["count"]
    role: RoleRef | None = None
    kind: Literal["zone", "group", "axis", "node"] | None = None
    parent: FeatureRef | None = None
    exactly: Count | None = None
    at_least: Count | None = None

    @model_validator(mode="after")
    def _one_number(self) -> "CountRule":
        if (self.exactly is None) == (self.at_least is None):
            raise wrong("schema-one-of", keys="exactly, at_least")
        return self

    def breaches(self, atlas: "Atlas", plan: str) -> Iterator[Message]:
        """Count what is selected; without role and parent, all elements of the plan.

        A pending zone counts: the plan names it, wherever it may lie.
        """
        whole = self.role is None and self.parent is None
        chosen: list[Named] = [
            *(atlas.of_plan(plan) if whole else atlas.selected(plan, self.role, self.parent)),
            *atlas.selected_pending(plan, self.role, self.parent),
        ]
        found = sum(self.kind is None or element.kind == self.kind for element in chosen)
        about = self.parent or plan
        if self.exactly is not None and found != self.exactly:
            yield self.breach(plan, about, "claim-count", {"expected": self.exactly, "found": found})
        if self.at_least is not None and found < self.at_least:
            yield self.breach(plan, about, "claim-count", {"expected": f"≥ {self.at_least}", "found": found})


class PassesRule(Rule):
    """An axis passes features in an order, each within a distance."""

    rule: Literal["passes"]
    axis: AxisRef
    order: Annotated[list[FeatureRef], Field(min_length=1)] | None = None
    within_m: Distance

    def unfit(self, catalog: "Catalog") -> Iterator[tuple[str, Message]]:
        """Without an order of its own it needs that of the axis."""
        entry = catalog.entries.get(self.axis)
        if entry and isinstance(entry.record, Axis) and not (self.order or entry.record.passes):
            yield "order", Message("reason-no-order", values={"id": self.axis})

    def breaches(self, atlas: "Atlas", plan: str) -> Iterator[Message]:
        """Measure from the axis to each feature, and compare where along the axis they lie."""
        axis = atlas.elements[self.axis]
        order = [target for target in self.about(atlas, plan) if target in atlas.elements]
        for target in order:
            distance = nearest_m(axis.geometry, atlas.elements[target].geometry)
            if distance > self.within_m:
                values = {
                    "axis": self.axis,
                    "target": target,
                    "distance_m": round(distance),
                    "limit_m": self.within_m,
                }
                yield self.breach(plan, self.axis, "claim-passes-far", values)
        stations = [along(axis.geometry, atlas.elements[target].geometry) for target in order]
        # An axis has no direction of its own: the order may run either way along the line.
        forward = not stations or stations[-1] >= stations[0]
        for (first, here), (second, there) in pairwise(zip(order, stations, strict=True)):
            if (there < here) if forward else (there > here):
                values = {"axis": self.axis, "first": first, "second": second}
                yield self.breach(plan, self.axis, "claim-passes-order", values)

    def about(self, atlas: "Atlas", plan: str) -> list[str]:
        """What the axis is to pass, in order."""
        del plan
        record = atlas.elements[self.axis].entry.record
        return self.order or (record.passes if isinstance(record, Axis) else None) or []


class WithinRule(_Selecting):
    """Features lie within another, to a share of their area or length."""

    rule: Literal["within"]
    outer: FeatureRef
    at_least: Share = 0.95

    def breaches(self, atlas: "Atlas", plan: str) -> Iterator[Message]:
        """Measure the share of each that lies in the outer one."""
        if self.outer in atlas.pending:
            return
        outer = _shape(atlas.elements[self.outer])
        for element in self.selected(atlas, plan):
            share = share_within(_shape(element), outer)
            if share < self.at_least:
                values = {
                    "id": element.id,
                    "outer": self.outer,
                    "percent": round(100 * share, 1),
                    "expected": round(100 * self.at_least),
                }
                yield self.breach(plan, element.id, "claim-within", values)

    def about(self, atlas: "Atlas", plan: str) -> list[str]:
        """What it selects, and what all of it is to lie in."""
        return [*super().about(atlas, plan), self.outer]


class DisjointRule(_Selecting):
    """Features do not overlap by more than their accuracy explains."""

    rule: Literal["disjoint"]

    def breaches(self, atlas: "Atlas", plan: str) -> Iterator[Message]:
        """Overlay those that have an area, pair by pair."""
        areal = [_shape(element) for element in self.selected(atlas, plan) if element.area_km2]
        for i, j in pairs([shape.geometry for shape in areal]):
            if km2 := overlap_km2(areal[i], areal[j]):
                values = {"id": areal[i].id, "other": areal[j].id, "km2": round(km2, 3)}
                yield self.breach(plan, areal[i].id, "claim-disjoint", values)


class NearRule(_Selecting):
    """Features lie within a distance of another."""

    rule: Literal["near"]
    to: FeatureRef
    within_m: Distance

    def breaches(self, atlas: "Atlas", plan: str) -> Iterator[Message]:
        """Measure from edge to edge."""
        if self.to in atlas.pending:
            return
        target = atlas.elements[self.to]
        for element in self.selected(atlas, plan):
            distance = nearest_m(element.geometry, target.geometry)
            if distance > self.within_m:
                values = {
                    "id": element.id,
                    "to": self.to,
                    "distance_m": round(distance),
                    "limit_m": self.within_m,
                }
                yield self.breach(plan, element.id, "claim-near", values)

    def about(self, atlas: "Atlas", plan: str) -> list[str]:
        """What it selects, and what all of it is to be near to."""
        return [*super().about(atlas, plan), self.to]


class DirectionRule(Rule):
    """The middle of one feature lies in a direction from the middle of another."""

    rule: Literal["direction"]
    id: FeatureRef
    of: FeatureRef
    is_: Bearing = Field(alias="is")

    def breaches(self, atlas: "Atlas", plan: str) -> Iterator[Message]:
        """Compare the bearing with the compass point, within `DIRECTION_SLACK`."""
        if any(name in atlas.pending for name in self.about(atlas, plan)):
            return
        degrees = bearing(atlas.elements[self.of].geometry, atlas.elements[self.id].geometry)
        if off_compass(degrees, self.is_) > DIRECTION_SLACK:
            values = {"id": self.id, "of": self.of, "bearing": round(degrees) % 360, "expected": self.is_}
            yield self.breach(plan, self.id, "claim-direction", values)

    def about(self, atlas: "Atlas", plan: str) -> list[str]:
        """Both ends of the direction."""
        del atlas, plan
        return [self.of, self.id]


class SumRule(_Selecting):
    """The stated areas of features add up to a figure."""

    rule: Literal["sum"]
    stated_km2: SquareKm

    def breaches(self, atlas: "Atlas", plan: str) -> Iterator[Message]:
        """Add up the zones that groups come down to, each once; a pending one has a stated area as well."""
        selected: list[Named] = [*self.selected(atlas, plan), *self.selected_pending(atlas, plan)]
        chosen = [leaf for element in selected for leaf in _leaves(atlas, element)]
        total = sum(element.entry.record.stated_km2 or 0 for element in chosen)
        if abs(total - self.stated_km2) > 1e-9:
            values = {"found": round(total, 6), "expected": self.stated_km2}
            yield self.breach(plan, self.parent or plan, "claim-sum", values)

    def about(self, atlas: "Atlas", plan: str) -> list[str]:
        """Nothing: no geometry is asked for what the plan states."""
        del atlas, plan
        return []


def _leaves(atlas: "Atlas", element: "Named") -> "list[Named]":
    """Zones of a group down to those that are no groups themselves, pending ones as well."""
    if element.kind != "group":
        return [element]
    members = (atlas.named[child] for child in element.members)
    own = [member for member in members if member.entry.layer == element.entry.layer]
    return [leaf for member in own for leaf in _leaves(atlas, member)]


def _shape(element: "Element") -> Shape:
    return Shape(element.id, element.geometry, element.entry.record.parent, element.accuracy_m)


def kinds(base: type[Rule] = Rule) -> list[type[Rule]]:
    """Every kind of rule: the classes that can be made, in the order in which they are defined."""
    found = [kind for below in base.__subclasses__() for kind in kinds(below)]
    return found if base.__abstractmethods__ else [base, *found]


if TYPE_CHECKING:
    AnyRule = Rule
else:
    AnyRule = Annotated[reduce(or_, kinds()), Field(discriminator="rule")]
