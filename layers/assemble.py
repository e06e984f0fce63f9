"""From the catalogue to elements with geometry: built from sides, made of members, drawn, or referred to."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import shapely

from geo.area import compare, geodesic_km2, lengths_m, planes_km2
from geo.boundary import Boundary, Edge
from layers.atlas import Atlas, Element, ElementKind, LabelledEdge, ListedPlace
from layers.building import build_zones, readings
from layers.catalog import Catalog, Entry
from layers.schema import BASES, Basis, Zone

__all__ = ["Atlas", "Element", "LabelledEdge", "ListedPlace", "assemble"]


class _Place(NamedTuple):
    geometry: shapely.Geometry
    basis: Basis
    accuracy_m: float


class _Size(NamedTuple):
    area_km2: float
    plane_km2: float
    perimeter_m: float


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
        If zones cannot be built from their sides, or with another reading of one; all of them are named.
    """
    boundaries = build_zones(catalog)
    edges = _label(catalog, boundaries)
    polygons = {zone: boundary.polygon for zone, boundary in boundaries.items()}
    del boundaries  # of many zones: their edges are labelled by now
    places = _places(catalog, polygons, edges)
    sizes = _sizes(places)
    elements, listed = {}, {}
    terms = {plan: catalog.terms(plan) for plan in catalog.plans}
    for name, entry in catalog.entries.items():
        functions = tuple(terms[entry.plan][term] for term in entry.record.function or ())
        if entry.layer == "places":
            listed[name] = ListedPlace(entry, catalog.owner(entry).record.id, functions)
            continue
        owner = catalog.owner(entry)
        place, size = places[owner.record.id], sizes.get(owner.record.id)
        kind: ElementKind = {"zones": "zone", "axes": "axis", "nodes": "node"}[entry.layer]  # type: ignore[assignment]
        if kind == "zone" and owner.record.basis == "members":
            kind = "group"
        stated = entry.record.stated_km2
        elements[name] = Element(
            entry=entry,
            kind=kind,
            owner=owner.record.id,
            geometry=place.geometry,
            basis=place.basis,
            accuracy_m=place.accuracy_m,
            area_km2=size and size.area_km2,
            plane_km2=size and size.plane_km2,
            comparison=compare(stated, size.area_km2, size.perimeter_m, place.accuracy_m)
            if stated is not None and size
            else None,
            members=tuple(catalog.children.get(name, ())),
            functions=functions,
        )
    return Atlas(catalog, elements, listed, edges, readings(catalog))


def _label(catalog: Catalog, boundaries: dict[str, Boundary]) -> dict[str, list[LabelledEdge]]:
    """Edges of built boundaries with the words of the plan, by zone."""
    lengths = iter(lengths_m([edge.line for each in boundaries.values() for edge in each.edges]).tolist())
    edges = {}
    for zone, boundary in boundaries.items():
        record = catalog.entries[zone].record
        names: dict[tuple[str, str], list[str]] = defaultdict(list)
        for side in record.sides or [] if isinstance(record, Zone) else []:
            stated = names[side.side, side.baseline]
            if side.stated not in stated:
                stated.append(side.stated)
        edges[zone] = [_labelled(catalog, zone, edge, next(lengths), names) for edge in boundary.edges]
    return edges


def _labelled(
    catalog: Catalog, zone: str, edge: Edge, metres: float, names: dict[tuple[str, str], list[str]]
) -> LabelledEdge:
    if edge.compass is None or edge.baseline is None:
        # How far off a connector may be is not known better than the gap is long.
        return LabelledEdge(zone, None, None, None, "inferred", max(metres, 1.0), metres, edge.line)
    line = catalog.baselines[edge.baseline].record
    words = names[edge.compass, edge.baseline]
    stated = words[0] if len(words) == 1 else "／".join(words)
    return LabelledEdge(zone, edge.compass, stated, line.id, line.basis, line.accuracy_m, metres, edge.line)


def _places(
    catalog: Catalog, polygons: dict[str, shapely.Geometry], edges: dict[str, list[LabelledEdge]]
) -> dict[str, _Place]:
    """Places of the features that own their geometry."""
    places: dict[str, _Place] = {}

    def place(entry: Entry) -> _Place:
        record = entry.record
        if record.id in places:
            return places[record.id]
        basis, accuracy = record.basis or "sketched", record.accuracy_m or 0.0
        if record.id in polygons:
            geometry = polygons[record.id]
            accuracy = _mean_accuracy(edges[record.id])
        elif basis == "members":
            # Its members' places come before its own.
            members = [
                place(catalog.owner(catalog.entries[child]))
                for child in catalog.children[record.id]
                if catalog.entries[child].layer == entry.layer
            ]
            geometry = _together([member.geometry for member in members], entry.layer)
            basis = min((member.basis for member in members), key=BASES.index)
            accuracy = max(member.accuracy_m for member in members)
        else:
            assert entry.geometry is not None  # noqa: S101 - the catalogue has checked it
            geometry = entry.geometry
        places[record.id] = _Place(geometry, basis, accuracy)
        return places[record.id]

    for entry in catalog.entries.values():
        if entry.layer != "places":
            place(catalog.owner(entry))
    return places


def _together(geometries: Sequence[shapely.Geometry], layer: str) -> shapely.Geometry:
    if layer == "axes":
        # Sections stay in their order and direction: it is the order in which the axis is followed.
        return shapely.MultiLineString([part for line in geometries for part in shapely.get_parts([line])])
    return shapely.orient_polygons(shapely.union_all(geometries))


def _mean_accuracy(edges: list[LabelledEdge]) -> float:
    # Weighted by length, perimeter × accuracy is the sum over the edges of length × accuracy.
    total = sum(edge.length_m * edge.accuracy_m for edge in edges)
    return total / sum(edge.length_m for edge in edges)


def _sizes(places: dict[str, _Place]) -> dict[str, _Size]:
    """Sizes of the places that have an area; all at once, which is quicker."""
    areal = {name: place.geometry for name, place in places.items() if place.geometry.area > 0}
    shapes = np.array(list(areal.values()), dtype=object)
    areas = map(geodesic_km2, shapes)
    figures = zip(areas, planes_km2(shapes).tolist(), lengths_m(shapes).tolist(), strict=True)
    return {name: _Size(*each) for name, each in zip(areal, figures, strict=True)}
