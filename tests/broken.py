"""All ways to break a copy of the made-up layers, with the file, feature and code that must be told."""

from pathlib import Path

import broken_files
import broken_records
import broken_shapes
from breaking import AXES, BASELINES, CASES, NODES, PLAN, ZONES, Case, case, raw
from support import put, rewrite

__all__ = ["AXES", "BASELINES", "CASES", "NODES", "PLAN", "ZONES", "Case"]

assert all((broken_files, broken_records, broken_shapes))  # importing them notes their cases down

# ---------------------------------------------------------------- several at once


@case(
    "several at once",
    (BASELINES, "", "not-json"),
    (PLAN, "", "attribute"),
    (PLAN, "", "rule"),
    (ZONES, "town.core", "attribute"),
    (ZONES, "town.north", "attribute"),
    (AXES, "", "bom"),
    (NODES, "town.north-point", "geometry-swapped"),
    (NODES, "town.north-point", "attribute"),
    (NODES, "town.south-point", "geometry-type"),
)
def _(folder: Path) -> None:
    (folder / BASELINES).write_text("{")
    rewrite(folder / PLAN, 'title = "方城规划"\n', "")
    rewrite(folder / PLAN, 'rule = "near"', 'rule = "far"')
    put(folder, "town/zones", "town.core", name="")
    put(folder, "town/zones", "town.north", cite=None)
    raw(AXES, lambda b: b"\xef\xbb\xbf" + b)(folder)
    put(folder, "town/nodes", "town.north-point", coordinates=[22.88, 113.52], accuracy_m=-1)
    put(
        folder,
        "town/nodes",
        "town.south-point",
        geometry={"type": "LineString", "coordinates": broken_shapes.SQUARE},
    )


assert len({each.name for each in CASES}) == len(CASES), "two cases of one name"
