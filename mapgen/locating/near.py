"""Where to look: in a box that a user wrote, or around a place that the extract itself knows by name."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely

from geo.area import distance_m
from layers.evidence import name_keys
from layers.messages import LayerError, Message
from mapgen.importing.osm import Extract
from mapgen.locating.box import box
from mapgen.locating.extract import EVERYWHERE
from mapgen.locating.lists import lists
from mapgen.locating.opening import tables

#: How far around a place is looked, km.
AROUND_KM = 10.0
_METRES = 111_200.0
#: A name is no longer.
_LONGEST = 100
#: So many of several places are listed.
_LISTED = 5
_NAMES = ("name", "name:zh", "name:zh-hans", "name_zh", "alt_name", "name:en", "name_en")
#: The layers of an extract that may hold a place, and tags of a station.
_LAYERS = ("points", "lines", "multipolygons")
_STATIONS = frozenset(("station", "halt", "tram_stop", "subway_entrance"))

Bounds = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Near:
    """Where to look.

    Attributes
    ----------
    bounds : tuple of float
        West, south, east, north, degrees.
    place : str or None
        What the extract calls the place that they lie around; None of a box.
    """

    bounds: Bounds
    place: str | None = None

    @property
    def message(self) -> Message | None:
        """What was understood, and how wide is looked; None of a box, which its writer knows."""
        if self.place is None:
            return None
        west, south, east, north = self.bounds
        values = {
            "place": self.place,
            "around": round(AROUND_KM),
            "width": round(distance_m((west, south), (east, south)) / 1000),
            "height": round(distance_m((west, south), (west, north)) / 1000),
            "box": ",".join(f"{each:.3f}" for each in self.bounds),
        }
        return Message("locate-near-place", values=values)


def near(text: str | None, extract: Path) -> Near:
    """Return where to look.

    Parameters
    ----------
    text : str or None
        A box as `mapgen.locating.box.box` takes it, or the name of a place, district, river or station.
    extract : Path
        Where the name is looked up.

    Returns
    -------
    Near
        Without a text everywhere; around a place `AROUND_KM` beyond all that the extract has of it.

    Raises
    ------
    LayerError
        If it is no box and no place in the extract is called so, or several are that lie far apart; and what
        reading raises.
    """
    if text is None or "," in text or not text.strip() or len(text) > _LONGEST:
        return Near(box(text))
    every = _called(text, extract)
    if not every:
        raise LayerError(Message("locate-near-unknown", extract.name or str(extract), values={"text": text}))
    groups = _groups([shape for _, shape in every])
    if len(groups) > 1:
        listed = [_told(*every[group[0]]) for group in groups[:_LISTED]]
        listed += ["\u2026"] * (len(groups) > _LISTED)
        values = {"text": text, "count": len(groups), "places": "\u3001".join(listed)}
        raise LayerError(Message("locate-near-several", extract.name or str(extract), values=values))
    return Near(_around([shape for _, shape in every]), every[0][0][:_LONGEST])


def _called(text: str, extract: Path) -> list[tuple[str, shapely.Geometry]]:
    """What is called so: of places first, of waters, of stations, of anything; by its whole name first."""
    keys = name_keys(text)
    endings = (*lists()["places"]["endings"], *lists()["endings"]["water"])
    longer = {key + ending for key in keys for ending in endings}
    found: dict[tuple[int, bool], list[tuple[str, shapely.Geometry]]] = {}
    wanted = Extract(EVERYWHERE, words=tuple(sorted(keys)), layers=_LAYERS)
    for table in tables(extract, wanted):
        for values, shape in zip(table.rows, table.geometries, strict=True):
            row = {key.casefold(): str(value) for key, value in values.items() if value is not None}
            names = frozenset[str]().union(*(name_keys(row[key]) for key in _NAMES if key in row))
            is_whole = bool(names & keys)
            if shape is None or not (is_whole or names & longer):
                continue
            if not shapely.covers(shapely.box(*EVERYWHERE), shapely.box(*shape.bounds)):
                continue
            label = next(row[key] for key in _NAMES if key in row)
            found.setdefault((_rank(row), not is_whole), []).append((label, shape))
    return found[min(found)] if found else []


def _rank(row: dict[str, str]) -> int:
    if "place" in row or "admin_level" in row or row.get("boundary") == "administrative":
        return 0
    if "waterway" in row or row.get("natural") == "water" or row.get("kind") in ("river", "canal", "water"):
        return 1
    if row.get("railway") in _STATIONS or row.get("public_transport") == "station":
        return 2
    return 3


def _groups(shapes: Sequence[shapely.Geometry]) -> list[list[int]]:
    """Shapes that lie so near each other that one look takes in both: a district and the place named so."""
    boxes = np.array([shapely.box(*_around([shape])) for shape in shapes], dtype=object)
    whole = shapely.get_parts([shapely.union_all(boxes)])
    pairs: Iterator[tuple[int, int]] = zip(*shapely.STRtree(whole).query(boxes, "intersects"), strict=True)
    found: dict[int, list[int]] = {}
    for at, group in pairs:
        found.setdefault(int(group), []).append(int(at))
    return list(found.values())


def _around(shapes: Sequence[shapely.Geometry]) -> Bounds:
    west, south, east, north = shapely.total_bounds(np.array(shapes, dtype=object))
    more = AROUND_KM * 1000 / _METRES
    wide = more / np.cos(np.radians((south + north) / 2))
    low, high = EVERYWHERE[:2], EVERYWHERE[2:]
    return (
        max(float(west - wide), low[0]),
        max(float(south - more), low[1]),
        min(float(east + wide), high[0]),
        min(float(north + more), high[1]),
    )


def _told(label: str, shape: shapely.Geometry) -> str:
    here = shape.centroid
    return f"{label[:40]} ({here.x:.3f}, {here.y:.3f})"
