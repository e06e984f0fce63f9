"""Search, table and link: ways to an element and back."""

# ruff: noqa: E501  what runs in the page stands in one string

from __future__ import annotations

import re

import sample_page as sample
from opened import PHONE, Open, until
from playwright.sync_api import Page, expect


def results(page: Page, words: str) -> list[str]:
    page.get_by_role("combobox").fill(words)
    return [row.inner_text().split("\n")[0] for row in page.locator("#zm-search-list li").all()]


def test_search_finds_by_chinese_english_and_initials(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    assert results(page, "明珠") == ["中科院明珠科学园"]
    assert results(page, "zkymz") == ["中科院明珠科学园"]
    assert results(page, "ZKYMZ") == ["中科院明珠科学园"]
    assert results(page, "mingzhu") == ["中科院明珠科学园"]
    assert results(page, "ns")[:2] == ["南沙科学城主体功能区", "南沙科技创新走廊"]
    assert sample.HOSTILE[:10] in results(page, "<img")[0]
    assert results(page, "没有这个") == []
    expect(page.locator(".zm-nothing")).to_have_text("没有找到。")


def test_search_works_by_keyboard_and_shows_what_was_hidden(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    page.get_by_role("checkbox", name="平台", exact=True).uncheck()
    page.get_by_role("combobox").press_sequentially("gd")
    page.keyboard.press("ArrowDown")
    active = page.get_by_role("combobox").get_attribute("aria-activedescendant")
    expect(page.locator(f"#{active}")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.locator("#zm-card h2")).to_have_text("广东省实验室")
    assert page.evaluate("ZM.state.isVisible(ZM.model.element('nansha.lab'))")
    expect(page.locator("#zm-search-list")).to_be_hidden()


def names(page: Page) -> list[str]:
    return [cell.inner_text() for cell in page.locator("#zm-table tbody th").all()]


def test_the_table_lists_what_is_shown_and_sorts_with_empty_cells_last(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    page.get_by_role("button", name="表格").click()
    assert len(names(page)) == 9
    header = page.get_by_role("columnheader", name="表述 km²")
    header.get_by_role("button").click()
    expect(header).to_have_attribute("aria-sort", "ascending")
    assert names(page)[:3] == ["南方海洋科技创新中心核心区", "中科院明珠科学园", "南沙科学城主体功能区"]
    header.get_by_role("button").click()
    expect(header).to_have_attribute("aria-sort", "descending")
    assert names(page)[:3] == ["南沙科学城主体功能区", "中科院明珠科学园", "南方海洋科技创新中心核心区"]
    page.get_by_role("checkbox", name="一核", exact=True).uncheck()
    assert len(names(page)) == 6
    page.get_by_role("textbox", name="按文字筛选").fill("qs")
    assert names(page) == ["庆盛产教融合示范区"]


def test_a_bar_shows_how_large_and_which_way_the_difference_is(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    page.get_by_role("button", name="表格").click()

    def bar(name: str) -> tuple[float, float, float]:
        row = page.locator("#zm-table tbody tr", has_text=name)
        track, fill = row.locator(".zm-bar-track").bounding_box(), row.locator(".zm-bar-fill").bounding_box()
        assert track
        assert fill
        return fill["x"] - track["x"], fill["width"], track["width"]

    left, width, whole = bar("南沙科学城主体功能区")  # -69 %: full to the left
    assert abs(left) < 1
    assert abs(width - whole / 2) < 1
    left, width, whole = bar("中科院明珠科学园")  # -1.79 % of a scale of 50 %
    assert abs(width - whole / 2 * 1.79 / 50) < 0.5
    assert abs(left + width - whole / 2) < 0.5
    expect(page.locator("#zm-table tbody tr", has_text="中科院明珠科学园")).to_contain_text("近似")


def test_row_and_map_are_joined_both_ways(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    page.get_by_role("button", name="表格").click()
    page.locator("#zm-table").get_by_role("button", name="广东省实验室").press("Enter")
    expect(page.locator("#zm-card h2")).to_have_text("广东省实验室")
    expect(page.locator("tr.zm-chosen")).to_contain_text("广东省实验室")
    until(page, "ZM.map.getZoom() >= 13 && ZM.map.getCenter().distanceTo([22.66, 113.6]) < 9000")
    page.evaluate("ZM.state.select('nansha.dagang', {})")
    expect(page.locator("tr.zm-chosen")).to_contain_text("大岗智造基地")
    page.locator("#zm-table tbody tr", has_text="庆盛").hover()
    assert page.evaluate("ZM.state.hovered().id") == "nansha.qingsheng"
    page.evaluate("ZM.state.hover(ZM.model.element('nansha.corridor'))")
    expect(page.locator("tr.zm-pointed")).to_contain_text("南沙科技创新走廊")


def test_a_link_brings_everything_back(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    page.get_by_role("button", name="English").click()
    page.get_by_role("checkbox", name="Parks", exact=True).uncheck()
    page.get_by_label("Sides, each with its name").check()
    page.get_by_label("Names", exact=True).uncheck()
    page.evaluate(
        "ZM.map.setView([22.70123, 113.56321], 13.5, {animate: false}); ZM.state.select('nansha.science', {})"
    )
    until(page, "location.hash.includes('sel=nansha.science')")
    hash_ = page.evaluate("location.hash")
    again = open_page(sample.payload(), hash_=hash_).page
    expect(again.locator("html")).to_have_attribute("lang", "en")
    expect(again.locator("#zm-card h2")).to_have_text("CAS Mingzhu Science Park")
    state = again.evaluate(
        "[ZM.map.getCenter().lat, ZM.map.getCenter().lng, ZM.map.getZoom(), ZM.state.visible().length, ZM.state.overlay('edges'), ZM.state.overlay('labels'), ZM.state.overlay('context')]"
    )
    for found, set_ in zip(state[:3], [22.70123, 113.56321, 13.5], strict=True):
        assert abs(found - set_) < 1e-4  # a pixel
    assert state[3:] == [7, True, False, True]


def test_a_broken_link_is_taken_as_far_as_it_goes(open_page: Open) -> None:
    page = open_page(
        sample.payload(), hash_="#v=abc,1e999,<x>&lang=xx&off=no.such,nansha/99&on=&sel=<img>&base=nothing"
    ).page
    assert page.evaluate("ZM.state.visible().length") == 9
    assert page.evaluate("ZM.state.overlay('context')") is False
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    page.evaluate("location.hash = '#v=22.7,113.5,12&lang=en&sel=nansha.lab'")
    expect(page.locator("#zm-card h2")).to_have_text("Guangdong Laboratory")


def test_the_link_is_copied_or_offered_for_copying(open_page: Open) -> None:
    page = open_page(sample.payload(), permissions=["clipboard-read", "clipboard-write"]).page
    page.get_by_role("button", name="复制链接").click()
    expect(page.locator("#zm-notices")).to_contain_text("链接已复制")
    assert re.match(r"file:///.*nansha\.html#v=", page.evaluate("navigator.clipboard.readText()"))
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('blocked')); }")
    page.get_by_role("button", name="复制链接").first.click()
    expect(page.locator("#zm-notices")).to_contain_text("请手动复制")
    field = page.get_by_label("当前视图的链接").get_by_role("textbox")
    expect(field).to_be_focused()
    assert field.input_value() == page.evaluate("location.href")
    assert (
        page.evaluate(
            "getSelection().toString() || document.activeElement.value.slice(document.activeElement.selectionStart, document.activeElement.selectionEnd)"
        )
        == field.input_value()
    )


def test_everything_can_be_reached_by_keyboard_with_a_visible_focus(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    reached = set()
    for _ in range(70):
        page.keyboard.press("Tab")
        ident, width, style = page.evaluate(
            "(() => { const n = document.activeElement, s = getComputedStyle(n); return [n.id || n.textContent, parseFloat(s.outlineWidth), s.outlineStyle]; })()"
        )
        if ident in reached and len(reached) > 30:
            break
        reached.add(ident)
        if page.evaluate("document.activeElement !== document.body"):
            assert width >= 2, ident
            assert style != "none", ident
    for wanted in (
        "zm-search-input",
        "zm-layers-toggle",
        "zm-table-toggle",
        "zm-download-toggle",
        "zm-print-open",
        "zm-link-copy",
        "zm-language",
        "map_zonemap",
        "zm-zoom-in",
        "zm-measure-distance",
        "zm-full-screen",
    ):
        assert wanted in reached, wanted


def test_the_table_fits_a_phone(open_page: Open) -> None:
    page = open_page(sample.payload(), PHONE).page
    page.get_by_role("button", name="表格").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]
    expect(page.locator("#map_zonemap")).to_be_visible()
    assert page.locator("#map_zonemap").bounding_box()["height"] > 200
    expect(page.locator(".zm-approval strong")).to_be_visible()
