"""From the catalogue to elements with geometry: built from sides, made of members, drawn, or referred to."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

import shapely

from geo.area import Comparison, compare, geodesic_km2, length_m, plane_km2
from geo.boundary import Boundary, BoundaryError, Edge, Side, Sides, build, merged
from layers.catalog import Catalog, Entry
from layers.problems import LayerError, Problem
from layers.schema import BASES, Basis, Zone

ElementKind = Literal["zone", "group", "axis", "node"]


@dataclass(frozen=True)
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
    comparison : Comparison or None
        Stated against computed; None where the plan states no area.
    members : tuple of str
        Ids of the features that name it as their parent.
    """

    entry: Entry
    kind: ElementKind
    owner: str
    geometry: shapely.Geometry
    basis: Basis
    accuracy_m: float
    area_km2: float | None
    plane_km2: float | None
    comparison: Comparison | None
    members: tuple[str, ...]

    @property
    def id(self) -> str:
        """Id of the feature."""
        return self.entry.record.id


@dataclass(frozen=True)
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
    geometry : shapely.Geometry
        (lon, lat) degrees.
    """

    zone: str
    side: str | None
    stated: str | None
    baseline_id: str | None
    basis: Literal["traced", "sketched", "inferred"]
    accuracy_m: float
    geometry: shapely.Geometry

    @cached_property
    def length_m(self) -> float:
        """Geodesic length, m."""
        return length_m(self.geometry)


@dataclass(frozen=True)
class Atlas:
    """Everything that is drawn, exported and checked.

    Attributes
    ----------
    catalog : Catalog
    elements : dict of str to Element
        By id, in the catalogue's order.
    edges : dict of str to list of LabelledEdge
        By the zone that is built from them.
    """

    catalog: Catalog
    elements: dict[str, Element]
    edges: dict[str, list[LabelledEdge]]
    #: What layers.rules has found already, by plan: pages, checks and reports all ask for it.
    tested: dict[str, Any] = field(default_factory=dict, init=False, compare=False, repr=False)

    def of_plan(self, plan: str) -> list[Element]:
        """Elements of a plan in drawing order of their roles, then in file order."""
        return list(self._by_plan.get(plan, ()))

    @cached_property
    def _by_plan(self) -> dict[str, list[Element]]:
        found: dict[str, list[Element]] = defaultdict(list)
        for element in self.elements.values():
            found[element.entry.plan].append(element)
        for plan, own in found.items():
            rank = {role.name: i for i, role in reversed([*enumerate(self.catalog.plans[plan].roles)])}
            own.sort(key=lambda element: rank[element.entry.record.role])
        return found

    def selected(self, plan: str, role: str | None = None, parent: str | None = None) -> list[Element]:
        """Elements of a plan that have a role, or a parent, in file order; of both if both are given."""
        if parent is None:
            return [] if role is None else self._by_role.get((plan, role), [])
        found = [self.elements[name] for name in self._children.get(parent, ())]
        return [
            element
            for element in found
            if element.entry.plan == plan and role in (None, element.entry.record.role)
        ]

    @cached_property
    def _by_role(self) -> dict[tuple[str, str], list[Element]]:
        found: dict[tuple[str, str], list[Element]] = defaultdict(list)
        for element in self.elements.values():
            found[element.entry.plan, element.entry.record.role].append(element)
        return found

    @cached_property
    def _children(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for name, element in self.elements.items():
            if element.entry.record.parent is not None:
                found[element.entry.record.parent].append(name)
        return found

    def edges_of(self, element: Element) -> list[LabelledEdge]:
        """Labelled edges of an element's boundary; none where it is not built from sides."""
        return self.edges.get(element.owner, [])


@dataclass(frozen=True)
class _Place:
    geometry: shapely.Geometry
    basis: Basis
    accuracy_m: float
    area_km2: float | None
    plane_km2: float | None


def assemble(catalog: Catalog) -> Atlas:
    """Give every feature of a catalogue its geometry.

    Parameters
    ----------
    catalog : Catalog

    Returns
    -------
    Atlas

    Raises
    ------
    LayerError
        If zones cannot be built from their sides; all of them are named.
    """
    boundaries = _build_zones(catalog)
    edges = {zone: _label(catalog, boundary) for zone, boundary in boundaries.items()}
    children: dict[str, list[str]] = defaultdict(list)
    for entry in catalog.entries.values():
        if entry.record.parent is not None:
            children[entry.record.parent].append(entry.record.id)
    places: dict[str, _Place] = {}
    for entry in catalog.entries.values():
        _place(catalog, catalog.owner(entry), boundaries, edges, children, places)
    elements = {}
    for name, entry in catalog.entries.items():
        owner = catalog.owner(entry)
        place = places[owner.record.id]
        kind: ElementKind = {"zones": "zone", "axes": "axis", "nodes": "node"}[entry.layer]  # type: ignore[assignment]
        if kind == "zone" and owner.record.basis == "members":
            kind = "group"
        elements[name] = Element(
            entry=entry,
            kind=kind,
            owner=owner.record.id,
            geometry=place.geometry,
            basis=place.basis,
            accuracy_m=place.accuracy_m,
            area_km2=place.area_km2,
            plane_km2=place.plane_km2,
            comparison=_comparison(entry, place),
            members=tuple(children.get(name, ())),
        )
    return Atlas(catalog, elements, edges)


def _comparison(entry: Entry, place: _Place) -> Comparison | None:
    if entry.record.stated_km2 is None or place.area_km2 is None:
        return None
    return compare(entry.record.stated_km2, place.area_km2, length_m(place.geometry), place.accuracy_m)


def _build_zones(catalog: Catalog) -> dict[str, Boundary]:
    wanted, owners = [], []
    for entry in catalog.entries.values():
        record = entry.record
        if isinstance(record, Zone) and record.sides is not None:
            for part, inside in zip(record.parts.values(), record.insides, strict=True):
                sides = tuple(Side(side.side, side.baseline) for side in part)
                wanted.append(Sides(record.id, sides, (inside[0], inside[1])))
                owners.append(record.id)
    lines = {name: line.geometry for name, line in catalog.baselines.items()}
    try:
        built = build(wanted, lines)
    except BoundaryError as error:
        raise LayerError(
            [
                Problem(catalog.entries[p.zone].file, p.zone, f"boundary-{p.code}", p.values)
                for p in error.problems
            ]
        ) from None
    parts: dict[str, list[Boundary]] = defaultdict(list)
    for owner, boundary in zip(owners, built, strict=True):
        parts[owner].append(boundary)
    return {owner: merged(boundaries) for owner, boundaries in parts.items()}


def _label(catalog: Catalog, boundary: Boundary) -> list[LabelledEdge]:
    record = catalog.entries[boundary.zone].record
    names: dict[tuple[str, str], list[str]] = defaultdict(list)
    for side in record.sides or [] if isinstance(record, Zone) else []:
        stated = names[side.side, side.baseline]
        if side.stated not in stated:
            stated.append(side.stated)
    return [_labelled(catalog, boundary.zone, edge, names) for edge in boundary.edges]


def _labelled(
    catalog: Catalog, zone: str, edge: Edge, names: dict[tuple[str, str], list[str]]
) -> LabelledEdge:
    if edge.compass is None or edge.baseline is None:
        # How far off a connector may be is not known better than the gap is long.
        return LabelledEdge(zone, None, None, None, "inferred", max(length_m(edge.line), 1.0), edge.line)
    line = catalog.baselines[edge.baseline].record
    stated = "／".join(names[edge.compass, edge.baseline])
    return LabelledEdge(zone, edge.compass, stated, line.id, line.basis, line.accuracy_m, edge.line)


def _place(
    catalog: Catalog,
    entry: Entry,
    boundaries: dict[str, Boundary],
    edges: dict[str, list[LabelledEdge]],
    children: dict[str, list[str]],
    places: dict[str, _Place],
) -> _Place:
    """Place of a feature that owns its geometry, with its members' places before it."""
    record = entry.record
    if record.id in places:
        return places[record.id]
    basis, accuracy = record.basis or "sketched", record.accuracy_m or 0.0
    if record.id in boundaries:
        geometry: shapely.Geometry = boundaries[record.id].polygon
        accuracy = _mean_accuracy(edges[record.id])
    elif basis == "members":
        members = [
            _place(catalog, catalog.owner(catalog.entries[child]), boundaries, edges, children, places)
            for child in children[record.id]
            if catalog.entries[child].layer == entry.layer
        ]
        geometry = _together([member.geometry for member in members], entry.layer)
        basis = min((member.basis for member in members), key=BASES.index)
        accuracy = max(member.accuracy_m for member in members)
    else:
        assert entry.geometry is not None  # noqa: S101 - the catalogue has checked it
        geometry = entry.geometry
    areal = geometry.area > 0
    places[record.id] = _Place(
        geometry,
        basis,
        accuracy,
        geodesic_km2(geometry) if areal else None,
        plane_km2(geometry) if areal else None,
    )
    return places[record.id]


def _together(geometries: list[shapely.Geometry], layer: str) -> shapely.Geometry:
    if layer == "axes":
        # Sections stay in their order and direction: it is the order in which the axis is followed.
        return shapely.MultiLineString([part for line in geometries for part in shapely.get_parts([line])])
    return shapely.orient_polygons(shapely.union_all(geometries))


def _mean_accuracy(edges: list[LabelledEdge]) -> float:
    # Weighted by length, perimeter × accuracy is the sum over the edges of length × accuracy.
    lengths = [edge.length_m for edge in edges]
    total = sum(length * edge.accuracy_m for length, edge in zip(lengths, edges, strict=True))
    return total / sum(lengths)
