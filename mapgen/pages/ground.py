"""The ground of a page: roads, lines, hills and names around its elements, as far as its frame needs."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import cast

import shapely

from geo.area import length_m
from geo.chain import ACROSS_M
from geo.frame import around, within
from geo.strands import SHORT_M, beyond
from layers.assemble import Atlas
from layers.baseline import Baseline
from layers.entries import Line
from layers.geometry import members
from layers.ground import Ground
from mapgen.pages.contract import GroundInfo

#: How far a page shows its ground, in halves of the extent of its elements: a map opens with all of them
#: in sight, on a screen that may be twice as wide as high and at a step of zoom that does not fit exactly.
REACH = 2.4
#: Kinds whose names no page shows: they would take room for nothing.
_UNNAMED = ("road", "metro", "rail")
#: Baselines that are ways, by what they are on the ground; a bridge is part of its road.
_WAYS = {"road": "road", "bridge": "road", "rail": "rail"}


def ground_info(atlas: Atlas, plans: list[str], decimals: int) -> list[GroundInfo]:
    """Gather the ground of a page.

    Parameters
    ----------
    atlas : Atlas
    plans : list of str
        Ids of the plans on the page.
    decimals : int
        Of a degree, to which coordinates are rounded.

    Returns
    -------
    list of GroundInfo
        Features of ground.geojson, then baselines that are part of the ground; cut at the frame.
    """
    roles = {plan: {role.name for role in atlas.catalog.plans[plan].roles if role.shown} for plan in plans}
    shown = [
        element.geometry
        for plan in plans
        for element in atlas.of_plan(plan)
        if element.entry.record.role in roles[plan]
    ]
    if not shown:
        return []
    frame = around(shown, REACH)
    records: list[dict[str, object]] = []
    geometries: list[shapely.Geometry] = []
    for record, geometry in _all(atlas):
        if (part := within(frame, geometry)) is not None:
            records.append(record)
            geometries.append(part)
    placed = members(geometries, decimals)
    return [
        cast("GroundInfo", {**record, "geometry": geometry})
        for record, geometry in zip(records, placed, strict=True)
    ]


def _all(atlas: Atlas) -> Iterator[tuple[dict[str, object], shapely.Geometry]]:
    lines: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for line in atlas.catalog.baselines.values():
        if line.record.kind in _WAYS and line.record.alternative_to is None:
            lines[_WAYS[line.record.kind], line.record.name].append(line)
    for feature in atlas.catalog.ground:
        record = feature.record
        shape = _once(feature.geometry, record.accuracy_m, lines.get((record.kind, record.name), []))
        if shape is not None:
            yield _record(record, record.kind, record.rank), shape
    for line in atlas.catalog.baselines.values():
        if (rank := line.record.ground_rank) is not None:
            yield _record(line.record, _WAYS.get(line.record.kind, "road"), rank), line.geometry


def _once(shape: shapely.Geometry, accuracy_m: float, lines: Sequence[Line]) -> shapely.Geometry | None:
    """A line of the ground that is, where it runs along baselines of its name, those: it is not drawn twice.

    None where nothing is left of it: a baseline that is ground by itself is drawn as such.
    """
    parts = [part for part in shapely.get_parts([shape]) if part.geom_type == "LineString"]
    drawn, changed = [], False
    for line in lines if parts else ():
        across = max(ACROSS_M, accuracy_m + line.record.accuracy_m)
        rest = beyond(parts, [line.geometry], across, least_m=0.0, cap="flat")
        if (
            length_m(shapely.multilinestrings(parts)) - length_m(shapely.multilinestrings(rest)) > SHORT_M
        ):  # else it is a namesake, or only crosses it
            parts = rest
            drawn += [] if line.record.ground_rank is not None else [line.geometry]
            changed = True
    if not changed:
        return shape
    return shapely.multilinestrings([*parts, *drawn]) if parts or drawn else None


def _record(record: Ground | Baseline, kind: str, rank: int) -> dict[str, object]:
    name, name_en = (None, None) if kind in _UNNAMED else (record.name, record.name_en)
    return {"name": name, "name_en": name_en, "kind": kind, "rank": rank}
