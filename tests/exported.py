"""Layers with everything that a format may trip over, and readers that know nothing of the exporter."""

import json
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import shapely
from pyproj import Geod, Transformer
from support import HOSTILE, change, put

LONG = "长" * 200  # 600 bytes in UTF-8, 400 in GBK
#: Text that is harmless in itself and that some format reads as a command.
NASTY = f"=1+1\n{HOSTILE}</name>]]>\"'&; 50%%c \\U+0041 ^J"

SHORT = {
    "area_low_km2": "area_low",
    "area_high_km2": "area_high",
    "reference_diff_km2": "ref_diff",
    "reference_diff_pct": "ref_pct",
    "reference_grade": "ref_grade",
    "shape_is_indicative": "indicativ",
    "reference_km2": "ref_km2",
    "reference_cite": "ref_cite",
    "baseline_id": "basel_id",
    "function_zh": "func_zh",
    "function_en": "func_en",
    "status_year": "status_yr",
    "source_grade": "src_grade",
    "source_date": "src_date",
    "source_licence": "src_lic",
    "half_width_m": "half_width",
    "half_width_accuracy_m": "half_w_acc",
    "alternative_to": "altern_to",
    "ground_rank": "grnd_rank",
}

RELATIONS = """[[relations]]
from = "town.isles"
to = "town.north-point"
kind = "radiates to"
cite = "方城规划 三"
note = NOTE

[[relations]]
from = "town.axis"
to = "town.north"
kind = "links"
cite = "方城规划 三"
"""


def rich(folder: Path) -> Path:
    """Make of the grid's copy a plan with holes, parts, shared places, long and hostile words."""
    square = [[113.62, 22.81], [113.64001, 22.81], [113.64001, 22.83003], [113.62, 22.83003], [113.62, 22.81]]
    hole = [[113.625, 22.815], [113.625, 22.82], [113.63, 22.82], [113.63, 22.815], [113.625, 22.815]]
    other = [[113.65, 22.81], [113.66, 22.81], [113.65, 22.82], [113.65, 22.81]]
    base = {
        "name": "岛", "name_en": "Isles", "role": "一核", "parent": None, "stated_km2": 1.25,
        "qualifier": "总", "basis": "traced", "accuracy_m": 33.3, "sides": None, "inside": None,
        "reference_km2": 2, "reference_cite": "某公报", "cite": "方城规划 二", "same_as": None, "note": NASTY,
    }  # fmt: skip
    isles = {
        "type": "Feature",
        "properties": {"id": "town.isles", **base},
        "geometry": {"type": "MultiPolygon", "coordinates": [[square, hole], [other]]},
    }
    again = {"id": "town.again", **base, "same_as": "town.isles", "basis": None, "accuracy_m": None}
    shared = {"type": "Feature", "properties": again, "geometry": None}
    change(folder, "town/zones", lambda told: told["features"].extend([isles, shared]))
    put(folder, "town/axes", "town.axis", note=LONG)
    known = {
        "source": NASTY,
        "source_en": "A map",
        "source_date": "2021-03",
        "method": ["traced", "extended"],
    }
    put(folder, "baselines", "middle-road", **known)
    (folder / "town" / "relations.toml").write_text(RELATIONS.replace("NOTE", json.dumps(NASTY)), "utf-8")
    return folder


def back(geometry: shapely.Geometry, code: int) -> shapely.Geometry:
    """To WGS 84 by a transformer of our own, in (x, y)."""
    if code == 4326:
        return geometry
    way = Transformer.from_crs(code, 4326, always_xy=True)
    return shapely.transform(geometry, lambda c: np.column_stack(way.transform(c[:, 0], c[:, 1])))


def apart_m(one: shapely.Geometry, other: shapely.Geometry) -> float:
    """The greatest distance between vertices of two geometries that should be the same, m."""
    # Rounded to the centimetre that vertices lie on, or noise would decide where a ring begins.
    ours, theirs = (
        shapely.get_coordinates(shapely.normalize(shapely.transform(shape, lambda c: np.round(c, 7))))
        for shape in (one, other)
    )
    assert len(ours) == len(theirs)
    return float(max(Geod(ellps="WGS84").inv(*ours.T, *theirs.T)[2]))


def simple(geometry: shapely.Geometry) -> shapely.Geometry:
    """Without height, and a Multi* of one part as that part."""
    flat = shapely.force_2d(geometry)
    return flat.geoms[0] if hasattr(flat, "geoms") and len(flat.geoms) == 1 else flat


def plain(row: Mapping[str, Any]) -> dict[str, Any]:
    """Attributes as plain values; what a reader calls missing is None."""
    return {key: None if _missing(value) else value for key, value in row.items()}


def _missing(value: Any) -> bool:
    return value is None or value is pd.NA or (isinstance(value, float) and np.isnan(value))


def read(path: str | Path, layer: str | None = None) -> gpd.GeoDataFrame:
    return pyogrio.read_dataframe(path, layer=layer)


def dbf(content: bytes, encoding: str) -> tuple[list[tuple[str, str, int]], list[dict[str, str]]]:
    """A dBASE table by its bytes: fields as (name, type, width), and rows as text."""
    count, head, size = struct.unpack("<IHH", content[4:12])
    fields = []
    for at in range(32, head - 1, 32):
        name = content[at : at + 11].split(b"\0")[0].decode("ascii")
        fields.append((name, chr(content[at + 11]), content[at + 16]))
    rows = []
    for number in range(count):
        at, row = head + number * size + 1, {}
        for name, _, width in fields:
            row[name] = content[at : at + width].decode(encoding).strip(" ")
            at += width
        rows.append(row)
    return fields, rows


def sides(row: Mapping[str, Any]) -> Any:
    return None if row["sides"] is None else json.loads(row["sides"])
