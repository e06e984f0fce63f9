"""From the catalogue to elements with geometry: built from sides, made of members, drawn, or referred to."""

from collections import defaultdict
from collections.abc import Collection, Sequence

import shapely

from geo.area import Comparison, compare, lengths_m
from geo.boundary import Boundary, Edge
from geo.crossing import DECIMALS
from layers.atlas import Atlas, Element, ElementKind, LabelledEdge, ListedPlace, Named, PendingZone
from layers.building import build_zones, readings
from layers.catalog import Catalog, Entry
from layers.pending import pending_zones
from layers.schema import BASES, Zone
from layers.sizes import Located, Size, sizes

__all__ = ["Atlas", "Element", "LabelledEdge", "ListedPlace", "Named", "PendingZone", "assemble"]


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
    waiting = pending_zones(catalog)
    places = _places(catalog, polygons, edges, waiting)
    areas = sizes(catalog, places, edges)
    elements, listed, pending = {}, {}, {}
    kind: ElementKind
    terms = {plan: catalog.terms(plan) for plan in catalog.plans}
    for name, entry in catalog.entries.items():
        functions = tuple(terms[entry.plan][term] for term in entry.record.function or ())
        if entry.layer == "places":
            listed[name] = ListedPlace(entry, catalog.owner(entry).record.id, functions)
            continue
        owner = catalog.owner(entry)
        if name in waiting:
            members = tuple(catalog.children.get(name, ()))
            kind = "group" if owner.record.basis == "members" else "zone"
            pending[name] = PendingZone(entry, owner.record.id, functions, kind, members)
            continue
        place, size = places[owner.record.id], areas.get(owner.record.id)
        kind = {"zones": "zone", "axes": "axis", "nodes": "node"}[entry.layer]  # type: ignore[assignment]
        if kind == "zone" and owner.record.basis == "members":
            kind = "group"
        elements[name] = Element(
            entry=entry,
            kind=kind,
            owner=owner.record.id,
            geometry=place.geometry,
            basis=place.basis,
            accuracy_m=place.accuracy_m,
            area_km2=size and size.area_km2,
            area_low_km2=size and size.area_low_km2,
            area_high_km2=size and size.area_high_km2,
            shape_is_indicative=size and size.shape_is_indicative,
            plane_km2=size and size.plane_km2,
            comparison=_compared(entry.record.stated_km2, size),
            reference_comparison=_compared(entry.record.reference_km2, size),
            members=tuple(catalog.children.get(name, ())),
            functions=functions,
        )
    return Atlas(catalog, elements, listed, edges, readings(catalog), pending)


def _compared(figure: float | None, size: Size | None) -> Comparison | None:
    """An area that somebody gives against the computed one; None without either."""
    if figure is None or size is None:
        return None
    return compare(figure, size.area_km2, size.area_low_km2, size.area_high_km2)


def _label(catalog: Catalog, boundaries: dict[str, Boundary]) -> dict[str, list[LabelledEdge]]:
    """Edges of built boundaries with the words of the plan, by zone."""
    lengths = iter(lengths_m([edge.line for each in boundaries.values() for edge in each.edges]).tolist())
    edges = {}
    for zone, boundary in boundaries.items():
        record = catalog.entries[zone].record
        names: dict[tuple[str, str], list[str]] = defaultdict(list)
        for side in record.sides or [] if isinstance(record, Zone) else []:
            stated = names[side.side, side.baseline or ""]
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
    catalog: Catalog,
    polygons: dict[str, shapely.Geometry],
    edges: dict[str, list[LabelledEdge]],
    waiting: Collection[str],
) -> dict[str, Located]:
    """Places of the features that own their geometry, without those that have none yet."""
    places: dict[str, Located] = {}

    def place(entry: Entry) -> Located:
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
        places[record.id] = Located(geometry, basis, accuracy)
        return places[record.id]

    for entry in catalog.entries.values():
        if entry.layer != "places" and entry.record.id not in waiting:
            place(catalog.owner(entry))
    return places


def _together(geometries: Sequence[shapely.Geometry], layer: str) -> shapely.Geometry:
    if layer == "axes":
        # Sections stay in their order and direction: it is the order in which the axis is followed.
        return shapely.MultiLineString([part for line in geometries for part in shapely.get_parts([line])])
    # On the grid of the network: what members barely share would else stay between them as a hair.
    return shapely.orient_polygons(shapely.union_all(geometries, grid_size=10.0**-DECIMALS))


def _mean_accuracy(edges: list[LabelledEdge]) -> float:
    total = sum(edge.length_m * edge.accuracy_m for edge in edges)
    return total / sum(edge.length_m for edge in edges)
