"""Shapes with no more vertices and no smaller parts than a small map needs."""

from collections.abc import Sequence

import numpy as np
import shapely

from geo.area import geodesic_km2
from geo.flat import flat, middle, unflat


def thinned(
    geometries: Sequence[shapely.Geometry], tolerance_m: float, decimals: int
) -> list[shapely.Geometry]:
    """Leave out vertices by whose loss no line moves further than a tolerance.

    Parameters
    ----------
    geometries : sequence of shapely.Geometry
        (lon, lat) degrees.
    tolerance_m : float
    decimals : int
        Of a degree, to which what is left is rounded.

    Returns
    -------
    list of shapely.Geometry
        Valid, in the same order; empty where nothing is left.
    """
    given = np.array(geometries, dtype=object)
    if not given.size:
        return []
    lat = middle(given)
    plain = unflat(shapely.simplify(flat(given, lat), tolerance_m, preserve_topology=True), lat)
    return list(shapely.set_precision(plain, 10.0**-decimals))


def without_small(geometry: shapely.Geometry, least_km2: float) -> shapely.Geometry | None:
    """Leave out parts and holes of an area that are smaller than a size.

    Parameters
    ----------
    geometry : shapely.Polygon or shapely.MultiPolygon
        (lon, lat) degrees.
    least_km2 : float

    Returns
    -------
    shapely.Polygon, shapely.MultiPolygon or None
        None where nothing is left.
    """
    kept = []
    for part in shapely.get_parts([geometry]):
        if part.geom_type != "Polygon" or geodesic_km2(shapely.Polygon(part.exterior)) < least_km2:
            continue
        holes = [hole for hole in part.interiors if geodesic_km2(shapely.Polygon(hole)) >= least_km2]
        kept.append(shapely.Polygon(part.exterior, holes))
    if not kept:
        return None
    return kept[0] if len(kept) == 1 else shapely.MultiPolygon(kept)
