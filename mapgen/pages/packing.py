"""A payload made small enough to travel inside a page: nothing rounded, nothing lost.

Coordinates are written as whole steps from one vertex to the next, which take a third of the room,
and the keys of many like records are written once. `mapgen/web/unpack.js` undoes both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

#: Steps to a degree that are tried; the first one that brings every coordinate back exactly is used: sketches
#: have three decimals and need no room for five.
SCALES = (1_000, 10_000, 100_000, 1_000_000, 10_000_000)


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
        can be packed without loss and ``{"k": keys, "r": rows, "s": what is the same in all of them}`` for
        each list of records.
    """
    small = dict(payload)
    lists = ("edges", "tested", "baselines", "context", "ground", "relations")
    names = [name for name in lists if name in payload]
    drawn = [each["geometry"] for name in names for each in payload[name]]
    given = [*payload["geometries"].values(), *(geometry for geometry in drawn if geometry)]
    made = iter(geometries(given))
    small["geometries"] = dict(zip(payload["geometries"], made, strict=False))
    for name in names:
        small[name] = table([{**each, "geometry": each["geometry"] and next(made)} for each in payload[name]])
    sided = [
        {**each, "sides": table(each["sides"]) if each.get("sides") else None} for each in payload["elements"]
    ]
    small["elements"] = table(sided)
    small["indicators"] = {**payload["indicators"], "rows": table(payload["indicators"]["rows"])}
    for name in ("others", "ends", "listed", "beyond", "same"):
        small[name] = table(payload[name])
    return small


def table(records: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Write keys of records once, and what all have alike; a key that a record lacks becomes null."""
    keys = list(dict.fromkeys(key for record in records for key in record))
    rows = [[record.get(key) for key in keys] for record in records]
    alike = [i for i, value in enumerate(rows[0]) if _is_same(value, rows, i)] if len(rows) > 1 else []
    if not alike:
        return {"k": keys, "r": rows}
    own = [i for i, _ in enumerate(keys) if i not in alike]
    return {
        "k": [keys[i] for i in own],
        "r": [[row[i] for i in own] for row in rows],
        "s": {keys[i]: rows[0][i] for i in alike},
    }


def _is_same(value: Any, rows: Sequence[Sequence[Any]], i: int) -> bool:
    """Whether all rows have this text, number or nothing in a column; lists could be changed in one."""
    if not isinstance(value, str | int | float | None):
        return False
    return all(type(row[i]) is type(value) and row[i] == value for row in rows)


def geometries(given: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Pack GeoJSON geometries; a point, or one that would lose something, stays as it is.

    Parameters
    ----------
    given : sequence of mapping
        Positions are [lon, lat] in degrees.

    Returns
    -------
    list of dict
        In the same order.
    """
    made = [dict(each) for each in given]
    left = [i for i, each in enumerate(given) if each["type"] != "Point"]
    for scale in SCALES:
        again = []
        for i, steps in zip(left, _steps([given[i]["coordinates"] for i in left], scale), strict=True):
            if steps is None:
                again.append(i)
            else:
                made[i] = {"t": given[i]["type"], "s": scale, "c": steps}
        left = again
    return made


def _steps(nested: Sequence[Any], scale: int) -> list[Any]:
    """Turn each line of [[x, y], …] in nested lists into [x, y, dx, dy, …] in whole steps.

    None stands for what does not come back exactly.
    """
    lines = [list(_lines(coordinates)) for coordinates in nested]
    starts = np.cumsum([0, *(len(line) for each in lines for line in each)])
    places = np.array([place for each in lines for line in each for place in line], dtype=float)
    with np.errstate(over="ignore", invalid="ignore"):
        whole = np.rint(places.reshape(-1, 2) * scale)
        # As the page does it; a float holds whole numbers up to 2^53.
        exact = ((whole / scale == places.reshape(-1, 2)) & (abs(whole) < 2**53)).all(axis=1)
    whole = np.where(exact[:, None], whole, 0).astype(np.int64)
    steps = np.diff(whole, axis=0, prepend=0)
    first = starts[:-1][np.diff(starts) > 0]
    steps[first] = whole[first]
    flat, ends = steps.ravel().tolist(), (2 * starts).tolist()
    runs = iter([flat[start:end] for start, end in pairwise(ends)])
    made = [_nested(coordinates, runs) for coordinates in nested]
    # How many places are not exact, up to the first line of each geometry.
    lost = np.concatenate([[0], np.cumsum(~exact)])[starts][np.cumsum([0, *map(len, lines)])]
    return [each if same else None for each, same in zip(made, np.diff(lost) == 0, strict=True)]


def _lines(coordinates: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Lines of positions in nested lists, one after the other."""
    if _is_line(coordinates):
        yield coordinates
    else:
        for each in coordinates:
            yield from _lines(each)


def _nested(coordinates: Sequence[Any], runs: Iterator[list[int]]) -> list[Any]:
    """Put runs of steps where the lines of coordinates stand."""
    if _is_line(coordinates):
        return next(runs)
    return [_nested(each, runs) for each in coordinates]


def _is_line(coordinates: Sequence[Any]) -> bool:
    return not coordinates or not isinstance(coordinates[0][0], Sequence)
