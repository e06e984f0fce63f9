"""A made-up page payload that keeps the contract and has one of everything, hostile words included.

Places are squares and lines around Nansha that mean nothing; only their shape is tested.
"""

# ruff: noqa: E501  one record a line reads like the data it stands for

from __future__ import annotations

import copy
from typing import Any

from mapgen.pages.contract import FORMAT

#: Runs as a template, as HTML, as a JavaScript template string, ends a script, breaks JSON lines.
HOSTILE = "{{9**14}}<img src=x onerror=alert(1)>${1}</script><script>alert(2)</script>\u2028{% if %}&amp;\"'"

ROLES = [
    {"name": "一核", "name_en": "Core", "color": "#2166ac", "shown": True},
    {"name": "多园区", "name_en": "Parks", "color": "#1b7837", "shown": True},
    {"name": "一廊", "name_en": "Corridor", "color": "#b2182b", "shown": True},
    {"name": "平台", "name_en": "Platforms", "color": "#762a83", "shown": True},
]

PHRASE = [
    {"part": "一廊", "part_en": "One Corridor", "name": None, "name_en": None, "roles": ["一廊"], "ids": []},
    {
        "part": "一核",
        "part_en": "One Core",
        "name": "科学城",
        "name_en": "Science City",
        "roles": ["一核"],
        "ids": ["nansha.lab"],
    },
    {
        "part": "多园区",
        "part_en": "Many Parks",
        "name": None,
        "name_en": None,
        "roles": ["多园区"],
        "ids": [],
    },
]

BASELINES = {
    "xiahengli": {"name": "下横沥水道（南岸）", "name_en": "Xiahengli", "kind": "bank", "basis": "traced", "accuracy_m": 60},
    "jiaomen": {"name": "蕉门水道（西岸）", "name_en": "Jiaomen Channel, West Bank", "kind": "bank", "basis": "traced", "accuracy_m": 60},
    "mingzhu-bridge": {"name": "明珠湾大桥", "name_en": "Mingzhu Bay Bridge", "kind": "bridge", "basis": "traced", "accuracy_m": 60},
    "lingxin": {"name": "灵新大道", "name_en": "Lingxin Avenue", "kind": "road", "basis": "sketched", "accuracy_m": 150},
    "lingxin-2": {"name": "灵新大道（东线）", "name_en": "Lingxin Avenue, Eastern Course", "kind": "road", "basis": "sketched", "accuracy_m": 150},
}  # fmt: skip
UNKNOWN = dict.fromkeys(
    ("source", "source_en", "source_date", "source_licence", "method", "half_width_m", "half_width_accuracy_m", "alternative_to", "reason", "reason_en")
)  # fmt: skip
#: What is known of some of them.
KNOWN: dict[str, dict[str, Any]] = {
    "xiahengli": {"source": "开放地图", "source_en": HOSTILE, "source_date": "2021-03", "source_licence": "ODbL-1.0", "method": ["moved by half a width", "extended"], "half_width_m": 140, "half_width_accuracy_m": 60},
    "lingxin-2": {"alternative_to": "lingxin", "reason": "两处说法不一", "reason_en": "Two sources disagree"},
}  # fmt: skip
#: What is put into a page by itself: what runs before Leaflet, and the scripts that start a page.
ROOTS = (
    "namespaces.js",
    "start.js",
    "compare.js",
    "pending.js",
    "embed.js",
    "index/index.js",
    "own/own.js",
    "tally/tally.js",
    "review/review.js",
)


def square(west: float, south: float, width: float, height: float) -> dict[str, Any]:
    """Return a rectangle in degrees, counter-clockwise."""
    east, north = round(west + width, 5), round(south + height, 5)
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def element(ident: str, kind: str, name: str, name_en: str, role: str, **more: Any) -> dict[str, Any]:
    """Return an element with every key of the contract; `more` overrides."""
    record: dict[str, Any] = {
        "id": ident, "plan": ident.split(".", maxsplit=1)[0], "kind": kind, "name": name, "name_en": name_en, "initials": "",
        "words": "", "role": role, "parent": None, "basis": "sketched", "accuracy_m": 300, "stated_km2": None, "qualifier": None,
        "area_km2": None, "area_low_km2": None, "area_high_km2": None, "shape_is_indicative": None, "plane_km2": None, "diff_km2": None, "diff_pct": None, "grade": None, "reference_diff_km2": None, "reference_diff_pct": None, "reference_grade": None, "reference_km2": None,
        "reference_cite": None, "cite": "规划 三（二）", "same_as": None, "shared_by": [], "note": None, "sides": [],
        "members": [], "passes": [], "geom": ident, "function": None, "status": None, "status_year": None, "host": None,
        "host_en": None, "lead": None, "lead_en": None, "from_year": None, "to_year": None, "figures": None, "entered": None,
        "source_grade": None,
    }  # fmt: skip
    return record | more


def listed(ident: str, name: str, name_en: str, holder: str | None, **more: Any) -> dict[str, Any]:
    """Return a place without a geometry, with every key of the contract; `more` overrides."""
    record: dict[str, Any] = {
        "id": ident, "plan": ident.split(".", maxsplit=1)[0], "name": name, "name_en": name_en, "initials": "", "role": "平台",
        "holder": holder, "cite": "规划 三（二）", "function": None, "status": None, "status_year": None, "host": None,
        "host_en": None, "lead": None, "lead_en": None, "from_year": None, "to_year": None, "figures": None, "note": None,
    }  # fmt: skip
    return record | more


def payload() -> dict[str, Any]:
    """Return a fresh payload of one plan."""

    def side(letter: str, stated: str, ident: str) -> dict[str, Any]:
        line = BASELINES[ident]
        known = {key: line[key] for key in ("basis", "accuracy_m")}
        return {"side": letter, "stated": stated, "baseline": line["name"], "baseline_id": ident, **known}

    science = element(
        "nansha.science", "zone", "中科院明珠科学园", "CAS Mingzhu Science Park", "一核",
        initials="zkymzkxy", parent="nansha.core", basis="stated sides", accuracy_m=60, stated_km2=10.5, qualifier="约",
        area_km2=10.312, area_low_km2=9.5, area_high_km2=11.1, plane_km2=10.313, diff_km2=-0.188, diff_pct=-1.79, grade="within uncertainty", note="北界沿下横沥水道。",
        sides=[side("N", "下横沥水道", "xiahengli"), side("E", "蕉门水道", "jiaomen"), side("S", "明珠湾大桥", "mingzhu-bridge"), side("W", "灵新大道", "lingxin")],
    )  # fmt: skip
    ocean = element(
        "nansha.ocean", "zone", "南方海洋科技创新中心核心区", "Southern Ocean Centre", "一核",
        initials="nfhykjcxzxhxq", parent="nansha.core", basis="stated sides", accuracy_m=80, stated_km2=4.5, area_km2=4.49, area_low_km2=4.1, area_high_km2=4.9,
        plane_km2=4.49, diff_km2=-0.01, diff_pct=-0.2, grade="consistent",
        function=["software", "marine"], status="under construction", status_year=2022, host="某院", host_en="Institute", to_year=2025,
        figures=[{"quantity": "研究院", "quantity_en": "Institutes", "value": 14, "bound": "at least", "unit": "institutes", "year": 2025, "kind": "target", "cite": "规划 二（四）"}], entered="2026-11-27", source_grade="B",
    )  # fmt: skip
    core = element(
        "nansha.core", "group", "南沙科学城主体功能区", "Nansha Science City Core", "一核", initials="nskxcztgnq", basis="stated sides",
        accuracy_m=80, stated_km2=48.5, area_km2=15.0, area_low_km2=14.1, area_high_km2=16.2, plane_km2=15.0, diff_km2=-33.5, diff_pct=-69.1, grade="conflict",
        members=["nansha.science", "nansha.ocean"],
    )  # fmt: skip
    elements = [
        core, science, ocean,
        element("nansha.qingsheng", "zone", "庆盛产教融合示范区", "Qingsheng", "多园区", initials="qscjrhsfq", basis="traced", accuracy_m=120, area_km2=8.1, area_low_km2=6.8, area_high_km2=9.5, plane_km2=8.1, reference_km2=8, reference_diff_km2=0.1, reference_diff_pct=1.25, reference_grade="within uncertainty", reference_cite="公开报道（2021）[B]"),
        element("nansha.dagang", "zone", "大岗智造基地", "Dagang", "多园区", initials="dgzzjd", accuracy_m=800, area_km2=3.0, area_low_km2=0.0, area_high_km2=11.5, plane_km2=3.0),
        element("nansha.corridor", "axis", "南沙科技创新走廊", "Nansha Corridor", "一廊", initials="nskjcxzl", passes=["nansha.qingsheng", "nansha.core", "nansha.lab"]),
        element("nansha.lab", "node", "广东省实验室", "Guangdong Laboratory", "平台", initials="gdssys"),
        element("nansha.hostile", "node", HOSTILE, HOSTILE, "平台", note=HOSTILE, cite=HOSTILE, qualifier=HOSTILE),
        element("nansha.formula", "node", '=HYPERLINK("http://x")', "@SUM(1)", "平台", note="-1+1"),
    ]  # fmt: skip
    north = [[113.50, 22.75], [113.54, 22.75]]
    east = [[113.54, 22.72], [113.54, 22.75]]
    south = [[113.50, 22.72], [113.53, 22.72]]
    gap = [[113.53, 22.72], [113.54, 22.72]]
    west = [[113.50, 22.75], [113.50, 22.72]]

    def line(points: list[list[float]]) -> dict[str, Any]:
        return {"type": "LineString", "coordinates": points}

    def edge(side: str | None, ident: str | None, basis: str, points: list[list[float]]) -> dict[str, Any]:
        return {
            "zone": "nansha.science",
            "side": side,
            "baseline": BASELINES[ident]["name"] if ident else None,
            "baseline_id": ident,
            "basis": basis,
            "accuracy_m": 60 if ident else None,
            "length_m": 3000,
            "geometry": line(points),
        }

    drawn = {
        "xiahengli": [[113.47, 22.75], [113.56, 22.75]],
        "jiaomen": [[113.54, 22.72], [113.54, 22.75]],
        "mingzhu-bridge": [[113.50, 22.72], [113.53, 22.72]],
        "lingxin": [[113.50, 22.70], [113.50, 22.77]],
        "lingxin-2": [[113.505, 22.70], [113.505, 22.77]],
    }
    return {
        "format": FORMAT,
        "page": {"id": "nansha", "title": "广州市南沙区科技创新“十四五”规划", "title_en": "Nansha Science and Technology Plan", "plans": ["nansha"], "layers_version": "0123456789ab", "license": "ODbL-1.0", "license_en": "ODbL-1.0",
                 "crs": {"code": 4547, "name": "CGCS2000 / 3-degree Gauss-Kruger CM 114E", "datum": "CGCS2000", "meridian": 114, "scale": 1, "false_easting": 500000, "false_northing": 0},
                 "review_number": None},
        "plans": [{
            "id": "nansha", "title": "广州市南沙区科技创新“十四五”规划", "title_en": "Nansha Science and Technology Plan", "layout": "一廊一核多园区", "layout_en": "One Corridor, One Core, Many Parks",
            "place": "广州市南沙区 (440115)", "place_en": "Nansha, Guangzhou", "source": HOSTILE, "note": "示例", "supersedes": None, "phrase": copy.deepcopy(PHRASE), "roles": copy.deepcopy(ROLES),
            "claims": [{"rule": "count", "claim": "一廊", "claim_en": "one corridor", "ok": True, "message": "", "message_en": ""}, {"rule": "sum", "claim": "合计 48.5", "claim_en": "sum 48.5", "ok": False, "message": HOSTILE, "message_en": HOSTILE}],
            "untested": [{"statement": "贯通南北", "statement_en": HOSTILE, "reason": "未述起止", "reason_en": "No ends are stated", "heading": HOSTILE}],
        }],
        "elements": elements,
        "geometries": {
            "nansha.core": {"type": "MultiPolygon", "coordinates": [square(113.5, 22.72, 0.04, 0.03)["coordinates"], square(113.55, 22.72, 0.02, 0.02)["coordinates"]]},
            "nansha.science": square(113.5, 22.72, 0.04, 0.03),
            "nansha.ocean": square(113.55, 22.72, 0.02, 0.02),
            "nansha.qingsheng": square(113.46, 22.80, 0.03, 0.03),
            "nansha.dagang": {"type": "Polygon", "coordinates": [square(113.40, 22.76, 0.03, 0.025)["coordinates"][0], [[113.41, 22.77], [113.41, 22.775], [113.42, 22.775], [113.42, 22.77], [113.41, 22.77]]]},
            "nansha.corridor": line([[113.475, 22.83], [113.49, 22.78], [113.53, 22.74], [113.60, 22.66]]),
            "nansha.lab": {"type": "Point", "coordinates": [113.60, 22.66]},
            "nansha.hostile": {"type": "Point", "coordinates": [113.58, 22.78]},
            "nansha.formula": {"type": "Point", "coordinates": [113.44, 22.70]},
        },
        "listed": [listed("nansha.youth", "青年馆", "Youth Hall", "nansha.science", function=["software"], status="planned", status_year=2022, note=HOSTILE), listed("nansha.union", "空中馆", HOSTILE, None)],
        "terms": {"software": {"zh": "软件", "en": "Software"}, "marine": {"zh": "海洋科技", "en": "Marine science"}, "hostile": {"zh": HOSTILE, "en": HOSTILE}},
        "units": {"institutes": {"zh": "家", "en": "institutes"}},
        "other_plans": [],
        "others": [],
        "differing": {},
        "same": [],
        "relations": [],
        "ends": [],
        "edges": [edge("N", "xiahengli", "traced", north), edge("E", "jiaomen", "traced", east), edge("S", "mingzhu-bridge", "traced", south), edge(None, None, "inferred", gap), edge("W", "lingxin", "sketched", west)],
        "baselines": [{"id": ident, **record, **UNKNOWN, **KNOWN.get(ident, {}), "geometry": line(drawn[ident])} for ident, record in BASELINES.items()],
        "readings": [{"zone": "nansha.science", "main": "lingxin", "line": "lingxin-2", "area_km2": 16.4}],
        "context": [{"name": "蕉门水道", "name_en": "Jiaomen Channel", "kind": "water", "geometry": square(113.54, 22.68, 0.008, 0.14)},
                    {"name": HOSTILE, "name_en": HOSTILE, "kind": "river", "geometry": line([[113.40, 22.74], [113.54, 22.76]])},
                    {"name": "龙穴岛", "name_en": "Longxue Island", "kind": "island", "geometry": square(113.60, 22.62, 0.05, 0.06)},
                    {"name": "伶仃洋", "name_en": "Lingding Bay", "kind": "label", "geometry": {"type": "Point", "coordinates": [113.66, 22.62]}}],
        "indicators": {"tables": [], "topics": [], "rows": []},
        "pages": [],
        "beyond": [],
        "credits": ["© OpenStreetMap contributors (ODbL)", HOSTILE],
        "credits_en": ["© OpenStreetMap contributors (ODbL)", HOSTILE],
    }  # fmt: skip


def atlas() -> dict[str, Any]:
    """Return two plans on one page; one place belongs to both."""
    page = payload()
    page["page"] |= {
        "id": "atlas",
        "title": "五个规划的空间布局",
        "title_en": "Atlas of the plans",
        "plans": ["nansha", "guangzhou"],
    }
    second = copy.deepcopy(page["plans"][0]) | {
        "id": "guangzhou",
        "title": "广州市科技创新“十四五”规划",
        "title_en": "Guangzhou Plan",
        "place": "广州市 (440100)",
        "place_en": "Guangzhou",
        "layout": "一轴四核多点",
        "layout_en": "One Axis, Four Cores, Many Points",
        "phrase": [
            {
                "part": "多点",
                "part_en": "Many Points",
                "name": None,
                "name_en": None,
                "roles": ["多点"],
                "ids": [],
            }
        ],
        "roles": [{"name": "多点", "name_en": "Points", "color": "#e08214", "shown": True}],
    }
    page["plans"].append(second)
    shared = element(
        "guangzhou.mingzhu",
        "zone",
        "明珠科学园",
        "Mingzhu Science Park",
        "多点",
        initials="mzkxy",
        basis="stated sides",
        accuracy_m=60,
        area_km2=10.312,
        area_low_km2=9.5,
        area_high_km2=11.1,
        plane_km2=10.313,
        same_as="nansha.science",
        shared_by=["nansha.science"],
        geom="nansha.science",
    )
    page["elements"].append(shared)
    page["elements"][1]["shared_by"] = ["guangzhou.mingzhu"]
    page["differing"] = {"nansha.science": ["name", "role"]}
    page["same"] = [same("nansha.science", "guangzhou.mingzhu", diff_km2=0, diff_pct=0, back_pct=0)]
    return page


def same(first: str, second: str, by: str = "place", **more: Any) -> dict[str, Any]:
    """Return what two plans have in common, with every key of the contract; `more` overrides."""
    keys = ("diff_km2", "diff_pct", "back_pct", "stated_diff_km2", "stated_diff_pct", "stated_back_pct")
    return {"first": first, "second": second, "also": None, "by": by, **dict.fromkeys(keys)} | more


def with_other(**more: Any) -> dict[str, Any]:
    """Return one plan, with what a plan that is not on the page says of a place; `more` overrides."""
    page = payload()
    page["other_plans"] = [
        {"id": "guangzhou", "title": "广州市科技创新“十四五”规划", "title_en": "Guangzhou Plan"}
    ]
    said = {
        "id": "guangzhou.mingzhu",
        "plan": "guangzhou",
        "name": "明珠科学园",
        "name_en": "Mingzhu Science Park",
        "role": "多点",
        "role_en": "Points",
        "stated_km2": 12,
        "qualifier": "约",
        **dict.fromkeys(("function", "status", "status_year", "host", "host_en", "lead", "lead_en")),
        **dict.fromkeys(("from_year", "to_year", "figures")),
        "cite": "广州规划 三（三）",
        "geom": "nansha.science",
    }
    page["others"] = [said | more]
    page["elements"][1]["shared_by"] = ["guangzhou.mingzhu"]
    page["differing"] = {"nansha.science": ["name", "role", "stated_km2"]}
    return page


def related() -> dict[str, Any]:
    """Return one plan with relations: on the page, out of it, at a place under another name, and with no arc."""
    page = with_other()
    page["relations"] = [
        {"plan": plan, "ends": [start, end], "kind": kind, "cite": cite, "note": note, "geometry": geometry}
        for plan, start, end, kind, cite, note, geometry in (
            ("nansha", "nansha.science", "nansha.lab", "radiates to", "规划 三（一）", None, _line([[113.52, 22.73], [113.57, 22.70], [113.60, 22.66]])),
            ("nansha", "nansha.science", "nansha.dagang", "radiates to", "规划 三（一）", None, _line([[113.52, 22.73], [113.47, 22.75], [113.42, 22.77]])),
            ("nansha", "nansha.qingsheng", "shenzhen.hub", "cooperates with", "规划 九", "携手共建。", _line([[113.47, 22.81], [113.60, 22.80], [113.75, 22.70]])),
            ("guangzhou", "guangzhou.mingzhu", "nansha.ocean", "part of cluster", "广州规划 四", None, _line([[113.52, 22.73], [113.54, 22.74], [113.56, 22.73]])),
            ("nansha", "nansha.lab", "nansha.town", "links", HOSTILE, HOSTILE, None),
        )
    ]  # fmt: skip
    page["other_plans"].append({"id": "shenzhen", "title": "深圳规划", "title_en": "Shenzhen Plan"})
    page["ends"] = [
        {"id": ident, "plan": ident.split(".")[0], "name": name, "name_en": name_en, "geom": geom}
        for ident, name, name_en, geom in (
            ("shenzhen.hub", "深圳枢纽", "Shenzhen Hub", "shenzhen.hub"),
            ("guangzhou.mingzhu", "明珠科学园", "Mingzhu Science Park", "nansha.science"),
            ("nansha.town", HOSTILE, HOSTILE, "nansha.town"),
        )
    ]
    return page


def _line(points: list[list[float]]) -> dict[str, Any]:
    return {"type": "LineString", "coordinates": points}


def many(zones: int = 2000, points: int = 20000) -> dict[str, Any]:
    """Return a plan with very many elements, on a grid, to time the page."""
    page = payload()
    page["elements"], page["geometries"], page["edges"], page["readings"] = [], {}, [], []
    for i in range(zones):
        ident, x, y = f"nansha.z{i}", 113.0 + (i % 50) * 0.02, 22.4 + (i // 50) * 0.02
        page["elements"].append(
            element(
                ident,
                "zone",
                f"片区{i}号",
                f"Zone {i}",
                "多园区",
                initials=f"pq{i}h",
                area_km2=3.1,
                area_low_km2=2.2,
                area_high_km2=4.1,
                plane_km2=3.1,
            )
        )
        page["geometries"][ident] = square(round(x, 5), round(y, 5), 0.018, 0.016)
    for i in range(points):
        ident = f"nansha.p{i}"
        page["elements"].append(element(ident, "node", f"节点{i}号", f"Node {i}", "平台", initials=f"jd{i}h"))
        page["geometries"][ident] = {
            "type": "Point",
            "coordinates": [round(113.0 + (i % 200) * 0.005, 5), round(22.4 + (i // 200) * 0.008, 5)],
        }
    return page


def tested() -> dict[str, Any]:
    """Return one plan whose edges were tested against two files, with each verdict once."""
    page = payload()
    page["tested"] = [
        {"zone": zone, "verdict": verdict, "geometry": _line(line)}
        for zone, verdict, line in (
            ("nansha.science", "too brave", [[113.50, 22.70], [113.50, 22.74]]),
            ("nansha.science", "holds", [[113.50, 22.74], [113.54, 22.74]]),
            ("nansha.science", "too modest", [[113.54, 22.74], [113.54, 22.70]]),
            ("nansha.ocean", "not shown", [[113.56, 22.70], [113.60, 22.70]]),
        )
    ]
    page["tested_files"] = ["roads.osm.pbf", HOSTILE]
    return page
