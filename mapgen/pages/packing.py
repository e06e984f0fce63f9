"""A payload made small enough to travel inside a page: nothing rounded, nothing lost.

Coordinates are written as whole steps from one vertex to the next, which take a third of the room,
and the keys of many like records are written once. `mapgen/web/unpack.js` undoes both.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

#: Steps to a degree that are tried; the first one that brings every coordinate back exactly is used.
SCALES = (100_000, 1_000_000, 10_000_000)


def packed(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Return a payload with packed geometries, and with lists of records as tables.

    Parameters
    ----------
    payload : mapping
        As ``mapgen.pages.payload`` makes it; coordinates in degrees (EPSG:4326).

    Returns
    -------
    dict
        The same, with ``{"t": type, "s": steps to a degree, "c": steps}`` for each geometry that
        can be packed without loss and ``{"k": keys, "r": rows}`` for each list of records.
    """
    small = dict(payload)
    small["geometries"] = {name: geometry(each) for name, each in payload["geometries"].items()}
    for key in ("edges", "baselines", "context"):
        small[key] = table([{**each, "geometry": geometry(each["geometry"])} for each in payload[key]])
    sided = [{**each, "sides": table(each.get("sides") or [])} for each in payload["elements"]]
    small["elements"] = table(sided)
    return small


def table(records: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Write the keys of records once; a key that a record lacks becomes null."""
    keys = list(dict.fromkeys(key for record in records for key in record))
    return {"k": keys, "r": [[record.get(key) for key in keys] for record in records]}


def geometry(given: Mapping[str, Any]) -> dict[str, Any]:
    """Pack one GeoJSON geometry; a point, or one that would lose something, stays as it is."""
    if given["type"] == "Point":
        return dict(given)
    for scale in SCALES:
        steps = _steps(given["coordinates"], scale)
        if _places(steps, scale) == given["coordinates"]:
            return {"t": given["type"], "s": scale, "c": steps}
    return dict(given)


def _steps(coordinates: Any, scale: int) -> list[Any]:
    """Turn each line of [[x, y], …] into [x, y, dx, dy, …] in whole steps."""
    if coordinates and isinstance(coordinates[0][0], list):
        return [_steps(each, scale) for each in coordinates]
    steps: list[int] = []
    x = y = 0
    for lon, lat, *_ in coordinates:
        to_x, to_y = round(lon * scale), round(lat * scale)
        steps += [to_x - x, to_y - y]
        x, y = to_x, to_y
    return steps


def _places(steps: list[Any], scale: int) -> list[Any]:
    """Undo `_steps` the way the page does."""
    if steps and isinstance(steps[0], list):
        return [_places(each, scale) for each in steps]
    places = []
    x = y = 0
    for dx, dy in zip(steps[::2], steps[1::2], strict=True):
        x, y = x + dx, y + dy
        places.append([x / scale, y / scale])
    return places
