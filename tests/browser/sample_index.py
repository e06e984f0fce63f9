"""A payload of the first page, made up for tests."""

import copy
from typing import Any

import sample_goals
import sample_page as sample

#: Dashes of the shapes in every picture.
PICTURED = ("none", "3 4", "10 5", "5.19 6.92", None)
PLANS = ("nansha", "guangzhou", "huangpu", "haizhu", "nanshan")
FINDS = [
    {
        "id": "nansha.science-island",
        "plan": "nansha",
        "name": "科学岛",
        "name_en": "Science Island",
        "initials": "kxd",
    },
    {"id": "haizhu.pazhou", "plan": "haizhu", "name": "琶洲", "name_en": "Pazhou", "initials": "pz"},
]
WORST = dict.fromkeys(("name", "name_en"), sample.HOSTILE)
AREAS = [
    {
        "plan": plan,
        "id": f"{plan}.zone",
        "name": name,
        "name_en": name,
        "stated_km2": 3.5,
        "area_km2": 3.3123,
        "area_low_km2": 2.35,
        "area_high_km2": 4.42,
        "diff_km2": -0.1877,
        "diff_pct": -5.36,
        "grade": grade,
        "reference_km2": 3.1,
        "reference_diff_km2": 0.2123,
        "reference_diff_pct": 6.85,
        "reference_grade": "within uncertainty",
    }
    for plan, name, grade in (
        ("nansha", "科学岛", "within uncertainty"),
        ("nanshan", sample.HOSTILE, "conflict"),
    )
]
STROKE = {"stroke": "#184d81", "stroke-width": 2, "stroke-linecap": "round"}


def payload() -> dict[str, Any]:
    """Five plans; the last one's every word is hostile."""
    card = {
        "id": "nansha",
        "title": "规划全称",
        "title_en": "Title of the plan",
        "layout": "一廊一核",
        "layout_en": "One Corridor, One Core",
        "counts": {"zone": 3, "node": 2},
        "bases": {"stated sides": 1, "sketched": 2},
        "grades": {"consistent": 1},
        "claims": {"held": 2, "tested": 3, "untested": 4},
        "picture": {
            "width": 320,
            "height": 200,
            "shapes": [
                {**STROKE, "d": "M10,10H90V90Z", "fill": "#2166ac", "stroke-dasharray": dashes}
                if dashes
                else {**STROKE, "cx": 50, "cy": 50, "r": 5.5, "fill": "#ffffff"}
                for dashes in PICTURED
            ],
            "names": {
                "zh": [{"x": 100, "y": 50, "text": "科学岛"}],
                "en": [{"x": 100, "y": 50, "text": "Science Island"}],
            },
        },
        "layers": ["zones", "axes", "nodes", "boundaries"],
    }
    cards = [copy.deepcopy(card) | {"id": plan} for plan in PLANS]
    cards[-1] |= dict.fromkeys(("title", "title_en", "layout", "layout_en"), sample.HOSTILE)
    return {
        "title": "布局总图",
        "title_en": "Atlas of Layouts",
        "license": "ODbL-1.0",
        "license_en": "ODbL-1.0",
        "layers_version": "0123456789ab",
        "credits": ["© OpenStreetMap", sample.HOSTILE],
        "credits_en": ["© OSM", sample.HOSTILE],
        "plans": cards,
        "finds": [*FINDS, FINDS[0] | {"plan": PLANS[-1], "initials": ""} | WORST],
        "areas": AREAS,
        "indicators": sample_goals.indicators(),
    }
