"""What was located, for people, for programs and for a map."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import shapely

from geo.area import geodesic_km2
from geo.chain import ACROSS_M
from geo.place import rounded
from geo.stretch import stretch
from layers.messages import Message
from mapgen.locating.locate import Located, LocatedSide

#: Lines go on so far beyond the zone, m: layers want them to.
_BEYOND_M = 500.0
_DECIMALS = 7
#: A smaller gap is that between a road that ends at another and the middle of this one, m.
_SMALL_M = ACROSS_M / 2


def summary(every: Sequence[Located]) -> dict[str, Any]:
    """Return what was located as JSON has it.

    Parameters
    ----------
    every : sequence of Located
    """
    return {"zones": [_zone(each) for each in every], "counts": _counts(every)}


def _counts(every: Sequence[Located]) -> dict[str, int]:
    states = Counter(each.state for each in every)
    sides = [side for each in every for side in each.sides]
    return {
        "zones": len(every),
        "closed": states["closed"],
        "pending": states["pending"],
        "sides": len(sides),
        "found": sum(side.candidate is not None for side in sides),
    }


def _zone(one: Located) -> dict[str, Any]:
    computed = None if one.polygon is None else round(geodesic_km2(one.polygon), 4)
    return {
        "name": one.name, "part": one.part, "state": one.state, "reason": one.reason,
        "about": dict(one.values), "stated_km2": one.stated_km2, "computed_km2": computed,
        "bridged_m": round(one.bridged_m),
        "chosen_by_area": one.by_area, "sides": [_side(each) for each in one.sides],
    }  # fmt: skip


def _side(one: LocatedSide) -> dict[str, Any]:
    line = one.candidate
    return {
        "side": one.side.side, "name": one.side.name, "of": one.side.of, "words": one.side.words,
        "offset_m": one.side.offset_m, "lines": one.count,
        "found": line and line.label, "rule": line and line.rule, "how": line and line.how,
        "accuracy_m": line and line.accuracy_m, "bridged_m": line and round(line.bridged_m),
        "followed_m": line and round(line.followed_m),
    }  # fmt: skip


def geojson(every: Sequence[Located], extract: str = "") -> bytes:
    """Return zones, sides and connectors as GeoJSON, for review.

    Parameters
    ----------
    every : sequence of Located
    extract : str
        Name of the file that they were looked for in; what takes the lines over credits it.

    Returns
    -------
    bytes
        A FeatureCollection in WGS 84. Each feature says its ``kind``: ``zone``, ``side`` (the stretch of a
        line that a side follows, on the line's own vertices and about 500 m beyond the zone; of a pending
        zone the whole line) or ``connector``. A pending zone and a side without a line have no geometry.
    """
    features = [feature for each in every for feature in _features(each)]
    collection = {"type": "FeatureCollection", "extract": extract, "features": features}
    text = json.dumps(collection, ensure_ascii=False, allow_nan=False)
    return text.encode() + b"\n"


def _features(one: Located) -> Iterator[dict[str, Any]]:
    told = _zone(one)
    sides = told.pop("sides")
    told["about"] = json.dumps(told["about"], ensure_ascii=False, default=str)
    yield _feature({"kind": "zone", **told}, one.polygon)
    for side, values in zip(one.sides, sides, strict=True):
        yield _feature({"kind": "side", "zone": one.name, "part": one.part, **values}, _line(side))
    for line in one.connectors:
        yield _feature({"kind": "connector", "zone": one.name, "part": one.part}, line)


def _line(side: LocatedSide) -> shapely.Geometry | None:
    """Return the line that a side follows: of a zone that is closed, the stretch of it that bounds it."""
    one = side.candidate
    if one is None or side.edge is None:
        return None if one is None else one.line
    return stretch(one.line, side.edge, _BEYOND_M, one.water)


def _feature(values: dict[str, Any], shape: shapely.Geometry | None) -> dict[str, Any]:
    # Vertex by vertex: neighbours share those of a line, and what mends a shape might move some of one.
    plain = None if shape is None else shapely.transform(shape, lambda places: rounded(places, _DECIMALS))
    member = None if plain is None else json.loads(shapely.to_geojson(plain))
    return {"type": "Feature", "properties": values, "geometry": member}


def lines(every: Sequence[Located], file: str) -> Iterator[Message]:
    """Return the outcome as messages: a count, what is pending and why, and what is less than sure.

    Parameters
    ----------
    every : sequence of Located
    file : str
        What messages call the draft. What is said of a zone has the place in the text where its sides are
        stated, if the draft tells it.
    """
    yield Message("locate-count", file, values=_counts(every))
    draft = file
    for one in every:
        file = _place(one) or draft
        label = (
            f"{one.name}#{one.part}" if any(o.part != 1 for o in every if o.name == one.name) else one.name
        )
        if one.polygon is None:
            yield Message(f"locate-pending-{one.reason}", file, label, one.values)
            continue
        values = {"km2": f"{geodesic_km2(one.polygon):.2f}"}
        yield Message("locate-closed", file, label, values)
        if one.by_area:
            yield Message("locate-by-area", file, label, {"stated": one.stated_km2})
        if one.bridged_m > _SMALL_M:
            yield Message("locate-bridged", file, label, {"metres": round(one.bridged_m)})
        # One line may be that of two sides.
        yield from {str(each): each for each in _unsure(one, file, label)}.values()


def _place(one: Located) -> str | None:
    """Where the text states the first side without a line, or else the first side."""
    without = [side for side in one.sides if side.candidate is None]
    return next((side.side.place for side in (*without, *one.sides)), None)


def _unsure(one: Located, file: str, label: str) -> Iterator[Message]:
    for side in one.sides:
        if side.candidate and side.candidate.how == "middle":
            yield Message("locate-middle", file, label, {"name": side.side.name})
        if side.candidate and side.candidate.is_route:
            yield Message("locate-route", file, label, {"name": side.side.name})
        if side.candidate and side.candidate.followed_m:
            values = {"name": side.side.name, "metres": round(side.candidate.followed_m)}
            yield Message("locate-followed", file, label, values)
        if side.candidate and side.candidate.rule not in ("name", "ordinal", "alias"):
            names = {"name": side.side.name, "found": side.candidate.label}
            yield Message("locate-other-name", file, label, names)
