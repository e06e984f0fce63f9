"""The card: what it says of points and lines, in which language, and what it leaves out."""

from __future__ import annotations

from typing import Any

import pytest
import sample_page as sample
from opened import PHONE, Open
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


def test_a_shape_that_says_little_says_so(open_page: Open) -> None:
    payload = sample.payload()
    (dagang,) = (each for each in payload["elements"] if each["id"] == "nansha.dagang")
    dagang["shape_is_indicative"] = 1
    page = open_page(payload).page
    legend = page.locator("#zm-legend")
    assert "边界误差大于其半宽，形状仅示大意" in card_of(page, "nansha.dagang")
    assert "形状仅示大意" not in card_of(page, "nansha.qingsheng")
    expect(legend).to_contain_text("淡点边、无实边")
    page.locator("#zm-table-toggle").click()
    row = page.locator("#zm-table tbody tr")
    expect(row.filter(has_text="大岗智造基地")).to_contain_text("形状仅示大意")
    expect(row.filter(has_text="庆盛产教融合示范区")).not_to_contain_text("形状仅示大意")
    page.evaluate("ZM.setLanguage('en')")
    assert "its shape" not in card_of(page, "nansha.qingsheng")
    assert "the shape is only indicative" in card_of(page, "nansha.dagang")
    page.evaluate("ZM.state.show([ZM.model.element('nansha.dagang')], false)")
    expect(legend).not_to_contain_text("Faint dots")
    expect(legend).to_contain_text("Soft band along a line")


def test_a_public_area_is_compared_and_what_nothing_explains_is_marked(open_page: Open) -> None:
    payload = sample.payload()
    qingsheng, core = (
        next(each for each in payload["elements"] if each["id"] == f"nansha.{name}")
        for name in ("qingsheng", "core")
    )
    page = open_page(payload).page
    words = card_of(page, "nansha.qingsheng")
    assert all(word in words for word in ("公开来源", "+0.1 km²", "+1.3 %", "边界误差可解释"))
    page.locator("#zm-table-toggle").click()
    row = page.locator("#zm-table tbody tr").filter(has_text="庆盛产教融合示范区")
    expect(row).to_contain_text("公开来源 8")
    expect(row).to_contain_text("与公开来源相比")
    # A large difference that nothing can refute reads no better than a small one.
    background = "node => getComputedStyle(node).backgroundColor"
    grades = {
        grade: page.locator(f"#zm-table .zm-grade[data-grade='{grade}']").first.evaluate(background)
        for grade in ("consistent", "within uncertainty", "conflict")
    }
    assert grades["consistent"] == grades["within uncertainty"] != grades["conflict"]
    marked = """() => {
        const { color } = ZM.config.look.unexplained;
        return ZM.scene.elements().filter(({ look }) => look.color === color).length;
    }"""
    expect(page.locator("#zm-legend")).to_contain_text("面积之差无法解释")  # the group's
    assert core["grade"] == "conflict"
    page.evaluate("ZM.state.show([ZM.model.element('nansha.science')], false)")
    assert page.evaluate(marked) == 1
    page.evaluate("ZM.state.show([ZM.model.element('nansha.core')], false)")
    assert page.evaluate(marked) == 0
    expect(page.locator("#zm-legend")).not_to_contain_text("面积之差无法解释")
    qingsheng["reference_grade"] = "conflict"
    core["grade"] = "consistent"
    page = open_page(payload).page
    assert page.evaluate(marked) == 1
    assert "无法解释" in card_of(page, "nansha.qingsheng")


def test_a_plan_says_what_of_it_no_rule_tests_and_why(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    page.evaluate("ZM.card.showPlan(ZM.model.plan('nansha'))")
    card = page.locator("#zm-card")
    expect(card).to_contain_text("2 条检验中 1 条成立，另有 1 条表述未检验")
    expect(card.locator(".zm-untested li")).to_contain_text("贯通南北")
    expect(card.locator(".zm-untested li")).to_contain_text("未述起止")
    page.evaluate("ZM.setLanguage('en')")
    expect(card).to_contain_text("1 of 2 claims hold; 1 statements are untested")
    expect(card.locator(".zm-untested li")).to_contain_text("No ends are stated")
    expect(card.locator(".zm-untested li")).to_contain_text(sample.HOSTILE)  # as text


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
    expect(links.last).to_have_text("Mingzhu Science Park (One Axis, Four Cores, Many Points)")


def test_the_tip_lies_above_the_card(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    card_of(page, "nansha.lab")
    tip, card = page.evaluate(
        "['#zm-tip', '#zm-card'].map((each) => Number(getComputedStyle(document.querySelector(each)).zIndex))"
    )
    assert tip > card


def said(page: Page) -> list[list[str]]:
    """What the card has of each plan: its title, then term, value and mark of each attribute."""
    return page.locator(".zm-said li").evaluate_all(
        "all => all.map((one) => [...one.querySelectorAll('h4, dt, dd > *')].map((node) => node.textContent))"
    )


def test_a_page_of_one_plan_says_what_another_says_of_a_place(open_page: Open) -> None:
    page = open_page(sample.with_other()).page
    card_of(page, "nansha.science")
    own, other = said(page)
    marked = ["名称", "中科院明珠科学园", "表述不同", "角色", "一核", "表述不同"]
    assert own[1:] == [*marked, "规划表述面积", "约 10.5 km²", "表述不同", "出处", "规划 三（二）"]
    assert other == [
        *("广州市科技创新“十四五”规划", "名称", "明珠科学园", "表述不同", "角色", "多点", "表述不同"),
        *("规划表述面积", "约 12 km²", "表述不同", "出处", "广州规划 三（三）"),
    ]
    assert page.locator(".zm-said button").count() == 0  # there is nothing here that it could lead to
    page.evaluate("ZM.setLanguage('en')")
    assert said(page)[1][:4] == ["Guangzhou Plan", "Name", "Mingzhu Science Park", "differs"]
    card_of(page, "nansha.ocean")
    expect(page.locator(".zm-said")).to_have_count(0)


def test_what_a_plan_leaves_open_is_told_and_differs_from_nothing(open_page: Open) -> None:
    payload = sample.with_other(stated_km2=None, qualifier=None)
    payload["differing"] = {}
    page = open_page(payload).page
    card_of(page, "nansha.science")
    own, other = said(page)
    assert "约 10.5 km²" in own
    assert other[5:7] == ["规划表述面积", "未表述"]
    assert "表述不同" not in own + other


def test_on_the_atlas_the_name_in_another_plan_leads_there(open_page: Open) -> None:
    page = open_page(sample.atlas()).page
    card_of(page, "nansha.science")
    assert [each[0] for each in said(page)] == [
        "广州市南沙区科技创新“十四五”规划",
        "广州市科技创新“十四五”规划",
    ]
    page.locator(".zm-said button").click()
    assert page.evaluate("ZM.state.selected().id") == "guangzhou.mingzhu"
    expect(page.locator("#zm-card h2")).to_have_text("明珠科学园")


def test_what_another_plan_says_is_text(open_page: Open) -> None:
    payload = sample.with_other(
        **dict.fromkeys(("name", "name_en", "role", "qualifier", "cite"), sample.HOSTILE)
    )
    payload["other_plans"][0] |= {"title": sample.HOSTILE, "title_en": sample.HOSTILE}
    page = open_page(payload).page
    card_of(page, "nansha.science")
    assert said(page)[1].count(sample.HOSTILE) == 4
    assert page.locator(".zm-said img, .zm-said script").count() == 0


def test_a_card_says_what_a_line_was_drawn_from_and_how(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    words = card_of(page, "nansha.science")
    assert "来源：开放地图，2021-03，ODbL-1.0" in words
    assert "做法：由中线外移假定的半个河宽 140±60 m，顺延" in words
    assert words.count("来源：") == words.count("做法：") == 1  # of the others nothing is known
    page.evaluate("ZM.setLanguage('en')")
    words = page.locator("#zm-card").inner_text()
    assert f"Source: {sample.HOSTILE}, 2021-03, ODbL-1.0".split("\u2028")[0] in words
    assert "Method: moved from the centreline by an assumed half width of 140 ±60 m, extended" in words


def test_a_card_says_the_area_that_each_reading_makes(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    words = card_of(page, "nansha.science")
    assert "规划表述 10.5；10.3 或 16.4 km²，视哪条道路为“灵新大道”而定" in words
    assert "按“灵新大道（东线）”：16.4 km²" in words
    assert "两处说法不一" in words
    expect(page.locator(".zm-readings")).to_have_count(1)
    # Beside the one area that the page computes, or it would look certain.
    expect(page.locator("section:has(> .zm-figures) + .zm-readings")).to_be_visible()
    page.evaluate("ZM.setLanguage('en')")
    words = page.locator("#zm-card").inner_text()
    assert "10.5 stated; 10.3 or 16.4 km², depending on which road is Lingxin Avenue" in words
    assert "With Lingxin Avenue, Eastern Course: 16.4 km²" in words
    assert "Two sources disagree" in words
    card_of(page, "nansha.ocean")
    expect(page.locator(".zm-readings")).to_have_count(0)


def test_an_alternative_is_drawn_in_a_look_of_its_own(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    looks = page.evaluate("Object.fromEntries(ZM.model.baselines.map((l) => [l.id, ZM.style.baseline(l)]))")
    others = [look for name, look in looks.items() if name != "lingxin-2"]
    assert looks["lingxin-2"]["dashArray"] == "5 3 1 3"
    assert all(look["color"] != looks["lingxin-2"]["color"] for look in others)
    expect(page.locator("#zm-legend")).to_contain_text("界线的另一读法")
    page.evaluate("ZM.state.setOverlay('baselines', false)")
    expect(page.locator("#zm-legend")).not_to_contain_text("界线的另一读法")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_ring_stays_one_word_in_the_sides_of_a_phones_card(open_page: Open, language: str) -> None:
    payload = sample.payload()
    sides = payload["elements"][1]["sides"]
    for side in sides:
        side["side"] = "ring"
    page = open_page(payload, PHONE, hash_=f"#lang={language}&sel=nansha.science").page
    head = page.locator(".zm-sides tbody th").first
    expect(head).to_have_text({"zh": "围合", "en": "Ring"}[language])
    assert (
        head.evaluate(
            """node => { const range = document.createRange(); range.selectNodeContents(node);
        return range.getClientRects().length; }"""
        )
        == 1
    )
