"""A made-up plan with what a review has to decide, its draft, and the lines that were found of it."""

from typing import Any

from mapgen.reading.draft import draft, source
from mapgen.reading.findings import findings
from mapgen.reading.paragraphs import document_of
from mapgen.reading.words import own_words
from mapgen.reviewing.draft import Draft, checked

#: Characters beyond 16 bits stand before every finding: places must not shift.
TEXT = """😀𝒳云溪科学城规划

一、总体布局

构建“一核一轴两片区”的空间布局。

“一核”即云溪装置集聚区，规划面积1.2平方公里，东至梧桐路，南至云溪大道，西至银杏路，北至星河大道。

“一轴”即云溪科创走廊，依次串联云溪装置集聚区、桐林软件园、梅坞科技园。

——桐林片区。东至木棉路，南至云溪大道，西至香樟路，北至听涛大道，约200公顷。
——石桥片区。包括石桥科技园、石桥创新港2个部分。

该区东至香樟路，南至望海大道，西至梧桐路，北至星河大道。
"""


def read_text(text: str = TEXT, name: str = "plan.txt") -> Draft:
    """Read a text as ``zonemap read`` does."""
    words = own_words()
    document = document_of(name, text, words)
    return checked({**draft(findings(document, words), words), "source": source(document)}, name)


def square(west: float, south: float, size: float = 0.01) -> list[list[float]]:
    """A ring of four corners, (lon, lat) in degrees."""
    east, north = west + size, south + size
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def located(draft: Draft) -> dict[str, Any]:
    """What ``zonemap locate`` would write: the first zone closed, the others pending; one side is missing."""
    features: list[dict[str, Any]] = []
    at = 0
    for element in draft.elements:
        if not element.sides:
            continue
        is_closed = "集聚区" in element.name
        ring = square(113.5 + 0.02 * at, 22.7)
        at += 1
        zone = {
            "kind": "zone", "name": element.name, "part": 1, "state": "closed" if is_closed else "pending",
            "reason": None if is_closed else "side-missing", "about": '{"names": "听涛大道"}',
            "stated_km2": 1.2 if is_closed else None, "computed_km2": 1.14 if is_closed else None,
            "bridged_m": 40 if is_closed else 0, "chosen_by_area": False,
        }  # fmt: skip
        features.append(_feature(zone, {"type": "Polygon", "coordinates": [ring]} if is_closed else None))
        for number, side in enumerate(element.sides):
            missing = side.name == "听涛大道"
            values = {
                "kind": "side", "zone": element.name, "part": side.part, "side": side.side, "name": side.name,
                "of": side.of, "words": side.words, "offset_m": None, "lines": int(not missing),
                "found": None if missing else side.name, "rule": None if missing else "name",
                "how": None if missing else ("middle" if number == 3 else "line"),
                "accuracy_m": None if missing else 50, "bridged_m": None if missing else 0,
            }  # fmt: skip
            line = {"type": "LineString", "coordinates": ring[number : number + 2]}
            features.append(_feature(values, None if missing else line))
        if is_closed:
            gap = {"type": "LineString", "coordinates": [ring[0], [ring[0][0], ring[0][1] + 0.001]]}
            features.append(_feature({"kind": "connector", "zone": element.name, "part": 1}, gap))
    return {"type": "FeatureCollection", "features": features}


def city() -> dict[str, Any]:
    """An extract with the ground about what `located` has, and a road far away."""
    return {
        "type": "FeatureCollection",
        "features": [
            _feature({"highway": "primary", "name": "银杏路"}, _line([113.5, 22.69], [113.5, 22.72])),
            _feature({"highway": "secondary", "name": "滨江路"}, _line([113.49, 22.705], [113.55, 22.705])),
            _feature({"highway": "primary", "name": "远路"}, _line([114.5, 22.7], [114.6, 22.7])),
            _feature(
                {"natural": "water", "name": "云湖"},
                {"type": "Polygon", "coordinates": [square(113.512, 22.712, 0.005)]},
            ),
        ],
    }


def _line(*places: list[float]) -> dict[str, Any]:
    return {"type": "LineString", "coordinates": list(places)}


def _feature(values: dict[str, Any], geometry: dict[str, Any] | None) -> dict[str, Any]:
    return {"type": "Feature", "properties": values, "geometry": geometry}
