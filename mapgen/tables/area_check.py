"""The area check: stated areas and those of public sources against computed ones, and sums of the groups."""

from typing import Any

from geo.area import compare
from layers.assemble import Atlas, Element
from mapgen.tables.frames import row

COLUMNS = (
    *("plan", "id", "name", "stated_km2", "area_km2", "area_low_km2", "area_high_km2", "plane_km2"),
    *("diff_km2", "diff_pct", "grade"),
    *("reference_km2", "reference_diff_km2", "reference_diff_pct", "reference_grade"),
)
_OF_REFERENCE = COLUMNS[-4:]


def area_rows(atlas: Atlas, plans: list[str]) -> list[dict[str, Any]]:
    """Compare areas that plans state, and those that other public sources give, with computed ones.

    Parameters
    ----------
    atlas : Atlas
    plans : list of str
        Ids of the plans.

    Returns
    -------
    list of dict
        A row (`COLUMNS`, km² and %) for each zone with a stated area or one from a public source, then one
        for each group whose members all have a stated one: the sum, under the group's id.
    """
    rows = []
    for plan in plans:
        elements = atlas.of_plan(plan)
        compared = (each for each in elements if each.comparison or each.reference_comparison)
        rows += [row(element) for element in compared]
        rows += [total for element in elements if element.kind == "group" and (total := _sum(atlas, element))]
    return [{column: values[column] for column in COLUMNS} for values in rows]


def _sum(atlas: Atlas, group: Element) -> dict[str, Any] | None:
    """Sum of a group's stated areas against the sum of the computed ones."""
    zones = atlas.leaves(group)
    stated = [zone.entry.record.stated_km2 for zone in zones]
    if not zones or None in stated:
        return None
    total = sum(figure for figure in stated if figure is not None)
    area = sum(zone.area_km2 or 0 for zone in zones)
    # The group is what its members cover: where two overlap, it has less than their sum, as sure as it is.
    twice = area - (group.area_km2 or 0)
    low, high = ((end or 0) + twice for end in (group.area_low_km2, group.area_high_km2))
    compared = compare(round(total, 6), area, max(low, 0.0), high)
    return {
        **row(group),
        **dict.fromkeys(_OF_REFERENCE),
        "stated_km2": round(total, 6),
        "area_km2": round(area, 4),
        "area_low_km2": round(max(low, 0.0), 4),
        "area_high_km2": round(high, 4),
        "plane_km2": round(sum(zone.plane_km2 or 0 for zone in zones), 4),
        "diff_km2": round(compared.diff_km2, 4),
        "diff_pct": round(compared.diff_pct, 2),
        "grade": compared.grade,
    }
