"""Areas of places, the intervals in which they lie, and whether their shapes mean anything."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import numpy as np
import shapely

from geo.area import geodesic_km2, planes_km2
from geo.uncertainty import Outline, UncertainEdge, intervals
from geo.width import wider_than
from layers.atlas import LabelledEdge
from layers.entries import Catalog
from layers.schema import Basis


class Located(NamedTuple):
    """Where a feature that owns its geometry lies, and how that is known; accuracy in m."""

    geometry: shapely.Geometry
    basis: Basis
    accuracy_m: float


class Size(NamedTuple):
    """Area of a place, the interval in which it lies, and its area in the plane, km².

    `shape_is_indicative` if its boundary may be off by more than half its width: then no place is certain
    to lie inside, and the outline tells nothing of the shape.
    """

    area_km2: float
    area_low_km2: float
    area_high_km2: float
    plane_km2: float
    shape_is_indicative: bool


def sizes(
    catalog: Catalog, places: Mapping[str, Located], edges: Mapping[str, list[LabelledEdge]]
) -> dict[str, Size]:
    """Measure the places that have an area; all at once, which is quicker.

    Parameters
    ----------
    catalog : Catalog
    places : mapping of str to Located
        By the id of the feature that owns the geometry, (lon, lat) degrees.
    edges : mapping of str to list of LabelledEdge
        By the zone that is built from them.

    Returns
    -------
    dict of str to Size
    """
    areal = {name: place.geometry for name, place in places.items() if place.geometry.area > 0}
    shapes = np.array(list(areal.values()), dtype=object)
    areas = [geodesic_km2(shape) for shape in shapes]
    outlines = [
        Outline(shape, area, tuple(_uncertain(catalog, name, places, edges)))
        for (name, shape), area in zip(areal.items(), areas, strict=True)
    ]
    planes = planes_km2(shapes).tolist()
    known = wider_than(shapes, [places[name].accuracy_m for name in areal])
    figures = zip(areas, intervals(outlines), planes, (~known).tolist(), strict=True)
    return {
        name: Size(area, *interval, plane, indicative)
        for name, (area, interval, plane, indicative) in zip(areal, figures, strict=True)
    }


def _uncertain(
    catalog: Catalog, name: str, places: Mapping[str, Located], edges: Mapping[str, list[LabelledEdge]]
) -> Iterator[UncertainEdge]:
    """Edges of an area: those that it was built from, or those of its members, or its whole outline."""
    entry, place = catalog.entries[name], places[name]
    if name in edges:
        for edge in edges[name]:
            yield UncertainEdge(edge.geometry, edge.baseline_id, edge.accuracy_m)
    elif entry.record.basis == "members":
        for child in catalog.children[name]:
            member = catalog.entries[child]
            if member.layer == entry.layer:
                yield from _uncertain(catalog, catalog.owner(member).record.id, places, edges)
    else:
        # Whoever sketches too large does so all round: the errors of a sketch are not independent.
        yield UncertainEdge(shapely.boundary(place.geometry), name, place.accuracy_m)
