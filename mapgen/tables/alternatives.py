"""Zones along a line of which there are several readings: what each of them makes of the area."""

from collections.abc import Iterable, Iterator
from typing import Any

from layers.assemble import Atlas, Element

COLUMNS = (
    "plan", "id", "name", "stated_km2", "reading", "reading_en", "baseline_id", "alternative_to",
    "area_km2", "area_low_km2", "area_high_km2", "diff_km2", "diff_pct", "reason", "reason_en",
)  # fmt: skip
#: What is too much for a line of a table, and stands in JSON only.
_TOO_MUCH = {"plan", "reading_en", "baseline_id", "alternative_to", "reason", "reason_en"}
SHORT = tuple(column for column in COLUMNS if column not in _TOO_MUCH)


def alternative_rows(atlas: Atlas, plans: Iterable[str]) -> list[dict[str, Any]]:
    """List what each reading of a line makes of the zones along it.

    Parameters
    ----------
    atlas : Atlas
    plans : iterable of str
        Ids of the plans.

    Returns
    -------
    list of dict
        Rows (`COLUMNS`, km² and %) of each zone concerned and each such line: first the one that the zone
        follows, which has no ``alternative_to``, then its alternatives with their reasons.
    """
    elements = (element for plan in plans for element in atlas.of_plan(plan))
    return [row for element in elements for row in _of_element(atlas, element)]


def _of_element(atlas: Atlas, element: Element) -> Iterator[dict[str, Any]]:
    readings = atlas.readings.get(element.owner, [])
    for main in dict.fromkeys(reading.main for reading in readings):
        own = (element.area_km2 or 0.0, element.area_low_km2 or 0.0, element.area_high_km2 or 0.0)
        yield _row(atlas, element, main, own)
        for reading in readings:
            if reading.main == main:
                yield _row(
                    atlas,
                    element,
                    reading.line,
                    (reading.area_km2, reading.area_low_km2, reading.area_high_km2),
                )


def _row(atlas: Atlas, element: Element, line: str, areas: tuple[float, float, float]) -> dict[str, Any]:
    feature, record = element.entry.record, atlas.catalog.baselines[line].record
    stated = feature.stated_km2
    area_km2, low_km2, high_km2 = areas
    difference, percent = None, None
    if stated is not None:
        difference = area_km2 - stated
        percent = round(100 * difference / stated, 2)
    values = {
        "plan": element.entry.plan,
        "id": element.id,
        "name": feature.name,
        "stated_km2": stated,
        "reading": record.name,
        "reading_en": record.name_en,
        "baseline_id": line,
        "alternative_to": record.alternative_to,
        "area_km2": round(area_km2, 4),
        "area_low_km2": round(low_km2, 4),
        "area_high_km2": round(high_km2, 4),
        "diff_km2": None if difference is None else round(difference, 4),
        "diff_pct": percent,
        "reason": record.reason,
        "reason_en": record.reason_en,
    }
    return {column: values[column] for column in COLUMNS}
