"""Topology of a layer: what is invalid, overlaps, sticks out of its group, or is a sliver."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
import shapely

from geo.area import geodesic_km2, length_m

#: A part narrower than this, in metres of 2 × area / perimeter, is a sliver.
SLIVER_M = 5.0


@dataclass(frozen=True)
class Shape:
    """A feature as topology sees it.

    Attributes
    ----------
    id : str
    geometry : shapely.Geometry
        (lon, lat) degrees.
    parent : str or None
        Id of the group or zone it belongs to.
    accuracy_m : float
        Accuracy of its boundary, m.
    """

    id: str
    geometry: shapely.Geometry
    parent: str | None = None
    accuracy_m: float = 0.0


@dataclass(frozen=True)
class Defect:
    """One thing that topology found.

    Attributes
    ----------
    level : {"error", "warning"}
    code : str
        ``invalid``, ``sliver``, ``overlap`` or ``outside-parent``.
    id : str
        The feature it is about.
    values : dict
        Figures and ids for a message: areas in km², widths in m.
    """

    level: Literal["error", "warning"]
    code: str
    id: str
    values: Mapping[str, object] = field(default_factory=dict)


def defects(shapes: list[Shape]) -> list[Defect]:
    """Examine a layer's shapes.

    Parameters
    ----------
    shapes : list of Shape
        Polygons, lines and points in (lon, lat) degrees; only polygons can overlap.

    Returns
    -------
    list of Defect
        Invalid geometry, slivers, overlaps between siblings and members outside their parent,
        in the order of `shapes`.
    """
    sound = [shape for shape in shapes if shape.geometry.is_valid]
    return [*_invalid(shapes), *_slivers(sound), *_overlaps(sound), *_outside(sound)]


def _invalid(shapes: list[Shape]) -> list[Defect]:
    return [
        Defect("error", "invalid", shape.id, {"reason": shapely.is_valid_reason(shape.geometry)})
        for shape in shapes
        if not shape.geometry.is_valid
    ]


def _slivers(shapes: list[Shape]) -> list[Defect]:
    if not shapes:
        return []
    parts, owner = shapely.get_parts([shape.geometry for shape in shapes], return_index=True)
    areal = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    parts, owner = parts[areal], owner[areal]
    # A bound from below that costs next to nothing: a degree of longitude is the shorter one.
    degree_m = 110_000 * np.cos(np.radians(np.abs(shapely.bounds(parts)[:, [1, 3]]).max(axis=1, initial=0)))
    narrow = 2 * shapely.area(parts) / shapely.length(parts) * degree_m < 2 * SLIVER_M
    return [
        Defect("warning", "sliver", shapes[i].id, {"width_m": round(width, 1)})
        for part, i in zip(parts[narrow], owner[narrow], strict=True)
        if (width := width_m(part)) < SLIVER_M
    ]


def width_m(polygon: shapely.Polygon) -> float:
    """Mean width of a polygon in metres: twice its area over its perimeter."""
    perimeter = length_m(polygon)
    return 2e6 * geodesic_km2(polygon) / perimeter if perimeter else 0.0


def _overlaps(shapes: list[Shape]) -> list[Defect]:
    areal = [shape for shape in shapes if shape.geometry.area > 0 and shape.parent is not None]
    found = []
    for i, j in pairs([shape.geometry for shape in areal]):
        one, other = areal[i], areal[j]
        if one.parent == other.parent and (excess := overlap_km2(one, other)):
            found.append(Defect("warning", "overlap", one.id, {"other": other.id, "km2": round(excess, 3)}))
    return found


def pairs(geometries: list[shapely.Geometry]) -> list[tuple[int, int]]:
    """Index pairs (i < j) of geometries that share more than a boundary, in order."""
    if not geometries:
        return []
    shapes = np.array(geometries, dtype=object)
    first, second = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    once = first < second
    first, second = first[once], second[once]
    inner = ~shapely.touches(shapes[first], shapes[second])
    return sorted(zip(first[inner].tolist(), second[inner].tolist(), strict=True))


def overlap_km2(one: Shape, other: Shape) -> float:
    """Overlap of two shapes in km², or 0 where their accuracy explains it.

    Parameters
    ----------
    one, other : Shape
        Areas in (lon, lat) degrees.

    Returns
    -------
    float
        The area that both cover, km². It is explained, and 0 is returned, where the
        overlap is no wider than the coarser of the two boundaries is accurate.
    """
    common = shapely.intersection(one.geometry, other.geometry)
    km2 = geodesic_km2(common)
    if km2 < 1e-6:
        return 0.0
    slack = max(one.accuracy_m, other.accuracy_m)
    widest = max(width_m(part) for part in shapely.get_parts([common]) if part.geom_type == "Polygon")
    return 0.0 if widest <= slack else km2


def share_within(inner: Shape, outer: Shape) -> float:
    """Share of a shape that lies in another, 0 to 1, allowing for their accuracy.

    Parameters
    ----------
    inner, outer : Shape
        (lon, lat) degrees. Points and lines count once they are within the accuracy of both
        from `outer`; areas are taken as they are.

    Returns
    -------
    float
        By area for polygons, by length for lines, 0 or 1 for a point.
    """
    if inner.geometry.area > 0:
        whole = geodesic_km2(inner.geometry)
        return geodesic_km2(shapely.intersection(inner.geometry, outer.geometry)) / whole if whole else 0.0
    slack = (inner.accuracy_m + outer.accuracy_m) / 111_320  # degrees of latitude; a little wide in longitude
    room = shapely.buffer(outer.geometry, slack)
    if inner.geometry.length > 0:
        return float(shapely.intersection(inner.geometry, room).length / inner.geometry.length)
    return float(shapely.intersects(inner.geometry, room))


def _outside(shapes: list[Shape]) -> list[Defect]:
    by_id = {shape.id: shape for shape in shapes if shape.geometry.area > 0}
    families: dict[str, list[Shape]] = defaultdict(list)
    for shape in shapes:
        if shape.parent in by_id and shape.geometry.area > 0:
            families[shape.parent].append(shape)
    found = []
    for name, members in families.items():
        parent = by_id[name]
        shapely.prepare(parent.geometry)
        inside = shapely.covers(parent.geometry, [shape.geometry for shape in members])
        found += [
            _sticks_out(shape, parent) for shape, within in zip(members, inside, strict=True) if not within
        ]
    order = {shape.id: i for i, shape in enumerate(shapes)}
    return sorted((defect for defect in found if defect), key=lambda defect: order[defect.id])


def _sticks_out(shape: Shape, parent: Shape) -> Defect | None:
    outside = geodesic_km2(shapely.difference(shape.geometry, parent.geometry))
    allowed = length_m(shape.geometry) * max(shape.accuracy_m, parent.accuracy_m) / 1e6
    if outside <= max(allowed, 1e-6):
        return None
    return Defect("warning", "outside-parent", shape.id, {"parent": parent.id, "km2": round(outside, 3)})
