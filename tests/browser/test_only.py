"""The tree beside the map: roles in the order of the phrase, pointed at, and alone on the map."""

from __future__ import annotations

import pytest
import sample_page as sample
from opened import Open
from playwright.sync_api import Page, expect

SHOWN = "ZM.state.visible().map(({ id }) => id)"
POINTED = "ZM.state.pointed().map(({ id }) => id)"


def test_roles_stand_in_the_order_of_the_phrase_in_tree_and_legend(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    order = ["一廊", "一核", "多园区", "平台"]
    assert page.locator("#zm-tree .zm-name-role").all_inner_texts() == order
    assert page.locator("#zm-legend .zm-entry > span:last-child").all_inner_texts()[:4] == order


def test_the_legend_is_in_sight_below_the_tree(open_page: Open) -> None:
    payload = sample.payload()
    for i in range(12):  # as many roles as the longest of our plans has
        name = f"角色{i}"
        payload["plans"][0]["roles"].append(
            {"name": name, "name_en": f"Role {i}", "color": "#444444", "shown": True}
        )
        payload["elements"].append(
            sample.element(f"nansha.x{i}", "node", name, name, name, geom="nansha.lab")
        )
    page = open_page(payload, (1440, 900)).page
    title = page.locator("#zm-legend-title").bounding_box()
    assert title
    assert title["y"] + title["height"] < 900


def test_only_this_is_one_click_and_back(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    page.get_by_role("checkbox", name="大岗智造基地").uncheck()
    before = page.evaluate(SHOWN)
    only = page.get_by_role("button", name="只看此类：一核")
    only.click()
    assert sorted(page.evaluate(SHOWN)) == ["nansha.core", "nansha.ocean", "nansha.science"]
    expect(only).to_have_attribute("aria-pressed", "true")
    other = page.get_by_role("button", name="只看此类：平台")
    other.click()
    expect(only).to_have_attribute("aria-pressed", "false")
    page.get_by_role("button", name="English").click()
    page.get_by_role("button", name="Only this: Platforms").click()
    assert page.evaluate(SHOWN) == before


def test_what_is_shown_otherwise_since_is_no_longer_only_this(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    only = page.get_by_role("button", name="只看此类：一廊")
    only.click()
    page.get_by_role("checkbox", name="平台").check()
    expect(only).to_have_attribute("aria-pressed", "false")
    only.click()
    only.click()  # back to what was shown before that: corridor and platforms
    assert sorted(page.evaluate(SHOWN)) == [
        "nansha.corridor",
        "nansha.formula",
        "nansha.hostile",
        "nansha.lab",
    ]


def marked(page: Page) -> bool:
    """Whether anything is painted on the canvas of what is pointed at."""
    return bool(
        page.evaluate(
            """() => {
                const canvas = document.querySelector(".leaflet-zm-highlight-pane canvas");
                if (!canvas) return false;
                const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
                return data.some((value) => value > 0);
            }"""
        )
    )


def test_pointing_at_a_role_marks_its_elements_on_the_map(open_page: Open) -> None:
    page = open_page(sample.payload(), watch=False).page  # Chromium advises on how to read a canvas
    row = page.locator("#zm-tree .zm-row-role").filter(has_text="多园区")
    row.hover()
    assert sorted(page.evaluate(POINTED)) == ["nansha.dagang", "nansha.qingsheng"]
    page.wait_for_timeout(200)
    assert marked(page)
    page.mouse.move(900, 20)
    assert page.evaluate(POINTED) == []
    page.wait_for_timeout(200)
    assert not marked(page)
    row.get_by_role("checkbox").focus()
    assert sorted(page.evaluate(POINTED)) == ["nansha.dagang", "nansha.qingsheng"]
    page.locator("#map_zonemap").focus()
    assert page.evaluate(POINTED) == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_how_a_map_is_coloured_takes_one_row_of_the_panel(open_page: Open, language: str) -> None:
    label = open_page(sample.payload(), hash_=f"#lang={language}").page.locator(".zm-grouping label")
    box = label.bounding_box()
    assert box
    assert box["height"] < 30
