"""Zones of the made-up layers whose boundary is not known yet."""

from pathlib import Path
from typing import Any

from support import put

SIDES = [
    {"side": "N", "stated": "北河", "baseline": "north-river"},
    {"side": "E", "stated": "东路", "baseline": "east-road"},
    {"side": "S", "stated": "中路", "baseline": "middle-road"},
    {"side": "W", "stated": "西路"},
]
WHOLE = [*SIDES[:3], {**SIDES[3], "baseline": "west-road"}]


def make_pending(folder: Path, zone: str, **values: Any) -> None:
    given = {"basis": "pending", "sides": None, "inside": None, "accuracy_m": None, **values}
    put(folder, "town/zones", zone, **given)
