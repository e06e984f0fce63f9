"""What an extract has of the names that sides have: lines and areas, and all areas of water."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import numpy as np
import shapely

from layers.evidence import name_keys
from mapgen.importing.osm import Extract
from mapgen.importing.reader import Table
from mapgen.locating.opening import tables

Nature = Literal["road", "rail", "water", "bank", "limit", "hill", "unsaid"]
#: West, south, east and north of what layers may hold, degrees.
EVERYWHERE = (73.5, 3.0, 136.0, 54.0)
_EVERYWHERE = shapely.box(*EVERYWHERE)

_NAMES = ("name", "name:zh", "name:zh-hans", "name_zh", "alt_name", "bridge:name", "bridge_name")
_REFS = ("ref",)
_HILLS = frozenset(("peak", "ridge", "cliff", "hill", "wood", "arete"))
_WATERS = frozenset(("water", "bay", "strait"))
_BANKS = frozenset(("bank", "shore", "coastline", "riverbank"))
#: Waterways so narrow that their middle is nearly their bank.
_NARROW = frozenset(("canal", "ditch", "drain", "stream"))
#: Layers of relations, whose members need not bear the name, and what of railways they are.
_RELATIONS = frozenset(("multilinestrings", "other_relations"))
_TRACKS = frozenset(("railway", "tracks"))
#: Layers that are looked at if a side is in no other: what bears a name beside lines and areas.
LESSER = ("points", *sorted(_RELATIONS))
#: Sets of tags that make a road of what is none to drive on.
_NO_ROADS = frozenset(("proposed", "razed", "abandoned", "bus_stop", "platform"))


@dataclass(frozen=True, slots=True)
class Known:
    """A line or an area of an extract that may be called as a side is.

    Attributes
    ----------
    label : str
        Its first name, as the extract has it.
    keys, refs : frozenset of str
        Names and road numbers, as `layers.evidence.name_keys` has them.
    nature : {"road", "rail", "water", "bank", "limit", "hill", "unsaid"}
    is_narrow : bool
        Whether it is a waterway that is said to be narrow.
    shape : shapely.LineString or shapely.Polygon
        (lon, lat) degrees, valid.
    is_route : bool
        Whether a relation bears the name, and not the way itself.
    """

    label: str
    keys: frozenset[str]
    refs: frozenset[str]
    nature: Nature
    is_narrow: bool
    shape: shapely.Geometry
    is_route: bool = False


@dataclass
class Found:
    """What an extract has.

    Attributes
    ----------
    named : list of Known
    waters : list of shapely.Polygon
        With a name and without.
    nameless : list of shapely.LineString
        Middles of waters without a name.
    points : list of frozenset of str
        Names of what is drawn as a point only, such as summits.
    """

    named: list[Known] = field(default_factory=list)
    waters: list[shapely.Polygon] = field(default_factory=list)
    nameless: list[shapely.LineString] = field(default_factory=list)
    points: list[frozenset[str]] = field(default_factory=list)


def look_up(
    path: Path,
    words: Iterable[str],
    bounds: tuple[float, float, float, float],
    layers: tuple[str, ...] = (),
) -> Found:
    """Read from a file what holds one of some words, and areas of water.

    Parameters
    ----------
    path : Path
        An extract of OpenStreetMap, or any format that `mapgen.importing.reader` reads.
    words : iterable of str
    bounds : tuple of float
        West, south, east, north, degrees: what does not touch it is left out.
    layers : tuple of str
        In which layers of an extract as OpenStreetMap has it; by default lines and areas.

    Returns
    -------
    Found

    Raises
    ------
    LayerError
        What reading raises.
    """
    sought = tuple(sorted(set(words)))
    found = Found()
    for table in tables(path, Extract(bounds, words=sought, layers=layers)):
        _take(found, table, bounds, sought)
    return found


def _take(
    found: Found, table: Table, bounds: tuple[float, float, float, float], words: tuple[str, ...]
) -> None:
    frame = shapely.box(*bounds)
    for values, shape in zip(table.rows, table.geometries, strict=True):
        row = {key.casefold(): value for key, value in values.items() if value is not None}
        keys, refs = _keys(row, _NAMES), _keys(row, _REFS)
        nature = _nature_in(table, row, shape)
        is_sought = any(word in key for key in keys | refs for word in words)
        if nature is None or (not is_sought and nature != "water"):
            continue
        if shape is not None and shape.geom_type in ("Point", "MultiPoint"):
            found.points += [keys] if is_sought and shapely.intersects(frame, shape) else []
        for part in _parts(shape):
            if not (shapely.intersects(frame, part) and shapely.covers(_EVERYWHERE, part)):
                continue
            is_area = part.geom_type == "Polygon"
            if is_area and nature == "water":
                found.waters.append(part)
            if not is_area and not keys:
                found.nameless.append(part)
            if is_sought:
                label = str(next((row[key] for key in (*_NAMES, *_REFS) if key in row), ""))
                narrow = str(row.get("waterway", row.get("kind", ""))) in _NARROW
                found.named.append(Known(label, keys, refs, nature, narrow, part, table.layer in _RELATIONS))


def _keys(row: Mapping[str, Any], columns: Iterable[str]) -> frozenset[str]:
    return frozenset().union(*(name_keys(str(row[key])) for key in columns if key in row))


def _nature(row: Mapping[str, Any], *, is_line: bool) -> Nature:
    """What a feature is, by its tags."""
    kind = str(row.get("kind", "")).casefold()
    natural = str(row.get("natural", "")).casefold()
    if ("highway" in row and str(row["highway"]) not in _NO_ROADS) or kind in ("road", "bridge"):
        return "road"
    if "railway" in row or kind == "rail":
        return "rail"
    if is_line and {kind, natural, str(row.get("waterway", ""))} & _BANKS:
        return "bank"
    if {"waterway", "water"} & row.keys() or natural in _WATERS or kind in ("river", "canal", "water"):
        return "water"
    if "admin_level" in row or str(row.get("boundary", "")) == "administrative" or kind == "limit":
        return "limit"
    return "hill" if natural in _HILLS or kind == "hill" else "unsaid"


def _nature_in(table: Table, row: Mapping[str, Any], shape: shapely.Geometry | None) -> Nature | None:
    """What a feature of a layer is; None for what no side follows."""
    nature = _nature(row, is_line=shape is not None and "LineString" in shape.geom_type)
    if table.format != "osm":
        return nature
    if table.layer == "lines":  # also power lines, walls, routes of ferries
        return None if nature == "unsaid" else nature
    if table.layer in _RELATIONS:  # also lines of buses, and whatever else runs along roads
        if "waterway" in row or str(row.get("type", "")) == "waterway":
            return "water"
        route = str(row.get("route", ""))
        return "road" if route == "road" else "rail" if route in _TRACKS else None
    return nature


def _parts(shape: shapely.Geometry | None) -> Iterator[shapely.Geometry]:
    """Lines and areas that a geometry consists of, mended where an area crosses itself."""
    if shape is None or not np.isfinite(shapely.get_coordinates(shape)).all():
        return
    for part in shapely.get_parts([shape]):
        whole = part if part.geom_type != "Polygon" or part.is_valid else shapely.make_valid(part)
        for each in shapely.get_parts([whole]):
            if each.geom_type in ("LineString", "Polygon") and each.length > 0:
                yield shapely.force_2d(each)
