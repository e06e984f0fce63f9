"""Drafts, decisions and located lines, made up for tests of accepting."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from commands import run
from typer.testing import Result

#: Where the town lies, degrees: about 1 km to a hundredth.
WEST, SOUTH = 113.5, 22.5


def cite(quote: str, heading: str = "三（一）", start: int = 0) -> dict[str, Any]:
    return {"heading": heading, "paragraph": 1, "start": start, "end": start + len(quote), "quote": quote}


def side(way: str, name: str, of: str = "road", **more: Any) -> dict[str, Any]:
    return {
        "side": way, "part": 1, "words": name, "name": name, "of": of, "offset_m": None,
        "cite": cite(f"{way}{name}"), **more,
    }  # fmt: skip


def element(name: str, sides: Iterable[Mapping[str, Any]] = (), **more: Any) -> dict[str, Any]:
    made = {
        "name": name, "aliases": [], "kind": "zone", "tier": "A", "role": None, "parent": None, "stated": [],
        "sides": list(sides), "members": [], "passes": [], "doubts": [], "cite": cite(name),
    }  # fmt: skip
    return made | more


def area(km2: float, quote: str | None = None) -> dict[str, Any]:
    return {
        "value": km2,
        "unit": "平方公里",
        "km2": km2,
        "qualifier": "约",
        "cite": cite(quote or f"{km2}平方公里"),
    }


def draft(elements: Iterable[Mapping[str, Any]], phrase: str | None = None, **more: Any) -> dict[str, Any]:
    layouts = [{"phrase": phrase, "score": 0.9, "cite": cite(phrase)}] if phrase else []
    source = {"name": "梅坞规划.docx", "text": "", "paragraphs": []}
    made = {"layouts": layouts, "elements": list(elements), "indicators": [], "doubts": [], "source": source}
    return made | more


def decision(
    kind: str, quote: str, subject: str = "", verdict: str = "accept", **more: Any
) -> dict[str, Any]:
    return {"kind": kind, "quote": quote, "subject": subject, "verdict": verdict, **more}


def all_of(made: Mapping[str, Any]) -> list[dict[str, Any]]:
    """An accept for each finding of a draft."""
    found = [decision("layout", each["cite"]["quote"]) for each in made["layouts"]]
    for one in made["elements"]:
        name = one["name"]
        found.append(decision("element", one["cite"]["quote"], name))
        found += [decision("area", each["cite"]["quote"], name) for each in one["stated"]]
        found += [
            decision("side", each["cite"]["quote"], name, side=each["side"], part=each["part"])
            for each in one["sides"]
        ]
        found += [decision("member", each, name, value=each) for each in one["members"]]
        found += [decision("passes", each, name, value=each) for each in one["passes"]]
    return found


def place(x: float, y: float) -> list[float]:
    """A place by kilometres east and north."""
    return [round(WEST + x / 100, 7), round(SOUTH + y / 100, 7)]


def line(
    zone: str, way: str, name: str, places: Sequence[tuple[float, float]], **more: Any
) -> dict[str, Any]:
    values = {
        "kind": "side", "zone": zone, "part": 1, "side": way, "name": name, "words": name, "found": name,
        "rule": "name", "how": "line", "accuracy_m": 10,
    }  # fmt: skip
    shape = {"type": "LineString", "coordinates": [place(*each) for each in places]} if places else None
    return {"type": "Feature", "properties": values | more, "geometry": shape}


def polygon(zone: str, places: Sequence[tuple[float, float]] | None) -> dict[str, Any]:
    ring = [place(*each) for each in (*places, places[0])] if places else None
    shape = {"type": "Polygon", "coordinates": [ring]} if ring else None
    return {"type": "Feature", "properties": {"kind": "zone", "name": zone, "part": 1}, "geometry": shape}


def square(zone: str, x: float, y: float, size: float = 2) -> list[dict[str, Any]]:
    """A zone between four roads, located: those of its column and of its row."""
    far = size
    steps = (-0.5, 0, far, far + 0.5)
    lines = [
        *(
            line(zone, way, f"纵{at:g}路", [(at, y + step) for step in steps])
            for way, at in (("W", x), ("E", x + far))
        ),
        *(
            line(zone, way, f"横{at:g}路", [(x + step, at) for step in steps])
            for way, at in (("S", y), ("N", y + far))
        ),
    ]
    return [polygon(zone, [(x, y), (x + far, y), (x + far, y + far), (x, y + far)]), *lines]


def sides_of(x: float, y: float, size: float = 2) -> list[dict[str, Any]]:
    """The sides of such a zone, as read."""
    columns = [side(way, f"纵{at:g}路") for way, at in (("W", x), ("E", x + size))]
    return [*columns, *(side(way, f"横{at:g}路") for way, at in (("S", y), ("N", y + size)))]


def save(path: Path, value: Any) -> Path:
    path.write_text(json.dumps(value, ensure_ascii=False), "utf-8")
    return path


def accepted(
    folder: Path,
    made: Mapping[str, Any],
    decisions: Any = None,
    features: Any = (),
    *words: object,
    plan: str = "meiwu",
) -> Result:
    """Run the command on what is made up; without decisions everything is taken unseen."""
    told = ["accept", save(folder / "draft.json", made), "--plan", plan, "--layers", folder / "layers"]
    if decisions is None:
        told += ["--all-of-tier", "A"]
    else:
        whole = {
            "format": "zonemap decisions",
            "version": 1,
            "source": "梅坞规划.docx",
            "decisions": decisions,
        }
        told += ["--decisions", save(folder / "decisions.json", whole)]
    if features:
        collection = {"type": "FeatureCollection", "extract": "town.osm.pbf", "features": list(features)}
        told += ["--located", save(folder / "found.geojson", collection)]
    return run(*told, *words)


def records(folder: Path, layer: str, plan: str = "meiwu") -> dict[str, dict[str, Any]]:
    """Attributes of a layer by name, with the geometry."""
    file = folder / "layers" / ("baselines.geojson" if layer == "baselines" else f"{plan}/{layer}.geojson")
    features = json.loads(file.read_text("utf-8"))["features"]
    return {
        each["properties"]["name"]: each["properties"] | {"geometry": each["geometry"]} for each in features
    }
