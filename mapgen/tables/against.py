"""Claims of accuracy against what was measured, as flat rows: table, JSON, GeoJSON and page have the same."""

from collections import Counter
from collections.abc import Mapping
from typing import Any, cast

import geopandas as gpd
import pandas as pd

from layers.assemble import Atlas
from layers.messages import Message
from layers.verdicts import VERDICTS, LineResult, PlaceResult, Tested
from mapgen.tables import geojson
from mapgen.text.texts import sentence

#: Columns, in order; a row leaves empty what does not apply to what it is of.
COLUMNS = (
    *("tested", "verdict", "id", "name", "side", "baseline", "baseline_id"),
    *("accuracy_m", "median_m", "p90_m", "largest_m", "covered_pct", "off_m", "beyond_m"),
    *("place", "way", "unfit", "same_source", "shared_name", "files"),
)
#: Names that a message lists.
_FEW = 8
#: What a table for people has: what applies to each row, and of remarks the words.
SHOWN = ("verdict", "tested", "what", "accuracy_m", "median_m", "p90_m", "largest_m", "covered_pct", "remark")
_TYPES = {
    **dict.fromkeys(
        ("accuracy_m", "median_m", "p90_m", "largest_m", "covered_pct", "off_m", "beyond_m"), "float64"
    ),
    "unfit": "Int32",
    **dict.fromkeys(("same_source", "shared_name"), "boolean"),
}


def rows(atlas: Atlas, tested: Tested) -> list[dict[str, Any]]:
    """Rows (`COLUMNS`, and ``geometry``): edges, baselines, places."""
    lines = [_line(atlas, each) for each in (*tested.edges, *tested.baselines)]
    return [*lines, *(_place(each) for each in tested.places)]


def dumps(atlas: Atlas, tested: Tested) -> bytes:
    """Write the rows as GeoJSON: lines, and of places their points."""
    told = rows(atlas, tested)
    columns = {
        column: pd.Series([row[column] for row in told], dtype=_TYPES.get(column, "str"))
        for column in COLUMNS
    }
    shapes = [row["geometry"] for row in told]
    return geojson.dumps(gpd.GeoDataFrame(columns, geometry=shapes, crs=4326), "against")


def shown(atlas: Atlas, tested: Tested, language: str) -> list[dict[str, Any]]:
    """Rows (`SHOWN`) for people, the weightiest verdicts first, without what nothing was found for."""
    told = [row for row in rows(atlas, tested) if row["verdict"] != "not shown"]
    told.sort(key=lambda row: VERDICTS.index(row["verdict"]))
    return [
        {**row, "what": _what(row), "p90_m": _most(row), "remark": _remark(row, language)} for row in told
    ]


def _what(row: Mapping[str, Any]) -> str:
    names = (row["id"], row["side"], row["baseline"], row["place"])
    return " ".join(str(name) for name in names if name is not None)


def _most(row: Mapping[str, Any]) -> float | None:
    """Of a line nine tenths lie within this; a place is one point, and all of it counts."""
    return cast("float | None", row["p90_m"] if row["off_m"] is None else row["off_m"])


def _remark(row: Mapping[str, Any], language: str) -> str:
    codes = []
    if row["way"] == "unnamed":
        codes.append("against-unnamed")
    if row["same_source"]:
        codes.append("against-same-source")
    if row["shared_name"]:
        codes.append("against-shared-name")
    return " / ".join(sentence(Message(code), language) for code in codes)


def _line(atlas: Atlas, result: LineResult) -> dict[str, Any]:
    edge, found = result.edge, result.found
    name = atlas.elements[edge.zone].entry.record.name if edge else None
    zone = {"id": edge.zone, "name": name, "side": edge.side} if edge else {}
    return {
        **dict.fromkeys(COLUMNS),
        **zone,
        "tested": "edge" if edge else "baseline",
        "verdict": result.verdict,
        "baseline": edge.stated if edge else result.baseline.name,
        "baseline_id": result.baseline.id,
        "accuracy_m": result.claimed_m,
        "median_m": _metres(found.median_m),
        "p90_m": _metres(found.p90_m),
        "largest_m": _metres(found.largest_m),
        "covered_pct": round(100 * found.covered) + 0.0,
        "way": result.way,
        "unfit": result.unfit,
        "same_source": result.same_source,
        "shared_name": result.shared,
        "files": ";".join(result.files) or None,
        "geometry": result.geometry,
    }


def _place(result: PlaceResult) -> dict[str, Any]:
    element = result.element
    return {
        **dict.fromkeys(COLUMNS),
        "tested": "node" if element.kind == "node" else "zone",
        "verdict": result.verdict,
        "id": element.id,
        "name": element.entry.record.name,
        "accuracy_m": result.claimed_m,
        "off_m": _metres(result.off_m),
        "beyond_m": _metres(result.beyond_m),
        "place": result.place.label,
        "files": result.place.file,
        "geometry": result.place.point,
    }


def _metres(value: float | None) -> float | None:
    return None if value is None else round(value, 1) + 0.0


def counts(tested: Tested) -> dict[str, int]:
    """How often each verdict was given, the weightiest first."""
    given = Counter(tested.verdicts)
    return {verdict: given[verdict] for verdict in VERDICTS}


def remarks(tested: Tested) -> list[Message]:
    """What must be said of the files: what they name and the plans do not have; lines that say nothing."""
    found = []
    if tested.strangers:
        found.append(Message("against-strangers", values=_listed(tested.strangers)))
    unfit = [each.baseline.name for each in tested.baselines if each.unfit]
    if unfit:
        found.append(Message("against-unfit", values=_listed(unfit)))
    return found


def _listed(names: list[str]) -> dict[str, object]:
    """The first few names, and how many they are."""
    return {"count": len(names), "names": ", ".join(names[:_FEW]) + (" \u2026" if len(names) > _FEW else "")}
