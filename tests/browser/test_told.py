"""What plans say of a place: in the card, in the table, in the search; and places without a geometry."""

from __future__ import annotations

import json
from typing import Any

import pytest
import sample_page as sample
from opened import Open, until
from playwright.sync_api import Page, expect


def card_of(page: Page, name: str) -> str:
    page.evaluate("name => ZM.state.select(name, {})", name)
    return page.locator("#zm-card").inner_text()


def test_the_card_says_what_the_plan_says(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    words = card_of(page, "nansha.ocean")
    for said in (
        "软件、海洋科技",
        "在建（2022年表述）",
        "某院",
        "至2025年",
        "研究院（2025年目标）：不少于14家",
        "规划 二（四）",
        "B：主要媒体、规划院或项目单位",
        "2026-11-27",
    ):
        assert said in words, said
    page.evaluate("ZM.setLanguage('en')")
    words = card_of(page, "nansha.ocean")
    for said in (
        "Software, Marine science",
        "Under construction (as stated in 2022)",
        "Institutes (target for 2025): at least 14 institutes",
    ):
        assert said in words, said
    # What the plan does not say has no line.
    assert "Status" not in card_of(page, "nansha.dagang")


def test_a_zone_names_the_places_in_it(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    assert "区内其他地点（1）" in card_of(page, "nansha.science")
    page.locator("#zm-card summary", has_text="青年馆").click()
    place = page.locator("#zm-card details[data-place='nansha.youth']")
    expect(place).to_contain_text("规划（2022年表述）")
    expect(place).to_contain_text(sample.HOSTILE)
    assert "区内其他地点" not in card_of(page, "nansha.dagang")


def test_what_is_downloaded_has_the_words_too(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    text = page.evaluate("ZM.download.geojson([ZM.model.element('nansha.ocean')])")
    told = json.loads(text)["features"][0]["properties"]
    assert told["function"] == ["software", "marine"]
    assert told["function_zh"] == "软件；海洋科技"
    assert told["function_en"] == "Software; Marine science"
    assert told["figures"][0]["value"] == 14
    line = page.evaluate("ZM.download.csv([ZM.model.element('nansha.ocean')])").splitlines()[1]
    assert "software;marine,软件；海洋科技,Software; Marine science" in line


def search(page: Page, words: str) -> None:
    page.locator("#zm-search-input").fill(words)
    page.locator("#zm-search-list li").first.click()


def test_search_finds_a_listed_place_and_leads_to_its_holder(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    page.locator("#zm-search-input").fill("青年馆")
    expect(page.locator("#zm-search-list li")).to_contain_text("在中科院明珠科学园内")
    page.locator("#zm-search-list li").first.click()
    assert page.evaluate("ZM.state.selected().id") == "nansha.science"
    place = page.locator("#zm-card details[data-place='nansha.youth']")
    expect(place).to_have_attribute("open", "")
    expect(place).to_be_in_viewport()
    assert page.evaluate("document.activeElement.textContent") == "青年馆"


def test_a_place_of_no_known_holder_is_in_the_card_of_its_plan(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    search(page, "空中馆")
    assert page.evaluate("ZM.state.selected()") is None
    expect(page.locator("#zm-card details[open]")).to_contain_text("空中馆")
    expect(page.locator("#zm-card h2")).to_have_text("广州市南沙区科技创新“十四五”规划")


def test_the_table_has_functions_status_and_listed_places(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    page.locator("#zm-table-toggle").click()
    heads = page.locator("#zm-table th[data-key]").evaluate_all("all => all.map(th => th.dataset.key)")
    assert {"function", "status"} <= set(heads)
    rows = page.locator("#zm-table tbody tr")
    expect(rows.filter(has_text="南方海洋").first).to_contain_text("软件、海洋科技")
    page.locator("#zm-table-filter").fill("青年馆")
    expect(rows).to_have_count(1)
    expect(rows).to_contain_text("仅列名")
    rows.locator("button").click()
    assert page.evaluate("ZM.state.selected().id") == "nansha.science"


def test_a_cell_names_the_first_of_many_functions_and_the_filter_finds_all(open_page: Open) -> None:
    payload = sample.payload()
    many = ["software", "marine", "software", "marine", "software"]
    ocean = next(each for each in payload["elements"] if each["id"] == "nansha.ocean")
    ocean["function"] = many
    page = open_page(payload).page
    page.locator("#zm-table-toggle").click()
    cell = page.locator("#zm-table tbody tr", has_text="南方海洋").first.locator(".zm-cell-words").first
    expect(cell).to_have_text("软件、海洋科技等（另 3 项）")
    expect(cell).to_have_attribute("title", "软件、海洋科技、软件、海洋科技、软件")
    page.locator("#zm-table-filter").fill("海洋科技、软件")
    expect(page.locator("#zm-table tbody tr")).to_have_count(1)
    page.evaluate("ZM.setLanguage('en')")
    page.locator("#zm-table-filter").fill("")
    expect(page.locator("#zm-table .zm-cell-words[title]")).to_have_text(
        "Software, Marine science and 3 more"
    )


def test_a_card_says_first_what_a_place_is_for_and_last_how_its_boundary_is_known(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    page.evaluate("ZM.state.select('nansha.ocean')")
    words = page.locator("#zm-card").inner_text()
    order = ["主要功能", "状态", "规划表述面积", "出处", "边界依据", "录入日期"]
    assert [word for word in order if word in words] == order
    assert sorted(order, key=words.index) == order
    assert "nansha." not in words  # ids are for files


def hiding(role: str) -> dict[str, Any]:
    payload = sample.payload()
    for each in payload["plans"][0]["roles"]:
        each["shown"] = each["name"] != role
    return payload


@pytest.mark.parametrize("role", ["平台", "多园区"])
def test_a_role_may_be_hidden_at_first(role: str, open_page: Open) -> None:
    page = open_page(hiding(role)).page
    hidden = page.evaluate(
        "ZM.model.drawn.filter((each) => !ZM.state.isVisible(each)).map((each) => each.role)"
    )
    assert set(hidden) == {role}
    # The map shows what is shown.
    west, _, east, _ = page.evaluate("ZM.model.whole()")
    boxes = page.evaluate("ZM.state.visible().map(ZM.model.box)")
    assert west == min(box[0] for box in boxes)
    assert east == max(box[2] for box in boxes)
    page.locator("#zm-tree button", has_text="全部显示").first.click()
    assert page.evaluate("ZM.state.visible().length === ZM.model.drawn.length")


def colours(page: Page) -> dict[str, str]:
    found: dict[str, str] = page.evaluate(
        "Object.fromEntries(ZM.model.drawn.map((each) => [each.id, each.color]))"
    )
    return found


def test_the_map_is_coloured_by_function_or_status(open_page: Open) -> None:
    opened = open_page(sample.payload())
    page = opened.page
    by_role = colours(page)
    page.locator("#zm-grouping").select_option("function")
    by_function = colours(page)
    look = page.evaluate("ZM.config.look.grouping")
    assert by_function["nansha.ocean"] in look["functions"]
    assert by_function["nansha.dagang"] == look["none"]
    expect(page.locator("#zm-legend")).to_contain_text("软件")
    expect(page.locator("#zm-tree")).to_contain_text("未表述")
    page.locator("#zm-grouping").select_option("status")
    assert colours(page)["nansha.ocean"] == look["status"]["under construction"]
    expect(page.locator("#zm-legend")).to_contain_text("在建")
    until(page, "location.hash.includes('by=status')")
    page.locator("#zm-grouping").select_option("role")
    assert colours(page) == by_role


def test_the_legend_and_the_tree_filter_by_function_and_status(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    page.locator("#zm-grouping").select_option("function")
    entry = page.locator("#zm-legend label", has_text="海洋科技").locator("input")
    entry.uncheck()
    assert page.evaluate("ZM.state.isVisible(ZM.model.element('nansha.ocean'))") is False
    assert page.evaluate("ZM.state.isVisible(ZM.model.element('nansha.dagang'))") is True
    # It has a second function, whose box says so.
    expect(page.locator("#zm-legend label", has_text="软件").locator("input")).not_to_be_checked()
    row = page.locator("#zm-tree .zm-row-role", has_text="软件")
    row.locator("input").check()
    assert page.evaluate("ZM.state.isVisible(ZM.model.element('nansha.ocean'))") is True
    expect(entry).to_be_checked()
    page.locator("#zm-grouping").select_option("status")
    page.locator("#zm-legend label", has_text="未表述").locator("input").uncheck()
    assert page.evaluate("ZM.state.visible().map(({ id }) => id)") == ["nansha.ocean"]


def test_an_element_of_two_functions_is_revealed_under_the_first(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    page.locator("#zm-grouping").select_option("function")
    page.evaluate("ZM.state.select('nansha.ocean', {})")
    current = page.locator("#zm-tree [aria-current='true']")
    expect(current.first).to_be_visible()
    expect(current.first).to_have_text("南方海洋科技创新中心核心区")


def test_a_link_restores_by_what_the_map_is_coloured(open_page: Open) -> None:
    page = open_page(sample.payload(), hash_="#by=function&lang=en").page
    assert page.evaluate("ZM.grouping.way()") == "function"
    expect(page.locator("#zm-grouping")).to_have_value("function")
    page = open_page(sample.payload(), hash_="#by=<b>").page
    assert page.evaluate("ZM.grouping.way()") == "role"
