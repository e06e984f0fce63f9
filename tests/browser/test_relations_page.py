"""Relations on a page: arcs that can be switched on, a legend for them, and the card of both ends."""

from __future__ import annotations

import sample_page as sample
from opened import Open
from playwright.sync_api import Page, expect


def arcs(page: Page) -> int:
    return page.evaluate("ZM.scene.relations().length")


def related(page: Page, name: str) -> list[list[str]]:
    """What the card has of relations: the label, the other ends, then note and citation."""
    page.evaluate("name => ZM.state.select(name, {})", name)
    return page.locator(".zm-relations dd").evaluate_all(
        "all => all.map((one) => [one.previousSibling.textContent, ...[...one.querySelectorAll('li, .zm-words')].map((node) => node.textContent)])"  # noqa: E501
    )


def test_arcs_are_off_at_first_and_can_be_switched_on(open_page: Open) -> None:
    page = open_page(sample.related()).page
    box = page.locator("#zm-overlay-relations")
    expect(box).not_to_be_checked()
    assert arcs(page) == 0
    canvas = page.locator(".leaflet-zm-elements-pane canvas").first
    before = canvas.evaluate("node => node.toDataURL()")
    box.check()
    assert arcs(page) == 4  # one relation has none
    page.wait_for_timeout(100)
    assert canvas.evaluate("node => node.toDataURL()") != before
    expect(page.locator("#zm-legend")).to_contain_text("弧线只表示两地有关系")
    page.evaluate("ZM.setLanguage('en')")
    expect(page.locator("#zm-legend")).to_contain_text("A relation that a plan states")
    page.locator("#zm-overlay-relations").uncheck()
    expect(page.locator("#zm-legend")).not_to_contain_text("A relation that a plan states")


def test_an_arc_goes_with_its_ends(open_page: Open) -> None:
    page = open_page(sample.related()).page
    page.evaluate("ZM.state.setOverlay('relations', true)")
    page.evaluate("ZM.state.show([ZM.model.element('nansha.lab')], false)")
    assert arcs(page) == 3
    page.evaluate("ZM.state.show([ZM.model.element('nansha.qingsheng')], false)")
    assert arcs(page) == 2
    # One of them is another plan's, which calls the place by another name.
    page.evaluate("ZM.state.show([ZM.model.element('nansha.science')], false)")
    assert arcs(page) == 0


def test_a_page_without_relations_has_no_box_for_them(open_page: Open) -> None:
    page = open_page(sample.payload()).page
    assert page.locator("#zm-overlay-relations").count() == 0
    assert related(page, "nansha.science") == []


def test_the_card_of_each_end_leads_to_the_other(open_page: Open) -> None:
    page = open_page(sample.related()).page
    assert related(page, "nansha.science") == [
        ["辐射带动", "广东省实验室", "大岗智造基地", "规划 三（一）"],
        ["所属集群", "南方海洋科技创新中心核心区", "广州规划 四"],
    ]
    page.locator(".zm-relations button").first.click()
    expect(page.locator("#zm-card h2")).to_have_text("广东省实验室")
    assert related(page, "nansha.lab")[0] == ["受其辐射带动", "中科院明珠科学园", "规划 三（一）"]
    page.locator(".zm-relations button").first.click()
    expect(page.locator("#zm-card h2")).to_have_text("中科院明珠科学园")
    # Another plan states it of its own element, which is this place.
    assert related(page, "nansha.ocean") == [["集群成员", "中科院明珠科学园", "广州规划 四"]]


def test_an_end_elsewhere_is_named_with_its_plan_and_leads_nowhere(open_page: Open) -> None:
    page = open_page(sample.related()).page
    assert related(page, "nansha.qingsheng") == [["合作", "深圳枢纽（深圳规划）", "携手共建。", "规划 九"]]
    assert page.locator(".zm-relations button").count() == 0
    page.evaluate("ZM.setLanguage('en')")
    assert related(page, "nansha.qingsheng")[0][:2] == ["Cooperates with", "Shenzhen Hub (Shenzhen Plan)"]


def test_an_end_in_the_plan_that_is_cited_is_named_without_it(open_page: Open) -> None:
    payload = sample.related()
    payload["relations"][2]["plan"] = "shenzhen"
    page = open_page(payload).page
    assert related(page, "nansha.qingsheng")[0][:2] == ["合作", "深圳枢纽"]


def test_a_listed_place_leads_to_what_holds_it(open_page: Open) -> None:
    payload = sample.related()
    payload["relations"][4]["ends"][1] = "nansha.youth"
    payload["ends"][2] = {
        "id": "nansha.youth",
        "plan": "nansha",
        "name": "青年馆",
        "name_en": "Youth Hall",
        "geom": "nansha.youth",
    }
    page = open_page(payload).page
    related(page, "nansha.lab")
    page.locator(".zm-relations button", has_text="青年馆").click()
    expect(page.locator("#zm-card h2")).to_have_text("中科院明珠科学园")
    expect(page.locator("#zm-card details[open]")).to_contain_text("青年馆")


def test_what_a_relation_says_is_text(open_page: Open) -> None:
    page = open_page(sample.related()).page
    rows = related(page, "nansha.lab")
    assert rows[1][2:] == [sample.HOSTILE, sample.HOSTILE]
    assert sample.HOSTILE in rows[1][1]
    assert page.locator(".zm-relations img, .zm-relations script").count() == 0


def test_a_link_keeps_that_relations_are_shown(open_page: Open) -> None:
    page = open_page(sample.related(), hash_="#on=relations").page
    expect(page.locator("#zm-overlay-relations")).to_be_checked()
    assert arcs(page) == 4
