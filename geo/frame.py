"""What a map shows around its elements: a frame, and what of other things lies in it."""

from collections.abc import Sequence

import numpy as np
import shapely


def around(geometries: Sequence[shapely.Geometry], share: float) -> shapely.Polygon:
    """Return a frame about geometries that is as high as it is wide on the ground.

    Parameters
    ----------
    geometries : sequence of shapely.Geometry
        (lon, lat) degrees, EPSG:4326; at least one that is not empty.
    share : float
        How far it reaches from their middle, in halves of their larger extent.

    Returns
    -------
    shapely.Polygon
        A rectangle in degrees.

    Notes
    -----
    Places in one point have no extent of their own: a frame reaches a hundredth of a degree at least.
    """
    west, south, east, north = shapely.total_bounds(np.asarray(geometries, dtype=object))
    shrunk = np.cos(np.radians((south + north) / 2))
    half = share * max((east - west) * shrunk, north - south, 0.01) / 2
    lon, lat = (west + east) / 2, (south + north) / 2
    return shapely.box(lon - half / shrunk, lat - half, lon + half / shrunk, lat + half)


def within(frame: shapely.Polygon, geometry: shapely.Geometry) -> shapely.Geometry | None:
    """Return what of a geometry lies in a frame.

    Parameters
    ----------
    frame : shapely.Polygon
        From `around`.
    geometry : shapely.Geometry
        (lon, lat) degrees, valid.

    Returns
    -------
    shapely.Geometry or None
        Of the same dimension, and the same object where it lies in the frame as a whole; None if
        nothing does.
    """
    if frame.contains(geometry):
        return geometry
    cut = shapely.intersection(geometry, frame)
    parts = shapely.get_parts([cut])
    # An area that only touches the frame leaves a line or a point there.
    kept = parts[shapely.get_dimensions(parts) == shapely.get_dimensions(geometry)]
    kept = kept[~shapely.is_empty(kept)]
    if not kept.size:
        return None
    if kept.size == 1:
        return kept[0]
    return {1: shapely.multilinestrings, 2: shapely.multipolygons}[int(shapely.get_dimensions(cut))](kept)
