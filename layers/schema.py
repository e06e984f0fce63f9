"""The schema of the layer files: which attributes a feature has, in which order, and what they may hold."""

import sys
from dataclasses import dataclass
from typing import Annotated, Literal, LiteralString

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from layers.characters import garbled

Kind = Literal["zone", "axis", "node"]
Bound = Literal["at least", "more than", "at most", "about"]
BaselineKind = Literal["bank", "shore", "river", "canal", "road", "bridge", "rail", "hill", "limit"]
Basis = Literal["stated sides", "reference sides", "traced", "sketched", "members"]

#: Weakest first: a group is known no better than its weakest member.
BASES: tuple[Basis, ...] = ("sketched", "traced", "reference sides", "stated sides")

SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
#: Names that Windows keeps for devices: no file there can bear one.
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))}


#: Pages that every build makes: a plan's page must not take their place.
_PAGES = {"atlas", "index"}


def wrong(code: LiteralString, **values: object) -> PydanticCustomError:
    """What a validator raises: a message's code and values, no words."""
    return PydanticCustomError(code, code, values)


def _own_file_name(name: str) -> str:
    if name in _DEVICES:
        raise wrong("schema-device", name=name)
    if name in _PAGES:
        raise wrong("schema-page", name=name)
    return name


def _sound(text: str) -> str:
    if character := garbled(text):
        raise wrong("schema-garbled", character=character)
    return text


def one_line(text: str) -> str:
    """Refuse what is more than one line: it goes into a page's foot, a table, the header of a file."""
    if not text.replace("\u3000", " ").isprintable():
        raise wrong("schema-one-line")
    return text


# Ids, and words such as a role, stand in many features: each is kept once.
FeatureId = Annotated[str, Field(pattern=rf"^{SLUG}\.{SLUG}$", max_length=80), AfterValidator(sys.intern)]
PlanId = Annotated[str, Field(pattern=rf"^{SLUG}$", max_length=40), AfterValidator(_own_file_name)]
BaselineId = Annotated[str, Field(pattern=rf"^{SLUG}$", max_length=80), AfterValidator(sys.intern)]
Text = Annotated[
    str, Field(min_length=1, max_length=20_000), AfterValidator(_sound), AfterValidator(sys.intern)
]


@dataclass(frozen=True)
class Reference:
    """Marks the type of an attribute that names something else, by which its references are found.

    Attributes
    ----------
    to : {"feature", "axis", "role"}
        What it names: a feature of any plan, one of axes.geojson, or a role of the same plan.
    """

    to: Literal["feature", "axis", "role"]


FeatureRef = Annotated[FeatureId, Reference("feature")]
AxisRef = Annotated[FeatureId, Reference("axis")]
RoleRef = Annotated[Text, Reference("role")]
#: A term or a unit of the vocabulary.
TermId = Annotated[str, Field(pattern=rf"^{SLUG}$", max_length=60), AfterValidator(sys.intern)]
Year = Annotated[int, Field(ge=1900, le=2100)]
#: From a centimetre, finer than the layers are kept, to where a boundary is no longer known at all.
Metres = Annotated[float, Field(ge=0.01, le=50_000)]
#: From 100 m², less than a building, to more than all of China with its seas.
SquareKm = Annotated[int | float, Field(ge=0.0001, le=10_000_000)]
#: Its degrees are those of any coordinate; `layers.geometry.plausible` bounds them.
Position = Annotated[list[float], Field(min_length=2, max_length=2)]
#: A zone of more pieces than this is several zones.
_MAX_PARTS = 99


class _Record(BaseModel):
    # Deferred: what a record checks is worked out once it is used, and of a part of others not at all.
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)


class SideRecord(_Record):
    """A side as the text states it, and the baseline that it follows."""

    side: Literal["N", "E", "S", "W", "ring"]
    stated: Text
    baseline: BaselineId
    part: Annotated[int, Field(ge=1, le=_MAX_PARTS)] | None = None


class Feature(_Record):
    """What zones, axes and nodes have in common."""

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
        elif self.basis in ("traced", "sketched") and self.accuracy_m is None:
            raise wrong("schema-accuracy-missing", basis=self.basis)
        elif self.basis not in ("traced", "sketched") and self.accuracy_m is not None:
            raise wrong("schema-accuracy-derived", basis=self.basis)
        if self.reference_km2 is not None and self.reference_cite is None:
            raise wrong("schema-cite-missing", field="reference_km2")
        return self


class Zone(Feature):
    """A polygon, drawn or built from sides, or a group made of its members."""

    sides: Annotated[list[SideRecord], Field(min_length=1, max_length=200)] | None
    inside: Position | Annotated[list[Position], Field(min_length=1, max_length=_MAX_PARTS)] | None

    @property
    def derived_from(self) -> str | None:
        """The attribute that the geometry comes from, or None if it is drawn."""
        return super().derived_from or ("sides" if self.sides is not None else None)

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
        built = self.basis in ("stated sides", "reference sides")
        if built and self.sides is None:
            raise wrong("schema-sides-missing", basis=self.basis)
        if self.sides is not None and not built:
            raise wrong("schema-sides-basis")
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
        if basis not in (None, "traced", "sketched"):
            raise wrong("schema-node-basis")
        return basis


class Baseline(_Record):
    """A line that boundaries follow."""

    id: BaselineId
    name: Text
    name_en: Text
    kind: BaselineKind
    accuracy_m: Metres
    basis: Literal["traced", "sketched"]
    note: Text | None


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
    "baselines": Baseline,
    "context": Context,
}


def own(model: type[BaseModel]) -> tuple[str, ...]:
    """Attributes that a model has beyond those of every zone, axis and node."""
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

#: Geometry types that each layer file may hold.
GEOMETRIES: dict[str, tuple[str, ...]] = {
    "zones": ("Polygon", "MultiPolygon"),
    "axes": ("LineString", "MultiLineString"),
    "nodes": ("Point",),
    "baselines": ("LineString",),
    "context": ("Polygon", "MultiPolygon", "LineString", "MultiLineString", "Point"),
}
