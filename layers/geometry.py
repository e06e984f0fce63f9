"""Geometry members of the layer files: read with suspicion, written in one canonical way."""

from collections.abc import Sequence
from itertools import islice, pairwise
from typing import Any

import numpy as np
import shapely

from geo.errors import GeoError
from geo.place import rounded
from geo.systems import WEST
from layers.messages import Message, reason

#: Lon and lat between which coordinates must lie: China with its seas, where there is a belt to measure in.
CHINA = (WEST, 3.0, 136.0, 54.0)
#: More vertices than this in one feature are a mistake, not a map.
MAX_VERTICES = 200_000

#: How deep lists nest around the positions of a geometry, by its GeoJSON type.
DEPTH = {"Point": 0, "MultiPoint": 1, "LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}


class GeometryError(GeoError):
    """A geometry member that cannot be used: a message code and its values."""


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
        With the code of a message.
    """
    kind = member.get("type") if isinstance(member, dict) else type(member).__name__
    if kind not in expected:
        raise GeometryError("geometry-type", found=kind, expected=" / ".join(expected))
    coordinates = member.get("coordinates")
    if coordinates in (None, []):
        raise GeometryError("geometry-empty")
    positions = _positions(coordinates, DEPTH[kind], rings="Polygon" in kind)
    plausible(positions)
    try:
        geometry = shapely.geometry.shape({"type": kind, "coordinates": _flat(coordinates, DEPTH[kind])})
    except (ValueError, TypeError, shapely.GEOSException) as error:
        raise GeometryError("geometry-broken", reason=reason(error)) from None
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
            raise GeometryError("geometry-broken", reason=Message("reason-coordinates"))
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
        raise GeometryError("geometry-broken", reason=Message("reason-position"))
    # Compared only now: whatever else stands there may be nested too deeply to be compared.
    if any(first != last for first, last in closed):
        raise GeometryError("geometry-broken", reason=Message("reason-ring"))
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
    if swapped:
        raise GeometryError("geometry-swapped", x=float(x), y=float(y))
    bounds = {"west": west, "east": east, "south": south, "north": north}
    raise GeometryError(
        "geometry-far", x=float(x), y=float(y), **{side: f"{at:g}" for side, at in bounds.items()}
    )


def oriented(geometry: shapely.Geometry) -> shapely.Geometry:
    """Exterior rings counter-clockwise, holes clockwise (RFC 7946)."""
    return shapely.orient_polygons(geometry)


def member(geometry: shapely.Geometry, decimals: int) -> dict[str, Any]:
    """GeoJSON geometry member with rounded coordinates: `members` of one geometry."""
    return members([geometry], decimals)[0]


def members(geometries: Sequence[shapely.Geometry], decimals: int) -> list[dict[str, Any]]:
    """GeoJSON geometry members with rounded coordinates, made at once.

    Parameters
    ----------
    geometries : sequence of shapely.Geometry
        (lon, lat) degrees; no GeometryCollections.
    decimals : int
        Decimals of a degree to keep.

    Returns
    -------
    list of dict
        ``type`` and ``coordinates`` of each; repeated positions that rounding brings about are
        dropped, unless too few would be left of a line or ring.
    """
    parts, owner = shapely.get_parts(np.asarray(geometries, dtype=object), return_index=True)
    areal = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    rings, at = shapely.get_rings(parts[areal], return_index=True)
    # Points, lines and rings in the order of the parts that they belong to.
    part_of = np.concatenate([np.flatnonzero(~areal), np.flatnonzero(areal)[at]])
    order = np.argsort(part_of, kind="stable")
    lines = iter(_rounded(np.concatenate([parts[~areal], rings])[order], decimals))
    many = np.bincount(part_of, minlength=len(parts)).tolist()
    kinds = [geometry.geom_type for geometry in geometries]
    found: list[list[Any]] = [[] for _ in kinds]
    for whole, count, is_areal in zip(owner.tolist(), many, areal.tolist(), strict=True):
        found[whole].append(list(islice(lines, count)) if is_areal else next(lines))
    return [
        {"type": kind, "coordinates": each if kind.startswith("Multi") else _single(kind, each)}
        for kind, each in zip(kinds, found, strict=True)
    ]


def _single(kind: str, parts: list[Any]) -> Any:
    """Coordinates of what has one part; those of a point are its only position."""
    return parts[0][0] if kind == "Point" else parts[0]


def _rounded(lines: np.ndarray, decimals: int) -> list[list[list[float]]]:
    """Rounded positions of each point, line or ring, without repetitions."""
    positions, line = shapely.get_coordinates(lines, return_index=True)
    positions = rounded(positions, decimals) + 0.0
    kept = np.ones(len(positions), dtype=bool)
    kept[1:] = (positions[1:] != positions[:-1]).any(axis=1) | (line[1:] != line[:-1])
    # A line or ring that rounding collapses keeps all of its positions.
    least = np.where(shapely.get_type_id(lines) == shapely.GeometryType.LINEARRING, 4, 2)
    kept |= (np.bincount(line, kept, minlength=len(lines)) < least)[line]
    ends = np.cumsum(np.bincount(line[kept], minlength=len(lines))).tolist()
    every = positions[kept].tolist()
    return [every[start:end] for start, end in pairwise([0, *ends])]
