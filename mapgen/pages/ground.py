"""The ground of a page: roads, lines, hills and names around its elements, as far as its frame needs."""

from collections.abc import Iterator
from typing import cast

import shapely

from geo.frame import around, within
from layers.assemble import Atlas
from layers.baseline import Baseline
from layers.geometry import members
from layers.ground import Ground
from mapgen.pages.contract import GroundInfo

#: How far a page shows its ground, in halves of the extent of its elements: a map opens with all of them
#: in sight, on a screen that may be twice as wide as high and at a step of zoom that does not fit exactly.
REACH = 2.4
#: Kinds whose names no page shows: they would take room for nothing.
_UNNAMED = ("road", "metro", "rail")


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
    for feature in atlas.catalog.ground:
        yield _record(feature.record, feature.record.kind, feature.record.rank), feature.geometry
    for line in atlas.catalog.baselines.values():
        if (rank := line.record.ground_rank) is not None:
            # A bridge is part of its road.
            yield _record(line.record, "rail" if line.record.kind == "rail" else "road", rank), line.geometry


def _record(record: Ground | Baseline, kind: str, rank: int) -> dict[str, object]:
    name, name_en = (None, None) if kind in _UNNAMED else (record.name, record.name_en)
    return {"name": name, "name_en": name_en, "kind": kind, "rank": rank}
