"""The schema of the layer files: which attributes a feature has, in which order, and what they may hold."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field, field_validator, model_validator

from layers.baseline import Baseline
from layers.ground import Ground
from layers.types import (
    BaselineId,
    Day,
    FeatureId,
    FeatureRef,
    Metres,
    Position,
    Quantity,
    RoleRef,
    SquareKm,
    TermId,
    Text,
    Year,
    _Record,
    wrong,
)

Kind = Literal["zone", "axis", "node", "place"]
Bound = Literal["at least", "more than", "at most", "about"]
Basis = Literal["stated sides", "reference sides", "traced", "sketched", "members", "pending", "listed"]
Status = Literal["in use", "under construction", "preparing", "planned", "sought"]

#: Weakest first: a group is known no better than its weakest member.
BASES: tuple[Basis, ...] = ("sketched", "traced", "reference sides", "stated sides")

#: Those of what somebody has drawn.
DRAWN: tuple[Basis, ...] = ("traced", "sketched")

#: A zone of more pieces than this is several zones.
_MAX_PARTS = 99


class SideRecord(_Record):
    """A side as the text states it, and the baseline that it follows; a pending zone may have none yet."""

    side: Literal["N", "E", "S", "W", "ring"]
    stated: Text
    baseline: BaselineId | None = None
    part: Annotated[int, Field(ge=1, le=_MAX_PARTS)] | None = None


class FigureRecord(_Record):
    """A quantity that the text states of a place: what is to be reached, or what was found."""

    quantity: Text
    quantity_en: Text
    value: Quantity
    bound: Bound | None = None
    unit: TermId
    year: Year | None = None
    kind: Literal["target", "state"]
    cite: Text


class Feature(_Record):
    """What zones, axes, nodes and listed places have in common."""

    id: FeatureId
    name: Text
    name_en: Text
    role: RoleRef
    parent: FeatureRef | None
    stated_km2: SquareKm | None
    qualifier: Text | None
    basis: Basis | None
    accuracy_m: Metres | None
    reference_km2: SquareKm | None
    reference_cite: Text | None
    cite: Text
    same_as: FeatureRef | None
    function: Annotated[list[TermId], Field(min_length=1, max_length=16)] | None = None
    status: Status | None = None
    status_year: Year | None = None
    host: Text | None = None
    host_en: Text | None = None
    lead: Text | None = None
    lead_en: Text | None = None
    from_year: Year | None = None
    to_year: Year | None = None
    figures: Annotated[list[FigureRecord], Field(min_length=1, max_length=99)] | None = None
    entered: Day | None = None
    source_grade: Literal["A", "B", "C"] | None = None
    note: Text | None

    @property
    def derived_from(self) -> str | None:
        """The attribute that the geometry comes from, or None if it is drawn."""
        if self.same_as is not None:
            return "same_as"
        return "members" if self.basis == "members" else None

    @model_validator(mode="after")
    def _basis_and_accuracy(self) -> "Feature":
        if self.same_as is not None:
            if self.basis is not None or self.accuracy_m is not None:
                raise wrong("schema-same-as")
        elif self.basis is None:
            raise wrong("schema-basis-missing")
        elif self.basis in DRAWN and self.accuracy_m is None:
            raise wrong("schema-accuracy-missing", basis=self.basis)
        elif self.basis not in DRAWN and self.accuracy_m is not None:
            raise wrong("schema-accuracy-derived", basis=self.basis)
        if self.reference_km2 is not None and self.reference_cite is None:
            raise wrong("schema-cite-missing", field="reference_km2")
        if self.basis == "listed" and not isinstance(self, Place):
            raise wrong("schema-listed")
        if self.basis == "pending" and not isinstance(self, Zone):
            raise wrong("schema-pending")
        return self

    @model_validator(mode="after")
    def _attributes(self) -> "Feature":
        for key in ("host", "lead"):
            if (getattr(self, key) is None) != (getattr(self, f"{key}_en") is None):
                raise wrong("schema-both-languages", key=key)
        if self.status_year is not None and self.status is None:
            raise wrong("schema-status-missing")
        if self.from_year is not None and self.to_year is not None and self.from_year > self.to_year:
            raise wrong("schema-years", first=self.from_year, last=self.to_year)
        if self.function is not None and len(set(self.function)) < len(self.function):
            raise wrong("schema-term-twice")
        return self


class Zone(Feature):
    """A polygon, drawn or built from sides, or a group made of its members; or a pending one."""

    sides: Annotated[list[SideRecord], Field(min_length=1, max_length=200)] | None
    inside: Position | Annotated[list[Position], Field(min_length=1, max_length=_MAX_PARTS)] | None

    @property
    def derived_from(self) -> str | None:
        """The attribute that the geometry comes from, or by which there is none; None if it is drawn."""
        own = "sides" if self.is_built else "basis = pending" if self.is_pending else None
        return super().derived_from or own

    @property
    def is_built(self) -> bool:
        """Whether its geometry is built from its sides."""
        return self.basis in ("stated sides", "reference sides")

    @property
    def is_pending(self) -> bool:
        """Whether its boundary is not known yet: it has no geometry."""
        return self.basis == "pending"

    @property
    def parts(self) -> dict[int, list[SideRecord]]:
        """Sides by part; a zone of one piece has part 1 only."""
        parts: dict[int, list[SideRecord]] = {}
        for side in self.sides or []:
            parts.setdefault(side.part or 1, []).append(side)
        return dict(sorted(parts.items()))

    @property
    def insides(self) -> list[list[float]]:
        """Points inside, one for each part."""
        points = self.inside or []
        return [point for point in points if isinstance(point, list)] or ([points] if points else [])  # type: ignore[list-item]

    @model_validator(mode="after")
    def _sides_and_basis(self) -> "Zone":
        if self.is_built and self.sides is None:
            raise wrong("schema-sides-missing", basis=self.basis)
        if self.sides is not None and not (self.is_built or self.is_pending):
            raise wrong("schema-sides-basis")
        for side in self.sides or () if self.is_built else ():
            if side.baseline is None:
                raise wrong("schema-side-line", side=side.side, stated=side.stated)
        if self.basis == "reference sides" and self.reference_cite is None:
            raise wrong("schema-cite-missing", field="basis = reference sides")
        return self


class Axis(Feature):
    """A corridor or an axis, with the features that it passes, in order."""

    passes: Annotated[list[FeatureRef], Field(min_length=1)] | None


class Node(Feature):
    """A point."""

    @field_validator("basis")
    @classmethod
    def _drawn(cls, basis: str | None) -> str | None:
        if basis not in (None, *DRAWN):
            raise wrong("schema-node-basis")
        return basis


class Place(Feature):
    """A place of which the text tells no more than what holds it: it has no geometry of its own."""

    holder: FeatureRef | None

    @property
    def derived_from(self) -> str | None:
        """The attribute by which it has no geometry to be drawn."""
        return super().derived_from or "basis = listed"

    @field_validator("basis")
    @classmethod
    def _listed(cls, basis: str | None) -> str | None:
        if basis not in (None, "listed"):
            raise wrong("schema-place-basis")
        return basis

    @field_validator("parent")
    @classmethod
    def _held(cls, parent: str | None) -> str | None:
        if parent is not None:
            raise wrong("schema-place-parent")
        return parent


class Context(_Record):
    """Water, land and place names that make a map readable without tiles."""

    id: BaselineId
    name: Text | None
    name_en: Text | None
    kind: Literal["water", "river", "island", "land", "label"]
    accuracy_m: Metres
    basis: Literal["traced", "sketched"]
    note: Text | None


#: Model of each layer file's records.
MODELS: dict[str, type[BaseModel]] = {
    "zones": Zone,
    "axes": Axis,
    "nodes": Node,
    "places": Place,
    "baselines": Baseline,
    "context": Context,
    "ground": Ground,
}


def own(model: type[BaseModel]) -> tuple[str, ...]:
    """Attributes that a model has beyond those of every feature."""
    return tuple(key for key in model.model_fields if key not in Feature.model_fields)


def _keys(model: type[BaseModel]) -> tuple[str, ...]:
    """Keys in the order in which they are written: what only such features have follows their accuracy."""
    if not issubclass(model, Feature):
        return tuple(model.model_fields)
    shared = tuple(Feature.model_fields)
    head = shared.index("accuracy_m") + 1
    return (*shared[:head], *own(model), *shared[head:])


#: Keys of each layer file in the order in which they are written.
KEYS: dict[str, tuple[str, ...]] = {layer: _keys(model) for layer, model in MODELS.items()}

#: Keys that each layer file leaves out where there is nothing to say.
OPTIONAL: dict[str, frozenset[str]] = {
    layer: frozenset(name for name, field in model.model_fields.items() if not field.is_required())
    for layer, model in MODELS.items()
}

#: Geometry types that each layer file may hold.
GEOMETRIES: dict[str, tuple[str, ...]] = {
    "zones": ("Polygon", "MultiPolygon"),
    "axes": ("LineString", "MultiLineString"),
    "nodes": ("Point",),
    "places": (),
    "baselines": ("LineString",),
    "context": ("Polygon", "MultiPolygon", "LineString", "MultiLineString", "Point"),
    "ground": ("Polygon", "MultiPolygon", "LineString", "MultiLineString", "Point"),
}
