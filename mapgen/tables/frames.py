"""Tables of the assembled layers: the columns that every export, list and page shows."""

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import shapely
from pydantic import BaseModel

from layers.assemble import Atlas, Element, Named
from layers.schema import Axis, Feature, Place, Zone, own
from mapgen.tables.relations import COLUMNS as RELATION_COLUMNS
from mapgen.tables.relations import relation_rows
from mapgen.text.loading import table as texts

_AREA = (
    *("area_km2", "area_low_km2", "area_high_km2", "plane_km2", "diff_km2", "diff_pct", "grade"),
    *("reference_diff_km2", "reference_diff_pct", "reference_grade", "shape_is_indicative"),
)
# What the layer files say of a feature, in their order; where it is and what it is follow its id.
_STATED = tuple(Feature.model_fields)
_HEAD = ("id", "plan", "kind", *_STATED[1 : _STATED.index("basis")])
# The words of the functions follow their terms.
_AFTER = _STATED.index("function") + 1
_TAIL = (*_STATED[_STATED.index("basis") : _AFTER], "function_zh", "function_en", *_STATED[_AFTER:])
#: What layer files hold as lists: text in a table. Those of zones and baselines stand in exports alone.
LISTS = ("sides", "inside", "passes", "function", "figures", "method")
#: Those of ids or terms, which stand in a text with semicolons between them; others are JSON there.
JOINED = ("passes", "function", "method")
_OF_ZONES = tuple(key for key in own(Zone) if key not in LISTS)
_OF_AXES = tuple(key for key in own(Axis) if key not in LISTS)
_OF_PLACES = own(Place)
#: Of a zone that has no boundary yet this is all that there is of it; exports have it of every zone.
_SIDED = ("sides", "inside")

#: Columns of each exported layer, in order.
COLUMNS: dict[str, tuple[str, ...]] = {
    "zones": (*_HEAD, *_AREA, *_TAIL, *_OF_ZONES, "members"),
    "axes": (*_HEAD, *_TAIL, *_OF_AXES, "passes"),
    "nodes": (*_HEAD, *_TAIL),
    "places": (*_HEAD, *_TAIL, *_OF_PLACES),
    "pending": (*_HEAD, *_TAIL, "members", *_SIDED),
    "boundaries": (
        "zone",
        "zone_name",
        "side",
        "baseline",
        "baseline_id",
        "basis",
        "accuracy_m",
        "length_m",
    ),
    "relations": RELATION_COLUMNS,
}

#: Columns of a table of all elements: those of zones, and what axes have beyond them.
ELEMENT_COLUMNS = (*COLUMNS["zones"], *_OF_AXES, "passes")

#: Layer that each kind of element is exported in.
LAYER_OF = {"zone": "zones", "group": "zones", "axis": "axes", "node": "nodes", "place": "places"}

#: Layers without geometry.
UNLOCATED = ("places", "pending")

#: Types of columns in Arrow tables, by their types in the field dictionary.
ARROW_TYPES = {"text": pa.string(), "real": pa.float64(), "integer": pa.int32()}
#: The same in tables of pandas.
_PANDAS_TYPES = {"text": "str", "real": "float64", "integer": "Int32"}

#: Rows that stand in memory as Python objects, which weigh a multiple of the table that they become.
PART = 10_000

#: Decimals that figures are given with: enough to check, not more than was measured.
ROUNDING = {
    **dict.fromkeys(("area_km2", "area_low_km2", "area_high_km2", "plane_km2"), 4),
    **dict.fromkeys(("diff_km2", "reference_diff_km2"), 4),
    **dict.fromkeys(("diff_pct", "reference_diff_pct"), 2),
    "accuracy_m": 1,
    "length_m": 1,
}


def fields() -> Mapping[str, dict[str, str]]:
    """The field dictionary: type, unit, aliases and Shapefile name by column."""
    return texts("fields")


def layers_of(atlas: Atlas, plan: str) -> list[str]:
    """Layers that a plan is exported in: some only where it has any."""
    has = {
        "places": bool(atlas.places_of(plan)),
        "pending": bool(atlas.pending_of(plan)),
        "relations": any(relation_rows(atlas, plan)),
    }
    return [layer for layer in COLUMNS if has.get(layer, True)]


def compact(value: Any) -> str | None:
    """A list of records or positions, or a mapping, as JSON in one line, without the keys that are null."""
    if value is None:
        return None
    if not isinstance(value, Mapping):
        value = [
            each.model_dump(exclude_none=True) if isinstance(each, BaseModel) else each for each in value
        ]
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def row(element: Named) -> dict[str, Any]:
    """One element, or what has no geometry, as a flat row.

    Parameters
    ----------
    element : Element, PendingZone or ListedPlace

    Returns
    -------
    dict
        Every column of zones, axes, nodes and places; figures rounded; lists joined by semicolons, those
        of records as JSON.
    """
    record, compared = element.entry.record, element.comparison
    indicative, reference = element.shape_is_indicative, element.reference_comparison
    values: dict[str, Any] = {
        **{key: getattr(record, key) for key in _STATED},
        **{key: getattr(record, key, None) for key in (*_OF_ZONES, *_OF_AXES, *_OF_PLACES)},
        "plan": element.entry.plan,
        "kind": element.kind,
        "basis": element.basis,
        "accuracy_m": element.accuracy_m,
        "area_km2": element.area_km2,
        "area_low_km2": element.area_low_km2,
        "area_high_km2": element.area_high_km2,
        "shape_is_indicative": None if indicative is None else int(indicative),
        "plane_km2": element.plane_km2,
        "diff_km2": compared and compared.diff_km2,
        "diff_pct": compared and compared.diff_pct,
        "grade": compared and compared.grade,
        "reference_diff_km2": reference and reference.diff_km2,
        "reference_diff_pct": reference and reference.diff_pct,
        "reference_grade": reference and reference.grade,
        "members": ";".join(element.members) or None,
        "function": ";".join(record.function or []) or None,
        "function_zh": "；".join(term.zh for term in element.functions) or None,
        "function_en": "; ".join(term.en for term in element.functions) or None,
        "figures": compact(record.figures),
        "passes": ";".join(record.passes or []) or None if isinstance(record, Axis) else None,
    }
    return {key: _rounded(key, value) for key, value in values.items()}


def structured(element: Named) -> dict[str, Any]:
    """The same row with its functions and figures as lists, which is what JSON can hold."""
    record = element.entry.record
    lists = record.model_dump(include={"function", "figures"}, exclude_none=True)
    return {**row(element), **{key: lists.get(key) for key in ("function", "figures")}}


def sided(record: Feature) -> dict[str, str | None]:
    """Sides and points inside of a zone, each as JSON; None where there are none."""
    return {column: compact(getattr(record, column, None)) for column in _SIDED}


def _rounded(key: str, value: Any) -> Any:
    return round(value, ROUNDING[key]) + 0.0 if key in ROUNDING and value is not None else value


def edge_rows(atlas: Atlas, element: Element) -> list[dict[str, Any]]:
    """Labelled edges of an element's boundary as flat rows with a geometry."""
    return [
        {
            "zone": element.id,
            "zone_name": element.entry.record.name,
            "side": edge.side,
            "baseline": edge.stated,
            "baseline_id": edge.baseline_id,
            "basis": edge.basis,
            "accuracy_m": _rounded("accuracy_m", edge.accuracy_m),
            "length_m": _rounded("length_m", edge.length_m),
            "geometry": edge.geometry,
        }
        for edge in atlas.edges_of(element)
    ]


def table(atlas: Atlas, plan: str, layer: str) -> gpd.GeoDataFrame:
    """A layer of a plan as a table with geometry.

    Parameters
    ----------
    atlas : Atlas
    plan : str
        Id of the plan.
    layer : {"zones", "axes", "nodes", "places", "pending", "boundaries", "relations"}

    Returns
    -------
    geopandas.GeoDataFrame
        EPSG:4326, the columns of `COLUMNS`, in drawing order; without geometry that of every place is None.
    """
    return joined([_frame(rows, COLUMNS[layer]) for rows in _rows(atlas, plan, layer)])


def elements(atlas: Atlas, plans: Iterable[str]) -> gpd.GeoDataFrame:
    """All elements of plans as one table: EPSG:4326, the columns of `ELEMENT_COLUMNS`, in drawing order."""
    rows = [_with_geometry(element) for plan in plans for element in atlas.of_plan(plan)]
    return _frame(rows, ELEMENT_COLUMNS)


def joined(tables: list[gpd.GeoDataFrame]) -> gpd.GeoDataFrame:
    """One table of several with the same columns, at least one; rows are numbered anew."""
    filled = [table for table in tables if len(table)] or tables[:1]
    return filled[0] if len(filled) == 1 else gpd.GeoDataFrame(pd.concat(filled, ignore_index=True))


def parts(atlas: Atlas, plan: str, layer: str) -> Iterator[pa.Table]:
    """The same as Arrow tables of at most `PART` rows, one after the other, with ``geometry`` as WKB.

    A file needs no table of geopandas, which takes several times as long to make. A layer with no rows
    is one empty table.
    """
    for rows in _rows(atlas, plan, layer):
        values = {
            column: pa.array([row[column] for row in rows], ARROW_TYPES[fields()[column]["type"]])
            for column in COLUMNS[layer]
        }
        shapes = shapely.to_wkb([row["geometry"] for row in rows])
        yield pa.table({**values, "geometry": pa.array(shapes, pa.binary())})


def _rows(atlas: Atlas, plan: str, layer: str) -> Iterator[list[dict[str, Any]]]:
    """Rows of a layer, at most `PART` at a time; an empty list if there are none."""
    elements = atlas.of_plan(plan)
    if layer == "boundaries":
        rows: Iterator[dict[str, Any]] = (edge for element in elements for edge in edge_rows(atlas, element))
    elif layer == "relations":
        rows = relation_rows(atlas, plan)
    elif layer == "places":
        rows = (_with_geometry(place) for place in atlas.places_of(plan))
    elif layer == "pending":
        rows = ({**_with_geometry(zone), **sided(zone.entry.record)} for zone in atlas.pending_of(plan))
    else:
        own = (element for element in elements if LAYER_OF[element.kind] == layer)
        rows = (_with_geometry(element) for element in own)
    first = list(islice(rows, PART))
    while True:
        yield first
        if not (first := list(islice(rows, PART))):
            return


def _with_geometry(element: Named) -> dict[str, Any]:
    return {**row(element), "geometry": element.geometry}


def _frame(rows: list[dict[str, Any]], columns: Iterable[str]) -> gpd.GeoDataFrame:
    data = {column: typed(column, [row[column] for row in rows]) for column in columns}
    return gpd.GeoDataFrame(data, geometry=[row["geometry"] for row in rows], crs=4326)


def typed(column: str, values: list[Any]) -> pd.Series:
    """Values of a column with its type in the field dictionary."""
    # Without a type a column of nothing but nulls would become whatever a driver guesses.
    return pd.Series(values, dtype=_PANDAS_TYPES[fields()[column]["type"]])
