"""Two plans compared: the list of what both have, what a link keeps, what comes back, and paper."""

# ruff: noqa: E501  what runs in the page stands in one string

from __future__ import annotations

import copy

import pytest
import sample_page as sample
from axe_playwright_python.sync_playwright import Axe
from compared import STILL, at, compare, handle, states
from opened import PHONE, Open, until
from playwright.sync_api import Page, expect

SHOWN = "ZM.state.visible().map(({ id }) => id).sort()"
WORD = "new URLSearchParams(location.hash.slice(1)).get('cmp')"


def rows(page: Page, part: int) -> list[list[str]]:
    body = page.locator("#zm-compare-list tbody").nth(part)
    return [
        [cell.inner_text() for cell in row.locator("th, td").all()] for row in body.locator("tr").all()[1:]
    ]


def test_a_page_of_one_plan_has_nothing_to_compare(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    assert page.get_by_role("button", name="对比").count() == 0
    assert page.evaluate("ZM.comparing") is None
    assert page.evaluate("ZM.texts.zh['compare.title']") is None


def test_draft_and_final_are_offered_first_and_then_those_with_most_in_common(open_page: Open) -> None:
    page = compare(open_page, states())
    assert page.evaluate("ZM.comparing.pair().map(({ id }) => id)") == ["draft", "nansha"]
    expect(page.locator("#zm-compare-plan-0 option:checked")).to_have_text("南沙规划（征求意见稿）")
    third = sample.atlas()
    third["plans"].append(copy.deepcopy(third["plans"][1]) | {"id": "haizhu", "place": "海珠区"})
    third["page"]["plans"].append("haizhu")
    third["elements"].insert(0, sample.element("haizhu.hall", "node", "馆", "Hall", "多点"))
    third["geometries"]["haizhu.hall"] = {"type": "Point", "coordinates": [113.5, 22.7]}
    page = compare(open_page, third)
    assert page.evaluate("ZM.comparing.pair().map(({ id }) => id)") == ["nansha", "guangzhou"]
    assert not any(name.startswith("haizhu.") for name in page.evaluate(SHOWN))


def test_the_list_says_what_both_have_and_what_only_one(open_page: Open) -> None:
    page = compare(open_page, states())
    heads = page.locator("#zm-compare-list tbody tr:first-child th").all_inner_texts()
    assert heads == [
        "两个规划都有（2 处）",
        "仅 A 有：南沙规划（征求意见稿）（2 处）",
        "仅 B 有：广州市南沙区科技创新“十四五”规划（9 处）",
    ]
    both, first, second = (rows(page, part) for part in range(3))
    assert both[0] == [
        "明珠科学园\nB\n中科院明珠科学园",
        *("6", "10.31", "+4.31（+71.9 %）", "6", "10.5", "+4.5（+75 %）"),
    ]
    assert both[1] == ["广东省实验室\n按名称对应", *["–"] * 6]
    assert [row[0] for row in first][1:] == ["南馆"]
    assert first[0][1:] == ["6", "–", "–", "–", "–", "–"]
    assert {"空中馆", "青年馆", "庆盛产教融合示范区"} <= {row[0] for row in second}
    page.locator("#zm-compare-list summary").click()
    assert "同一规划的前后两稿" in page.locator("#zm-compare-list").inner_text()
    page.get_by_role("button", name="左右互换").click()
    assert rows(page, 0)[0][1:] == ["10.31", "6", "−4.31（−41.8 %）", "10.5", "6", "−4.5（−42.9 %）"]
    page.get_by_role("button", name="English").click()
    assert page.locator("#zm-compare-list tbody tr:first-child th").first.inner_text() == "In both plans (2)"


def test_a_place_that_the_layers_hold_once_has_one_outline(open_page: Open) -> None:
    page = compare(open_page, sample.atlas())
    assert rows(page, 0) == [
        ["中科院明珠科学园\nB\n明珠科学园", "10.31", "10.31", "同一边界", "10.5", "–", "–"]
    ]
    page.get_by_role("button", name="明珠科学园", exact=True).last.click()
    until(page, "ZM.state.selected()?.id === 'guangzhou.mingzhu'")


def test_a_link_brings_the_comparison_back(open_page: Open) -> None:
    page = compare(open_page, states())
    page.get_by_role("slider", name="规划 B 的不透明度").fill("40")
    handle(page).focus()
    page.keyboard.press("PageUp")
    until(page, f"{WORD} === 'draft,nansha,60,100,40'")
    page.evaluate("ZM.state.show([ZM.model.element('nansha.science')], false)")
    until(page, "location.hash.includes('nansha.science')")
    link, shown = page.evaluate("location.hash"), page.evaluate(SHOWN)
    again = open_page(states(), hash_=link, **STILL).page
    assert at(again) == 60
    assert again.evaluate("ZM.comparing.view()") == {"at": 0.6, "opacities": [1, 0.4]}
    assert again.evaluate(SHOWN) == shown
    assert again.evaluate("ZM.grouping.way()") == "plan"
    expect(again.locator("#zm-compare")).to_be_visible()
    again.get_by_role("button", name="叠加").click()
    until(again, f"{WORD} === 'draft,nansha,,100,40'")
    again.get_by_role("button", name="结束对比").click()
    until(again, f"{WORD} === null")
    assert len(again.evaluate(SHOWN)) == 12
    assert again.evaluate("ZM.grouping.way()") == "role"


@pytest.mark.parametrize("word", ["", "nansha", "nansha,nansha,50", "nansha,none,50,100,100", "x,y", ",,,,"])
def test_a_link_that_makes_no_sense_compares_nothing(open_page: Open, word: str) -> None:
    page = open_page(states(), hash_=f"#lang=zh&cmp={word}").page
    assert page.evaluate("ZM.comparing.pair()") is None


@pytest.mark.parametrize("size", [(1280, 800), (768, 1024), PHONE], ids=str)
def test_a_link_without_a_view_shows_all_of_both_plans(open_page: Open, size: tuple[int, int]) -> None:
    page = open_page(states(), size, hash_="#lang=en&cmp=draft,nansha", **STILL).page
    expect(page.locator("#zm-compare")).to_be_visible()
    assert page.evaluate(
        """() => {
          const [west, south, east, north] = ZM.model.whole();
          return ZM.map.getBounds().contains(L.latLngBounds([south, west], [north, east]));
        }"""
    )
    body = page.locator("#zm-compare-body").bounding_box()
    assert body
    for control in page.locator("#zm-compare-plans :is(select, input, output)").all():
        own = control.bounding_box()
        assert own
        assert body["x"] <= own["x"]
        assert own["x"] + own["width"] <= body["x"] + body["width"]
        assert own["width"] > 30


def test_odd_figures_in_a_link_become_sound_ones(open_page: Open) -> None:
    page = open_page(states(), hash_="#cmp=nansha,draft,900,-5,abc").page
    assert page.evaluate("ZM.comparing.view()") == {"at": 0.5, "opacities": [1, 1]}
    assert page.evaluate("ZM.comparing.pair().map(({ id }) => id)") == ["nansha", "draft"]


def test_the_end_brings_back_what_was_there(open_page: Open) -> None:
    page = open_page(states(), **STILL).page
    page.evaluate("ZM.grouping.set('function'); ZM.state.show([ZM.model.element('nansha.dagang')], false)")
    before = page.evaluate(SHOWN)
    page.get_by_role("button", name="对比").click()
    assert "nansha.dagang" in page.evaluate(SHOWN)
    page.get_by_role("button", name="结束对比").click()
    assert page.evaluate(SHOWN) == before
    assert page.evaluate("ZM.grouping.way()") == "function"
    expect(page.locator("#zm-compare")).to_be_hidden()
    assert page.evaluate("ZM.state.split()") is None
    assert page.evaluate("document.activeElement.id") == "zm-compare-toggle"


def test_the_box_may_close_while_the_map_is_compared(open_page: Open) -> None:
    page = compare(open_page, states())
    page.locator("#zm-compare-close").click()
    expect(handle(page)).to_be_visible()
    page.get_by_role("button", name="表格").click()
    expect(handle(page)).to_be_visible()
    page.get_by_role("button", name="对比").click()
    assert page.evaluate("ZM.comparing.pair().map(({ id }) => id)") == ["draft", "nansha"]


def test_a_plan_chosen_twice_changes_places(open_page: Open) -> None:
    page = compare(open_page, states())
    page.get_by_role("combobox", name="规划 A").select_option("nansha")
    assert page.evaluate("ZM.comparing.pair().map(({ id }) => id)") == ["nansha", "draft"]
    assert page.evaluate("document.activeElement.id") == "zm-compare-plan-0"


@pytest.mark.parametrize("size", [(1280, 800), PHONE], ids=str)
@pytest.mark.parametrize("forced", ["none", "active"])
def test_axe_finds_nothing(open_page: Open, size: tuple[int, int], forced: str) -> None:
    page = compare(open_page, states(), size, forced_colors=forced)
    found = [
        each["id"]
        for each in Axe().run(page).response["violations"]
        if each["impact"] in ("serious", "critical")
    ]
    assert found == []


def test_the_sheet_shows_both_plans_upon_each_other(open_page: Open) -> None:
    page = compare(open_page, states())
    page.get_by_role("button", name="打印").click()
    sheet = page.locator(".zm-sheet")
    legend = sheet.locator(".zm-sheet-legend").inner_text()
    assert "规划重叠处" in legend  # paper has no divider
    assert "南沙规划（征求意见稿）" in legend
    # Insides are painted: dots of the canvas in these colours, be they mixed where both plans lie.
    fills = page.evaluate("ZM.scene.fills().map(({ look }) => look.fillColor)")
    assert {"#0072b2", "#d55e00"} <= set(fills)
    painted = page.locator(".zm-sheet .leaflet-zm-insides-pane canvas").evaluate(
        """(canvas) => { const copy = document.createElement("canvas"), pen = copy.getContext("2d", { willReadFrequently: true });
        Object.assign(copy, { width: canvas.width, height: canvas.height });
        pen.drawImage(canvas, 0, 0);
        const { data } = pen.getImageData(0, 0, copy.width, copy.height), found = [0, 0];
        for (let i = 0; i < data.length; i += 4) if (data[i + 3] > 20) found[Number(data[i] > data[i + 2])] += 1;
        return found; }"""
    )
    assert min(painted) > 100  # bluish and reddish ones
