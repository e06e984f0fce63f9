"""The panel of indicators, and the part of the first page: bars, growth, plans beside each other, hostile words."""

# ruff: noqa: E501  what runs in the page stands in one string

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import sample_goals
import sample_index
import sample_page as sample
from axe_playwright_python.sync_playwright import Axe
from opened import PHONE, WIDE, Open
from playwright.sync_api import Page, expect

from mapgen.pages.index import render_index

SIZES = pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
#: What the stripes of each bar are, and where they begin and end in per cent.
STRIPES = """[...document.querySelectorAll(".zm-indicator")].map(row => [...row.querySelectorAll(".zm-goal-stripe")].map(each =>
  [each.className.split("zm-goal-")[2], Math.round(parseFloat(each.style.left)), Math.round(parseFloat(each.style.left) + parseFloat(each.style.width))]))"""


def opened(page: Page) -> Page:
    page.get_by_role("button", name="指标", exact=True).click()
    return page


def test_the_panel_is_built_when_it_is_opened(open_page: Open) -> None:
    page = open_page(sample_goals.page()).page
    assert page.locator("#zm-goals-body *").count() == 0
    opened(page)
    toggle = page.locator("#zm-goals-toggle")
    expect(toggle).to_have_attribute("aria-expanded", "true")
    assert page.locator("#zm-goals-body h3").all_inner_texts() == [
        "主要指标",
        "技术领域",
        "完成情况",
        "发展基础",
    ]
    assert page.locator(".zm-indicator").count() == 9
    page.locator("#zm-goals-close").click()
    expect(page.locator("#zm-goals")).to_be_hidden()
    expect(toggle).to_be_focused()


def test_a_page_without_indicators_has_no_button(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    expect(page.locator("#zm-goals-toggle")).to_be_hidden()


def test_bars_go_from_base_to_target(open_page: Open) -> None:
    page = opened(open_page(sample_goals.page()).page)
    assert page.evaluate(STRIPES) == [
        [["base", 0, 50], ["more", 50, 100], ["aim", 100, 100], ["actual", 60, 60], ["actual", 75, 75]],
        [["base", 0, 100], ["less", 75, 100], ["aim", 75, 75]],
        [["open", 0, 100], ["aim", 100, 100]],
        [],
        [["base", 0, 100]],
        [["base", 0, 5]],
        [["base", 0, 100], ["aim", 87, 87]],
        # Figures of several units are no parts of one whole: nothing measures them.
        [],
        [],
    ]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("zh", ["1 高新技术企业数量 预期性 2020 年 100 → 2025 年 200 家 年均 +14.87 % 实际值：2021 年 120、2022 年 150",
                "2 研发强度 2020 年 4 → 2025 年 > 3 % 年均 −0.2 个百分点 原文不一致：目标值低于基期值",
                "3 新增上市企业 约束性 未列基期值 → 2025 年 ≥ 60 家 年均增长无法计算",
                "4 研发经费增长 至 2025 年年均增长 9 % 年均 +9 %",
                "1 电子信息 2020 年 383 家", "2 新材料 2020 年 19 家", "1 投入 2020 年 348.9，目标 304 家 超额完成",
                "1 孵化面积 2020 年 > 1,000 万平方米", "2 位次 2020 年 2 位"]),
        ("en", ["1 High-tech firms anticipatory 100 (2020) → 200 (2025) firms +14.87 % a year Actual: 120 (2021), 150 (2022)",
                "2 R&D share 4 (2020) → > 3 (2025) % −0.2 points a year Does not fit: its target lies below its base",
                "3 Newly listed binding no base stated → ≥ 60 (2025) firms growth cannot be computed",
                "4 Growth of R&D mean yearly growth up to 2025: 9 % +9 % a year",
                "1 Electronics 383 (2020) firms", "2 New materials 19 (2020) firms", "1 Spending 348.9 (2020); target 304 firms exceeded",
                "1 Incubators > 1,000 (2020) 10,000 m²", "2 Rank 2 (2020) rank"]),
    ],
)  # fmt: skip
def test_a_row_says_what_it_says_in_words(open_page: Open, language: str, expected: list[str]) -> None:
    page = opened(open_page(sample_goals.page()).page)
    if language == "en":
        page.locator("#zm-language").click()
    rows = page.locator("#zm-goals-body li").all_inner_texts()
    assert [" ".join(each.split()) for each in rows] == expected


def test_plans_stand_beside_each_other_on_one_scale_with_their_base_years(open_page: Open) -> None:
    page = opened(open_page(sample_goals.page()).page)
    compare = page.get_by_role("button", name="规划对照")
    compare.focus()
    page.keyboard.press("Enter")
    expect(compare).to_have_attribute("aria-pressed", "true")
    body = page.locator("#zm-goals-body")
    assert body.locator("h3").all_inner_texts() == ["高新技术企业"]
    expect(body).to_contain_text("基期不同：2019、2020 年")
    assert body.locator("b").all_inner_texts() == ["南沙区", "广州市"]
    assert page.evaluate(STRIPES) == [
        [["base", 0, 5], ["more", 5, 10], ["aim", 10, 10], ["actual", 6, 6], ["actual", 8, 8]],
        [["base", 0, 50], ["more", 50, 100], ["aim", 100, 100]],
    ]
    page.get_by_role("button", name="按规划").click()
    assert page.locator(".zm-indicator").count() == 9


def test_there_is_room_for_the_table_or_the_indicators(open_page: Open) -> None:
    page = opened(open_page(sample_goals.page()).page)
    page.get_by_role("button", name="表格", exact=True).click()
    expect(page.locator("#zm-goals")).to_be_hidden()
    expect(page.locator("#zm-table")).to_be_visible()
    opened(page)
    expect(page.locator("#zm-table")).to_be_hidden()
    expect(page.locator("#zm-table-toggle")).to_have_attribute("aria-expanded", "false")


def test_hostile_words_stay_words(open_page: Open) -> None:
    page = opened(open_page(sample_goals.page()).page)
    page.get_by_role("button", name="规划对照").click()
    last = page.locator("#zm-goals-body li").last
    found = last.evaluate("node => node.textContent.split(ZM.payload.indicators.rows.at(-1).name).length - 1")
    assert found == 4  # name, unit, note, misfit
    assert page.locator("#zm-goals-body :is(img, script)").count() == 0


@SIZES
def test_the_panel_fits_and_axe_finds_nothing_serious(open_page: Open, size: tuple[int, int]) -> None:
    page = opened(open_page(sample_goals.page(), size, bypass_csp=True).page)
    for way in ("#zm-goals-plans", "#zm-goals-compare"):
        page.locator(way).click()
        for _ in ("zh", "en"):
            assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
            assert (
                page.evaluate(
                    "(body => body.scrollWidth - body.clientWidth)(document.getElementById('zm-goals-body'))"
                )
                <= 0
            )
            found = Axe().run(page).response["violations"]
            assert [each["id"] for each in found if each["impact"] in {"serious", "critical"}] == []
            page.locator("#zm-language").click()


def test_print_shows_the_sheet_alone(open_page: Open) -> None:
    page = opened(open_page(sample_goals.page()).page)
    page.emulate_media(media="print")
    expect(page.locator("#zm-goals")).to_be_hidden()


@SIZES
def test_the_first_page_builds_a_part_when_it_is_opened(
    visit: Any, tmp_path: Path, size: tuple[int, int]
) -> None:
    file = tmp_path / "index.html"
    file.write_text(render_index(sample_index.payload()), "utf-8")
    page = visit(file)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    parts = page.locator("#ix-tables details")
    assert page.locator("#ix-tables summary").all_inner_texts() == ["规划对照", "规划全称", "规划全称"]
    assert page.locator(".zm-indicator").count() == 0
    parts.first.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".zm-indicator")).to_have_count(2)
    parts.nth(1).locator("summary").click()
    expect(page.locator(".zm-indicator")).to_have_count(11)
    page.locator("#ix-language").click()
    # What was open stays open, in the other language.
    expect(page.locator(".zm-indicator")).to_have_count(11)
    expect(parts.first).to_contain_text("Base years differ: 2019, 2020")
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert page.locator("#ix-tables :is(img, script)").count() == 0


def test_the_first_page_without_indicators_has_no_such_part(visit: Any, tmp_path: Path) -> None:
    file = tmp_path / "index.html"
    none = {"indicators": {"tables": [], "topics": [], "rows": []}}
    file.write_text(render_index(sample_index.payload() | none), "utf-8")
    page = visit(file)
    expect(page.locator("#ix-indicators")).to_be_hidden()
