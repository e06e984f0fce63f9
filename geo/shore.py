"""Shores of the water that a river's middle runs through."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from geo.area import geodesic_km2, lengths_m

#: A middle that runs in an area of water for less than this, m, only touches it: it is that of another river.
_ALONG_M = 100.0
#: Islands smaller than this lie in a river and bound nothing, km².
_ISLAND_KM2 = 0.05
#: Areas of water whose common edge was rounded apart are one: a grid of a centimetre, in degrees.
_GRID = 1e-7


@dataclass(frozen=True, slots=True)
class Shore:
    """A line between water and land.

    Attributes
    ----------
    line : shapely.LineString
        The outline of the water, or of an island in it: closed, (lon, lat) degrees. A zone on land is bounded
        by the stretch of it that faces the zone.
    water : shapely.Polygon
        What it is the shore of, with islands as holes.
    """

    line: shapely.LineString
    water: shapely.Polygon


def shores(middles: Sequence[shapely.LineString], waters: Sequence[shapely.Polygon]) -> list[Shore]:
    """Find the shores of the water that lines run through.

    Parameters
    ----------
    middles : sequence of shapely.LineString
        Of one river or canal, (lon, lat) degrees.
    waters : sequence of shapely.Polygon
        Areas of water, valid; a river may be cut into several.

    Returns
    -------
    list of Shore
        The outlines of what areas make together, then those of islands; none where no area holds the middle.
    """
    if not len(middles) or not len(waters):
        return []
    every = np.array(waters, dtype=object)
    middle = shapely.union_all(list(middles))
    near = every[shapely.STRtree(every).query(middle, predicate="intersects")]
    if not near.size:
        return []
    along = lengths_m(shapely.intersection(near, middle))
    return outlines(near[along >= min(_ALONG_M, float(lengths_m([middle])[0]) / 2)])


def outlines(waters: Sequence[shapely.Polygon] | np.ndarray) -> list[Shore]:
    """Return the shores of areas of water put together.

    Parameters
    ----------
    waters : sequence of shapely.Polygon
        (lon, lat) degrees, valid.

    Returns
    -------
    list of Shore
        As `shores` gives them.
    """
    whole = shapely.get_parts([shapely.union_all(waters, grid_size=_GRID)])
    outer, inner = [], []
    for water in whole:
        if water.geom_type != "Polygon":
            continue
        outer.append(Shore(shapely.LineString(water.exterior.coords), water))
        inner += [
            Shore(shapely.LineString(hole.coords), water)
            for hole in water.interiors
            if geodesic_km2(shapely.Polygon(hole)) >= _ISLAND_KM2
        ]
    return outer + inner
