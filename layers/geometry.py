"""Geometry members of the layer files: read with suspicion, written in one canonical way."""

from typing import Any

import numpy as np
import shapely

#: Decimals of a degree in the layer files: about a metre.
DECIMALS = 5
#: Lon and lat between which coordinates must lie: China with its seas.
CHINA = (73.0, 3.0, 136.0, 54.0)
#: More vertices than this in one feature are a mistake, not a map.
MAX_VERTICES = 200_000

_DEPTH = {"Point": 0, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}


class GeometryError(ValueError):
    """A geometry member that cannot be used: a message code and its values."""

    def __init__(self, code: str, **values: object) -> None:
        self.code, self.values = code, values
        super().__init__(code)


def read_geometry(member: Any, expected: tuple[str, ...]) -> shapely.Geometry:
    """Read a GeoJSON geometry in WGS 84 degrees.

    Parameters
    ----------
    member : object
        What stands under "geometry", not null.
    expected : tuple of str
        GeoJSON types that may stand there.

    Returns
    -------
    shapely.Geometry
        Valid, (lon, lat), exterior rings counter-clockwise.

    Raises
    ------
    GeometryError
        With the code of a message in ``messages.toml``.
    """
    kind = member.get("type") if isinstance(member, dict) else type(member).__name__
    if kind not in expected:
        raise GeometryError("geometry-type", found=kind, expected=" / ".join(expected))
    coordinates = member.get("coordinates")
    if coordinates in (None, []):
        raise GeometryError("geometry-empty")
    positions = _positions(coordinates, _DEPTH[kind], rings="Polygon" in kind)
    plausible(positions)
    try:
        geometry = shapely.geometry.shape({"type": kind, "coordinates": _flat(coordinates, _DEPTH[kind])})
    except (ValueError, TypeError, shapely.GEOSException) as error:
        raise GeometryError("geometry-broken", reason=str(error).splitlines()[0]) from None
    if geometry.is_empty:
        raise GeometryError("geometry-empty")
    if not geometry.is_valid:
        raise GeometryError("geometry-invalid", reason=shapely.is_valid_reason(geometry))
    return oriented(geometry)


def _positions(coordinates: Any, depth: int, *, rings: bool) -> np.ndarray:
    """All positions as an array of shape (n, 2); rings must close."""
    level = [coordinates]
    closed: list[tuple[Any, Any]] = []
    for step in range(depth):
        if not all(isinstance(item, list) and item for item in level):
            raise GeometryError("geometry-broken", reason="coordinates are not nested as the type asks")
        if rings and step == depth - 1:
            closed += [(ring[0], ring[-1]) for ring in level]
        level = [inner for item in level for inner in item]
    if len(level) > MAX_VERTICES:
        raise GeometryError("geometry-large", count=len(level), limit=MAX_VERTICES)
    if not all(
        isinstance(position, list)
        and 2 <= len(position) <= 3
        and all(isinstance(number, int | float) and not isinstance(number, bool) for number in position)
        for position in level
    ):
        raise GeometryError("geometry-broken", reason="a position is not a pair of numbers")
    # Compared only now: whatever else stands there may be nested too deeply to be compared.
    if any(first != last for first, last in closed):
        raise GeometryError("geometry-broken", reason="a ring is not closed")
    try:
        return np.array([position[:2] for position in level], dtype=float)
    except OverflowError:
        raise GeometryError("geometry-infinite") from None


def _flat(coordinates: Any, depth: int) -> Any:
    """The same coordinates without heights."""
    return coordinates[:2] if depth == 0 else [_flat(inner, depth - 1) for inner in coordinates]


def plausible(positions: np.ndarray) -> None:
    """Check that positions of shape (n, 2) are finite and lie in or near China, in (lon, lat) order.

    Raises
    ------
    GeometryError
        Where they are not.
    """
    if not np.isfinite(positions).all():
        raise GeometryError("geometry-infinite")
    west, south, east, north = CHINA
    lon, lat = positions.T
    outside = (lon < west) | (lon > east) | (lat < south) | (lat > north)
    if not outside.any():
        return
    x, y = positions[outside][0]
    swapped = west <= y <= east and south <= x <= north
    raise GeometryError("geometry-swapped" if swapped else "geometry-far", x=float(x), y=float(y))


def oriented(geometry: shapely.Geometry) -> shapely.Geometry:
    """Exterior rings counter-clockwise, holes clockwise (RFC 7946)."""
    return shapely.orient_polygons(geometry)


def member(geometry: shapely.Geometry, decimals: int) -> dict[str, Any]:
    """GeoJSON geometry member with rounded coordinates.

    Parameters
    ----------
    geometry : shapely.Geometry
        (lon, lat) degrees.
    decimals : int
        Decimals of a degree to keep.

    Returns
    -------
    dict
        ``type`` and ``coordinates``; repeated positions that rounding brings about are dropped.
    """
    kind = geometry.geom_type
    if kind == "Point":
        return {"type": kind, "coordinates": _rounded(geometry, decimals)[0]}
    if kind == "LineString":
        return {"type": kind, "coordinates": _rounded(geometry, decimals)}
    if kind == "Polygon":
        rings = [geometry.exterior, *geometry.interiors]
        return {"type": kind, "coordinates": [_rounded(ring, decimals) for ring in rings]}
    return {"type": kind, "coordinates": [member(part, decimals)["coordinates"] for part in geometry.geoms]}


def _rounded(geometry: shapely.Geometry, decimals: int) -> list[list[float]]:
    positions = (np.round(shapely.get_coordinates(geometry), decimals) + 0.0).tolist()
    kept = [position for i, position in enumerate(positions) if i == 0 or position != positions[i - 1]]
    # A line or ring that rounding collapses keeps its shape's least number of positions.
    least = 4 if geometry.geom_type == "LinearRing" else min(2, len(positions))
    return kept if len(kept) >= least else positions
