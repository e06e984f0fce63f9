"""What plan.toml says: title, layout phrase, roles in drawing order, and the rules that test the phrase."""

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter, field_validator, model_validator

from layers.schema import FeatureId, PlanId, SquareKm, Text, _Record

Colour = Annotated[str, Field(pattern=r"^#[0-9a-fA-F]{6}$")]
Count = Annotated[int, Field(ge=0, le=1_000_000)]
Distance = Annotated[int | float, Field(gt=0, le=500_000, allow_inf_nan=False)]
Bearing = Literal["N", "NE", "E", "SE", "S", "SW", "W", "NW"]


class Role(_Record):
    """A role of the layout, such as 一廊, with the colour it is drawn in."""

    name: Text
    name_en: Text
    color: Colour


class _Rule(_Record):
    claim: Text
    claim_en: Text


class _Selecting(_Rule):
    """A rule about some features: by id, by role or by parent."""

    ids: Annotated[list[FeatureId], Field(min_length=1)] | None = None
    role: Text | None = None
    parent: FeatureId | None = None

    @model_validator(mode="after")
    def _one_selector(self) -> "_Selecting":
        if sum(chosen is not None for chosen in (self.ids, self.role, self.parent)) != 1:
            raise ValueError("give one of ids, role, parent")
        return self


class CountRule(_Rule):
    """How many features there are of a role, a kind or a parent."""

    rule: Literal["count"]
    role: Text | None = None
    kind: Literal["zone", "group", "axis", "node"] | None = None
    parent: FeatureId | None = None
    exactly: Count | None = None
    at_least: Count | None = None

    @model_validator(mode="after")
    def _one_number(self) -> "CountRule":
        if (self.exactly is None) == (self.at_least is None):
            raise ValueError("give one of exactly, at_least")
        return self


class PassesRule(_Rule):
    """An axis passes features in an order, each within a distance."""

    rule: Literal["passes"]
    axis: FeatureId
    order: Annotated[list[FeatureId], Field(min_length=1)] | None = None
    within_m: Distance


class WithinRule(_Selecting):
    """Features lie within another, to a share of their area or length."""

    rule: Literal["within"]
    outer: FeatureId
    at_least: Annotated[float, Field(gt=0, le=1)] = 0.95


class DisjointRule(_Selecting):
    """Features do not overlap by more than their accuracy explains."""

    rule: Literal["disjoint"]


class NearRule(_Selecting):
    """Features lie within a distance of another."""

    rule: Literal["near"]
    to: FeatureId
    within_m: Distance


class DirectionRule(_Rule):
    """The middle of one feature lies in a direction from the middle of another."""

    rule: Literal["direction"]
    id: FeatureId
    of: FeatureId
    is_: Bearing = Field(alias="is")


class SumRule(_Selecting):
    """The stated areas of features add up to a figure."""

    rule: Literal["sum"]
    stated_km2: SquareKm


Rule = Annotated[
    CountRule | PassesRule | WithinRule | DisjointRule | NearRule | DirectionRule | SumRule,
    Field(discriminator="rule"),
]

#: Checks one ``[[rules]]`` table.
RULE: TypeAdapter[Rule] = TypeAdapter(Rule)


class Plan(_Record):
    """One plan and its layout."""

    id: PlanId
    title: Text
    title_en: Text
    layout: Text
    layout_en: Text
    place: Text
    place_en: Text
    source: Text
    note: Text | None = None
    #: 审图号, once the map has one; pages keep a place for it.
    review_number: Text | None = None
    roles: Annotated[list[Role], Field(min_length=1)]
    rules: list[Rule] = Field(default_factory=list)

    @field_validator("roles")
    @classmethod
    def _no_role_twice(cls, roles: list[Role]) -> list[Role]:
        names = [role.name for role in roles]
        twice = next((name for name in names if names.count(name) > 1), None)
        if twice is not None:
            raise ValueError(f"the role {twice} stands there twice")
        return roles
