"""A made-up plan and its draft, opened and compared: shared by the tests of comparing."""

from __future__ import annotations

import copy
from typing import Any

import sample_page as sample
from opened import Open
from playwright.sync_api import Page

STILL = {"reduced_motion": "reduce"}


def states() -> dict[str, Any]:
    """A plan and its draft, which drew one zone smaller, stated another area, and knew a place that went."""
    page = sample.atlas()
    draft = copy.deepcopy(page["plans"][0]) | {"id": "draft", "title": "南沙规划（征求意见稿）", "phrase": []}
    page["plans"] = [page["plans"][0] | {"supersedes": "draft"}, draft]
    page["page"]["plans"] = ["nansha", "draft"]
    page["elements"] = page["elements"][:-1]
    page["elements"][1]["shared_by"] = []
    page["differing"] = {}
    zone = {"area_km2": 6.0, "area_low_km2": 5.0, "area_high_km2": 7.0, "plane_km2": 6.0}
    compared = {"diff_km2": 0.0, "diff_pct": 0.0, "grade": "consistent", "stated_km2": 6}
    page["elements"] += [
        sample.element("draft.science", "zone", "明珠科学园", "Mingzhu", "一核", **zone, **compared),
        sample.element("draft.gone", "zone", sample.HOSTILE, sample.HOSTILE, "多园区", **zone),
        sample.element("draft.lab", "node", "广东省实验室", "Guangdong Laboratory", "平台"),
    ]
    page["listed"].append(sample.listed("draft.hall", "南馆", "South Hall", None))
    page["geometries"] |= {
        "draft.science": sample.square(113.5, 22.72, 0.02, 0.03),
        "draft.gone": sample.square(113.44, 22.68, 0.02, 0.02),
        "draft.lab": {"type": "Point", "coordinates": [113.6, 22.66]},
    }
    page["same"] = [
        sample.same(
            "nansha.science",
            "draft.science",
            "id",
            diff_km2=-4.312,
            diff_pct=-41.82,
            back_pct=71.87,
            stated_diff_km2=-4.5,
            stated_diff_pct=-42.86,
            stated_back_pct=75,
        ),
        sample.same("nansha.lab", "draft.lab", "name"),
    ]
    return page


def compare(open_page: Open, payload: dict[str, Any], *size: Any, **more: Any) -> Page:
    page = open_page(payload, *size, **{**STILL, **more}).page
    page.get_by_role("button", name="对比").click()
    return page


def handle(page: Page) -> Any:
    return page.get_by_role("slider", name="卷帘分界线")


def at(page: Page) -> int:
    return int(handle(page).get_attribute("aria-valuenow") or -1)
