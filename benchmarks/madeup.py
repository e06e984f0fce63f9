"""Made-up layers of any size: neighbourhoods of a hundred zones between wobbly lines that they share.

A neighbourhood is ten by ten zones of about half a kilometre, built from eleven lines that run east
and eleven that run north; a line in each stops short, so that some zones need a connector. Every
neighbourhood is a group with rules of its own, an axis that passes three zones, and points.
The middle line of every neighbourhood that runs east is a stretch of one river, which winds through
all of them row by row: at 100,000 zones it has 56,000 vertices, is crossed 11,000 times, and 20,000
zones follow it. The same seed gives the same bytes.
"""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TextIO

import numpy as np

SIDE = 10
ZONES = SIDE * SIDE
STEP = 0.005  # degrees: about 500 m
PITCH = 0.06  # from one neighbourhood to the next
PER_LINE = 5  # vertices for each zone along a line
POINTS = 20  # nodes in a neighbourhood
RIVER = "river"
MIDDLE = SIDE // 2  # the line that is part of the river
BEND = 0.9 * STEP  # where the river turns north, past the ends of all other lines
WEST, SOUTH = 112.4, 21.9
#: Roles of a plan: Chinese name, English name, colour.
ROLES = (
    ("片", "Group", "#2166ac"),
    ("区", "Zone", "#e08214"),
    ("轴", "Axis", "#762a83"),
    ("点", "Point", "#1b7837"),
)

Feature = dict[str, Any]


def make(folder: Path, zones: int, seed: int = 6, plan: str = "madeup", points: int = POINTS) -> Path:
    """Write a layers folder with one plan.

    Parameters
    ----------
    folder : Path
        Is made.
    zones : int
        How many; rounded up to whole neighbourhoods of a hundred.
    seed : int
    plan : str
    points : int
        Nodes in each neighbourhood.

    Returns
    -------
    Path
        The folder.
    """
    count = -(-zones // ZONES)
    across = max(1, round(count**0.5))
    rng = np.random.default_rng(seed)
    (folder / plan).mkdir(parents=True, exist_ok=True)
    names = ("baselines", f"{plan}/zones", f"{plan}/axes", f"{plan}/nodes")
    streams = {name: (folder / f"{name}.geojson").open("w", encoding="utf-8") for name in names}
    for name, stream in streams.items():
        stream.write(f'{{\n"type": "FeatureCollection",\n"name": "{name.split("/")[-1]}",\n"features": [\n')
    rules: list[dict[str, Any]] = []
    river: list[list[float]] = []
    for number in range(count):
        row, step = divmod(number, across)
        eastward = row % 2 == 0
        column = step if eastward else across - 1 - step
        hood = _Hood(plan, number, WEST + PITCH * column, SOUTH + PITCH * row)
        last = number == count - 1
        _write(streams["baselines"], list(hood.lines(rng)), last=False)
        _write(streams[f"{plan}/zones"], list(hood.zones()), last=last)
        _write(streams[f"{plan}/axes"], [hood.axis()], last=last)
        _write(streams[f"{plan}/nodes"], list(hood.nodes(rng, points)), last=last)
        rules += hood.rules()
        river += hood.stretch if eastward else hood.stretch[::-1]
        if step == across - 1:
            x, y = hood.west + (SIDE * STEP + BEND if eastward else -BEND), hood.south + MIDDLE * STEP
            river += [[round(x, 5), round(y, 5)], [round(x, 5), round(y + PITCH, 5)]]
    _write(streams["baselines"], [_baseline(RIVER, "长河", "Long River", "river", river)], last=True)
    for stream in streams.values():
        stream.write("\n]\n}\n")
        stream.close()
    (folder / plan / "plan.toml").write_text(plan_text(plan, ROLES, rules), "utf-8")
    (folder / "context.geojson").write_text(
        '{\n"type": "FeatureCollection",\n"name": "context",\n"features": [\n]\n}\n', "utf-8"
    )
    return folder


def _write(stream: TextIO, features: list[Feature], *, last: bool) -> None:
    text = ",\n".join(json.dumps(feature, ensure_ascii=False) for feature in features)
    stream.write(text if last else text + ",\n")


def feature(properties: dict[str, Any], kind: str | None = None, coordinates: Any = None) -> Feature:
    """A feature of a layer file."""
    geometry = {"type": kind, "coordinates": coordinates} if kind else None
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def properties(plan: str, name: str, told: str, role: str, **values: Any) -> dict[str, Any]:
    """Attributes of a sketched zone, axis or node, but for sides and what it passes; with other values."""
    return {
        "id": f"{plan}.{name}",
        "name": told,
        "name_en": name.replace("-", " ").title(),
        "role": role,
        "parent": None,
        "stated_km2": None,
        "qualifier": None,
        "basis": "sketched",
        "accuracy_m": 100,
        "reference_km2": None,
        "reference_cite": None,
        "cite": "示例规划 第一章",
        "same_as": None,
        "note": None,
        **values,
    }


def _baseline(name: str, told: str, told_en: str, kind: str, points: list[list[float]]) -> Feature:
    properties = {
        "id": name,
        "name": told,
        "name_en": told_en,
        "kind": kind,
        "accuracy_m": 10,
        "basis": "traced",
        "note": None,
    }
    return feature(properties, "LineString", points)


class _Hood:
    """One neighbourhood; its stretch of the river is there once its lines are drawn."""

    stretch: list[list[float]]

    def __init__(self, plan: str, number: int, west: float, south: float) -> None:
        self.plan, self.number, self.west, self.south = plan, number, west, south

    def lines(self, rng: np.random.Generator) -> Iterator[Feature]:
        along = np.arange(-PER_LINE // 2, SIDE * PER_LINE + PER_LINE // 2 + 1) / PER_LINE * STEP
        for heading in "en":
            for i in range(SIDE + 1):
                # 15 m to either side: neighbouring lines never meet, crossing ones do so once.
                across = i * STEP + rng.normal(0, 0.00005, len(along)).clip(-0.00015, 0.00015)
                x, y = (along, across) if heading == "e" else (across, along)
                points = np.column_stack([self.west + x, self.south + y])
                if heading == "n" and i == 3:
                    points = points[points[:, 1] < self.south + (SIDE - 0.1) * STEP]  # 50 m short
                if self._line(heading, i) == RIVER:
                    self.stretch = points.round(5).tolist()
                    continue
                told = f"{self.number}号片{'东西' if heading == 'e' else '南北'}路{i}"
                told_en = f"Road {self.number} {heading.upper()}{i}"
                yield _baseline(self._line(heading, i), told, told_en, "road", points.round(5).tolist())

    def _line(self, heading: str, i: int) -> str:
        return RIVER if (heading, i) == ("e", MIDDLE) else f"r{self.number}-{heading}{i}"

    def _told(self, name: str, told: str, role: str, **values: Any) -> dict[str, Any]:
        return properties(self.plan, name, told, role, **values)

    def zones(self) -> Iterator[Feature]:
        none = {"sides": None, "inside": None}
        group = self._told(
            f"hood-{self.number}", f"{self.number}号片", "片", basis="members", accuracy_m=None
        )
        yield feature({**group, **none})
        for row in range(SIDE):
            for column in range(SIDE):
                sides = [
                    ("N", "e", row + 1, "北路"),
                    ("W", "n", column, "西路"),
                    ("S", "e", row, "南路"),
                    ("E", "n", column + 1, "东路"),
                ]
                middle = [self.west + (column + 0.5) * STEP, self.south + (row + 0.5) * STEP]
                yield feature(
                    self._told(
                        self._zone(row, column),
                        f"{self.number}号片{row}排{column}区",
                        "区",
                        parent=group["id"],
                        stated_km2=0.28 if column % 2 else None,
                        basis="stated sides",
                        accuracy_m=None,
                        sides=[
                            {"side": side, "stated": said, "baseline": self._line(heading, i)}
                            for side, heading, i, said in sides
                        ],
                        inside=[round(value, 5) for value in middle],
                    )
                )

    def _zone(self, row: int, column: int) -> str:
        return f"z{self.number}-{row}-{column}"

    def axis(self) -> Feature:
        points = [[self.west + (k + 0.5) * STEP, self.south + (k + 0.5) * STEP] for k in range(SIDE)]
        passed = [f"{self.plan}.{self._zone(k, k)}" for k in (0, 4, 9)]
        told = self._told(f"axis-{self.number}", f"{self.number}号轴", "轴", passes=passed)
        return feature(told, "LineString", [[round(x, 5), round(y, 5)] for x, y in points])

    def nodes(self, rng: np.random.Generator, points: int) -> Iterator[Feature]:
        for i, (x, y) in enumerate(rng.uniform(0.2, SIDE - 0.2, (points, 2)) * STEP):
            told = self._told(f"p{self.number}-{i}", f"{self.number}号片{i}号点", "点")
            yield feature(told, "Point", [round(self.west + x, 5), round(self.south + y, 5)])

    def rules(self) -> list[dict[str, Any]]:
        group, axis = f"{self.plan}.hood-{self.number}", f"{self.plan}.axis-{self.number}"
        said = [
            {"rule": "count", "parent": group, "exactly": ZONES},
            {"rule": "disjoint", "parent": group},
            {"rule": "within", "parent": group, "outer": group, "at_least": 0.99},
            {"rule": "passes", "axis": axis, "within_m": 300},
        ]
        claim = {"claim": f"{self.number}号片", "claim_en": f"neighbourhood {self.number}"}
        return [{**claim, **rule} for rule in said]


def _toml(table: str, values: Mapping[str, Any]) -> str:
    lines = "".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in values.items())
    return f"\n[[{table}]]\n{lines}"


def plan_text(
    plan: str, roles: Iterable[tuple[str, str, str]], rules: Iterable[Mapping[str, Any]] = ()
) -> str:
    """Text of a plan.toml with roles (Chinese name, English name, colour) and rules."""
    head = {
        "id": plan,
        "title": "示例规划",
        "title_en": "A Made-Up Plan",
        "layout": "多片",
        "layout_en": "Neighbourhoods",
        "place": "示例",
        "place_en": "Nowhere",
        "source": "made up by benchmarks/madeup.py",
    }
    parts = [f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in head.items()]
    parts += [_toml("roles", {"name": name, "name_en": en, "color": color}) for name, en, color in roles]
    return "".join([*parts, *(_toml("rules", rule) for rule in rules)])


if __name__ == "__main__":
    make(Path(sys.argv[1]), int(sys.argv[2]))
