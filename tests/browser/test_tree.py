"""The panel: layer tree and legend, and the map that has to be seen beside it."""

from __future__ import annotations

from typing import Any

import pytest
import sample_page as sample
from opened import PHONE, WIDE, Open, until
from playwright.sync_api import Locator, Page, expect
from test_page import point_on_screen

from mapgen import look

TOUCH = {"has_touch": True, "is_mobile": True}


def open_branch(page: Page, name: str) -> bool:
    return page.get_by_role("button", name=name, exact=True).get_attribute("aria-expanded") == "true"


def box(page: Page, selector: str) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a part of the page."""
    found = page.locator(selector).bounding_box()
    assert found
    return found["x"], found["y"], found["x"] + found["width"], found["y"] + found["height"]


@pytest.mark.parametrize(
    "name", ["中科院明珠科学园", "广州市南沙区科技创新“十四五”规划"], ids=["element", "plan"]
)
def test_on_a_phone_the_panel_gives_way_to_what_was_tapped(open_page: Open, name: str) -> None:
    page = open_page(sample.payload(), PHONE, **TOUCH).page
    page.get_by_role("button", name="图层").tap()
    page.locator("#zm-tree").get_by_role("button", name=name, exact=True).tap()
    expect(page.locator("#zm-panel")).to_be_hidden()
    expect(page.locator("#zm-card h2")).to_have_text(name)
    page.wait_for_timeout(500)
    x, y = point_on_screen(page, 113.52, 22.735)
    assert 0 < x < PHONE[0]
    assert box(page, "#zm-stage")[1] < y < box(page, "#zm-card")[1]
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="图层")).to_be_focused()


def test_on_a_wide_page_the_panel_stays(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    page.locator("#zm-tree").get_by_role("button", name="中科院明珠科学园").click()
    expect(page.locator("#zm-panel")).to_be_visible()


def plan_on_screen(page: Page) -> list[tuple[float, float]]:
    """Opens the atlas's second plan and tells where two corners of its only zone are then."""
    page.locator("#zm-tree").get_by_role("button", name="广州市科技创新“十四五”规划", exact=True).click()
    page.wait_for_timeout(600)
    return [point_on_screen(page, *corner) for corner in ((113.50, 22.72), (113.54, 22.75))]


def test_a_plan_of_the_atlas_brings_the_map_there(open_page: Open) -> None:
    page = open_page(sample.atlas()).page
    before = page.evaluate("ZM.map.getZoom()")
    corners = plan_on_screen(page)
    stage, card = box(page, "#zm-stage"), box(page, "#zm-card")
    assert page.evaluate("ZM.map.getZoom()") > before
    for x, y in corners:
        assert stage[0] < x < card[0]
        assert stage[1] < y < stage[3]


def test_with_little_room_beside_the_card_the_plan_stays_on_the_map(open_page: Open) -> None:
    page = open_page(sample.atlas(), (725, 800)).page  # card and margins are wider than the map
    corners = plan_on_screen(page)
    stage = box(page, "#zm-stage")
    for x, y in corners:
        assert stage[0] < x < stage[2]
        assert stage[1] < y < stage[3]


def test_open_branches_stay_open_in_another_language(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    page.get_by_role("button", name="一核", exact=True).click()
    page.get_by_role("button", name="平台", exact=True).click()
    page.get_by_role("button", name="English").click()
    opened = {name: open_branch(page, name) for name in ("Core", "Parks", "Platforms")}
    assert opened == {"Core": False, "Parks": True, "Platforms": True}
    page.get_by_role("button", name="Expand or collapse: Nansha Science and Technology Plan").click()
    page.get_by_role("button", name="中文").click()
    expect(page.get_by_role("button", name="一核", exact=True)).to_be_hidden()


def test_what_is_chosen_on_the_map_is_found_in_the_tree(open_page: Open) -> None:
    page = open_page(sample.payload(), (1280, 360)).page
    page.get_by_role("button", name="展开或收起：广州市南沙区科技创新“十四五”规划").click()
    page.locator("#map_zonemap").focus()
    page.evaluate("ZM.map.setView([22.66, 113.60], 14, {animate: false})")
    page.mouse.click(*point_on_screen(page, 113.60, 22.66))
    row = page.locator("#zm-tree").get_by_role("button", name="广东省实验室")
    expect(row).to_have_attribute("aria-current", "true")
    expect(row).to_be_visible()
    assert page.evaluate("document.activeElement.id") == "map_zonemap"
    found = row.bounding_box()
    assert found
    panel = box(page, "#zm-panel")
    assert panel[1] <= found["y"]
    assert found["y"] + found["height"] <= panel[3]
    assert page.evaluate("document.querySelector('#zm-panel').scrollTop") > 0
    page.get_by_role("button", name="English").click()
    expect(page.locator("#zm-tree [aria-current=true]")).to_have_text("Guangdong Laboratory")


def test_on_a_phone_the_panel_does_not_run_away(open_page: Open) -> None:
    page = open_page(sample.payload(), PHONE, **TOUCH).page
    page.evaluate("() => { ZM.panel.showPanel(true); ZM.state.select('nansha.formula', {}); }")
    expect(page.locator("#zm-tree [aria-current=true]")).to_have_count(1)
    assert page.evaluate("document.querySelector('#zm-panel').scrollTop") == 0


def test_a_link_to_an_element_opens_its_branch(open_page: Open) -> None:
    page = open_page(sample.payload(), hash_="#sel=nansha.lab").page
    expect(page.locator("#zm-tree [aria-current=true]")).to_be_visible()


def test_an_element_deep_in_a_long_role_is_shown_with_its_neighbours(open_page: Open) -> None:
    page = open_page(sample.many(0, 1000)).page
    page.evaluate("ZM.state.select('nansha.p777', {})")
    rows, more = page.locator("#zm-tree .zm-name-element"), page.locator("#zm-tree .zm-more")
    expect(page.locator("#zm-tree [aria-current=true]")).to_have_text("节点777号")
    assert rows.count() == 400
    assert more.all_inner_texts() == ["显示更多（还有 400 个）", "显示更多（还有 200 个）"]
    while more.count():
        more.first.click()
    assert rows.all_inner_texts() == [f"节点{i}号" for i in range(1000)]


#: The stroke's dashes of each sign of a legend's entry.
DASHES = (
    "entry => [...entry.querySelectorAll('svg > *')].map(shape => shape.getAttribute('stroke-dasharray'))"
)


def entry(page: Page, title: str, legend: str = "#zm-legend") -> Locator:
    return page.locator(f"{legend} .zm-entry").filter(has=page.get_by_text(title, exact=True))


def test_a_role_has_a_sign_for_each_look_on_the_map(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    long, short, axis = page.evaluate(
        """[["zone", "traced"], ["zone", "sketched"], ["axis", "sketched"]].map(([kind, basis]) => {
            const { dashArray } = ZM.style.element({ kind, basis, color: "#000000" });
            return dashArray.split(" ").map(length => length * ZM.config.look.legend.scale).join(" ");
        })"""
    )
    wanted = {"一核": [None, None], "多园区": [long, short], "一廊": [axis], "平台": [None]}
    for title, dashes in wanted.items():
        assert entry(page, title).evaluate(DASHES) == dashes, title
    page.evaluate("ZM.print.open(true)")
    for title, dashes in wanted.items():
        assert entry(page, title, ".zm-sheet-legend").evaluate(DASHES) == dashes, title
    page.evaluate("ZM.print.close()")
    page.get_by_role("checkbox", name="庆盛产教融合示范区").uncheck()
    assert entry(page, "多园区").evaluate(DASHES) == [short]


def test_baselines_are_dashed_in_the_legend_as_on_the_map(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    # The fifth is another reading of the fourth, which looks like no other line.
    dashes = page.evaluate("ZM.model.baselines.map(line => ZM.style.baseline(line).dashArray)")
    long, _, _, short = dashes[:4]
    assert long != short
    assert entry(page, "岸线、水道 · 描绘").evaluate(DASHES) == [long]
    assert entry(page, "道路、桥梁等 · 示意勾画").evaluate(DASHES) == [short]
    assert entry(page, "道路、桥梁等 · 描绘").evaluate(DASHES) == [long]
    expect(page.locator("#zm-legend").get_by_text(" · ")).to_have_count(3)
    page.get_by_label("界线要素").uncheck()
    expect(page.locator("#zm-legend").get_by_text(" · ")).to_have_count(0)


def test_rough_points_are_hollow_and_explained(open_page: Open) -> None:
    payload: dict[str, Any] = sample.payload()
    payload["elements"][6]["accuracy_m"] = 2500
    page = open_page(payload).page
    fills = (
        entry(page, "平台")
        .locator("circle")
        .evaluate_all("dots => dots.map(dot => dot.getAttribute('fill'))")
    )
    assert fills == [page.evaluate("ZM.style.darker('#762a83')"), "#ffffff"]
    assert [bool(dash) for dash in entry(page, "平台").evaluate(DASHES)] == [False, True]
    expect(page.locator("#zm-legend")).to_contain_text("位置仅为示意（误差超过 1 km）")
    page.evaluate("ZM.state.show([ZM.model.element('nansha.lab')], false)")
    expect(page.locator("#zm-legend")).not_to_contain_text("位置仅为示意")


def test_the_limit_of_rough_points_in_the_legend_is_that_of_the_look(
    open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = look.page() | {"rough_m": 400}
    monkeypatch.setattr(look, "page", lambda: other)
    payload: dict[str, Any] = sample.payload()
    payload["elements"][6]["accuracy_m"] = 500
    expect(open_page(payload).page.locator("#zm-legend")).to_contain_text("（误差超过 0.4 km）")


def test_only_points_say_nothing_of_boundaries(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    page.get_by_role("button", name="全部隐藏").click()
    page.evaluate("ZM.state.show([ZM.model.element('nansha.lab')], true)")
    expect(page.locator("#zm-legend")).not_to_contain_text("边界")


def test_the_words_of_the_legend_stand_in_one_line(open_page: Open) -> None:
    payload = sample.payload()
    payload["elements"][6]["accuracy_m"] = 2500
    page = open_page(payload).page
    starts = page.locator("#zm-legend .zm-entry > span:last-child").evaluate_all(
        "spans => spans.map(span => Math.round(span.getBoundingClientRect().left))"
    )
    assert len(starts) > 8
    assert len(set(starts)) == 1


@pytest.mark.parametrize(("size", "options"), [(WIDE, {}), (PHONE, TOUCH)], ids=["wide", "phone"])
def test_all_is_shown_clear_of_buttons_and_foot(open_page: Open, size: tuple[int, int], options: Any) -> None:
    page = open_page(sample.payload(), size, reduced_motion="reduce", **options).page
    west, south, east, north = page.evaluate("ZM.model.whole()")
    for lower in range(0, 200, 20):  # a single height might fit by luck
        page.set_viewport_size({"width": size[0], "height": size[1] - lower})
        until(page, "ZM.map.getSize().y === document.getElementById('zm-stage').clientHeight")
        page.evaluate("ZM.panel.home()")
        (left, bottom), (right, top) = point_on_screen(page, west, south), point_on_screen(page, east, north)
        assert box(page, "#zm-stage")[0] < left
        assert right < box(page, "#zm-stage")[2]
        for part in (
            ".zm-credits",
            ".zm-foot .leaflet-control-scale",
            *([".zm-position"] if size == WIDE else []),
        ):
            assert bottom < box(page, part)[1], (part, lower)
        if size == PHONE:
            assert box(page, ".zm-controls")[3] < top
            assert box(page, ".zm-approval")[3] < top


@pytest.mark.parametrize("language", ["zh", "en"])
def test_on_a_low_map_the_buttons_cover_nothing(open_page: Open, language: str) -> None:
    page = open_page(sample.payload(), PHONE, hash_=f"#lang={language}", **TOUCH).page
    page.evaluate("ZM.panel.showPanel(true)")
    page.wait_for_timeout(200)
    left, top, right, bottom = box(page, ".zm-controls")
    for part in (".zm-approval", ".zm-position", ".zm-credits", ".leaflet-control-scale"):
        if not page.locator(part).is_visible():
            continue
        other = box(page, part)
        assert right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top, part
