"""Indicators as flat rows: what commands, files, databases and pages show of them."""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import geopandas as gpd

from layers.catalog import Catalog
from layers.indicators import IndicatorTable, State, Target
from mapgen.tables.frames import compact, typed

#: Columns of a table of indicators, in order.
COLUMNS = (
    "id", "plan", "source_table", "indicator_kind", "number", "topic", "name", "name_en", "heading",
    "heading_en", "unit", "unit_en", "base_year", "base", "target_year", "target", "bound", "measure",
    "wanted", "nature", "growth_pct", "points_per_year", "value_year", "value", "outcome", "actual",
    "also", "cite", "note",
)  # fmt: skip

_OF_TARGETS = ("base_year", "base", "target_year", "measure", "wanted", "nature")

#: What sets plans beside each other: the topic, and the base years where they differ.
COMPARED = ("topic_name", "topic_name_en", "base_years")

#: Decimals of what is computed: the figures of the plans themselves have no more digits that mean anything.
_ROUNDING = {"growth_pct": 2, "points_per_year": 3}

#: Columns that no document states.
COMPUTED = tuple(_ROUNDING)


def indicator_rows(catalog: Catalog, plans: list[str]) -> list[dict[str, Any]]:
    """Rows of all tables of plans.

    Parameters
    ----------
    catalog : Catalog
    plans : list of str
        Ids of the plans.

    Returns
    -------
    list of dict
        `COLUMNS`, in the order of the documents. ``growth_pct`` is the mean yearly growth from base to target
        in % a year, ``points_per_year`` that of a share in percentage points; None where there is none.
        ``actual`` is a dict by year and ``also`` a list of dict, both None for a state.
    """
    return [
        _row(catalog, table, row)
        for plan in plans
        for table in catalog.indicators.get(plan, ())
        for row in table.rows
    ]


def _row(catalog: Catalog, table: IndicatorTable, row: Target | State) -> dict[str, Any]:
    unit = catalog.vocabulary.units[row.unit]
    target, state = (row, None) if isinstance(row, Target) else (None, row)
    values: dict[str, Any] = {
        "id": table.place(row),
        "plan": table.plan,
        "source_table": table.title,
        "indicator_kind": "target" if target else "state",
        "number": row.number,
        "topic": row.topic,
        "name": row.name,
        "name_en": row.name_en,
        "unit": unit.zh,
        "unit_en": unit.en,
        "target": row.target,
        "bound": row.bound,
        "cite": table.cite,
        "note": row.note,
    }
    if target:
        # Databases keep the word group for themselves.
        values |= {"heading": target.group, "heading_en": target.group_en}
        values |= {key: getattr(target, key) for key in _OF_TARGETS}
        values |= {key: _rounded(key, getattr(target, key)) for key in _ROUNDING}
        values["actual"] = dict(sorted(target.actual.items()))
        values["also"] = [said.model_dump(exclude_none=True) for said in target.also]
    if state:
        values |= {"value_year": state.year, "value": state.value, "outcome": state.outcome}
        values["target_year"] = state.year if state.target is not None else None
    return {column: values.get(column) for column in COLUMNS}


def _rounded(key: str, value: float | None) -> float | None:
    return None if value is None else round(value, _ROUNDING[key]) + 0.0


def flat(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row for a table of cells: actual values, and what the text says besides, as JSON in a line."""
    texts = {key: compact(row[key] or None) for key in ("actual", "also")}
    return {**row, **texts}


def compared_rows(catalog: Catalog, plans: list[str]) -> list[dict[str, Any]]:
    """Rows of targets that several plans share, set beside each other.

    Parameters
    ----------
    catalog : Catalog
    plans : list of str
        Ids of the plans.

    Returns
    -------
    list of dict
        `COMPARED` and `COLUMNS`, by topic in the order of the vocabulary; ``base_years`` names the base years
        where they differ, and is None where all that have a base share one.
    """
    by_topic: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in indicator_rows(catalog, plans):
        if row["topic"] is not None and row["indicator_kind"] == "target":
            by_topic[row["topic"]].append(row)
    compared = []
    for topic, term in catalog.vocabulary.topics.items():
        rows = by_topic[topic]
        if len({row["plan"] for row in rows}) < 2:
            continue
        years = sorted({row["base_year"] for row in rows} - {None})
        told = {
            "topic_name": term.zh,
            "topic_name_en": term.en,
            "base_years": ", ".join(map(str, years)) if len(years) > 1 else None,
        }
        compared += [{**told, **row} for row in rows]
    return compared


def indicator_table(catalog: Catalog, plan: str) -> gpd.GeoDataFrame:
    """Indicators of a plan as a table without geometry, with the types of the field dictionary."""
    rows = [flat(row) for row in indicator_rows(catalog, [plan])]
    data = {column: typed(column, [row[column] for row in rows]) for column in COLUMNS}
    return gpd.GeoDataFrame(data, geometry=[None] * len(rows), crs=4326)
