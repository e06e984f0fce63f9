"""What assembling makes: elements with geometry, labelled edges, and the atlas that holds them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, ClassVar, Literal, TypeVar

import shapely

from geo.area import Comparison
from geo.crs import belt
from geo.systems import EAST, WEST
from layers.building import Reading
from layers.entries import Catalog, Entry
from layers.links import Link, links_of
from layers.schema import Basis, Place
from layers.vocabulary import Term

_Any = TypeVar("_Any", bound="Named")

ElementKind = Literal["zone", "group", "axis", "node"]


@dataclass(frozen=True, slots=True)
class Element:
    """A feature of a plan with everything that follows from it.

    Attributes
    ----------
    entry : Entry
        The record as it stands in the layer file.
    kind : {"zone", "group", "axis", "node"}
    owner : str
        Id of the feature that the geometry belongs to; its own id unless same_as.
    geometry : shapely.Geometry
        (lon, lat) degrees.
    basis : str
        Of the owner; for a group that of its weakest member.
    accuracy_m : float
        Of the owner, m; for a built zone the mean over its edges weighted by length,
        for a group the worst of its members.
    area_km2, plane_km2 : float or None
        Geodesic area and plane area in the belt, km²; None for points and lines.
    area_low_km2, area_high_km2 : float or None
        The interval that holds nine tenths of the areas which the accuracy of the edges allows, km².
    shape_is_indicative : bool or None
        Whether the boundary may be off by more than half the width of the area; None for points and lines.
    comparison : Comparison or None
        Stated against computed; None where the plan states no area.
    reference_comparison : Comparison or None
        The same of the area that another public source gives; None where none is known.
    members : tuple of str
        Ids of the features that name it as their parent.
    functions : tuple of Term
        Words of its functions, in their order.
    """

    entry: Entry
    kind: ElementKind
    owner: str
    geometry: shapely.Geometry
    basis: Basis
    accuracy_m: float
    area_km2: float | None
    area_low_km2: float | None
    area_high_km2: float | None
    shape_is_indicative: bool | None
    plane_km2: float | None
    comparison: Comparison | None
    reference_comparison: Comparison | None
    members: tuple[str, ...]
    functions: tuple[Term, ...] = ()

    @property
    def id(self) -> str:
        """Id of the feature."""
        return self.entry.record.id


@dataclass(frozen=True, slots=True)
class _Unlocated:
    """What has no geometry: of an `Element` it has what can be told without one.

    Attributes
    ----------
    entry : Entry
    owner : str
        Id of the feature that it is the same as; its own id unless same_as.
    functions : tuple of Term
    """

    entry: Entry
    owner: str
    functions: tuple[Term, ...] = ()

    geometry: ClassVar[None] = None
    accuracy_m: ClassVar[None] = None
    area_km2: ClassVar[None] = None
    area_low_km2: ClassVar[None] = None
    area_high_km2: ClassVar[None] = None
    shape_is_indicative: ClassVar[None] = None
    plane_km2: ClassVar[None] = None
    comparison: ClassVar[None] = None
    reference_comparison: ClassVar[None] = None

    @property
    def id(self) -> str:
        """Id of the feature."""
        return self.entry.record.id


@dataclass(frozen=True, slots=True)
class ListedPlace(_Unlocated):
    """A place of which the plan says no more than what holds it."""

    kind: ClassVar[Literal["place"]] = "place"
    basis: ClassVar[Basis] = "listed"
    members: ClassVar[tuple[str, ...]] = ()

    @property
    def holder(self) -> str | None:
        """Id of the element that holds it; None if only the plan's area is known."""
        return self.entry.record.holder if isinstance(self.entry.record, Place) else None


@dataclass(frozen=True, slots=True)
class PendingZone(_Unlocated):
    """A zone whose boundary is not known yet, or a group with such a member.

    Attributes
    ----------
    kind : {"zone", "group"}
    members : tuple of str
        Ids of the features that name it as their parent.
    """

    kind: Literal["zone", "group"] = "zone"
    members: tuple[str, ...] = ()

    basis: ClassVar[Basis] = "pending"


#: What a plan names, with a geometry or without.
Named = Element | PendingZone | ListedPlace


@dataclass(frozen=True, slots=True)
class LabelledEdge:
    """A stretch of a built boundary with the words of the plan.

    Attributes
    ----------
    zone : str
        Id of the zone.
    side : str or None
        N, E, S, W or ring; None for a connector.
    stated : str or None
        The side as the text names it; several names of one line are joined.
    baseline_id : str or None
    basis : {"traced", "sketched", "inferred"}
    accuracy_m : float
        Of the baseline; for a connector the length of the gap that it closes, m.
    length_m : float
        Geodesic length, m.
    geometry : shapely.Geometry
        (lon, lat) degrees.
    """

    zone: str
    side: str | None
    stated: str | None
    baseline_id: str | None
    basis: Literal["traced", "sketched", "inferred"]
    accuracy_m: float
    length_m: float
    geometry: shapely.Geometry


@dataclass(frozen=True)
class Atlas:
    """Everything that is drawn, exported and checked.

    Attributes
    ----------
    catalog : Catalog
    elements : dict of str to Element
        All that have a geometry, by id, in the catalogue's order.
    places : dict of str to ListedPlace
        Those that have none, likewise.
    edges : dict of str to list of LabelledEdge
        By the zone that is built from them.
    readings : dict of str to list of Reading
        What other readings of a line would make of a zone, by the zone; without those of which there is one.
    pending : dict of str to PendingZone
        Zones whose boundary is not known yet, likewise.
    """

    catalog: Catalog
    elements: dict[str, Element]
    places: dict[str, ListedPlace]
    edges: dict[str, list[LabelledEdge]]
    readings: dict[str, list[Reading]] = field(default_factory=dict)
    pending: dict[str, PendingZone] = field(default_factory=dict)
    #: What layers.claims has found already, by plan: pages, checks and reports all ask for it.
    tested: dict[str, Any] = field(default_factory=dict, init=False, compare=False, repr=False)

    def of_plan(self, plan: str) -> list[Element]:
        """Elements of a plan in drawing order of their roles, then in file order: all with a geometry."""
        return list(self._by_plan.get(plan, ()))

    @cached_property
    def _by_plan(self) -> dict[str, list[Element]]:
        return self._ordered(self.elements)

    def places_of(self, plan: str) -> list[ListedPlace]:
        """Listed places of a plan in the order of their roles, then in file order."""
        return list(self._places_by_plan.get(plan, ()))

    def pending_of(self, plan: str) -> list[PendingZone]:
        """Pending zones of a plan in the order of their roles, then in file order."""
        return list(self._pending_by_plan.get(plan, ()))

    def features_of(self, plan: str) -> list[Named]:
        """Elements of a plan, then its pending zones, then its listed places."""
        return [*self.of_plan(plan), *self.pending_of(plan), *self.places_of(plan)]

    @cached_property
    def _places_by_plan(self) -> dict[str, list[ListedPlace]]:
        return self._ordered(self.places)

    @cached_property
    def _pending_by_plan(self) -> dict[str, list[PendingZone]]:
        return self._ordered(self.pending)

    def _ordered(self, elements: dict[str, _Any]) -> dict[str, list[_Any]]:
        found: dict[str, list[_Any]] = defaultdict(list)
        for element in elements.values():
            found[element.entry.plan].append(element)
        for plan, own in found.items():
            rank = {role.name: i for i, role in reversed([*enumerate(self.catalog.plans[plan].roles)])}
            own.sort(key=lambda element: rank[element.entry.record.role])
        return found

    @cached_property
    def held(self) -> dict[str, list[str]]:
        """Ids of the listed places that an element holds, by its id."""
        found: dict[str, list[str]] = defaultdict(list)
        for name, place in self.places.items():
            if place.holder is not None:
                found[place.holder].append(name)
        return dict(found)

    def selected(self, plan: str, role: str | None = None, parent: str | None = None) -> list[Element]:
        """Elements of a plan that have a role, or a parent, in file order; of both if both are given."""
        if parent is None:
            return [] if role is None else self._by_role.get((plan, role), [])
        return [
            element
            for element in self._by_parent.get(parent, ())
            if element.entry.plan == plan and role in (None, element.entry.record.role)
        ]

    def selected_pending(
        self, plan: str, role: str | None = None, parent: str | None = None
    ) -> list[PendingZone]:
        """Pending zones of a plan that have a role, or a parent; both, or neither, as they are given."""
        return [
            zone
            for zone in self.pending_of(plan)
            if role in (None, zone.entry.record.role) and parent in (None, zone.entry.record.parent)
        ]

    @cached_property
    def _by_parent(self) -> dict[str | None, list[Element]]:
        found: dict[str | None, list[Element]] = defaultdict(list)
        for element in self.elements.values():
            found[element.entry.record.parent].append(element)
        return found

    @cached_property
    def _by_role(self) -> dict[tuple[str, str], list[Element]]:
        found: dict[tuple[str, str], list[Element]] = defaultdict(list)
        for element in self.elements.values():
            found[element.entry.plan, element.entry.record.role].append(element)
        return found

    @cached_property
    def named(self) -> dict[str, Named]:
        """Elements, then pending zones, then listed places, by their ids."""
        return {**self.elements, **self.pending, **self.places}

    @cached_property
    def sharing(self) -> dict[str, list[str]]:
        """Ids of what is one place, with a geometry or without, by the id of the one that owns it."""
        found: dict[str, list[str]] = defaultdict(list)
        for each in self.named.values():
            found[each.owner].append(each.id)
        return found

    @cached_property
    def links(self) -> dict[str, list[Link]]:
        """Relations with their arcs, by the plan that states them."""
        stated = self.catalog.relations
        return {plan: links_of(self, plan, relations) for plan, relations in stated.items()}

    @cached_property
    def links_about(self) -> dict[str, dict[int, Link]]:
        """Relations by the plan of each end and the owner of its place, each with its number in `links`."""
        found: dict[str, dict[int, Link]] = defaultdict(dict)
        for number, link in enumerate(link for own in self.links.values() for link in own):
            for end in map(self.catalog.entries.__getitem__, link.ends):
                found[end.plan][number] = link
                found[self.catalog.owner(end).record.id][number] = link
        return dict(found)

    def projected_crs(self, plans: Iterable[str]) -> int:
        """EPSG code of the projected system of some plans: atlas.toml's, else the belt of their middle."""
        if self.catalog.description.crs is not None:
            return self.catalog.description.crs
        return belt(self.longitude(plans))

    def longitude(self, plans: Iterable[str]) -> float:
        """Middle of some plans from west to east, degrees, but not beyond the belts."""
        shapes = [element.geometry for plan in plans for element in self.of_plan(plan)]
        if not shapes:
            return (WEST + EAST) / 2
        west, _, east, _ = shapely.total_bounds(shapes)
        return min(max(float(west + east) / 2, WEST), EAST)

    def leaves(self, element: Element) -> list[Element]:
        """Zones (or axes) of a group down to those that are no groups themselves; its points do not count."""
        if element.kind != "group":
            return [element]
        members = [self.elements[child] for child in element.members]
        own = [member for member in members if member.entry.layer == element.entry.layer]
        return [leaf for member in own for leaf in self.leaves(member)]

    def edges_of(self, element: Element) -> list[LabelledEdge]:
        """Labelled edges of an element's boundary; none where it is not built from sides."""
        return self.edges.get(element.owner, [])
