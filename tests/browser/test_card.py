"""The card: what it says of points and lines, in which language, and what it leaves out."""

from __future__ import annotations

from typing import Any

import pytest
import sample_page as sample
from opened import Open
from playwright.sync_api import Page, expect


def with_accuracy(name: str, metres: int) -> dict[str, Any]:
    payload = sample.payload()
    next(each for each in payload["elements"] if each["id"] == name)["accuracy_m"] = metres
    return payload


def card_of(page: Page, name: str) -> str:
    page.evaluate("name => ZM.state.select(name, {})", name)
    return page.locator("#zm-card").inner_text()


def test_a_point_has_a_position_and_an_axis_a_course(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    words = card_of(page, "nansha.lab")
    assert "位置依据" in words
    assert "边界" not in words
    assert "虚线" not in words
    words = card_of(page, "nansha.corridor")
    assert "走向依据" in words
    assert "边界" not in words
    assert "短虚线" in words
    assert "边界依据" in card_of(page, "nansha.dagang")
    page.evaluate("ZM.setLanguage('en')")
    words = card_of(page, "nansha.lab").lower()
    assert "basis of the position" in words
    assert "boundary" not in words
    assert "dashes" not in words
    assert "Basis of the course" in card_of(page, "nansha.corridor")


def test_a_rough_point_must_not_be_used_to_locate_anything(open_page: Open) -> None:
    page = open_page(with_accuracy("nansha.lab", 2500)).page
    words = card_of(page, "nansha.lab")
    assert "不得用于定位" in words
    assert "2.5 km" in words
    assert "虚线圆" in words
    page.evaluate("ZM.setLanguage('en')")
    expect(page.locator("#zm-card")).to_contain_text("do not use it to locate anything")
    for exact in ("nansha.formula", "nansha.dagang"):
        card_of(page, exact)
        expect(page.locator(".zm-rough")).to_have_count(0)


def test_a_kilometre_is_not_yet_rough(open_page: Open) -> None:
    page = open_page(with_accuracy("nansha.lab", 1000)).page
    assert "不可用来定位" not in card_of(page, "nansha.lab")


@pytest.mark.parametrize(
    "show", ["ZM.state.select('nansha.lab', {})", "ZM.card.showPlan(ZM.model.plan('nansha'))"]
)
def test_the_first_facts_follow_the_head_at_once(open_page: Open, show: str) -> None:
    page = open_page(sample.payload()).page
    page.evaluate(f"() => {{ {show}; }}")
    head, first = page.locator(".zm-card-head").bounding_box(), page.locator(".zm-facts dt").first
    assert head
    assert first.bounding_box()["y"] - head["y"] - head["height"] < 10
    assert first.evaluate("node => getComputedStyle(node).borderTopWidth") == "0px"


def test_what_is_chinese_only_says_so_on_an_english_page(open_page: Open) -> None:
    payload = sample.payload()
    payload["plans"][0]["source"] = "南沙区人民政府"
    page = open_page(payload).page
    page.evaluate("ZM.setLanguage('en')")

    def unsaid() -> list[str]:
        """Chinese words of the card that claim to be English."""
        return page.evaluate(
            """() => { const found = [], walk = document.createTreeWalker(document.querySelector("#zm-card"), NodeFilter.SHOW_TEXT);
            while (walk.nextNode()) if (/[\\u4e00-\\u9fff]/.test(walk.currentNode.data) && walk.currentNode.parentNode.closest("[lang]").lang !== "zh-CN") found.push(walk.currentNode.data);
            return found; }"""  # noqa: E501
        )

    for name in ("nansha.science", "nansha.qingsheng", "nansha.lab"):
        card_of(page, name)
        assert unsaid() == []
    page.evaluate("ZM.card.showPlan(ZM.model.plan('nansha'))")
    expect(page.locator("#zm-card")).to_contain_text("南沙区人民政府")
    assert [words for words in unsaid() if words != sample.HOSTILE] == []
    page.evaluate("ZM.setLanguage('zh'); ZM.state.select('nansha.science', {})")
    expect(page.locator("#zm-card header [lang=en]")).to_have_text("CAS Mingzhu Science Park")


def test_brackets_are_those_of_the_language(open_page: Open) -> None:
    page = open_page(sample.atlas()).page
    card_of(page, "nansha.science")
    links = page.locator("#zm-card .zm-links")
    expect(links.last).to_have_text("明珠科学园（一轴四核多点）")
    page.evaluate("ZM.setLanguage('en')")
    expect(links.last).to_have_text("Mingzhu Science Park (One Axis, Four Cores)")


def test_the_tip_lies_above_the_card(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    card_of(page, "nansha.lab")
    tip, card = page.evaluate(
        "['#zm-tip', '#zm-card'].map((each) => Number(getComputedStyle(document.querySelector(each)).zIndex))"
    )
    assert tip > card
